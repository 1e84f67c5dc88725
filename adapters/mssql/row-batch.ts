import { type Batch, batchRows, type Cell } from '../../core/adapter/batch.ts';
import { CellText, kind, unwritable } from './cell-text.ts';
import { type CodePages, type Cursor, cellReader, incomplete, type ReadCell } from './cells.ts';
import type { Metadata } from './tedious.ts';
import { cellWriter, type ValueType, valueIn, valueTypeOf, type WriteCell } from './write-cells.ts';

/** How the rows of a result are read: into the bytes that most cells end as, or else into their values. */
export class RowReader {
  readonly text = new CellText(firstBytes);
  readonly write: readonly WriteCell[];
  readonly read: readonly ReadCell[];
  readonly types: readonly ValueType[];

  constructor(columns: readonly Metadata[], pages: CodePages) {
    this.write = columns.map((column) => cellWriter(column, pages, this.text));
    this.read = columns.map((column) => cellReader(column, pages));
    this.types = columns.map(valueTypeOf);
  }
}

/** Up to 1,000 rows, as bytes; as values from the first row on that has no form in UTF-8. */
export class RowBatch {
  rows = 0;
  readonly #reader: RowReader;
  readonly #width: number;
  /** How many rows came before. */
  readonly #before: number;
  #starts: Uint32Array;
  #ends: Uint32Array;
  #kinds: Uint8Array;
  #cells: Cell[] | undefined;

  constructor(reader: RowReader, before: number) {
    this.#reader = reader;
    this.#width = reader.read.length;
    this.#before = before;
    // Most results have a few rows.
    const room = this.#width * (before === 0 ? firstRows : batchRows);
    this.#starts = new Uint32Array(room);
    this.#ends = new Uint32Array(room);
    this.#kinds = new Uint8Array(room);
    reader.text.restart();
  }

  /** Reads a row; false if it is not there as a whole: then nothing of it is kept. */
  read(from: Cursor, withNulls: boolean): boolean {
    const start = from.at;
    const { text } = this.#reader;
    const kept = text.at;
    try {
      if (this.#cells === undefined) this.#write(from, withNulls);
      else this.#read(this.#cells, from, withNulls);
    } catch (fault) {
      text.at = kept;
      if (fault === incomplete) return false;
      if (fault !== unwritable) throw fault;
      this.#cells = this.#values();
      from.at = start;
      return this.read(from, withNulls);
    }
    this.rows++;
    return true;
  }

  isFull(): boolean {
    return this.rows === batchRows || this.#reader.text.at > mostBytes;
  }

  finish(): Batch {
    const { rows } = this;
    const positions = new Float64Array(rows);
    for (let row = 0; row < rows; row++) positions[row] = this.#before + row + 1;
    const common = { rows, width: this.#width, positions } as const;
    if (this.#cells !== undefined) return { layout: 'cells', ...common, cells: this.#cells };
    const { bytes, isAscii } = this.#reader.text;
    const count = rows * this.#width;
    return {
      layout: 'bytes',
      ...common,
      bytes,
      starts: this.#starts.subarray(0, count),
      ends: this.#ends.subarray(0, count),
      kinds: this.#kinds.subarray(0, count),
      unescape: (text) => text,
      ascii: isAscii,
      valueAt: this.#valueAt(),
    };
  }

  next(): RowBatch {
    return this.rows === 0 ? this : new RowBatch(this.#reader, this.#before + this.rows);
  }

  #write(from: Cursor, withNulls: boolean): void {
    const { text, write } = this.#reader;
    const first = this.rows * this.#width;
    if (first + this.#width > this.#starts.length) this.#grow();
    const [starts, ends, kinds] = [this.#starts, this.#ends, this.#kinds];
    const nulls = withNulls ? from.take((write.length + 7) >> 3) : 0;
    for (let column = 0; column < write.length; column++) {
      const at = first + column;
      starts[at] = text.at;
      const isNull = withNulls && ((from.bytes[nulls + (column >> 3)] >> (column & 7)) & 1) === 1;
      kinds[at] = (isNull ? null : write[column](from)) ?? kind.text;
      ends[at] = text.at;
    }
  }

  #read(cells: Cell[], from: Cursor, withNulls: boolean): void {
    const { read } = this.#reader;
    const kept = cells.length;
    try {
      const nulls = withNulls ? from.take((read.length + 7) >> 3) : 0;
      for (let column = 0; column < read.length; column++) {
        const isNull = withNulls && ((from.bytes[nulls + (column >> 3)] >> (column & 7)) & 1) === 1;
        cells.push(isNull ? null : read[column](from));
      }
    } catch (fault) {
      cells.length = kept;
      throw fault;
    }
  }

  /** The values of the rows that were written. */
  #values(): Cell[] {
    const valueAt = this.#valueAt();
    return Array.from({ length: this.rows * this.#width }, (_, index) => valueAt(index));
  }

  /** The values of the cells, from the bytes as they are now. */
  #valueAt(): (index: number) => Cell {
    const { types, text } = this.#reader;
    const [starts, ends, kinds, width] = [this.#starts, this.#ends, this.#kinds, this.#width];
    const { bytes, isAscii } = text;
    return (index) => {
      const [start, end] = [starts[index], ends[index]];
      if (start === end && kinds[index] === kind.text) return null;
      return valueIn(types[index % width], bytes, start, end, isAscii);
    };
  }

  #grow(): void {
    const room = Math.min(this.#starts.length * 8, batchRows * this.#width);
    const [starts, ends, kinds] = [new Uint32Array(room), new Uint32Array(room), new Uint8Array(room)];
    starts.set(this.#starts);
    ends.set(this.#ends);
    kinds.set(this.#kinds);
    [this.#starts, this.#ends, this.#kinds] = [starts, ends, kinds];
  }
}

const firstRows = 16;
const firstBytes = 1024;
/** Rows of more bytes are a batch, however few they are. */
const mostBytes = 1 << 23;
