import { type ByteBatch, type Cell, type CellBatch, cellText } from '../../adapter/batch.ts';

/**
 * Writes the cells of a batch as the bytes that the fast path takes, so that rows of databases go it, too. Expressions still see the cells
 * themselves. Only columns that are read are written. Its memory is used again for the next batch.
 */
export class CellBytes {
  readonly #columns: readonly number[];
  #bytes = Buffer.allocUnsafe(1 << 16);
  #starts = new Uint32Array(0);
  #ends = new Uint32Array(0);
  #kinds = new Uint8Array(0);

  /** `columns`: those that anybody reads. */
  constructor(columns: readonly number[]) {
    this.#columns = [...new Set(columns)];
  }

  /** Undefined if some text has no form in UTF-8. */
  write({ cells, rows, width, positions, broken, repaired }: CellBatch): ByteBatch | undefined {
    const count = rows * width;
    if (this.#starts.length < count) {
      this.#starts = new Uint32Array(count);
      this.#ends = new Uint32Array(count);
      this.#kinds = new Uint8Array(count);
    }
    const [starts, ends, kinds] = [this.#starts, this.#ends, this.#kinds];
    starts.fill(0, 0, count);
    ends.fill(0, 0, count);
    kinds.fill(0, 0, count);
    let at = 0;
    for (const column of this.#columns) {
      for (let index = column; index < count; index += width) {
        const cell = cells[index];
        if (cell === null) continue;
        const text = textOf(cell);
        starts[index] = at;
        at = this.#text(text, at);
        if (at < 0) return undefined;
        ends[index] = at;
        // No text at all is a value, as a quoted blank is.
        if (text.length === 0) kinds[index] = 1;
      }
    }
    return {
      layout: 'bytes',
      rows,
      width,
      positions,
      bytes: this.#bytes,
      starts: starts.subarray(0, count),
      ends: ends.subarray(0, count),
      kinds: kinds.subarray(0, count),
      unescape: (text) => text,
      ascii: false,
      valueAt: (index) => cells[index],
      ...(broken === undefined ? {} : { broken }),
      ...(repaired === undefined ? {} : { repaired }),
    };
  }

  /** Writes a text and gives the place behind it; -1 if it can't be written. */
  #text(text: string, at: number): number {
    const { length } = text;
    if (at + length * 3 > this.#bytes.length) this.#grow(at + length * 3);
    const bytes = this.#bytes;
    if (length <= longestLoop) {
      let index = 0;
      for (; index < length; index++) {
        const unit = text.charCodeAt(index);
        if (unit >= 0x80) break;
        bytes[at + index] = unit;
      }
      if (index === length) return at + length;
    }
    const written = bytes.write(text, at);
    return written === length || text.isWellFormed() ? at + written : -1;
  }

  #grow(size: number): void {
    const larger = Buffer.allocUnsafe(size * 2);
    this.#bytes.copy(larger);
    this.#bytes = larger;
  }
}

/** Shorter texts are written in a loop in less time than a call takes. */
const longestLoop = 64;

function textOf(cell: Exclude<Cell, null>): string {
  return typeof cell === 'string' ? cell : cellText(cell);
}
