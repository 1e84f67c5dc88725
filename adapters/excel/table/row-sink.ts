/** Takes the filled cells of a sheet, row by row. Columns count from 0, rows from 1. Whoever gives an empty text gives nothing. */
export interface RowSink {
  /** Text as UTF-8, copied at once. */
  readonly bytes: (column: number, source: Buffer, start: number, end: number) => void;
  readonly text: (column: number, text: string) => void;
  /** Ends a row. True: this is enough for now, pause before the next row. */
  readonly endRow: (position: number) => boolean;
}

/** `A` for column 0, `AA` for column 26. */
export function columnLetters(column: number): string {
  const rest = String.fromCharCode(65 + (column % 26));
  return column < 26 ? rest : columnLetters(Math.floor(column / 26) - 1) + rest;
}
