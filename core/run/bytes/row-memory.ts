import { wasmInstance } from '../../adapter/wasm.ts';
import { rowsWasm } from './rows-wasm.ts';

/** What `rows.as` exports. All addresses are offsets in its memory, all structures words of 32 bits. */
export interface Rows {
  readonly memory: { readonly buffer: ArrayBuffer; readonly grow: (pages: number) => number };
  readonly plan: (records: number, count: number, entities: number) => void;
  readonly room: (
    lines: number,
    linesBytes: number,
    pending: number,
    references: number,
    spans: number,
    units: number,
  ) => void;
  readonly place: (
    content: number,
    starts: number,
    ends: number,
    kinds: number,
    positions: number,
    flags: number,
  ) => void;
  readonly describe: (width: number, doubled: number) => void;
  readonly extent: (starts: number, ends: number, cells: number) => void;
  readonly first: { readonly value: number };
  readonly last: { readonly value: number };
  readonly reset: () => void;
  readonly map: (from: number, to: number) => number;
  readonly reason: { readonly value: number };
  readonly missing: { readonly value: number };
  readonly mapped: { readonly value: number };
  readonly filtered: { readonly value: number };
  readonly remember: (field: number, cell: number) => void;
  readonly seeNumbers: (column: number, from: number, to: number) => number;
  readonly seeDates: (column: number, from: number, to: number) => number;
  readonly seeCodes: (tally: number, column: number, from: number, to: number) => number;
  readonly addLine: (
    entity: number,
    from: number,
    to: number,
    low: number,
    high: number,
    position: number,
    subject: number,
  ) => number;
  readonly addReference: (entity: number, low: number, high: number, index: number) => void;
  readonly cut: (entity: number) => void;
  readonly isFull: () => number;
  readonly emptied: () => void;
}

/** The longest line that is written where lines usually are. */
export const lineBytes = 1 << 18;
const page = 1 << 16;

/** Instances that nobody uses now: a thread maps many parts, one after the other. */
const spare: RowMemory[] = [];

/** The memory in which rows become lines, and the code that works on it. Places are taken one behind the other, and given back all at once. */
export class RowMemory {
  readonly rows: Rows = wasmInstance<Rows>(rowsWasm);
  /** Where a line is written before it is added. */
  line = 0;
  #bytes: Buffer;
  #words: Uint32Array;
  #end = page;

  private constructor() {
    const { buffer } = this.rows.memory;
    this.#bytes = Buffer.from(buffer);
    this.#words = new Uint32Array(buffer);
  }

  /** A memory of which nothing is taken, to be given back by `release`. */
  static lease(): RowMemory {
    const memory = spare.pop() ?? new RowMemory();
    memory.#end = page;
    memory.line = memory.take(lineBytes);
    return memory;
  }

  release(): void {
    if (!spare.includes(this)) spare.push(this);
  }

  /** All of it, good until something is taken. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  get words(): Uint32Array {
    return this.#words;
  }

  /** The address of so many bytes, which are zero; 32 more may be looked at behind them. */
  take(size: number): number {
    const at = this.#end;
    this.#end = (at + size + 32 + 15) & ~15;
    const lacks = this.#end - this.#bytes.length;
    if (lacks > 0) {
      const { memory } = this.rows;
      memory.grow(Math.ceil(lacks / page));
      this.#bytes = Buffer.from(memory.buffer);
      this.#words = new Uint32Array(memory.buffer);
    }
    this.#bytes.fill(0, at, this.#end);
    return at;
  }

  word(address: number): number {
    return this.#words[address >>> 2];
  }

  setWords(address: number, words: readonly number[]): void {
    this.#words.set(words, address >>> 2);
  }

  /** Takes a place for words, and writes them. */
  list(words: readonly number[]): number {
    const at = this.take(words.length * 4);
    this.setWords(at, words);
    return at;
  }

  /** Takes a place for bytes, and writes them. */
  put(bytes: Uint8Array): number {
    const at = this.take(bytes.length);
    this.#bytes.set(bytes, at);
    return at;
  }
}
