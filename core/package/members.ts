import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { StorageError } from '../errors/errors.ts';
import type { Entity } from '../model/define.ts';
import { type Compression, compress, sha256 } from '../run/blocks.ts';
import type { Block, PlacedBlock } from '../run/part-result.ts';
import type { PackageContent } from './content.ts';

/** One file of a package, before it is written: where its bytes come from, and what is known of its lines. */
export interface Member {
  /** `Computer.ndjson`: the same whatever the compression. */
  readonly name: string;
  /** Its name in the zip: `Computer.ndjson.gz`. */
  readonly path: string;
  readonly mediatype: string;
  readonly compression?: 'gz' | 'zst';
  readonly blocks: readonly (PlacedBlock | HeldBlock)[];
  /** The entity whose records it holds, and its mapped fields. */
  readonly records?: { readonly entity: Entity; readonly fields: readonly string[] };
}

/** A small block that is in memory, not in a file. */
export interface HeldBlock extends Omit<Block, 'offset'> {
  readonly held: Buffer;
}

const suffixes = { gzip: 'gz', zstd: 'zst' } as const;
export const presentName = 'present.ndjson';
export const issuesName = 'issues.ndjson';
export const mappingName = 'mapping.yaml';
export const blocksName = 'blocks.ndjson';

/** The members of a package in the order of the zip, but for the manifest, which comes first. */
export function membersOf(content: PackageContent): Member[] {
  const lines = (name: string, blocks: readonly PlacedBlock[], more: Pick<Member, 'records'> = {}): Member => ({
    name,
    path: `${name}.${suffixes[content.compression]}`,
    mediatype: 'application/x-ndjson',
    compression: suffixes[content.compression],
    blocks: blocks.filter(({ rawBytes }) => rawBytes > 0),
    ...more,
  });
  const members = [
    ...content.entities.map(({ entity, fields, blocks }) =>
      lines(`${entity.name}.ndjson`, blocks, { records: { entity, fields } }),
    ),
    lines(presentName, content.present.blocks),
    lines(issuesName, content.issues.blocks),
    plain(mappingName, 'application/yaml', content.mapping.text),
  ];
  return [plain(blocksName, 'application/x-ndjson', blockLines(members)), ...members];
}

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
  for (const stretch of stretches(member.blocks)) {
    if ('held' in stretch) yield stretch.held;
    else yield* read(stretch, pieces);
  }
}

/** What a zip and its manifest say of the stored bytes of a member. */
export interface Measured {
  readonly bytes: number;
  readonly hash: string;
  readonly crc32: number;
}

/** Size, SHA-256 and CRC-32 of a member as it will be stored. */
export async function measure(member: Member, content: PackageContent, pieces: Pieces): Promise<Measured> {
  const hash = createHash('sha256');
  let [bytes, check] = [0, 0];
  for (const piece of memberBytes(member, content, pieces)) {
    hash.update(piece);
    check = crc32(piece, check);
    bytes += piece.length;
    await setImmediate();
  }
  return { bytes, hash: `sha256:${hash.digest('hex')}`, crc32: check };
}

export function lineCount(member: Pick<Member, 'blocks'>): number {
  return member.blocks.reduce((sum, { lines }) => sum + lines, 0);
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

function plain(name: string, mediatype: string, content: string): Member {
  const held = Buffer.from(content);
  const lines = content.split('\n').length - 1;
  const block = { held, bytes: held.length, lines, rawBytes: held.length, sha256: sha256(held) };
  return { name, path: name, mediatype, blocks: held.length === 0 ? [] : [block] };
}

/** `blocks.ndjson`: where the blocks of each compressed member end, so that each can be read and proved alone. */
function blockLines(members: readonly Member[]): string {
  const lines: string[] = [];
  for (const { name, compression, blocks } of members) {
    if (compression === undefined) continue;
    for (const block of blocks) lines.push(`${JSON.stringify(blockLine(name, block))}\n`);
  }
  return lines.join('');
}

function blockLine(member: string, { bytes, lines, rawBytes, sha256 }: Omit<Block, 'offset'>) {
  return { member, bytes, lines, rawBytes, sha256 };
}

function emptyFrame(compression: Compression): Buffer {
  return compress(Buffer.alloc(0), compression);
}
