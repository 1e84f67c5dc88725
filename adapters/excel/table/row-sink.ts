import type { TypedCell } from '../../../core/adapter/batch.ts';
import type { ShownColumns } from '../values/display.ts';

/** Takes the filled cells of a sheet, row by row. Columns count from 0, rows from 1. Whoever gives an empty text gives nothing. */
export interface RowSink {
  /** The columns that are given as the program shows them, see `values/display.ts`; without it all are given as values. */
  readonly shown?: ShownColumns | undefined;
  /** Text as UTF-8, copied at once. */
  readonly bytes: (column: number, source: Buffer, start: number, end: number, typed?: TypedCell) => void;
  /** `typed`: the book keeps a number or a date in the cell, and the text is its canonical form, not what the program shows. */
  readonly text: (column: number, text: string, typed?: TypedCell) => void;
  /** A cell that has a value which can't be read: `found` finishes the sentence "found …". */
  readonly fault: (column: number, found: string) => void;
  /** The row under way is hidden, by hand or by a filter. */
  readonly hiddenRow?: () => void;
  /** Columns that are hidden, said before any row. */
  readonly hiddenColumns?: (first: number, last: number) => void;
  /** Merged cells, said before, among or after the rows, as the format has it. */
  readonly merged?: (area: Area) => void;
  /** Ends a row. True: this is enough for now, pause before the next row. */
  readonly endRow: (position: number) => boolean;
  /** Takes this memory for its cells, so that whoever finds whole rows at once writes them there; undefined: it wants them one by one. */
  readonly tableRows?: (memory: CellMemory) => TableRows | undefined;
  /** Takes the edges of many rows at once. */
  readonly edgeRows?: EdgeRows;
}

/** Arrays as a `ByteBatch` has them, all zeros, and room for its bytes. */
export interface CellMemory {
  readonly positions: Float64Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly kinds: Uint8Array;
  readonly bytes: Buffer;
}

/** Rows of a table that are written into its memory by somebody else. Columns stand in order, and nothing stands beside them. */
export interface TableRows {
  readonly place: {
    readonly firstColumn: number;
    readonly width: number;
    readonly headerRow: number;
    readonly lastRow: number;
    /** Cells beside its columns are not its own. */
    readonly bounded: boolean;
  };
  /** A batch has at most so many rows, and ends with the row that passes so many bytes. */
  readonly mostRows: number;
  readonly mostBytes: number;
  /** How far the batch is; undefined: the next row has to come by its cells. */
  readonly state: () => BatchState | undefined;
  readonly setState: (state: BatchState & { readonly rowStart: number }) => void;
  /** Takes the rows that are left out of the memory, which is another's from then on. */
  readonly leave: () => void;
}

export interface BatchState {
  /** Rows and bytes. */
  readonly rows: number;
  readonly used: number;
  /** No byte is above 127. */
  readonly ascii: boolean;
  /** The number of the row that was ended last. */
  readonly last: number;
}

/** Rows of which nobody wants to know more than which columns they fill. */
export interface EdgeRows {
  /** Rows from which number on count, and the number of the last one; undefined: the next row has to come by its cells. */
  readonly state: () => { readonly from: number; readonly last: number } | undefined;
  /** The first and last filled column of all the rows, the last row with any (0: none), and the last row. */
  readonly see: (edges: {
    readonly first: number;
    readonly right: number;
    readonly lastFilled: number;
    readonly last: number;
  }) => void;
}

/** A rectangle of cells; its borders belong to it. */
export interface Area {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** The area that a reference such as `A1:C9` or `$B$2` names; undefined if it names none. */
export function areaOf(reference: string): Area | undefined {
  const [, left, top, right = left, bottom = top] =
    /^\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?$/i.exec(reference.trim()) ?? [];
  if (left === undefined) return undefined;
  const area = { top: Number(top), bottom: Number(bottom), left: columnNumber(left), right: columnNumber(right) };
  return area.top >= 1 && area.top <= area.bottom && area.left <= area.right ? area : undefined;
}

export function areaText({ top, bottom, left, right }: Area): string {
  return `${columnLetters(left)}${top}:${columnLetters(right)}${bottom}`;
}

/** `A` for column 0, `AA` for column 26. */
export function columnLetters(column: number): string {
  const rest = String.fromCharCode(65 + (column % 26));
  return column < 26 ? rest : columnLetters(Math.floor(column / 26) - 1) + rest;
}

function columnNumber(letters: string): number {
  let number = 0;
  for (const letter of letters.toUpperCase()) number = number * 26 + letter.charCodeAt(0) - 64;
  return number - 1;
}
