import type { Rows } from './sheet-memory.ts';

/**
 * The rows of a sheet behind its first ones, in the form of `log.as`: kept while the sheet is looked at whole, so that it need not be
 * unpacked and scanned once more to be read.
 */
export interface SheetLog {
  /** How many bytes of the sheet come before. */
  readonly from: number;
  /** Whole rows each. */
  readonly chunks: readonly Uint8Array[];
  /** The first and the last column that is filled. */
  readonly first: number;
  readonly right: number;
}

/** Collects a log. It is given up when a row comes by that is not in it, and when it is too large. */
export class LogWriter {
  readonly #rows: Rows;
  #from = -1;
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  #first = Number.POSITIVE_INFINITY;
  #right = -1;
  #last = 0;
  #isOff = false;

  constructor(rows: Rows) {
    this.#rows = rows;
    rows.logging(0);
  }

  /** Before rows are passed over: how many bytes of the sheet and which row lie behind. */
  begin(scanned: number, last: number): void {
    if (this.#isOff) return;
    if (this.#from < 0) {
      this.#from = scanned;
      this.#rows.logging(1);
    } else if (last !== this.#last) this.#giveUp();
  }

  /** Takes what was logged. True: there is more, for which there was no room. */
  keep(): boolean {
    const { last, leftmost, rightmost, logFull } = this.#rows;
    this.#last = last.value;
    if (rightmost.value >= 0) {
      this.#first = Math.min(this.#first, leftmost.value);
      this.#right = Math.max(this.#right, rightmost.value);
    }
    if (this.#isOff) return false;
    const isFull = logFull.value !== 0;
    if (isFull && this.#rows.logUsed.value === 0) this.#giveUp();
    else if (isFull || this.#rows.logUsed.value > chunkBytes) this.#takeChunk();
    return isFull;
  }

  /** The log, if it has all rows up to this one. */
  finish(last: number | undefined): SheetLog | undefined {
    if (this.#from < 0 || last !== this.#last) this.#giveUp();
    if (!this.#isOff) this.#takeChunk();
    if (this.#isOff) return undefined;
    return { from: this.#from, chunks: this.#chunks, first: this.#first, right: this.#right };
  }

  #takeChunk(): void {
    const { memory, logAt, logUsed } = this.#rows;
    const chunk = new Uint8Array(memory.buffer, logAt.value, logUsed.value).slice();
    this.#bytes += chunk.length;
    if (chunk.length > 0) this.#chunks.push(chunk);
    this.#rows.logging(1);
    if (this.#bytes > mostLogBytes) this.#giveUp();
  }

  #giveUp(): void {
    this.#isOff = true;
    this.#chunks = [];
    this.#rows.logging(0);
  }
}

const chunkBytes = 1 << 18;
/** Of larger sheets none is kept, so that memory stays small: they are unpacked twice. */
const mostLogBytes = 1 << 25;
