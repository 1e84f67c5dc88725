import type { ByteBatch } from '../../adapter/batch.ts';
import { keptCells, longestCode } from '../../mapping/evidence/code-tally.ts';
import { type Doubt, doubtIn } from '../assumption.ts';
import type { CodeWatch } from '../code-watch.ts';
import type { WatchedColumn } from '../column-scan.ts';
import type { RowMemory } from './row-memory.ts';

/** Words of what `columns.as` counts. */
const lengths = longestCode + 1;
const word = { smallest: 0, largest: 8, filled: 16, numbers: 20, enoughNumbers: 24, zeros: 32 } as const;
const tallyBytes = word.zeros + 4 * 4 * lengths;

/** Looks at whole columns of batches: JavaScript sees the cells that are not plain, and the first of those that are. */
export class BatchWatch {
  readonly #memory: RowMemory;
  readonly #codes: readonly { readonly watch: CodeWatch; readonly at: number }[];
  readonly #assumed: readonly WatchedColumn[];

  constructor(memory: RowMemory, codes: readonly CodeWatch[], assumed: readonly WatchedColumn[]) {
    this.#memory = memory;
    this.#assumed = assumed;
    this.#codes = codes.map((watch) => ({ watch, at: memory.take(tallyBytes) }));
    for (const { at } of this.#codes) this.#view(at).setFloat64(word.smallest, Number.POSITIVE_INFINITY, true);
  }

  /** Sees the batch that is in the memory. Gives the first of its rows in which a value is not what was assumed. */
  see(batch: ByteBatch): Doubt | undefined {
    for (const { watch, at } of this.#codes) this.#seeCodes(batch, watch, at);
    let doubt: Doubt | undefined;
    let to = batch.rows;
    for (const column of this.#assumed) {
      const row = this.#doubtful(batch, column, to);
      if (row === undefined) continue;
      to = row;
      doubt = { column: column.column, position: batch.positions[row] };
    }
    return doubt;
  }

  /** Adds to the tallies what was counted here. */
  finish(): void {
    for (const { watch, at } of this.#codes) {
      const { tally } = watch;
      const view = this.#view(at);
      const count = (place: number, length: number): number =>
        view.getUint32(word.zeros + 4 * (place * lengths + length), true);
      tally.filled += view.getUint32(word.filled, true);
      tally.numbers.count += view.getUint32(word.numbers, true);
      for (let length = 0; length < lengths; length++) {
        tally.zeros[length] += count(0, length);
        tally.digits[length].count += count(1, length);
        tally.firsts[length] |= count(2, length);
      }
      tally.smallest = Math.min(tally.smallest, view.getFloat64(word.smallest, true));
      tally.largest = Math.max(tally.largest, view.getFloat64(word.largest, true));
    }
  }

  #seeCodes(batch: ByteBatch, watch: CodeWatch, at: number): void {
    const { rows } = this.#memory;
    for (let row = 0; ; row++) {
      row = rows.seeCodes(at, watch.index, row, batch.rows);
      if (row >= batch.rows) return;
      watch.see(batch, row * batch.width, batch.positions[row]);
      this.#settle(watch, at);
    }
  }

  /** Says of which kinds enough cells are kept. */
  #settle({ tally }: CodeWatch, at: number): void {
    const view = this.#view(at);
    const enough = Math.min(keptCells, 200);
    if (tally.numbers.cells.length >= enough) view.setUint32(word.enoughNumbers, 1, true);
    for (let length = 0; length < lengths; length++) {
      if (tally.digits[length].cells.length >= enough) view.setUint32(word.zeros + 4 * (3 * lengths + length), 1, true);
    }
  }

  /** The first row before `to` in which the column is not what was assumed. */
  #doubtful(batch: ByteBatch, column: WatchedColumn, to: number): number | undefined {
    const { rows } = this.#memory;
    const { index, reads } = column;
    for (let row = 0; ; row++) {
      row = reads === 'number' ? rows.seeNumbers(index, row, to) : rows.seeDates(index, row, to);
      if (row >= to) return undefined;
      if (doubtIn([column], batch, row) !== undefined) return row;
    }
  }

  #view(at: number): DataView {
    const { buffer } = this.#memory.bytes;
    return new DataView(buffer, at, tallyBytes);
  }
}
