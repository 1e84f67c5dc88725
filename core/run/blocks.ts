import { createHash } from 'node:crypto';
import { constants, gunzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { gzip } from './deflate/gzip.ts';
import { PartFile } from './part-file.ts';
import type { Block, BlockFile } from './part-result.ts';

/** Lines are cut into blocks at the first line end past this size. A constant of the format. */
const blockBytes = 1 << 20;

/** Room for a block and the line that goes past its end. */
const usualBytes = blockBytes + (1 << 16);

/** Buffers of closed writers of this thread: a part has several, and there may be thousands of parts. */
const spare: Buffer[] = [];
const nothing = Buffer.alloc(0);

/** On blocks of lines, level 1 is quicker than the usual 3 and not larger; the levels below are larger. */
const quick = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

export type Compression = 'gzip' | 'zstd';

/** Collects lines, and writes them to a file as compressed blocks. Memory: two blocks. */
export class BlockWriter {
  readonly #name: string;
  readonly #file: PartFile;
  readonly #compression: Compression;
  readonly #blocks: Block[] = [];
  #buffer: Buffer = nothing;
  #used = 0;
  #lines = 0;
  #closed = false;

  /** Creates `path` when there is a block; `name` is how the result calls it. */
  constructor(path: string, name: string, compression: Compression) {
    this.#name = name;
    this.#file = new PartFile(path);
    this.#compression = compression;
  }

  /** Adds a line, without its line end. */
  line(text: string): void {
    const most = text.length * 3 + 1;
    if (this.#used + most > this.#buffer.length) this.#grow(most);
    this.#used += this.#buffer.write(text, this.#used);
    this.#buffer[this.#used++] = 10;
    this.#lines++;
    if (this.#used >= blockBytes) this.#cut();
  }

  /** Writes a block that was collected elsewhere. */
  block(raw: Uint8Array, lines: number): void {
    const packed = compress(raw, this.#compression);
    this.#blocks.push({
      offset: this.#file.bytes,
      bytes: packed.length,
      lines,
      rawBytes: raw.length,
      sha256: sha256(raw),
    });
    this.#file.write(packed);
  }

  /** Writes what is left and closes the file. */
  finish(): BlockFile {
    if (this.#lines > 0) this.#cut();
    this.close();
    return { file: this.#name, blocks: this.#blocks };
  }

  close(): void {
    if (this.#closed) return;
    this.#file.close();
    this.#closed = true;
    if (this.#buffer.length === usualBytes) spare.push(this.#buffer);
    this.#buffer = nothing;
  }

  #cut(): void {
    this.block(this.#buffer.subarray(0, this.#used), this.#lines);
    this.#used = 0;
    this.#lines = 0;
  }

  #grow(more: number): void {
    const needed = this.#used + more;
    if (this.#buffer === nothing && needed <= usualBytes) {
      this.#buffer = spare.pop() ?? Buffer.allocUnsafeSlow(usualBytes);
      return;
    }
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#buffer.length * 2, needed));
    this.#buffer.copy(larger, 0, 0, this.#used);
    this.#buffer = larger;
  }
}

export function compress(raw: Uint8Array, compression: Compression): Buffer {
  return compression === 'gzip' ? gzip(raw) : zstdCompressSync(raw, quick);
}

export function decompress(packed: Uint8Array, compression: Compression): Buffer {
  return compression === 'gzip' ? gunzipSync(packed) : zstdDecompressSync(packed);
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
