import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';

/** Four 32-bit numbers, and bytes for those that have some. */
export interface Frame {
  readonly words: readonly [number, number, number, number];
  /** As many bytes as the fourth number says. */
  readonly payload: Buffer;
}

const memory = 16 << 20;
const headerBytes = 16;

/**
 * Entries spread over buckets of one scratch file, each bucket in the order of writing. A bucket is a chain of chunks: a chunk
 * starts with the number of the next one and its own length. Memory: one chunk a bucket, 16 MiB at most up to 4,096
 * buckets. A bucket that fits a chunk never reaches the disk.
 */
export class Partitions {
  readonly buckets: number;
  readonly #path: string;
  readonly #chunkBytes: number;
  readonly #first: Int32Array;
  readonly #current: Int32Array;
  readonly #used: Uint32Array;
  readonly #chunks: (Buffer | undefined)[];
  #allotted = 0;
  #file: number | undefined;

  /** The file at `path` is made when it is needed. */
  constructor(path: string, buckets: number) {
    this.buckets = buckets;
    this.#path = path;
    const share = 2 ** Math.floor(Math.log2(memory / buckets));
    this.#chunkBytes = Math.min(1 << 16, Math.max(1 << 12, share));
    this.#first = new Int32Array(buckets).fill(-1);
    this.#current = new Int32Array(buckets);
    this.#used = new Uint32Array(buckets);
    this.#chunks = new Array(buckets);
  }

  entry(bucket: number, first: number, second: number, third: number, fourth: number): void {
    const chunk = this.#room(bucket);
    const at = this.#used[bucket];
    chunk.writeUInt32LE(first, at);
    chunk.writeUInt32LE(second, at + 4);
    chunk.writeUInt32LE(third, at + 8);
    chunk.writeUInt32LE(fourth, at + 12);
    this.#used[bucket] = at + 16;
  }

  /** An entry with bytes; its fourth number is their length. */
  frame(bucket: number, first: number, second: number, third: number, payload: Uint8Array): void {
    this.entry(bucket, first, second, third, payload.length);
    for (let done = 0; done < payload.length; ) {
      const chunk = this.#room(bucket);
      const at = this.#used[bucket];
      const piece = payload.subarray(done, done + this.#chunkBytes - at);
      chunk.set(piece, at);
      done += piece.length;
      // Padded, so that the numbers of an entry never lie across two chunks.
      this.#used[bucket] = at + ((piece.length + 15) & ~15);
    }
  }

  /** The entries of a bucket, as numbers four by four. A chunk is good until the next one is asked for. */
  *entries(bucket: number): Generator<Uint32Array> {
    for (const bytes of this.#read(bucket)) yield new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  }

  /** The entries of a bucket with their bytes, which are good until the next entry is asked for. */
  *frames(bucket: number): Generator<Frame> {
    let words: Frame['words'] | undefined;
    let room = Buffer.allocUnsafe(1 << 12);
    let payload = room.subarray(0, 0);
    let filled = 0;
    for (const bytes of this.#read(bucket)) {
      for (let at = 0; at < bytes.length; ) {
        if (words === undefined) {
          words = [
            bytes.readUInt32LE(at),
            bytes.readUInt32LE(at + 4),
            bytes.readUInt32LE(at + 8),
            bytes.readUInt32LE(at + 12),
          ];
          at += 16;
          if (room.length < words[3]) room = Buffer.allocUnsafe(2 * words[3]);
          payload = room.subarray(0, words[3]);
          filled = 0;
        } else {
          const taken = bytes.copy(payload, filled, at);
          filled += taken;
          at += (taken + 15) & ~15;
        }
        if (filled < payload.length) continue;
        yield { words, payload };
        words = undefined;
      }
    }
  }

  /** Frees memory and disk. */
  close(): void {
    this.#chunks.fill(undefined);
    this.#first.fill(-1);
    if (this.#file === undefined) return;
    closeSync(this.#file);
    this.#file = undefined;
    rmSync(this.#path, { force: true });
  }

  #room(bucket: number): Buffer {
    const chunk = this.#chunks[bucket];
    if (chunk !== undefined && this.#used[bucket] < this.#chunkBytes) return chunk;
    if (chunk !== undefined) this.#flush(bucket, chunk);
    else this.#first[bucket] = this.#current[bucket] = this.#allotted++;
    this.#used[bucket] = headerBytes;
    this.#chunks[bucket] ??= Buffer.from(new ArrayBuffer(this.#chunkBytes));
    return this.#chunks[bucket];
  }

  #flush(bucket: number, chunk: Buffer): void {
    this.#file ??= openSync(this.#path, 'wx+');
    const next = this.#allotted++;
    chunk.writeUInt32LE(next, 0);
    chunk.writeUInt32LE(this.#used[bucket], 4);
    const position = this.#current[bucket] * this.#chunkBytes;
    for (let done = 0; done < chunk.length; ) {
      done += writeSync(this.#file, chunk, done, chunk.length - done, position + done);
    }
    this.#current[bucket] = next;
  }

  *#read(bucket: number): Generator<Buffer> {
    const tail = this.#chunks[bucket];
    if (tail === undefined) return;
    const bytes = Buffer.from(new ArrayBuffer(this.#chunkBytes));
    for (let chunk = this.#first[bucket]; chunk !== this.#current[bucket]; chunk = bytes.readUInt32LE(0)) {
      readWhole(this.#file, bytes, chunk * this.#chunkBytes);
      yield bytes.subarray(headerBytes, bytes.readUInt32LE(4));
    }
    yield tail.subarray(headerBytes, this.#used[bucket]);
  }
}

/** Fills `bytes` from a file. */
export function readWhole(file: number | undefined, bytes: Uint8Array, position: number): void {
  if (file === undefined) throw new Error('A scratch file was read before it was written.');
  for (let done = 0; done < bytes.length; ) {
    const got = readSync(file, bytes, done, bytes.length - done, position + done);
    if (got === 0)
      throw new Error(`A scratch file ends early: expected ${bytes.length} bytes at ${position}, got ${done}.`);
    done += got;
  }
}
