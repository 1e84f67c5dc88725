import { isAscii } from 'node:buffer';
import { type Batch, batchRows, type Cell } from '../../core/adapter/batch.ts';
import type { BrokenRow } from '../../core/adapter/contract.ts';
import type { ColumnTree } from './columns.ts';
import { LineSteps } from './line-steps.ts';
import { type LineBlock, LineWindow } from './line-window.ts';
import { LineReader } from './lines.ts';
import type { Row } from './rows.ts';
import { KnownLines, maxCells } from './shapes/known-lines.ts';

/** A row as the slow way finds it. */
export interface FoundRow {
  readonly row: Row;
  readonly fault: BrokenRow | undefined;
  readonly position: number;
}

/** Fills a buffer from its beginning with the next bytes; gives how many came, 0 at the end. */
export type Fill = (into: Buffer) => Promise<number>;

/** Reads lines whose columns are known; one stretch of them at a time. */
export class LineRows {
  readonly #known: KnownLines;
  readonly #slow: LineReader;
  readonly #width: number;
  readonly #most: number;

  constructor(tree: ColumnTree) {
    this.#width = tree.paths.length;
    this.#most = rowsAtOnce(this.#width);
    this.#known = new KnownLines(tree, this.#width);
    this.#slow = new LineReader(tree, 'rows');
  }

  async *read(fill: Fill, firstLine: number): AsyncGenerator<Batch> {
    const window = new LineWindow(this.#known.content);
    const steps = new LineSteps(this.#known, firstLine);
    for (let length = -1; length !== 0; ) {
      length = await fill(window.room());
      const block = length === 0 ? window.last() : window.took(length);
      if (block !== undefined) yield* this.#batches(block, steps);
    }
  }

  *#batches(block: LineBlock, steps: LineSteps): Generator<Batch> {
    const ascii = isAscii(block.bytes.subarray(block.from, block.to));
    steps.begin(block);
    let rows = 0;
    let odd: FoundRow[] = [];
    while (!steps.isBehind(block.to)) {
      const found = steps.next(rows, this.#most, block.to);
      if (found.rows > rows && odd.length > 0) {
        yield batchOf(odd, this.#width);
        odd = [];
      }
      rows = found.rows;
      if (rows === this.#most || (rows > 0 && found.odd !== undefined)) {
        yield this.#known.batch(rows, ascii);
        rows = 0;
      }
      if (found.odd !== undefined) odd.push({ ...this.#slow.read(found.odd), position: found.odd.number });
      if (odd.length === this.#most) {
        yield batchOf(odd, this.#width);
        odd = [];
      }
    }
    if (rows > 0) yield this.#known.batch(rows, ascii);
    if (odd.length > 0) yield batchOf(odd, this.#width);
  }
}

/** How many rows a batch of so many columns has at most. */
export function rowsAtOnce(width: number): number {
  return Math.max(1, Math.min(batchRows, Math.floor(maxCells / width)));
}

export function batchOf(found: readonly FoundRow[], width: number): Batch {
  const cells: Cell[] = [];
  const broken = new Map<number, BrokenRow>();
  found.forEach(({ row, fault }, index) => {
    for (let column = 0; column < width; column++) cells.push(row[column] ?? null);
    if (fault !== undefined) broken.set(index, fault);
  });
  const positions = found.map(({ position }) => position);
  const batch = { layout: 'cells', rows: found.length, width, positions, cells } as const;
  return broken.size === 0 ? batch : { ...batch, broken };
}
