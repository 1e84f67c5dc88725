/**
 * Digests of keys in an open-addressing table of typed arrays, each with a state of one byte; no object for a key. A digest
 * has 64 bits: among 10^7 keys two are equal by chance with odds of about 1 in 370,000.
 */
export class DigestTable {
  #slots: Uint32Array;
  #states: Uint8Array;
  #shift: number;
  #used = 0;

  constructor(expected: number) {
    const bits = Math.max(4, Math.ceil(Math.log2(Math.max(1, expected) * 1.5)));
    this.#slots = new Uint32Array(2 << bits);
    this.#states = new Uint8Array(1 << bits);
    this.#shift = 32 - bits;
  }

  /** The state of a digest, 0 if it is not there. */
  state(low: number, high: number): number {
    return this.#states[this.#find(low, high)];
  }

  /** Gives a digest a state other than 0, and returns the one it had. */
  put(low: number, high: number, state: number): number {
    const slot = this.#find(low, high);
    const before = this.#states[slot];
    this.#states[slot] = state;
    if (before === 0) this.#claim(slot, low, high);
    return before;
  }

  /** Gives a digest a state if it has none, and returns the one it had. */
  add(low: number, high: number, state: number): number {
    const slot = this.#find(low, high);
    const before = this.#states[slot];
    if (before !== 0) return before;
    this.#states[slot] = state;
    this.#claim(slot, low, high);
    return 0;
  }

  #claim(slot: number, low: number, high: number): void {
    this.#slots[2 * slot] = low;
    this.#slots[2 * slot + 1] = high;
    if (++this.#used * 4 > this.#states.length * 3) this.#grow();
  }

  #find(low: number, high: number): number {
    const last = this.#states.length - 1;
    let slot = Math.imul(low ^ (high >>> 5), 0x9e3779b1) >>> this.#shift;
    while (this.#states[slot] !== 0 && (this.#slots[2 * slot] !== low || this.#slots[2 * slot + 1] !== high)) {
      slot = (slot + 1) & last;
    }
    return slot;
  }

  #grow(): void {
    const slots = this.#slots;
    const states = this.#states;
    this.#slots = new Uint32Array(slots.length * 2);
    this.#states = new Uint8Array(states.length * 2);
    this.#shift--;
    this.#used = 0;
    for (let slot = 0; slot < states.length; slot++) {
      if (states[slot] !== 0) this.put(slots[2 * slot], slots[2 * slot + 1], states[slot]);
    }
  }
}
