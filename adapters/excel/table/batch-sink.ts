import { type ByteBatch, batchRows, type TypedCell } from '../../../core/adapter/batch.ts';
import type { BrokenRow } from '../../../core/adapter/contract.ts';
import { tooLarge } from '../faults.ts';
import { limits } from '../limits.ts';
import { columnLetters, type RowSink } from './row-sink.ts';

/** Where a table stands in its sheet. */
export interface TablePlace {
  /** Rows up to this one are no data. */
  readonly headerRow: number;
  readonly firstColumn: number;
  readonly width: number;
}

/** Collects the rows of a table in batches of bytes: no string is made here. Blank rows are left out. */
export class BatchSink implements RowSink {
  readonly #file: string;
  readonly #place: TablePlace;
  readonly #rowsPerBatch: number;
  #rows = 0;
  #positions: Float64Array;
  #bytes: Buffer;
  #used = 0;
  #rowStart = 0;
  #starts: Uint32Array;
  #ends: Uint32Array;
  #kinds: Uint8Array;
  #highBits = 0;
  /** Cells of the row under way that are outside the table, or twice there. */
  #strays: { column: number; text: string; repeated: boolean }[] = [];
  #strayLength = 0;
  #broken: Map<number, BrokenRow> | undefined;

  constructor(file: string, place: TablePlace) {
    this.#file = file;
    this.#place = place;
    this.#rowsPerBatch = Math.max(1, Math.min(batchRows, Math.floor(batchCells / place.width)));
    this.#positions = new Float64Array(this.#rowsPerBatch);
    this.#starts = new Uint32Array(this.#rowsPerBatch * place.width);
    this.#ends = new Uint32Array(this.#rowsPerBatch * place.width);
    this.#kinds = new Uint8Array(this.#rowsPerBatch * place.width);
    this.#bytes = Buffer.allocUnsafeSlow(1 << 16);
  }

  bytes(column: number, source: Buffer, start: number, end: number, typed?: TypedCell) {
    if (start === end) return;
    const index = this.#cell(column);
    if (index < 0) return this.#stray(column, source.toString('utf8', start, end));
    const at = this.#reserve(end - start);
    const target = this.#bytes;
    let to = at;
    let high = 0;
    for (let from = start; from < end; from++) {
      const byte = source[from];
      high |= byte;
      target[to++] = byte;
    }
    this.#highBits |= high;
    this.#starts[index] = at;
    this.#ends[index] = to;
    if (typed !== undefined) this.#kinds[index] = typed;
    this.#used = to;
  }

  text(column: number, text: string, typed?: TypedCell) {
    if (text === '') return;
    const index = this.#cell(column);
    if (index < 0) return this.#stray(column, text);
    const at = this.#reserve(text.length * 3);
    const target = this.#bytes;
    let to = at;
    let high = 0;
    for (let from = 0; from < text.length; from++) {
      const unit = text.charCodeAt(from);
      high |= unit;
      target[to++] = unit;
    }
    if (high > 0x7f) to = at + target.write(text, at, 'utf8');
    this.#highBits |= high > 0x7f ? 0x80 : 0;
    this.#starts[index] = at;
    this.#ends[index] = to;
    if (typed !== undefined) this.#kinds[index] = typed;
    this.#used = to;
  }

  endRow(position: number): boolean {
    const blank = this.#used === this.#rowStart && this.#strays.length === 0;
    if (blank) return false;
    if (position <= this.#place.headerRow) {
      this.#clearRow();
      return false;
    }
    if (this.#strays.length > 0) this.#break();
    this.#positions[this.#rows++] = position;
    this.#rowStart = this.#used;
    return this.#rows === this.#rowsPerBatch || this.#used > batchBytes;
  }

  /** The rows collected so far as a batch, if there are any; begins the next one. */
  take(): ByteBatch | undefined {
    if (this.#rows === 0) return undefined;
    const rows = this.#rows;
    const width = this.#place.width;
    const batch: ByteBatch = {
      layout: 'bytes',
      rows,
      width,
      positions: this.#positions.subarray(0, rows),
      bytes: this.#bytes.subarray(0, this.#used),
      starts: this.#starts.subarray(0, rows * width),
      ends: this.#ends.subarray(0, rows * width),
      kinds: this.#kinds.subarray(0, rows * width),
      unescape: (text) => text,
      ascii: this.#highBits < 0x80,
      ...(this.#broken === undefined ? {} : { broken: this.#broken }),
    };
    // The next batch is likely to be as large as this one.
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(1 << 16, this.#used + (this.#used >> 3)));
    this.#positions = new Float64Array(this.#rowsPerBatch);
    this.#starts = new Uint32Array(this.#starts.length);
    this.#ends = new Uint32Array(this.#ends.length);
    this.#kinds = new Uint8Array(this.#kinds.length);
    this.#rows = this.#used = this.#rowStart = this.#highBits = 0;
    this.#broken = undefined;
    return batch;
  }

  /** The index of a cell of the row under way, or -1 if it has no place there. */
  #cell(column: number): number {
    const inside = column - this.#place.firstColumn;
    if (inside < 0 || inside >= this.#place.width) return -1;
    const index = this.#rows * this.#place.width + inside;
    return this.#ends[index] === 0 ? index : -1;
  }

  #reserve(size: number): number {
    const needed = this.#used + size;
    if (needed > this.#bytes.length) {
      if (needed - this.#rowStart > limits.rowBytes)
        throw tooLarge(this.#file, 'a longer row', `${limits.rowBytes} bytes in a row`);
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2));
      this.#bytes.copy(larger, 0, 0, this.#used);
      this.#bytes = larger;
    }
    return this.#used;
  }

  #stray(column: number, text: string): void {
    const inside = column - this.#place.firstColumn;
    if (this.#strays.length >= limits.columns) throw tooLarge(this.#file, 'more cells in a row', `${limits.columns}`);
    // A row that is kept for a person only need not be kept beyond what its text shows.
    const kept = text.slice(0, Math.max(0, brokenTextLength - this.#strayLength));
    this.#strayLength += kept.length;
    this.#strays.push({ column, text: kept, repeated: inside >= 0 && inside < this.#place.width });
  }

  #break(): void {
    const { firstColumn, width } = this.#place;
    const repeated = this.#strays.find((stray) => stray.repeated);
    const strays = this.#strays.map((stray) => stray.column);
    const most = firstColumn + width;
    const row: BrokenRow = {
      code: repeated === undefined ? 'row/wrong-field-count' : 'row/broken-record',
      expected:
        repeated === undefined
          ? `values in columns ${columnLetters(firstColumn)} to ${columnLetters(most - 1)}`
          : 'one value in each cell',
      found:
        repeated === undefined
          ? `a value in column ${columnLetters(strays[0])}`
          : `two values in column ${columnLetters(repeated.column)}`,
      text: this.#rowText(),
    };
    this.#broken ??= new Map();
    this.#broken.set(this.#rows, row);
    this.#clearRow();
  }

  /** The row as csv, for a person. */
  #rowText(): string {
    const { firstColumn, width } = this.#place;
    const base = this.#rows * width;
    const cells: { column: number; text: string }[] = [...this.#strays];
    for (let c = 0; c < width; c++) {
      const [start, end] = [this.#starts[base + c], this.#ends[base + c]];
      if (end > start) cells.push({ column: firstColumn + c, text: this.#bytes.toString('utf8', start, end) });
    }
    cells.sort((a, b) => a.column - b.column);
    let text = '';
    let column = Math.min(firstColumn, cells[0].column);
    for (const [index, cell] of cells.entries()) {
      text += ','.repeat(Math.max(index === 0 ? 0 : 1, cell.column - column));
      column = cell.column;
      text += /[",\r\n]/.test(cell.text) ? `"${cell.text.replaceAll('"', '""')}"` : cell.text;
      if (text.length > brokenTextLength) return text.slice(0, brokenTextLength);
    }
    return text;
  }

  #clearRow(): void {
    const base = this.#rows * this.#place.width;
    this.#starts.fill(0, base, base + this.#place.width);
    this.#ends.fill(0, base, base + this.#place.width);
    this.#kinds.fill(0, base, base + this.#place.width);
    this.#strays = [];
    this.#strayLength = 0;
    this.#used = this.#rowStart;
  }
}

/** A batch ends with the row that passes this: wide or long-winded sheets give fewer rows at a time. */
const batchBytes = 1 << 20;
const batchCells = 1 << 18;
const brokenTextLength = 1 << 16;
