import { closeSync, openSync, writeSync } from 'node:fs';
import { basename } from 'node:path';
import type { SizedFile } from './part-result.ts';

/** A file of a part, which is created when its first bytes come: a part has many, and most of them stay empty. */
export class PartFile {
  readonly #path: string;
  #file: number | undefined;
  #bytes = 0;
  #closed = false;

  constructor(path: string) {
    this.#path = path;
  }

  /** How many bytes it has. */
  get bytes(): number {
    return this.#bytes;
  }

  write(bytes: Uint8Array): void {
    if (this.#closed) throw new TypeError('The file of the part is closed.');
    this.#file ??= openSync(this.#path, 'wx');
    writeAll(this.#file, bytes);
    this.#bytes += bytes.length;
  }

  /** Closes it, and says what there is of it. */
  finish(): SizedFile {
    this.close();
    return { file: basename(this.#path), bytes: this.#bytes };
  }

  close(): void {
    this.#closed = true;
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}

export function writeAll(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}
