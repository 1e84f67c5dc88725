import { limits } from './limits.ts';

/** Whole lines of a stream: `bytes` from `from` up to `to`, and behind that a line feed at the latest. Good until there is room for more. */
export interface LineBlock {
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
  /** Where in the stream `bytes` begin. */
  readonly offset: number;
  /** It is the beginning of one line that is longer than any value may be; the rest of that is passed over. */
  readonly overlong: boolean;
}

/** Cuts a stream into blocks of whole lines, in memory that is used again and again. The last line may lack its line feed. */
export class LineWindow {
  readonly #home: Buffer;
  #bytes: Buffer;
  /** Of `bytes`: up to where lines have been given, and up to where there is content. */
  #given = 0;
  #used = 0;
  #offset = 0;
  #isSkipping = false;

  /** `home`: the memory for all lines that fit. */
  constructor(home: Buffer) {
    this.#home = home;
    this.#bytes = home;
  }

  /** Where the next bytes of the stream belong. */
  room(): Buffer {
    const rest = this.#bytes.subarray(this.#given, this.#used);
    const isHome = rest.length < this.#home.length / 2;
    const needed = rest.length < this.#bytes.length / 2 ? this.#bytes.length : this.#bytes.length * 2;
    const target = isHome ? this.#home : this.#bytes.length === needed ? this.#bytes : Buffer.allocUnsafeSlow(needed);
    target.set(rest);
    this.#bytes = target;
    this.#offset += this.#given;
    this.#given = 0;
    this.#used = rest.length;
    return target.subarray(this.#used, -1);
  }

  /** So many bytes have come there: the lines that are whole now. */
  took(length: number): LineBlock | undefined {
    const bytes = this.#bytes;
    const came = this.#used;
    this.#used += length;
    if (this.#isSkipping) {
      const feed = bytes.subarray(0, this.#used).indexOf(lineFeed);
      this.#given = feed < 0 ? this.#used : feed + 1;
      this.#isSkipping = feed < 0;
    }
    const from = this.#given;
    const end = came + bytes.subarray(came, this.#used).lastIndexOf(lineFeed) + 1;
    if (end > came && end > from) return this.#give(from, end, false);
    if (this.#used - from <= limits.valueBytes) return undefined;
    this.#isSkipping = true;
    return this.#give(from, this.#used, true);
  }

  /** Nothing comes any more: the line without an end. */
  last(): LineBlock | undefined {
    return this.#used > this.#given ? this.#give(this.#given, this.#used, false) : undefined;
  }

  #give(from: number, to: number, overlong: boolean): LineBlock {
    this.#given = to;
    this.#bytes[this.#used] = lineFeed;
    return { bytes: this.#bytes, from, to, offset: this.#offset, overlong };
  }
}

const lineFeed = 10;
