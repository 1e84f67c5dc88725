import { crc32 } from 'node:zlib';
import { wasmInstance } from '../../adapter/wasm.ts';
import { deflateWasm } from './deflate-wasm.ts';

/** Where things lie in the memory of `deflate.as`. */
const inputAt = 0x80000;
const outputAt = 0x1b0000;

/** Longer input is packed in pieces. They are part of what the bytes are. */
const pieceBytes = 0x128000;

/** What `deflate.as` exports. */
interface Deflate {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly deflate: (bytes: number, isLast: number) => number;
}

interface Packer {
  readonly deflate: Deflate['deflate'];
  readonly memory: Uint8Array;
}

/** Deflate (8), without a name, time or system: the same bytes for the same input, on any machine. */
const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);

let packer: Packer | undefined;

/** Packs bytes as one gzip member. Made for blocks of lines: see `deflate.as`. */
export function gzip(raw: Uint8Array): Buffer {
  packer ??= newPacker();
  const parts: Uint8Array[] = [header];
  for (let from = pieceBytes; from < raw.length; from += pieceBytes)
    parts.push(packed(packer, raw.subarray(from - pieceBytes, from), false).slice());
  parts.push(packed(packer, raw.subarray(raw.length - lastBytes(raw.length)), true));
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(raw), 0);
  trailer.writeUInt32LE(raw.length % 2 ** 32, 4);
  parts.push(trailer);
  return Buffer.concat(parts);
}

/** One for each thread: its memory is 3 MB. */
function newPacker(): Packer {
  const { deflate, memory } = wasmInstance<Deflate>(deflateWasm);
  return { deflate, memory: new Uint8Array(memory.buffer) };
}

/** The last piece is empty only if everything is. */
function lastBytes(bytes: number): number {
  return bytes === 0 ? 0 : ((bytes - 1) % pieceBytes) + 1;
}

/** What it gives is overwritten by the next call. */
function packed({ deflate, memory }: Packer, piece: Uint8Array, isLast: boolean): Uint8Array {
  memory.set(piece, inputAt);
  return memory.subarray(outputAt, outputAt + deflate(piece.length, isLast ? 1 : 0));
}
