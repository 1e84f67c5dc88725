import { type ByteBatch, batchRows, type TypedCell } from '../../../core/adapter/batch.ts';
import type { BrokenRow } from '../../../core/adapter/contract.ts';
import { damaged, tooLarge } from '../faults.ts';
import { limits } from '../limits.ts';
import { overflow, type ShownColumns } from '../values/display.ts';
import type { CellMemory, RowSink, TableRows } from './row-sink.ts';
import { Strays, type TextCell } from './strays.ts';

/** Where a table stands in its sheet. */
export interface TablePlace {
  /** Rows up to this one are no data, and those after the last one. */
  readonly headerRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly width: number;
  /** Cells beside its columns are not its own. Else they break their row. */
  readonly bounded: boolean;
  /** Its columns, where some between them are left out. */
  readonly columns?: readonly number[];
  readonly hidden?: ReadonlySet<number>;
  /** Rows that are left out. */
  readonly skipped?: ReadonlySet<number>;
}

/** Collects the rows of a table in batches of bytes: no string is made here. Blank rows are left out. */
export class BatchSink implements RowSink {
  /** How many cells show that the program can't show them. */
  overflows = 0;
  /** How many rows came by that have cells beside or below its table. */
  rowsOutside = 0;
  /** How many hidden rows came by. */
  hiddenRows = 0;
  readonly shown: ShownColumns | undefined;
  readonly #file: string;
  readonly #place: TablePlace;
  readonly #rowsPerBatch: number;
  #rows = 0;
  #positions: Float64Array;
  #bytes: Buffer;
  /** The bytes in which others may write. */
  #lent: Buffer | undefined;
  #used = 0;
  #rowStart = 0;
  #starts: Uint32Array;
  #ends: Uint32Array;
  #kinds: Uint8Array;
  #highBits = 0;
  readonly #strays: Strays;
  readonly #skipHidden: boolean;
  /** Where the columns from the first one on have their place in a row; -1 for those that are left out. */
  readonly #indexes: Int32Array | undefined;
  #isHidden = false;
  #isOutside = false;
  #last = 0;
  #broken: Map<number, BrokenRow> | undefined;

  constructor(
    file: string,
    place: TablePlace,
    { skipHidden = false, shown }: { readonly skipHidden?: boolean; readonly shown?: ShownColumns | undefined } = {},
  ) {
    this.shown = shown;
    this.#file = file;
    this.#place = place;
    this.#skipHidden = skipHidden;
    this.#strays = new Strays(file);
    this.#indexes = place.columns === undefined ? undefined : indexesOf(place.columns, place.firstColumn);
    this.#rowsPerBatch = Math.max(1, Math.min(batchRows, Math.floor(batchCells / place.width)));
    this.#positions = new Float64Array(this.#rowsPerBatch);
    this.#starts = new Uint32Array(this.#rowsPerBatch * place.width);
    this.#ends = new Uint32Array(this.#rowsPerBatch * place.width);
    this.#kinds = new Uint8Array(this.#rowsPerBatch * place.width);
    this.#bytes = Buffer.allocUnsafeSlow(1 << 16);
  }

  tableRows(memory: CellMemory): TableRows | undefined {
    const place = this.#place;
    const cells = this.#rowsPerBatch * place.width;
    const isPlain = this.shown === undefined && place.columns === undefined && place.skipped === undefined;
    if (!isPlain || this.#rows > 0 || memory.starts.length < cells) return undefined;
    this.#positions = memory.positions;
    this.#starts = memory.starts.subarray(0, cells).fill(0);
    this.#ends = memory.ends.subarray(0, cells).fill(0);
    this.#kinds = memory.kinds.subarray(0, cells).fill(0);
    this.#bytes = memory.bytes;
    this.#lent = memory.bytes;
    return {
      place,
      mostRows: this.#rowsPerBatch,
      mostBytes: batchBytes,
      state: () => {
        if (this.#rows === 0 && this.#used === 0) this.#bytes = memory.bytes;
        if (this.#isHidden || this.#bytes !== memory.bytes) return undefined;
        return { rows: this.#rows, used: this.#used, ascii: this.#highBits < 0x80, last: this.#last };
      },
      setState: ({ rows, used, rowStart, ascii, last }) => {
        this.#rows = rows;
        this.#used = used;
        this.#rowStart = rowStart;
        this.#highBits = ascii ? 0 : 0x80;
        this.#last = last;
      },
      leave: () => {
        this.#lent = undefined;
        this.#positions = this.#positions.slice();
        this.#starts = this.#starts.slice();
        this.#ends = this.#ends.slice();
        this.#kinds = this.#kinds.slice();
        this.#bytes = Buffer.from(this.#bytes.subarray(0, this.#used));
      },
    };
  }

  bytes(column: number, source: Buffer, start: number, end: number, typed?: TypedCell) {
    if (start === end) return;
    const index = this.#cell(column);
    if (index < 0) return this.#stray(index, column, source.toString('utf8', start, end));
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
    if (this.shown !== undefined && text === overflow) this.overflows++;
    const index = this.#cell(column);
    if (index < 0) return this.#stray(index, column, text);
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

  fault(column: number, found: string): void {
    if (this.#cell(column) !== outside || !this.#place.bounded) this.#strays.unreadable(column, found);
  }

  hiddenRow(): void {
    this.#isHidden = true;
  }

  endRow(position: number): boolean {
    const isHidden = this.#isHidden;
    this.#isHidden = false;
    const before = this.#last;
    this.#last = position;
    if (this.#isOutside) this.rowsOutside++;
    const blank = this.#used === this.#rowStart && !this.#strays.any;
    if (blank) {
      this.#isOutside = false;
      return false;
    }
    const { headerRow, lastRow, skipped } = this.#place;
    if (position > lastRow && !this.#isOutside) this.rowsOutside++;
    this.#isOutside = false;
    if (position <= before) throw damaged(this.#file, `row ${position} stands behind row ${before}`);
    if (position <= headerRow || position > lastRow || skipped?.has(position) === true) {
      this.#clearRow();
      return false;
    }
    if (isHidden) {
      this.hiddenRows++;
      if (this.#skipHidden) {
        this.#clearRow();
        return false;
      }
    }
    if (this.#strays.any) this.#break();
    this.#positions[this.#rows++] = position;
    this.#rowStart = this.#used;
    return this.#rows === this.#rowsPerBatch || this.#used > batchBytes;
  }

  /** The rows collected so far as a batch, if there are any. It is good until `clear`, which begins the next one. */
  take(): ByteBatch | undefined {
    if (this.#rows === 0) return undefined;
    const rows = this.#rows;
    const width = this.#place.width;
    return {
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
  }

  /** Begins the next batch, in the same memory. */
  clear(): void {
    const cells = this.#rows * this.#place.width;
    this.#starts.fill(0, 0, cells);
    this.#ends.fill(0, 0, cells);
    this.#kinds.fill(0, 0, cells);
    if (this.#lent !== undefined) this.#bytes = this.#lent;
    this.#rows = this.#used = this.#rowStart = this.#highBits = 0;
    this.#broken = undefined;
  }

  /** The index of a cell of the row under way, or why it has no place there. */
  #cell(column: number): number {
    let inside = column - this.#place.firstColumn;
    if (this.#indexes !== undefined) {
      if (inside < 0 || inside >= this.#indexes.length) return outside;
      inside = this.#indexes[inside];
      if (inside < 0) return leftOut;
    } else if (inside < 0 || inside >= this.#place.width) return outside;
    const index = this.#rows * this.#place.width + inside;
    return this.#ends[index] === 0 ? index : repeated;
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

  #stray(fault: number, column: number, text: string): void {
    if (fault === repeated) this.#strays.repeated(column, text);
    const { bounded, firstColumn, width, hidden } = this.#place;
    if (fault !== outside || hidden?.has(column) === true) return;
    if (bounded) {
      this.#isOutside = true;
      return;
    }
    this.#strays.outside(column, text, firstColumn, firstColumn + (this.#indexes?.length ?? width) - 1);
  }

  #break(): void {
    const { firstColumn, width, columns } = this.#place;
    const base = this.#rows * width;
    const cells: TextCell[] = [];
    for (let c = 0; c < width; c++) {
      const [start, end] = [this.#starts[base + c], this.#ends[base + c]];
      if (end > start)
        cells.push({ column: columns?.[c] ?? firstColumn + c, text: this.#bytes.toString('utf8', start, end) });
    }
    this.#broken ??= new Map();
    this.#broken.set(this.#rows, this.#strays.brokenRow(cells, firstColumn));
    this.#clearRow();
  }

  #clearRow(): void {
    const base = this.#rows * this.#place.width;
    this.#starts.fill(0, base, base + this.#place.width);
    this.#ends.fill(0, base, base + this.#place.width);
    this.#kinds.fill(0, base, base + this.#place.width);
    this.#strays.clear();
    this.#used = this.#rowStart;
  }
}

function indexesOf(columns: readonly number[], first: number): Int32Array {
  const indexes = new Int32Array((columns.at(-1) ?? first) - first + 1).fill(-1);
  for (const [index, column] of columns.entries()) indexes[column - first] = index;
  return indexes;
}

const outside = -1;
const repeated = -2;
const leftOut = -3;

/** A batch ends with the row that passes this: wide or long-winded sheets give fewer rows at a time. */
const batchBytes = 1 << 20;
const batchCells = 1 << 18;
