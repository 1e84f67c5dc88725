import { createHash } from 'node:crypto';
import type { ReadAt } from './read-at.ts';

/** The SHA-256 of a file, made of what others read in order. Whoever asks for it has the rest read. */
export class FileDigest {
  readonly #hash = createHash('sha256');
  readonly #readAt: ReadAt;
  /** So many bytes are in it. */
  #to = 0;
  #digest: Promise<string> | undefined;

  constructor(readAt: ReadAt) {
    this.#readAt = readAt;
  }

  /** Takes bytes that stand at an offset, as far as it does not have them. */
  async see(bytes: Uint8Array, offset: number): Promise<void> {
    if (this.#digest !== undefined) return;
    if (offset > this.#to) await this.#readUpTo(offset);
    this.#take(bytes, offset);
  }

  /** Reads what it has not seen. */
  whole(): Promise<string> {
    this.#digest ??= this.#readUpTo(Infinity).then(() => this.#hash.digest('hex'));
    return this.#digest;
  }

  async #readUpTo(end: number): Promise<void> {
    const chunk = Buffer.allocUnsafeSlow(chunkBytes);
    while (this.#to < end) {
      const offset = this.#to;
      const came = await this.#readAt(chunk, 0, Math.min(chunkBytes, end - offset), offset);
      if (came === 0) return;
      this.#take(chunk.subarray(0, came), offset);
    }
  }

  #take(bytes: Uint8Array, offset: number): void {
    const known = this.#to - offset;
    if (known < 0 || known >= bytes.length) return;
    this.#hash.update(known === 0 ? bytes : bytes.subarray(known));
    this.#to = offset + bytes.length;
  }
}

const chunkBytes = 1 << 18;
