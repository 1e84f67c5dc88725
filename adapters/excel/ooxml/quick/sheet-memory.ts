import { isAscii } from 'node:buffer';
import { batchRows } from '../../../../core/adapter/batch.ts';
import { wasmInstance } from '../../../../core/adapter/wasm.ts';
import { limits } from '../../limits.ts';
import type { CellMemory } from '../../table/row-sink.ts';
import type { SharedStrings } from '../shared-strings.ts';
import { rowsWasm } from './rows-wasm.ts';

/** What `rows.as` exports. */
export interface Rows {
  readonly memory: { readonly buffer: ArrayBuffer; readonly grow: (pages: number) => number };
  readonly windowAt: Global;
  readonly stylesAt: Global;
  readonly positionsAt: Global;
  readonly startsAt: Global;
  readonly endsAt: Global;
  readonly kindsAt: Global;
  readonly leftAt: Global;
  readonly textsAt: Global;
  readonly stringsAt: Global;
  readonly at: Global;
  readonly row: Global;
  readonly last: Global;
  readonly rows: Global;
  readonly used: Global;
  readonly rowUsed: Global;
  readonly high: Global;
  readonly leftCount: Global;
  readonly leftmost: Global;
  readonly rightmost: Global;
  readonly lastFilled: Global;
  readonly stringEnd: Global;
  readonly strings: (offsets: number, count: number, areHigh: number) => void;
  readonly dates: (firstDay: number, lastDay: number, longestText: number) => void;
  readonly table: (firstColumn: number, width: number, headerRow: number, lastRow: number) => void;
  readonly begin: (rows: number, used: number, high: number, row: number, last: number) => void;
  readonly scan: (from: number, most: number, mostBytes: number) => number;
  readonly edges: (from: number) => void;
  readonly replay: (from: number, to: number, most: number, mostBytes: number) => number;
  readonly logAt: Global;
  readonly logUsed: Global;
  readonly logFull: Global;
  readonly logging: (isOn: number) => void;
  readonly readStrings: (from: number, used: number, longest: number, most: number) => number;
}

interface Global {
  readonly value: number;
}

/** As in `values.as`: the window, and the bytes behind it that are looked at. */
const windowBytes = 3 << 20;
export const slackBytes = 64;
export const mostStyles = 1 << 16;
const mostCells = 1 << 18;
const textsBytes = 2 << 20;
const mostStrings = mostCells;
const pageBytes = 1 << 16;

/**
 * The memory of WebAssembly in which the sheets of a book are read: a window on the XML, the cells of a batch, the shared strings of the book. One
 * reader at a time has it; others read without.
 */
export class SheetMemory {
  readonly rows: Rows;
  readonly #room: number;
  #isTaken = false;

  /** `stringBytes`: room for the texts of so much XML. */
  constructor(stringBytes: number) {
    const rows = wasmInstance<Rows>(rowsWasm);
    this.rows = rows;
    this.#room = stringBytes + windowBytes + slackBytes;
    grow(rows, rows.stringsAt.value + this.#room);
  }

  /** For one reader, until it gives it back; undefined if another one has it. */
  take(): this | undefined {
    if (this.#isTaken) return undefined;
    this.#isTaken = true;
    return this;
  }

  giveBack(): void {
    this.#isTaken = false;
  }

  /** Where XML is put to be read, with the slack behind it. */
  window(): Buffer {
    return Buffer.from(this.rows.memory.buffer, this.rows.windowAt.value, windowBytes + slackBytes);
  }

  /** Where the texts of the shared strings are put. */
  stringSpace(): Buffer {
    return Buffer.from(this.rows.memory.buffer, this.rows.stringsAt.value, this.#room);
  }

  /** Reads strings that are written as usual from a place of the window on: behind them, and where each of them ends in the space. */
  readStrings(from: number, used: number): { readonly at: number; readonly ends: Uint32Array } {
    const { rows } = this;
    if (used + windowBytes + slackBytes > this.#room) return { at: from, ends: new Uint32Array() };
    const count = rows.readStrings(from, used, limits.cellBytes, mostStrings);
    return { at: rows.stringEnd.value, ends: new Uint32Array(rows.memory.buffer, rows.startsAt.value, count) };
  }

  /** Keeps the offsets of the strings behind their texts. No view from before is good any more. */
  keepStrings(offsets: Uint32Array, count: number): SharedStrings {
    const { rows } = this;
    const used = offsets[count];
    const stringsAt = rows.stringsAt.value;
    const offsetsAt = (stringsAt + used + slackBytes + 3) & ~3;
    grow(rows, offsetsAt + (count + 1) * 4);
    const { buffer } = rows.memory;
    const kept = new Uint32Array(buffer, offsetsAt, count + 1);
    kept.set(offsets.subarray(0, count + 1));
    const bytes = Buffer.from(buffer, stringsAt, used);
    rows.strings(offsetsAt, count, isAscii(bytes) ? 0 : 1);
    return { count, bytes, offsets: kept };
  }

  /** The cells of a batch. */
  cells(): CellMemory {
    const { memory, positionsAt, startsAt, endsAt, kindsAt, textsAt } = this.rows;
    const { buffer } = memory;
    return {
      positions: new Float64Array(buffer, positionsAt.value, batchRows),
      starts: new Uint32Array(buffer, startsAt.value, mostCells),
      ends: new Uint32Array(buffer, endsAt.value, mostCells),
      kinds: new Uint8Array(buffer, kindsAt.value, mostCells),
      bytes: Buffer.from(buffer, textsAt.value, textsBytes),
    };
  }
}

function grow({ memory }: Rows, bytes: number): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
}
