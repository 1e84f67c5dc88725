import { isAscii } from 'node:buffer';
import { watchUtf8 } from '../../core/adapter/encoding.ts';
import { headBytes } from '../../core/adapter/file.ts';

/** A stretch of a content, copied as it passed by. */
export interface Stretch {
  readonly offset: number;
  readonly bytes: Buffer;
}

/**
 * Keeps samples of a content that passes by once, while it is hashed: stretches spread over all of it, those in which a quote or an
 * escaped one comes for the first time, and some with bytes beyond ASCII. What the first records say is held against them.
 */
export class EvidenceWatch {
  #seen = 0;
  #stride = stretchBytes;
  #spread: Stretch[] = [];
  #beyond: Stretch[] = [];
  #beyondEvery = 1;
  #beyondSeen = 0;
  readonly #firsts: Stretch[] = [];
  readonly #awaited: Set<string>;
  readonly #utf8 = watchUtf8();
  readonly #needsUtf8: boolean;

  /** `needsUtf8`: the head is ASCII, so that the rest decides. */
  constructor(head: Buffer, needsUtf8: boolean) {
    this.#awaited = new Set(signs.filter((sign) => !head.includes(sign)));
    this.#needsUtf8 = needsUtf8;
  }

  push(chunk: Buffer): void {
    const from = this.#seen;
    this.#seen += chunk.length;
    if (this.#needsUtf8) this.#utf8.push(chunk);
    for (let at = Math.ceil(from / this.#stride) * this.#stride; at < this.#seen; at += this.#stride) {
      this.#keepSpread(chunk, at, at - from);
    }
    if (this.#seen > headBytes) for (const sign of this.#awaited) this.#await(chunk, from, sign);
    if (!isAscii(chunk)) this.#keepBeyond(chunk, from);
  }

  /** All bytes are valid in UTF-8, as far as somebody has to know. */
  get validUtf8(): boolean {
    return this.#utf8.valid();
  }

  /** Stretches with records of all parts of the content, in their order. */
  get stretches(): readonly Stretch[] {
    return [...this.#spread, ...this.#firsts].sort((a, b) => a.offset - b.offset);
  }

  /** Stretches with bytes beyond ASCII. */
  get beyond(): readonly Stretch[] {
    return this.#beyond;
  }

  #keepSpread(chunk: Buffer, offset: number, at: number): void {
    this.#spread.push(copyOf(chunk, offset, at, at + stretchBytes));
    if (this.#spread.length <= mostStretches) return;
    this.#stride *= 2;
    this.#spread = this.#spread.filter((each) => each.offset % this.#stride === 0);
  }

  #await(chunk: Buffer, from: number, sign: string): void {
    // Backslashes may be many, and quotes behind them few: the last sign is looked for alone first.
    if (sign.length > 1 && !chunk.includes(sign[1])) return;
    const at = chunk.indexOf(sign);
    if (at < 0) return;
    this.#awaited.delete(sign);
    const start = Math.max(0, at - stretchBytes / 2);
    this.#firsts.push(copyOf(chunk, from + start, start, at + stretchBytes));
  }

  #keepBeyond(chunk: Buffer, from: number): void {
    if (this.#beyondSeen++ % this.#beyondEvery !== 0) return;
    let at = 0;
    while (chunk[at] < 128) at++;
    const start = Math.max(0, at - 64);
    this.#beyond.push(copyOf(chunk, from + start, start, start + stretchBytes));
    if (this.#beyond.length <= mostBeyond) return;
    this.#beyondEvery *= 2;
    this.#beyond = this.#beyond.filter((_, index) => index % 2 === 0);
  }
}

const stretchBytes = 1 << 12;
const mostStretches = 192;
const mostBeyond = 32;
const signs = ['"', "'", '\\"', "\\'"];

/** A copy: the memory of the chunk is used again. */
function copyOf(chunk: Buffer, offset: number, from: number, to: number): Stretch {
  return { offset, bytes: Buffer.from(chunk.subarray(from, to)) };
}
