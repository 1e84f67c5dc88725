/**
 * Digests of keys in an open-addressing table, no object for a key. Each has a state from 1 to 3, which takes the place of the
 * two lowest of its 64 bits, so that a look-up touches memory once.
 */
export class DigestTable {
  #slots: Uint32Array;
  #shift: number;
  #used = 0;

  constructor(expected: number) {
    const bits = Math.max(4, Math.ceil(Math.log2(Math.max(1, expected) * 1.5)));
    this.#slots = new Uint32Array(2 << bits);
    this.#shift = 32 - bits;
  }

  /** How many digests there are. */
  get size(): number {
    return this.#used;
  }

  /** How many places there are: it does not grow as long as no more digests come than were expected. */
  get capacity(): number {
    return this.#slots.length / 2;
  }

  /** The place of a digest, where it is or would be: good until the table grows. */
  slot(low: number, high: number): number {
    return this.#find(low, high) / 2;
  }

  /** The state of a digest, 0 if it is not there. */
  state(low: number, high: number): number {
    return this.#slots[this.#find(low, high) + 1] & 3;
  }

  /** Gives a digest a state other than 0, and returns the one it had. */
  put(low: number, high: number, state: number): number {
    const at = this.#find(low, high);
    const before = this.#slots[at + 1] & 3;
    this.#slots[at + 1] = (high & ~3) | state;
    if (before === 0) this.#claim(at, low);
    return before;
  }

  /** Gives a digest a state if it has none, and returns the one it had. */
  add(low: number, high: number, state: number): number {
    const at = this.#find(low, high);
    const before = this.#slots[at + 1] & 3;
    if (before !== 0) return before;
    this.#slots[at + 1] = (high & ~3) | state;
    this.#claim(at, low);
    return 0;
  }

  #claim(at: number, low: number): void {
    this.#slots[at] = low;
    if (++this.#used * 8 > this.#slots.length * 3) this.#grow();
  }

  /** Where a digest is, or would be. */
  #find(low: number, high: number): number {
    const slots = this.#slots;
    const last = slots.length - 1;
    const want = (high & ~3) >>> 0;
    let at = (Math.imul(low ^ (high >>> 5), 0x9e3779b1) >>> this.#shift) * 2;
    for (;;) {
      const found = slots[at + 1];
      if ((found & 3) === 0 || (slots[at] === low && (found & ~3) >>> 0 === want)) return at;
      at = (at + 2) & last;
    }
  }

  #grow(): void {
    const slots = this.#slots;
    this.#slots = new Uint32Array(slots.length * 2);
    this.#shift--;
    this.#used = 0;
    for (let at = 0; at < slots.length; at += 2) {
      if ((slots[at + 1] & 3) !== 0) this.put(slots[at], slots[at + 1], slots[at + 1] & 3);
    }
  }
}
