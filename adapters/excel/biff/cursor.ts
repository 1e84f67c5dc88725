import { record, recordAt } from './records.ts';

/**
 * Reads a record together with the records that continue it, byte by byte and text by text. Everything ends in `exhausted`,
 * which is thrown where the bytes end before what they hold does.
 */
export class Cursor {
  readonly #bytes: Buffer;
  #at: number;
  #end: number;

  constructor(bytes: Buffer, start: number, end: number) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  byte(): number {
    while (this.#at >= this.#end) this.#continue();
    return this.#bytes[this.#at++];
  }

  short(): number {
    const low = this.byte();
    return low | (this.byte() << 8);
  }

  long(): number {
    const low = this.short();
    return low + this.short() * 0x10000;
  }

  skip(count: number): void {
    for (let left = count; left > 0; ) {
      if (this.#at >= this.#end) this.#continue();
      const step = Math.min(left, this.#end - this.#at);
      this.#at += step;
      left -= step;
    }
  }

  /** Bytes that may go on in the next record. */
  take(count: number): Buffer {
    if (this.#at + count <= this.#end) {
      this.#at += count;
      return this.#bytes.subarray(this.#at - count, this.#at);
    }
    const taken = Buffer.alloc(count);
    for (let at = 0; at < count; at++) taken[at] = this.byte();
    return taken;
  }

  /** A text of Excel 97 and later, whose length is given: its flags, its characters, without what stands behind them. */
  unicode(length: number): string {
    const flags = this.byte();
    const runs = (flags & 0x08) === 0 ? 0 : this.short();
    const phonetic = (flags & 0x04) === 0 ? 0 : this.long();
    const text = this.characters(length, (flags & 0x01) !== 0);
    this.skip(runs * 4 + phonetic);
    return text;
  }

  /** Characters of one or two bytes. Where a record ends within them, the next one begins with new flags. */
  characters(length: number, wideAtFirst: boolean): string {
    let wide = wideAtFirst;
    let text = '';
    for (let left = length; left > 0; ) {
      if (this.#at >= this.#end) {
        this.#continue();
        wide = (this.byte() & 0x01) !== 0;
        continue;
      }
      const fitting = wide ? (this.#end - this.#at) >> 1 : this.#end - this.#at;
      if (fitting === 0) throw exhausted;
      const count = Math.min(left, fitting);
      const end = this.#at + (wide ? count * 2 : count);
      text += this.#bytes.toString(wide ? 'utf16le' : 'latin1', this.#at, end);
      this.#at = end;
      left -= count;
    }
    return text;
  }

  #continue(): void {
    const next = recordAt(this.#bytes, this.#end);
    if (next === undefined || next.id !== record.continued) throw exhausted;
    this.#at = next.start;
    this.#end = next.end;
  }
}

/** A record ends before what it holds. */
export const exhausted = new RangeError('a record ends before what it holds');
