/** A set of record numbers. It takes no memory while it is empty, and then one bit for each record: 1.25 MB for ten million. */
export class Bits {
  readonly #size: number;
  #bytes: Uint8Array | undefined;

  constructor(size: number) {
    this.#size = size;
  }

  get isEmpty(): boolean {
    return this.#bytes === undefined;
  }

  has(index: number): boolean {
    return this.#bytes !== undefined && (this.#bytes[index >>> 3] & (1 << (index & 7))) !== 0;
  }

  set(index: number): void {
    this.#bytes ??= new Uint8Array(Math.ceil(this.#size / 8));
    this.#bytes[index >>> 3] |= 1 << (index & 7);
  }

  /** Whether any is set from `start` up to `end`. */
  any(start: number, end: number): boolean {
    if (this.#bytes === undefined) return false;
    for (let index = start; index < end; index++) {
      if ((index & 7) === 0 && index + 8 <= end && this.#bytes[index >>> 3] === 0) index += 7;
      else if (this.has(index)) return true;
    }
    return false;
  }

  add(other: Bits): void {
    if (other.#bytes === undefined) return;
    this.#bytes ??= new Uint8Array(other.#bytes.length);
    for (let at = 0; at < other.#bytes.length; at++) this.#bytes[at] |= other.#bytes[at];
  }

  /** Those that are set, rising. */
  *members(): Generator<number> {
    for (let at = 0; this.#bytes !== undefined && at < this.#bytes.length; at++) {
      for (let bit = 0; bit < 8; bit++) if (this.#bytes[at] & (1 << bit)) yield at * 8 + bit;
    }
  }
}
