/** Collects bytes in the memory that it was given, and in more if there are more of them, until they are taken. */
export class ByteSink {
  readonly #home: Buffer;
  #bytes: Buffer;
  #used = 0;

  constructor(home: Buffer) {
    this.#home = home;
    this.#bytes = home;
  }

  get used(): number {
    return this.#used;
  }

  /** Whether all of it is in the memory that was given. */
  get isHome(): boolean {
    return this.#bytes === this.#home;
  }

  /** Somebody else has written into that memory, up to here. */
  wrote(used: number): void {
    this.#used = used;
  }

  byte(byte: number): void {
    this.#room(1);
    this.#bytes[this.#used++] = byte;
  }

  bytes(from: Uint8Array): void {
    this.#room(from.length);
    this.#bytes.set(from, this.#used);
    this.#used += from.length;
  }

  /** Adds bytes that all may stand as they are; else nothing. */
  plain(from: Uint8Array, start: number, end: number, allowed: Uint8Array): boolean {
    this.#room(end - start);
    let used = this.#used;
    for (let at = start; at < end; at++) {
      const byte = from[at];
      if (allowed[byte] === 0) return false;
      this.#bytes[used++] = byte;
    }
    this.#used = used;
    return true;
  }

  text(text: string): void {
    this.#room(text.length * 3);
    this.#used += this.#bytes.write(text, this.#used);
  }

  /** Takes back the last bytes. */
  back(count: number): void {
    this.#used -= count;
  }

  /** What was added since the last time; good until more is added. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#used);
    this.#bytes = this.#home;
    this.#used = 0;
    return taken;
  }

  #room(more: number): void {
    if (this.#used + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.#used + more));
    this.#bytes.copy(larger, 0, 0, this.#used);
    this.#bytes = larger;
  }
}
