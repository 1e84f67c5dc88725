import type { BrokenRow, RepairedRow } from './contract.ts';

/** null, boolean, safe integer, bigint, text or bytes. Decimals, dates and instants are canonical text, typed by their column. */
export type Cell = null | boolean | number | bigint | string | Uint8Array;

/** The most rows that a batch has. */
export const batchRows = 1000;

interface Rows {
  /** How many rows, 1 to 1,000. */
  readonly rows: number;
  /** How many cells each row has: as many as its dataset has columns. */
  readonly width: number;
  /** Where each row stands in its dataset: line, sheet row or ordinal, from 1, growing. `dataset.origin(position)` prints it. */
  readonly positions: ArrayLike<number>;
  /** Rows, by index, that could not be decoded; their cells are null, but for a key that is known. */
  readonly broken?: ReadonlyMap<number, BrokenRow>;
  /** Rows, by index, that did not stand in the file as they are here. */
  readonly repaired?: ReadonlyMap<number, RepairedRow>;
}

/** Rows as values, for books, JSON and most databases. Row `r`, column `c` is `cells[r * width + c]`. */
export interface CellBatch extends Rows {
  readonly layout: 'cells';
  readonly cells: readonly Cell[];
}

/**
 * Rows as UTF-8 bytes with offsets, for text formats and drivers that write texts themselves: cell `i = r * width + c` is `bytes` from `starts[i]` up to `ends[i]`,
 * without its quotes. A string is made only where somebody asks.
 */
export interface ByteBatch extends Rows {
  readonly layout: 'bytes';
  readonly bytes: Buffer;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /**
   * 0: bare, blank means null. 1: quoted, blank means "". 2: quoted, with escapes that `unescape` resolves. 3: a number that the
   * program keeps as one, as plain decimal text. 4: a date or time that it keeps as one, as ISO text.
   */
  readonly kinds: Uint8Array;
  /** Resolves the escapes of a cell of kind 2. */
  readonly unescape: (text: string) => string;
  /** The byte that cells of kind 2 have doubled, and that is all of their escapes; missing where escapes are others. */
  readonly doubled?: number;
  /** The value that the bytes of a cell were made of, where they are of values: then bytes are for those who copy, and this for those who look. */
  readonly valueAt?: (index: number) => Cell;
  /** All bytes are below 128, so a cell's text can be cut without decoding. */
  readonly ascii: boolean;
}

/** The kinds of cells whose text is canonical, whatever the country: nobody typed it that way. */
export const typedCell = { number: 3, moment: 4 } as const;
export type TypedCell = (typeof typedCell)[keyof typeof typedCell];

export type Batch = CellBatch | ByteBatch;

/** The cell at index `row * width + column`. Text formats give text or null. */
export function cellAt(batch: Batch, index: number): Cell {
  if (batch.layout === 'cells') return batch.cells[index];
  return batch.valueAt === undefined ? textAt(batch, index) : batch.valueAt(index);
}

/** The text of a cell of a byte batch; a bare blank is null, a quoted one "". */
function textAt(batch: ByteBatch, index: number): string | null {
  const start = batch.starts[index];
  const end = batch.ends[index];
  const kind = batch.kinds[index];
  if (start === end) return kind === 0 ? null : '';
  const text = batch.bytes.toString(batch.ascii ? 'latin1' : 'utf8', start, end);
  return kind === 2 ? batch.unescape(text) : text;
}

/** A cell as a person reads it: null is blank, bytes are hexadecimal. */
export function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (cell instanceof Uint8Array) return Buffer.from(cell.buffer, cell.byteOffset, cell.byteLength).toString('hex');
  return String(cell);
}
