import { printable } from '../../../core/adapter/printable.ts';
import type { HeadSink } from './head.ts';

/** Takes the filled cells of a sheet, row by row. Columns count from 0, rows from 1. Whoever gives an empty text gives nothing. */
export interface RowSink {
  /** Text as UTF-8, copied at once. */
  readonly bytes: (column: number, source: Buffer, start: number, end: number) => void;
  readonly text: (column: number, text: string) => void;
  /** Ends a row. True: this is enough for now, pause before the next row. */
  readonly endRow: (position: number) => boolean;
}

/** One sheet of an open book. */
export interface Sheet {
  readonly name: string;
  readonly hidden: boolean;
  /** Pours its rows into a sink, and yields whenever that has enough. Frees everything when its reader stops. */
  readonly pour: (sink: RowSink) => AsyncGenerator<void>;
  /** What the book says of how many rows it has, once its head was read. */
  readonly rowsEstimate?: () => number | undefined;
  /** Its head, where it was found while the book was opened. */
  readonly head?: HeadSink;
}

/** An open book: its sheets in the book's order. */
export interface Book {
  readonly sheets: readonly Sheet[];
  readonly close: () => Promise<void>;
}

/** The name of a sheet as it can be printed and typed; one without a name is known by its number. */
export function sheetName(written: string, index: number): string {
  return printable(written) || `Sheet ${index + 1}`;
}

/** `A` for column 0, `AA` for column 26. */
export function columnLetters(column: number): string {
  const rest = String.fromCharCode(65 + (column % 26));
  return column < 26 ? rest : columnLetters(Math.floor(column / 26) - 1) + rest;
}
