import { closeSync, openSync } from 'node:fs';
import { writeAll } from './blocks.ts';

/** Appends entries of unsigned 32-bit numbers, little-endian, to a file. Memory: 64 KiB. */
export class EntryFile {
  readonly #file: number;
  readonly #buffer = Buffer.allocUnsafe(1 << 16);
  #used = 0;
  #closed = false;

  constructor(path: string) {
    this.#file = openSync(path, 'wx');
  }

  add(...numbers: readonly number[]): void {
    if (this.#used + numbers.length * 4 > this.#buffer.length) this.#flush();
    for (const number of numbers) this.#used = this.#buffer.writeUInt32LE(number >>> 0, this.#used);
  }

  /** Adds entries that are bytes already. */
  bytes(entries: Uint8Array): void {
    this.#flush();
    writeAll(this.#file, entries);
  }

  finish(): void {
    this.#flush();
    this.close();
  }

  close(): void {
    if (!this.#closed) closeSync(this.#file);
    this.#closed = true;
  }

  #flush(): void {
    if (this.#used > 0) writeAll(this.#file, this.#buffer.subarray(0, this.#used));
    this.#used = 0;
  }
}
