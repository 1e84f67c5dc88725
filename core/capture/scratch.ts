import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { closeSync, createReadStream, openSync } from 'node:fs';
import { writeAll } from '../run/part-file.ts';
import { linesOfStream } from './read-lines.ts';

/**
 * Lines that are written once and read once. On the disk they are unreadable: the key is in memory alone, so that nothing of them is left
 * if the process is killed.
 */
export class ScratchFile {
  readonly #path: string;
  readonly #key = randomBytes(32);
  readonly #start = randomBytes(16);
  readonly #cipher = createCipheriv('aes-256-ctr', this.#key, this.#start);
  #file: number | undefined;
  #open = '';

  constructor(path: string) {
    this.#path = path;
    this.#file = openSync(path, 'wx', 0o600);
  }

  line(text: string): void {
    this.#open += `${text}\n`;
    if (this.#open.length >= blockLength) this.#write();
  }

  /** No more lines come. May be called twice. */
  finish(): void {
    if (this.#file === undefined) return;
    try {
      this.#write();
    } finally {
      this.close();
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  /** The lines, in their order. */
  lines(signal: AbortSignal): AsyncGenerator<string> {
    const stream = createReadStream(this.#path, { signal });
    const plain = createDecipheriv('aes-256-ctr', this.#key, this.#start);
    stream.on('error', (error) => plain.destroy(error));
    return linesOfStream(stream.pipe(plain));
  }

  #write(): void {
    if (this.#file === undefined) throw new TypeError('The file is finished.');
    const text = this.#open;
    this.#open = '';
    writeAll(this.#file, this.#cipher.update(text, 'utf8'));
  }
}

const blockLength = 1 << 16;
