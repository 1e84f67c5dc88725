import { PartFile } from './part-file.ts';
import type { SizedFile } from './part-result.ts';

const nothing = Buffer.alloc(0);

/** Appends entries of unsigned 32-bit numbers, little-endian, to a file. Memory: 64 KiB. */
export class EntryFile {
  readonly #file: PartFile;
  #buffer: Buffer = nothing;
  #used = 0;

  constructor(path: string) {
    this.#file = new PartFile(path);
  }

  add(...numbers: readonly number[]): void {
    if (this.#used + numbers.length * 4 > this.#buffer.length) this.#flush();
    if (this.#buffer === nothing) this.#buffer = Buffer.allocUnsafe(1 << 16);
    for (const number of numbers) this.#used = this.#buffer.writeUInt32LE(number >>> 0, this.#used);
  }

  /** Adds entries that are bytes already. */
  bytes(entries: Uint8Array): void {
    this.#flush();
    this.#file.write(entries);
  }

  finish(): SizedFile {
    this.#flush();
    return this.#file.finish();
  }

  close(): void {
    this.#file.close();
  }

  #flush(): void {
    if (this.#used > 0) this.#file.write(this.#buffer.subarray(0, this.#used));
    this.#used = 0;
  }
}
