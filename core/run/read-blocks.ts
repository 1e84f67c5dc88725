import { closeSync, openSync, readSync } from 'node:fs';
import { type Compression, decompress } from './blocks.ts';
import type { PlacedBlock } from './part-result.ts';

/** The lines of blocks, in order, one block in memory at a time. */
export function* linesOf(blocks: Iterable<PlacedBlock>, compression: Compression): Generator<string> {
  for (const block of blocks) {
    const text = decompress(readBlock(block), compression).toString('utf8');
    yield* text.split('\n').slice(0, -1);
  }
}

function readBlock({ path, offset, bytes }: PlacedBlock): Buffer {
  const packed = Buffer.allocUnsafe(bytes);
  const file = openSync(path, 'r');
  try {
    for (let done = 0; done < bytes; ) {
      const read = readSync(file, packed, done, bytes - done, offset + done);
      if (read === 0) throw new Error(`${path} is shorter than its blocks.`);
      done += read;
    }
    return packed;
  } finally {
    closeSync(file);
  }
}
