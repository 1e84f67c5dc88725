import { batchRows } from '../../core/adapter/batch.ts';
import type { ColumnTree } from './columns.ts';
import { LineSteps } from './line-steps.ts';
import { type LineBlock, LineWindow } from './line-window.ts';
import { LineReader } from './lines.ts';
import { KnownLines } from './shapes/known-lines.ts';

/** A range of whole lines. */
export interface LineRange {
  readonly offset: number;
  readonly length: number;
  readonly firstLine: number;
}

export interface SurveyedLines {
  readonly rows: number;
  readonly ranges: readonly LineRange[];
}

/**
 * Collects the columns of all lines into the tree while they pass by, and cuts the file into ranges: each begins with the first line behind
 * `size` bytes of the one before.
 */
export class LineSurvey {
  readonly #tree: ColumnTree;
  readonly #size: number;
  readonly #known: KnownLines;
  readonly #slow: LineReader;
  readonly #window: LineWindow;
  readonly #steps: LineSteps;
  readonly #ranges: LineRange[] = [];
  #rows = 0;
  #start = { offset: 0, firstLine: 1 };
  #end = 0;

  constructor(tree: ColumnTree, size: number) {
    this.#tree = tree;
    this.#size = size;
    this.#known = new KnownLines(tree, 0);
    this.#slow = new LineReader(tree, 'columns');
    this.#window = new LineWindow(this.#known.content);
    this.#steps = new LineSteps(this.#known, 1);
  }

  push(chunk: Uint8Array): void {
    for (let from = 0; from < chunk.length; ) {
      const room = this.#window.room();
      const taken = Math.min(room.length, chunk.length - from);
      room.set(chunk.subarray(from, from + taken));
      from += taken;
      this.#look(this.#window.took(taken));
    }
  }

  finish(): SurveyedLines {
    this.#look(this.#window.last());
    this.#tree.fill(this.#known.filled);
    return { rows: this.#rows, ranges: [...this.#ranges, { ...this.#start, length: this.#end - this.#start.offset }] };
  }

  #look(block: LineBlock | undefined): void {
    if (block === undefined) return;
    const steps = this.#steps;
    steps.begin(block);
    for (;;) {
      const border = this.#start.offset + this.#size - block.offset;
      this.#lines(border);
      if (steps.isBehind(block.to)) break;
      const offset = block.offset + steps.at;
      this.#ranges.push({ ...this.#start, length: offset - this.#start.offset });
      this.#start = { offset, firstLine: steps.line };
    }
    this.#end = block.offset + block.to;
  }

  /** Looks at the lines that begin before a place. */
  #lines(before: number): void {
    const steps = this.#steps;
    while (!steps.isBehind(before)) {
      const { rows, odd } = steps.next(0, batchRows, before);
      this.#rows += rows;
      if (odd === undefined) continue;
      this.#rows++;
      this.#slow.read(odd);
    }
  }
}
