import type { ByteBatch } from '../../../core/adapter/batch.ts';
import { wasmInstance } from '../../../core/adapter/wasm.ts';
import type { ColumnNode, ColumnTree } from '../columns.ts';
import { limits } from '../limits.ts';
import { stepsOf } from './learn.ts';
import { shapesWasm } from './shapes-wasm.ts';

interface Constant {
  readonly value: number;
}

/** What `shapes.as` exports. */
interface Shapes {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly states: Constant;
  readonly filledAt: Constant;
  readonly contentAt: Constant;
  readonly contentBytes: Constant;
  readonly startsAt: Constant;
  readonly endsAt: Constant;
  readonly kindsAt: Constant;
  readonly linesAt: Constant;
  readonly at: Constant;
  readonly line: { value: number };
  readonly isUnknown: Constant;
  readonly isWide: Constant;
  readonly restart: () => void;
  readonly learn: (state: number, target: number, column: number, from: number, length: number) => number;
  readonly read: (from: number, to: number, rows: number, most: number, width: number) => number;
}

/** The most cells of a batch: bounds the batches of wide files. */
export const maxCells = 1 << 17;

/**
 * Reads lines whose keys come in an order that it has learnt, from bytes to offsets. It stops before all others: `LineReader` decides, this is
 * only quick. A test holds both together.
 */
export class KnownLines {
  /** Where lines have to stand to be read, with a line feed behind the last one. */
  readonly content: Buffer;
  /** Where it stopped, and on which line. */
  at = 0;
  line = 1;
  /** It stopped at keys that it does not know in this order. */
  isUnknown = false;
  readonly #shapes = wasmInstance<Shapes>(shapesWasm);
  readonly #tree: ColumnTree;
  readonly #width: number;
  readonly #bytes: Buffer;
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;
  readonly #kinds: Uint8Array;
  readonly #lines: Float64Array;
  readonly #states: Map<ColumnNode, number>;
  #isFull = false;

  /** `width`: how many columns there are; 0 where only keys are asked for, which grow in number. */
  constructor(tree: ColumnTree, width: number) {
    const shapes = this.#shapes;
    const { buffer } = shapes.memory;
    this.#tree = tree;
    this.#width = width;
    this.#states = new Map([[tree.root, 0]]);
    this.content = Buffer.from(buffer, shapes.contentAt.value, shapes.contentBytes.value);
    this.#bytes = Buffer.from(buffer, shapes.contentAt.value, shapes.startsAt.value - shapes.contentAt.value);
    this.#starts = new Uint32Array(buffer, shapes.startsAt.value, maxCells);
    this.#ends = new Uint32Array(buffer, shapes.endsAt.value, maxCells);
    this.#kinds = new Uint8Array(buffer, shapes.kindsAt.value, maxCells);
    this.#lines = new Float64Array(buffer, shapes.linesAt.value, 1000);
  }

  /** Other bytes stand in `content`: what was resolved from the ones before may be forgotten. */
  restart(): void {
    this.#shapes.restart();
  }

  /** Reads lines from `from` up to `to` into the rows from `rows` up to `most`; gives how many there are then. */
  read(from: number, to: number, rows: number, most: number): number {
    const shapes = this.#shapes;
    shapes.line.value = this.line;
    const found = shapes.read(from, to, rows, most, this.#width);
    this.at = shapes.at.value;
    this.line = shapes.line.value;
    this.isUnknown = shapes.isUnknown.value === 1;
    return found;
  }

  /** Learns the order of the keys of the line from `from` up to its line feed at `end`; false if there is nothing to learn. */
  learn(from: number, end: number): boolean {
    if (this.#isFull) return false;
    const steps = stepsOf(this.content.subarray(from, end), this.#tree);
    let learnt = false;
    for (const { source, target, start, length } of steps ?? []) {
      const state = this.#stateOf(source);
      const next = target === undefined ? -1 : this.#stateOf(target);
      const answer = this.#isFull ? full : this.#shapes.learn(state, next, target?.column ?? -1, from + start, length);
      if (answer === full) this.#isFull = true;
      else if (answer === fresh) learnt = true;
    }
    return learnt;
  }

  /** The batch of the rows that were read. `ascii`: all that stands in `content` is. */
  batch(rows: number, ascii: boolean): ByteBatch {
    return {
      layout: 'bytes',
      rows,
      width: this.#width,
      positions: this.#lines,
      starts: this.#starts,
      ends: this.#ends,
      kinds: this.#kinds,
      bytes: this.#bytes,
      unescape: plainText,
      ascii: ascii && this.#shapes.isWide.value === 0,
    };
  }

  /** Which columns have had something other than null. */
  get filled(): Uint8Array {
    return new Uint8Array(this.#shapes.memory.buffer, this.#shapes.filledAt.value, limits.columns);
  }

  #stateOf(node: ColumnNode): number {
    const known = this.#states.get(node);
    if (known !== undefined) return known;
    const state = this.#states.size;
    if (state >= this.#shapes.states.value) this.#isFull = true;
    else this.#states.set(node, state);
    return state;
  }
}

/** What `learn` of `shapes.as` answers. */
const full = 0;
const fresh = 2;

/** The text of a string with escapes that has none in UTF-8. */
function plainText(text: string): string {
  return JSON.parse(`"${text}"`);
}
