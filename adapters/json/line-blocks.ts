import { limits } from './limits.ts';

/** Whole lines of a stream, one behind the other: `bytes` up to `to`, and behind that a line feed. Good until the next block. */
export interface LineBlock {
  readonly bytes: Buffer;
  readonly to: number;
  /** Which line of the file it begins with, and where in the stream. */
  readonly line: number;
  readonly offset: number;
  /** It is the beginning of one line that is longer than any value may be; the rest of that is passed over. */
  readonly overlong: boolean;
}

/** Cuts a stream into blocks of whole lines. The last one may lack its line feed. */
export async function* lineBlocks(chunks: AsyncIterable<Uint8Array>, firstLine: number): AsyncGenerator<LineBlock> {
  let bytes = Buffer.allocUnsafeSlow(1 << 19);
  let used = 0;
  let line = firstLine;
  let offset = 0;
  let skipping = false;
  for await (const chunk of chunks) {
    let from = 0;
    if (skipping) {
      const feed = chunk.indexOf(10);
      from = feed < 0 ? chunk.length : feed + 1;
      offset += from;
      skipping = feed < 0;
    }
    if (used + chunk.length - from + 1 > bytes.length) bytes = grown(bytes, used, used + chunk.length - from + 1);
    bytes.set(chunk.subarray(from), used);
    used += chunk.length - from;
    const end = bytes.lastIndexOf(10, used - 1) + 1;
    if (used > 0 && end > 0) {
      const rest = Buffer.from(bytes.subarray(end, used));
      yield { bytes, to: end, line, offset, overlong: false };
      line += feeds(bytes, end);
      offset += end;
      bytes.set(rest);
      used = rest.length;
    } else if (used > limits.valueBytes) {
      bytes[used] = 10;
      yield { bytes, to: used, line, offset, overlong: true };
      line++;
      offset += used;
      used = 0;
      skipping = true;
    }
  }
  if (used === 0) return;
  bytes[used] = 10;
  yield { bytes, to: used, line, offset, overlong: false };
}

function grown(bytes: Buffer, used: number, needed: number): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafeSlow(Math.max(needed, bytes.length * 2));
  bytes.copy(larger, 0, 0, used);
  return larger;
}

function feeds(bytes: Buffer, to: number): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0 && at < to; at = bytes.indexOf(10, at + 1)) count++;
  return count;
}
