import type { AnnotatedCopy, AnnotatedRow } from '../../core/adapter/annotation.ts';
import { printable } from '../../core/adapter/printable.ts';
import type { HeadSink } from './table/head.ts';
import type { Area, RowSink } from './table/row-sink.ts';
import type { NamedTable } from './table/tables.ts';

/** One sheet of an open book. */
export interface Sheet {
  readonly name: string;
  readonly hidden: boolean;
  /** Pours its rows into a sink, and yields whenever that has enough. Frees everything when its reader stops. */
  readonly pour: (sink: RowSink) => AsyncGenerator<void>;
  /** What the book says of how many rows it has, once its head was read. */
  readonly rowsEstimate?: () => number | undefined;
  /** Formulas that the writing program left without a result, once all rows were read. */
  readonly formulasWithoutResult?: () => number;
  /** What the sheet says of its size, once its first rows were read; it need not be true. */
  readonly extent?: () => Area | undefined;
  /** The tables that the book itself knows in this sheet, in the order in which they stand. */
  readonly tables?: () => Promise<readonly NamedTable[]>;
  /** Its head, where it was found while the book was opened. */
  readonly head?: HeadSink;
  /** Writes a copy of the book with notes in this sheet; only books that can be edited piece by piece have it. */
  readonly annotate?: (path: string, notes: SheetNotes) => Promise<AnnotatedCopy>;
}

/** Rows of a sheet that are given back. */
export interface SheetNotes {
  /** The row with the column names; 0 if there is none. */
  readonly headerRow: number;
  /** Where a column of the dataset stands in the sheet. */
  readonly columnAt: (column: number) => number;
  readonly rows: AsyncIterable<AnnotatedRow>;
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
