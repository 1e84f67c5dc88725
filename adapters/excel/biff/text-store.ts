import { tooLarge } from '../faults.ts';
import { limits } from '../limits.ts';

/** The texts that cells refer to by number, as UTF-8. */
export interface SharedTexts {
  readonly bytes: Buffer;
  /** Where each text begins; one more than there are texts. */
  readonly offsets: Uint32Array;
  readonly count: number;
}

/** Collects shared texts as one run of bytes. */
export class TextStore {
  readonly #file: string;
  #bytes = Buffer.allocUnsafeSlow(1 << 16);
  #offsets = new Uint32Array(1024);
  #used = 0;
  #count = 0;

  constructor(file: string) {
    this.#file = file;
  }

  add(text: string): void {
    const needed = this.#used + text.length * 3;
    if (needed > this.#bytes.length) {
      if (this.#used > limits.sharedBytes)
        throw tooLarge(this.#file, 'more', `${limits.sharedBytes} bytes of shared texts`);
      const larger = Buffer.allocUnsafeSlow(needed * 2);
      this.#bytes.copy(larger, 0, 0, this.#used);
      this.#bytes = larger;
    }
    this.#used += this.#bytes.write(text, this.#used, 'utf8');
    if (++this.#count >= this.#offsets.length) {
      if (this.#count > limits.sharedCount) throw tooLarge(this.#file, 'more', `${limits.sharedCount} shared texts`);
      const longer = new Uint32Array(this.#offsets.length * 2);
      longer.set(this.#offsets);
      this.#offsets = longer;
    }
    this.#offsets[this.#count] = this.#used;
  }

  finish(): SharedTexts {
    return { bytes: this.#bytes, offsets: this.#offsets, count: this.#count };
  }
}
