import { isUtf8 } from 'node:buffer';
import type { LineBlock } from './line-window.ts';
import type { Line } from './lines.ts';
import type { KnownLines } from './shapes/known-lines.ts';

/** Steps through the lines of blocks: many at a time where their keys come as they came before, else one, which is for others to read. */
export class LineSteps {
  /** The number of the next line. */
  line: number;
  readonly #known: KnownLines;
  #block: LineBlock = { bytes: Buffer.alloc(0), from: 0, to: 0, offset: 0, overlong: false };
  #isSound = false;
  #at = 0;
  #to = 0;

  constructor(known: KnownLines, firstLine: number) {
    this.#known = known;
    this.line = firstLine;
  }

  begin(block: LineBlock): void {
    const { bytes, from, to, overlong } = block;
    this.#block = block;
    this.#isSound = !overlong && isUtf8(bytes.subarray(from, to));
    this.#at = from;
    this.#to = to;
    this.#known.restart();
  }

  /** Where in the block the next line begins. */
  get at(): number {
    return this.#at;
  }

  /** Whether all lines that begin before a place in the block have been read. */
  isBehind(place: number): boolean {
    return this.#at >= Math.min(place, this.#to);
  }

  /**
   * Reads the lines that begin before a place into the rows of a batch, from `rows` up to `most`, and gives how many there are then. `odd`: the
   * line behind them, which is for others to read.
   */
  next(rows: number, most: number, before: number): { readonly rows: number; readonly odd: Line | undefined } {
    const { bytes, overlong } = this.#block;
    let filled = rows;
    while (!this.isBehind(before) && filled < most) {
      const begin = this.#at;
      const came = this.#readKnown(filled, most, before);
      filled = came.rows;
      if (this.#at > begin) continue;
      const end = endOfLine(bytes, begin, this.#to);
      if (came.isUnknown && this.#known.learn(begin, end)) continue;
      this.#at = end + 1;
      const number = this.line++;
      if (isFilled(bytes, begin, end))
        return { rows: filled, odd: { number, bytes: bytes.subarray(begin, end), overlong } };
    }
    return { rows: filled, odd: undefined };
  }

  #readKnown(rows: number, most: number, before: number): { readonly rows: number; readonly isUnknown: boolean } {
    const known = this.#known;
    const { bytes, overlong } = this.#block;
    const begin = this.#at;
    if (bytes !== known.content || overlong) return { rows, isUnknown: false };
    // Where some line is not UTF-8, each is looked at alone.
    if (!this.#isSound && !isUtf8(bytes.subarray(begin, endOfLine(bytes, begin, this.#to))))
      return { rows, isUnknown: false };
    known.line = this.line;
    const filled = known.read(begin, this.#isSound ? Math.min(before, this.#to) : begin + 1, rows, most);
    this.#at = known.at;
    this.line = known.line;
    return { rows: filled, isUnknown: known.isUnknown };
  }
}

function endOfLine(bytes: Buffer, from: number, to: number): number {
  const feed = bytes.indexOf(lineFeed, from);
  return feed < 0 || feed > to ? to : feed;
}

function isFilled(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] > 32) return true;
  return false;
}

const lineFeed = 10;
