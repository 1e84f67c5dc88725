import { closeSync, openSync, readSync } from 'node:fs';
import { StorageError } from '../errors/errors.ts';
import { type Compression, compress } from '../run/blocks.ts';
import type { PackageContent } from './content.ts';
import type { HeldBlock, Member } from './members.ts';

/** The pieces of files that members are read in: two are in use at once. */
export class Pieces {
  readonly #rooms = [Buffer.allocUnsafeSlow(pieceBytes), Buffer.allocUnsafeSlow(pieceBytes)];

  /** A room for the next piece. It is given again after one other. */
  next(): Buffer {
    this.#rooms.reverse();
    return this.#rooms[0];
  }
}

/**
 * The stored bytes of a member, piece by piece; each is good until two more have been asked for. A file without lines is one empty gzip
 * or zstd frame, which every reader takes.
 */
export function* memberBytes(member: Member, content: PackageContent, pieces: Pieces): Generator<Buffer> {
  if (member.blocks.length === 0 && member.compression !== undefined) {
    yield emptyFrame(content.compression);
    return;
  }
  yield* blockBytes(member.blocks, pieces);
}

/** The bytes of blocks, as those of a member. */
export function* blockBytes(blocks: Member['blocks'], pieces: Pieces): Generator<Buffer> {
  for (const stretch of stretches(blocks)) {
    if ('held' in stretch) yield stretch.held;
    else yield* read(stretch, pieces);
  }
}

/** How much of a file is read at once. */
const pieceBytes = 1 << 19;

/** Bytes of a file: blocks that lie one behind the other are read as one. */
interface Stretch {
  readonly path: string;
  readonly offset: number;
  bytes: number;
}

function* stretches(blocks: Member['blocks']): Generator<Stretch | HeldBlock> {
  let last: Stretch | undefined;
  for (const block of blocks) {
    if (!('held' in block) && last?.path === block.path && last.offset + last.bytes === block.offset) {
      last.bytes += block.bytes;
      continue;
    }
    if (last !== undefined) yield last;
    last = undefined;
    if ('held' in block) yield block;
    else last = { path: block.path, offset: block.offset, bytes: block.bytes };
  }
  if (last !== undefined) yield last;
}

function* read({ path, offset, bytes }: Stretch, pieces: Pieces): Generator<Buffer> {
  const file = openSync(path, 'r');
  try {
    for (let done = 0; done < bytes; ) {
      const room = pieces.next();
      const got = readSync(file, room, 0, Math.min(room.length, bytes - done), offset + done);
      if (got === 0) {
        throw new StorageError(
          'package/digest',
          `${path}: expected ${bytes} bytes at ${offset}, and the file ends after ${done} of them. Run again.`,
        );
      }
      done += got;
      yield room.subarray(0, got);
    }
  } finally {
    closeSync(file);
  }
}

function emptyFrame(compression: Compression): Buffer {
  return compress(Buffer.alloc(0), compression);
}
