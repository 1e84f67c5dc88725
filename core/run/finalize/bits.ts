/** A set of record numbers: one bit for each record of an entity, 1.25 MB for ten million. */
export class Bits {
  readonly #bytes: Uint8Array;

  constructor(size: number) {
    this.#bytes = new Uint8Array((size + 7) >>> 3);
  }

  has(index: number): boolean {
    return (this.#bytes[index >>> 3] & (1 << (index & 7))) !== 0;
  }

  set(index: number): void {
    this.#bytes[index >>> 3] |= 1 << (index & 7);
  }

  /** Whether any is set from `start` up to `end`. */
  any(start: number, end: number): boolean {
    for (let index = start; index < end; index++) {
      if ((index & 7) === 0 && index + 8 <= end && this.#bytes[index >>> 3] === 0) index += 7;
      else if (this.has(index)) return true;
    }
    return false;
  }

  add(other: Bits): void {
    for (let at = 0; at < this.#bytes.length; at++) this.#bytes[at] |= other.#bytes[at];
  }
}
