import { batchRows } from '../../../core/adapter/batch.ts';
import { wasmInstance } from '../../../core/adapter/wasm.ts';
import { type Dialect, isUsual, lineFeed } from '../dialect.ts';
import type { Window } from '../window.ts';
import { recordsWasm } from './records-wasm.ts';

/** The most cells of a batch: bounds the offset arrays of wide files. */
export const maxCells = 1 << 17;

/** Where things lie in the memory of `records.as`. Behind the content stands a line feed, and 64 bytes may be looked at beyond it. */
const contentAt = 1024;
const contentBytes = 1 << 20;
const startsAt = contentAt + contentBytes + 1024;
/** Behind its last record, cells of up to 64 bytes are written over. */
const roomForCells = maxCells + 64;
const endsAt = startsAt + roomForCells * 4;
const kindsAt = endsAt + roomForCells * 4;
const linesAt = kindsAt + roomForCells;

/** What `records.as` exports. */
interface Records {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly at: { readonly value: number };
  readonly line: { value: number };
  readonly beyondAscii: { readonly value: number };
  readonly padded: { readonly value: number };
  readonly dialect: (delimiter: number, quote: number, longestRecord: number, unpadded: number) => void;
  readonly decode: (
    from: number,
    to: number,
    width: number,
    most: number,
    special: number,
    starts: number,
    ends: number,
    kinds: number,
    lines: number,
  ) => number;
  readonly scan: (from: number, to: number, border: number, special: number) => number;
}

/** Instances that nobody uses. A thread has part after part to read, and each would need some megabytes. */
const free: Records[] = [];
const mostFree = 2;

/** Where it stopped, and on which line. */
interface Reached {
  readonly at: number;
  readonly line: number;
}

/** What it has decoded, and whether somebody has to look closer: there may be bytes above 127, blanks before values. */
interface Decoded extends Reached {
  readonly rows: number;
  readonly isBeyondAscii: boolean;
  readonly isPadded: boolean;
}

/**
 * Finds the records of files in the usual dialect, 64 bytes at a time. It stops before whatever is not as it should be, and the loops of
 * `decode.ts` and `scan.ts` read that: they decide, this is only quick. A test holds both together.
 */
export class Structure {
  /** The cells and lines of the batch that is being made. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly kinds: Uint8Array;
  readonly lines: Float64Array;
  /** Where content is looked for: a window that keeps its bytes here need not be copied. */
  readonly content: Buffer;
  readonly #records: Records;
  #isClosed = false;
  /** Which window its memory holds. */
  #base = -1;
  #to = -1;

  /** `unpadded`: a column whose values should not begin with a blank; -1 if there is none. */
  constructor({ delimiter, quote, maxRecordBytes }: Dialect, unpadded = -1) {
    const exports = free.pop() ?? wasmInstance<Records>(recordsWasm);
    const { buffer } = exports.memory;
    this.#records = exports;
    this.content = Buffer.from(buffer, contentAt, contentBytes + 1);
    this.starts = new Uint32Array(buffer, startsAt, maxCells);
    this.ends = new Uint32Array(buffer, endsAt, maxCells);
    this.kinds = new Uint8Array(buffer, kindsAt, maxCells);
    this.lines = new Float64Array(buffer, linesAt, batchRows);
    exports.dialect(delimiter, quote, maxRecordBytes, unpadded);
  }

  /** Whether it can read this dialect. */
  static fits(dialect: Dialect): boolean {
    return isUsual(dialect) && dialect.quote >= 0;
  }

  /** Gives its memory back, for the next one to use. May be called twice. */
  close(): void {
    if (!this.#isClosed && free.length < mostFree) free.push(this.#records);
    this.#isClosed = true;
  }

  /** Decodes records from `from` on, behind the first `rows` ones of the batch; `special`: the bytes of a record that others look at. */
  decode(
    window: Window,
    { at: from, line }: Reached,
    { rows, most, width, special }: { rows: number; most: number; width: number; special: number },
  ): Decoded {
    if (!this.#load(window)) return { rows, at: from, line, isBeyondAscii: false, isPadded: false };
    const cell = rows * width;
    const records = this.#records;
    records.line.value = line;
    const found = records.decode(
      from,
      window.to,
      width,
      most - rows,
      special,
      startsAt + cell * 4,
      endsAt + cell * 4,
      kindsAt + cell,
      linesAt + rows * 8,
    );
    return {
      rows: rows + found,
      at: records.at.value,
      line: records.line.value,
      isBeyondAscii: records.beyondAscii.value !== 0,
      isPadded: records.padded.value !== 0,
    };
  }

  /** Passes over records from `from` on, up to the first at or behind `border`; `special`: up to how many bytes others look at a record. */
  scan(
    window: Window,
    { at: from, line }: Reached,
    { border, special }: { border: number; special: number },
  ): Reached & { readonly isBorder: boolean } {
    if (!this.#load(window)) return { isBorder: false, at: from, line };
    const records = this.#records;
    records.line.value = line;
    const isBorder = records.scan(from, window.to, Math.min(border, 0x7fffffff), special) === 1;
    return { isBorder, at: records.at.value, line: records.line.value };
  }

  /** False if the window is too large: then it holds a record of nearly a megabyte. */
  #load({ bytes, base, to }: Window): boolean {
    const { content } = this;
    if (bytes.buffer === content.buffer) return true;
    if (to > contentBytes) return false;
    if (this.#base !== base || this.#to !== to) {
      content.set(bytes.subarray(0, to));
      content[to] = lineFeed;
      this.#base = base;
      this.#to = to;
    }
    return true;
  }
}
