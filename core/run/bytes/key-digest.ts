/** The digest of a key from the bytes of its parts: the same numbers as `digestKey` gives for its text. */
export class KeyDigest {
  low = 0;
  high = 0;
  readonly #bytes = Buffer.allocUnsafe(1 << 15);
  #length = 0;

  clear(): void {
    this.#length = 0;
  }

  /** Between two parts. */
  separate(): void {
    this.#bytes[this.#length++] = 1;
  }

  /** Adds a JSON value without its quotes; false if it has bytes beyond ASCII or an escape, or is too long. */
  add(from: Buffer, start: number, end: number, natural: boolean): boolean {
    const isText = from[start] === 34;
    const last = isText ? end - 1 : end;
    let length = this.#length;
    if (length + last - start > this.#bytes.length - 16) return false;
    for (let at = isText ? start + 1 : start; at < last; at++) {
      const byte = from[at];
      if (byte > 127 || byte === 92) return false;
      this.#bytes[length++] = natural && byte >= 65 && byte <= 90 ? byte + 32 : byte;
    }
    if (natural) while (length > this.#length && this.#bytes[length - 1] === 32) length--;
    this.#length = length;
    return true;
  }

  digest(): void {
    const length = this.#length;
    const bytes = this.#bytes;
    let low = 0x9e3779b9 ^ length;
    let high = 0x85ebca6b ^ length;
    for (let index = 0; index < length; index++) {
      const unit = bytes[index];
      low = Math.imul(low ^ unit, 0x5bd1e995);
      high = Math.imul(high ^ unit, 0x1b873593);
      low ^= low >>> 15;
      high = (high << 13) | (high >>> 19);
    }
    low = Math.imul(low ^ (high >>> 16), 0x2c1b3c6d);
    high = Math.imul(high ^ (low >>> 13), 0x297a2d39);
    this.low = (low ^ (low >>> 15)) >>> 0;
    this.high = (high ^ (high >>> 16) ^ low) >>> 0;
  }
}
