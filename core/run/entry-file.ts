import { closeSync, openSync } from 'node:fs';
import { writeAll } from './blocks.ts';

/** Appends entries of unsigned 32-bit numbers, little-endian, to a file. Memory: 64 KiB. */
export class EntryFile {
  readonly #file: number;
  readonly #buffer = Buffer.allocUnsafe(1 << 16);
  readonly #view = new DataView(this.#buffer.buffer, this.#buffer.byteOffset, this.#buffer.length);
  #used = 0;
  #closed = false;

  constructor(path: string) {
    this.#file = openSync(path, 'wx');
  }

  add(...numbers: readonly number[]): void {
    if (this.#used + numbers.length * 4 > this.#buffer.length) this.#flush();
    for (const number of numbers) this.#used = this.#buffer.writeUInt32LE(number >>> 0, this.#used);
  }

  /** Adds an entry of four numbers. */
  four(a: number, b: number, c: number, d: number): void {
    if (this.#used + 16 > this.#buffer.length) this.#flush();
    const at = this.#used;
    this.#view.setUint32(at, a, true);
    this.#view.setUint32(at + 4, b, true);
    this.#view.setUint32(at + 8, c, true);
    this.#view.setUint32(at + 12, d, true);
    this.#used = at + 16;
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
    writeAll(this.#file, this.#buffer.subarray(0, this.#used));
    this.#used = 0;
  }
}
