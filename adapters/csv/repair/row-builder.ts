import { isAscii } from 'node:buffer';
import type { ByteBatch } from '../../../core/adapter/batch.ts';
import type { BrokenRow, RepairedRow } from '../../../core/adapter/contract.ts';

/** Puts batches together from rows of a batch and from rows whose cells are made anew. */
export class RowBuilder {
  readonly #from: ByteBatch;
  readonly #positions: number[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #kinds: number[] = [];
  readonly #broken = new Map<number, BrokenRow>();
  readonly #repaired = new Map<number, RepairedRow>();
  /** What stands behind the bytes of the batch. */
  readonly #added: Buffer[] = [];
  #to: number;

  constructor(from: ByteBatch) {
    this.#from = from;
    this.#to = from.bytes.length;
  }

  copy(row: number): void {
    const { width, starts, ends, kinds, positions } = this.#from;
    for (let cell = row * width; cell < (row + 1) * width; cell++) {
      this.#starts.push(starts[cell]);
      this.#ends.push(ends[cell]);
      this.#kinds.push(kinds[cell]);
    }
    this.#positions.push(positions[row]);
  }

  addBroken(broken: BrokenRow, position: number): void {
    this.#broken.set(this.#positions.length, broken);
    this.addSound(new Array<null>(this.#from.width).fill(null), position);
  }

  addRepaired(cells: readonly (string | null)[], position: number, repaired: RepairedRow): void {
    this.#repaired.set(this.#positions.length, repaired);
    this.addSound(cells, position);
  }

  addSound(cells: readonly (string | null)[], position: number): void {
    for (const cell of cells) {
      const bytes = Buffer.from(cell ?? '');
      this.#starts.push(this.#to);
      this.#to += bytes.length;
      this.#ends.push(this.#to);
      // As written: a blank that is none is in quotes.
      this.#kinds.push(cell === null ? 0 : 1);
      this.#added.push(bytes);
    }
    this.#positions.push(position);
  }

  /** Where the last row stands. */
  get lastPosition(): number | undefined {
    return this.#positions.at(-1);
  }

  /** Takes the last row away. */
  drop(): void {
    const { width } = this.#from;
    for (const list of [this.#starts, this.#ends, this.#kinds]) list.length -= width;
    this.#positions.length--;
  }

  /** The rows, in batches of at most so many. */
  finish(most: number): readonly ByteBatch[] {
    const { width } = this.#from;
    const added = Buffer.concat(this.#added);
    const bytes = added.length === 0 ? this.#from.bytes : Buffer.concat([this.#from.bytes, added]);
    const ascii = this.#from.ascii && isAscii(added);
    const batches: ByteBatch[] = [];
    for (let first = 0; first < this.#positions.length; first += most) {
      const rows = Math.min(most, this.#positions.length - first);
      const [from, to] = [first * width, (first + rows) * width];
      batches.push({
        ...this.#from,
        rows,
        bytes,
        ascii,
        positions: this.#positions.slice(first, first + rows),
        starts: Uint32Array.from(this.#starts.slice(from, to)),
        ends: Uint32Array.from(this.#ends.slice(from, to)),
        kinds: Uint8Array.from(this.#kinds.slice(from, to)),
        broken: among(this.#broken, first, rows),
        repaired: among(this.#repaired, first, rows),
      });
    }
    return batches;
  }
}

function among<Fault>(faults: ReadonlyMap<number, Fault>, first: number, rows: number): ReadonlyMap<number, Fault> {
  return new Map(
    [...faults].flatMap(([row, fault]) => (row >= first && row < first + rows ? [[row - first, fault] as const] : [])),
  );
}
