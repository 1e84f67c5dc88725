import { constants, crc32, deflateRawSync } from 'node:zlib';

/** Packed bytes that unfold to the same block again and again: gigabytes are made in a moment, and lie on disk as megabytes. */
export interface Packed {
  readonly chunks: readonly Buffer[];
  /** Bytes as they are packed. */
  readonly packed: number;
  /** Bytes that come out. */
  readonly unpacked: number;
}

/** A deflate stream of a beginning, a block many times, and an end. Each piece ends with a full flush, so that copies are whole. */
export function deflated(
  begin: string | Buffer,
  block: string | Buffer,
  times: number,
  end: string | Buffer = '',
): Packed {
  const pieces = [flushed(begin), ...Array<Buffer>(times).fill(flushed(block)), deflateRawSync(end, { level: 9 })];
  const packed = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return { chunks: pieces, packed, unpacked: length(begin) + length(block) * times + length(end) };
}

/** The same as one gzip. Its checksum is that of nothing: whoever comes to it has unpacked everything. */
export function gzipped(begin: string | Buffer, block: string | Buffer, times: number): Packed {
  const { chunks, packed, unpacked } = deflated(begin, block, times);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(unpacked % 2 ** 32, 4);
  return { chunks: [gzipHead, ...chunks, trailer], packed: packed + 18, unpacked };
}

const gzipHead = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);

function flushed(content: string | Buffer): Buffer {
  if (length(content) === 0) return Buffer.alloc(0);
  return deflateRawSync(content, { level: 9, finishFlush: constants.Z_FULL_FLUSH });
}

function length(content: string | Buffer): number {
  return typeof content === 'string' ? Buffer.byteLength(content) : content.length;
}

export function stored(content: string | Buffer): Packed & { readonly crc: number } {
  const bytes = Buffer.from(content);
  return { chunks: [bytes], packed: bytes.length, unpacked: bytes.length, crc: crc32(bytes) };
}
