import type { ByteBatch } from '../../adapter/batch.ts';
import type { RowMemory } from './row-memory.ts';

/** The largest content of a batch that is copied. */
const mostBytes = 1 << 24;

/** Copies batches to where `rows.as` finds them. */
export class BatchMemory {
  readonly #memory: RowMemory;
  /** A byte for each row: 1 if the slow path is to have it. */
  readonly #flags: number;
  readonly #positions: number;
  readonly #mostRows: number;
  #cells = { at: 0, count: 0 };
  #content = { at: 0, bytes: 0 };

  constructor(memory: RowMemory, mostRows: number) {
    this.#memory = memory;
    this.#mostRows = mostRows;
    this.#flags = memory.take(mostRows);
    this.#positions = memory.take(mostRows * 4);
  }

  /** False if the batch is too large. */
  load({ bytes, starts, ends, kinds, positions, rows, width, broken, repaired, doubled = -1 }: ByteBatch): boolean {
    const memory = this.#memory;
    if (rows > this.#mostRows) return false;
    const cells = rows * width;
    if (cells > this.#cells.count) this.#cells = { at: memory.take(cells * 9 + 64), count: cells };
    const [startsAt, endsAt, kindsAt] = [0, 4, 8].map((each) => this.#cells.at + each * this.#cells.count);
    memory.words.set(starts.subarray(0, cells), startsAt >>> 2);
    memory.words.set(ends.subarray(0, cells), endsAt >>> 2);
    memory.bytes.set(kinds.subarray(0, cells), kindsAt);
    memory.rows.extent(startsAt, endsAt, cells);
    const [first, last] = [memory.rows.first.value >>> 0, memory.rows.last.value >>> 0];
    const size = last - first;
    if (size > mostBytes) return false;
    if (size > this.#content.bytes) this.#content = { at: memory.take(size * 2), bytes: size * 2 };
    memory.bytes.set(bytes.subarray(first, last), this.#content.at);
    memory.words.set(positionsOf(positions, rows), this.#positions >>> 2);
    memory.bytes.fill(0, this.#flags, this.#flags + rows);
    for (const row of broken?.keys() ?? []) this.leave(row);
    for (const row of repaired?.keys() ?? []) this.leave(row);
    memory.rows.place(this.#content.at - first, startsAt, endsAt, kindsAt, this.#positions, this.#flags);
    memory.rows.describe(width, doubled);
    return true;
  }

  /** Leaves a row to the slow path. */
  leave(row: number): void {
    this.#memory.bytes[this.#flags + row] = 1;
  }
}

function positionsOf(positions: ArrayLike<number>, rows: number): ArrayLike<number> {
  if (positions instanceof Float64Array || positions instanceof Uint32Array) return positions.subarray(0, rows);
  return Array.from({ length: rows }, (_, row) => positions[row]);
}
