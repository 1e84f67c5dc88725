import type { ByteBatch } from '../../adapter/batch.ts';
import { wasmInstance } from '../../adapter/wasm.ts';
import type { ByteSink } from './byte-sink.ts';
import { rowBytesWasm } from './row-bytes-wasm.ts';
import type { RowForm } from './row-form.ts';

/** What `row-bytes.as` exports. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly out: { value: number };
  readonly isFull: { readonly value: number };
  readonly lowest: { readonly value: number };
  readonly highest: { readonly value: number };
  readonly layout: (
    escapes: number,
    starts: number,
    ends: number,
    kinds: number,
    content: number,
    limit: number,
  ) => void;
  readonly form: (columns: number, prefixes: number, suffix: number, suffixBytes: number) => void;
  readonly doubling: (byte: number) => void;
  readonly extent: (cells: number) => void;
  readonly jsonRows: (row: number, to: number, lowest: number) => number;
  readonly csvRows: (row: number, to: number, lowest: number) => number;
}

/** Where things lie in its memory, and how much room they have. */
const mostCells = 1 << 15;
const contentBytes = 1 << 19;
const formBytes = 1 << 18;
const outBytes = 1 << 20;
/** May be looked at behind content and form, and written behind the output. */
const slack = 64;
const escapesAt = 1024;
const formAt = escapesAt + 256 * 8;
const startsAt = formAt + formBytes + slack;
const endsAt = startsAt + mostCells * 4;
const kindsAt = endsAt + mostCells * 4;
const contentAt = kindsAt + mostCells;
const outAt = contentAt + contentBytes + slack;

/** Writes rows of byte batches without making a text of any cell. It leaves rows alone that it can't write: those are for `TextRows`. */
export class RowBytes {
  /** The memory that it writes into. */
  readonly out: Buffer;
  /** Whether it stopped because that memory is full. */
  isFull = false;
  readonly #exports: Exports;
  readonly #write: Exports['jsonRows'];
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;
  readonly #kinds: Uint8Array;
  readonly #content: Uint8Array;
  /** The first row that is loaded. */
  #first = 0;
  #lowest = 0;

  /** Undefined if there are too many columns for it. */
  static of(form: RowForm): RowBytes | undefined {
    const parts = formParts(form);
    const bytes = parts.reduce((sum, { length }) => sum + length + 8, 0);
    const fits = form.before.length > 0 && form.before.length <= mostCells && bytes <= formBytes;
    return fits ? new RowBytes(form.cells, parts) : undefined;
  }

  private constructor(cells: RowForm['cells'], parts: readonly Buffer[]) {
    const exports = wasmInstance<Exports>(rowBytesWasm);
    const { buffer } = exports.memory;
    this.#exports = exports;
    this.#write = cells === 'json' ? exports.jsonRows : exports.csvRows;
    this.#starts = new Uint32Array(buffer, startsAt, mostCells);
    this.#ends = new Uint32Array(buffer, endsAt, mostCells);
    this.#kinds = new Uint8Array(buffer, kindsAt, mostCells);
    this.#content = new Uint8Array(buffer, contentAt, contentBytes);
    this.out = Buffer.from(buffer, outAt, outBytes);
    exports.layout(escapesAt, startsAt, endsAt, kindsAt, contentAt, outAt + outBytes);
    writeEscapes(Buffer.from(buffer, escapesAt, 256 * 8));
    writeForm(exports, parts);
  }

  /** Takes rows of a batch from `row` on, as many as there is room for, and gives the first one that it has not taken. */
  load(batch: ByteBatch, row: number, to: number): number {
    const { width, bytes, starts, ends, kinds, doubled } = batch;
    for (let rows = Math.min(to - row, Math.floor(mostCells / width)); rows > 0; rows >>= 1) {
      const [first, end] = [row * width, (row + rows) * width];
      this.#starts.set(starts.subarray(first, end));
      this.#ends.set(ends.subarray(first, end));
      this.#exports.extent(end - first);
      const [lowest, highest] = [this.#exports.lowest.value >>> 0, this.#exports.highest.value >>> 0];
      if (highest - lowest > contentBytes) continue;
      this.#kinds.set(kinds.subarray(first, end));
      this.#content.set(bytes.subarray(lowest, highest));
      this.#exports.doubling(doubled !== undefined && doubled >= 0 && doubled < 128 ? doubled : 255);
      this.#first = row;
      this.#lowest = lowest;
      return row + rows;
    }
    return row;
  }

  /** Writes loaded rows behind what the sink of this memory has, and gives the first one that it has not written. */
  write(row: number, to: number, sink: ByteSink): number {
    this.isFull = !sink.isHome;
    if (this.isFull) return row;
    this.#exports.out.value = outAt + sink.used;
    const next = this.#write(row - this.#first, to - this.#first, this.#lowest);
    sink.wrote(this.#exports.out.value - outAt);
    this.isFull = this.#exports.isFull.value !== 0;
    return this.#first + next;
  }
}

/** What stands before each cell, and behind the last one. The quotes of JSON are among it: null takes their place. */
function formParts({ cells, between, open, before, close }: RowForm): readonly Buffer[] {
  const quote = cells === 'json' ? '"' : '';
  const parts = before.map((text, column) => `${column === 0 ? between + open : ''}${text}${quote}`);
  return [...parts, close].map((text) => Buffer.from(text));
}

/** What stands for each byte in a text of JSON, as `JSON.stringify` has it, and in the last of 8 bytes how many bytes that is. */
function writeEscapes(table: Buffer): void {
  for (let byte = 0; byte < 128; byte++) {
    const escaped = JSON.stringify(String.fromCharCode(byte)).slice(1, -1);
    table.write(escaped, byte * 8, 'latin1');
    table[byte * 8 + 7] = escaped.length;
  }
}

function writeForm(exports: Exports, parts: readonly Buffer[]): void {
  const memory = Buffer.from(exports.memory.buffer);
  let at = formAt + parts.length * 8;
  for (const [index, part] of parts.entries()) {
    memory.writeUInt32LE(at, formAt + index * 8);
    memory.writeUInt32LE(part.length, formAt + index * 8 + 4);
    if (index === parts.length - 1) exports.form(index, formAt, at, part.length);
    at += part.copy(memory, at);
  }
}
