import { digestKey } from '../../model/key.ts';

/** The first 10,000 different texts of a column, as digests: eight bytes each, so that many columns can be watched. */
export class DigestSet {
  #slots = new Float64Array(64);
  #size = 0;
  readonly #digest = new Uint32Array(2);

  /** Whether the text was there before. Once the set is full, only those that are in it are known. */
  add(text: string): boolean {
    digestKey(text, this.#digest, 0);
    // 52 bits are enough to tell so few apart, and 1 keeps the digest from being 0, which is a free slot.
    const digest = (this.#digest[0] & 0xfffff) * 0x1_0000_0000 + this.#digest[1] + 1;
    const at = this.#find(this.#slots, digest);
    if (this.#slots[at] === digest) return true;
    if (this.#size >= most) return false;
    this.#slots[at] = digest;
    if (++this.#size > this.#slots.length / 2) this.#grow();
    return false;
  }

  #find(slots: Float64Array, digest: number): number {
    let at = digest % slots.length;
    while (slots[at] !== 0 && slots[at] !== digest) at = (at + 1) % slots.length;
    return at;
  }

  #grow(): void {
    const larger = new Float64Array(this.#slots.length * 2);
    for (const digest of this.#slots) if (digest !== 0) larger[this.#find(larger, digest)] = digest;
    this.#slots = larger;
  }
}

const most = 10_000;
