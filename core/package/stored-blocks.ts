import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { StorageError } from '../errors/errors.ts';
import { sha256 } from '../run/blocks.ts';
import type { Block } from '../run/part-result.ts';
import type { ZipDirectory, ZipEntry } from './directory.ts';
import type { Resource } from './manifest.ts';
import { type Check, count, object, ShapeFault, text } from './shape.ts';

/** A block within its member. Its size when inflated is known beforehand, so it can't grow into more than it says. */
export type StoredBlock = Block;

interface Place {
  readonly resource: Resource;
  readonly entry: ZipEntry;
}

/** A block is cut at the first line end past 1 MiB; no line of ours is longer than this. */
const mostRawBytes = 1 << 27;

/** The blocks of each member, from the lines of `blocks.ndjson`. Together they are the whole of each member. */
export function listBlocks(lines: string, members: ReadonlyMap<string, Place>): Map<string, StoredBlock[]> {
  const blocks = new Map<string, StoredBlock[]>();
  for (const [name, { resource }] of members) if (resource.compression !== undefined) blocks.set(name, []);
  for (const line of lines.split('\n')) {
    if (line === '') continue;
    const { member, ...block } = blockLine(JSON.parse(line), 'a line of blocks.ndjson');
    const known = blocks.get(member);
    if (known === undefined) throw new ShapeFault(`blocks.ndjson names ${member}, which is no compressed member`);
    const last = known.at(-1);
    known.push({ offset: last === undefined ? 0 : last.offset + last.bytes, ...block });
  }
  for (const [name, place] of members) {
    const known = blocks.get(name);
    if (known !== undefined) checkSums(name, known, place);
  }
  return blocks;
}

/**
 * The lines of a block, if they are what was sealed.
 * @throws StorageError `package/digest`.
 */
export async function readBlock(
  path: string,
  directory: ZipDirectory,
  { name, resource, entry }: Place & { readonly name: string },
  block: StoredBlock,
): Promise<Buffer> {
  const packed = await directory.read(entry, block.offset, block.bytes);
  const raw = inflate(path, name, packed, resource.compression, block.rawBytes);
  if (raw.length !== block.rawBytes || sha256(raw) !== block.sha256) {
    throw changed(path, `a block of ${name} has another digest`);
  }
  return raw;
}

/** A package is not as it was sealed; `what` says in what. */
export function changed(path: string, what: string, cause?: unknown): StorageError {
  return new StorageError(
    'package/digest',
    `The package has changed since it was sealed: ${what}. Import again from the source.`,
    { place: { file: path }, cause },
  );
}

function inflate(path: string, name: string, packed: Buffer, compression: 'gz' | 'zst' | undefined, limit: number) {
  try {
    // One byte more than it says, so that more is seen and not cut off.
    const options = { maxOutputLength: limit + 1 };
    return compression === 'zst' ? zstdDecompressSync(packed, options) : gunzipSync(packed, options);
  } catch (cause) {
    throw changed(path, `a block of ${name} can not be inflated`, cause);
  }
}

function checkSums(name: string, blocks: readonly StoredBlock[], { resource, entry }: Place): void {
  const last = blocks.at(-1);
  const bytes = last === undefined ? 0 : last.offset + last.bytes;
  const lines = blocks.reduce((sum, block) => sum + block.lines, 0);
  if (blocks.some(({ rawBytes }) => rawBytes > mostRawBytes)) throw new ShapeFault(`a block of ${name} is too large`);
  // A member without lines is one empty frame.
  if (blocks.length > 0 && bytes !== entry.bytes) throw new ShapeFault(`the blocks of ${name} are not all of it`);
  if (lines !== resource.rowcount) throw new ShapeFault(`the blocks of ${name} have ${lines} lines`);
}

const blockLine: Check<{ member: string } & Omit<Block, 'offset'>> = object({
  member: text,
  bytes: count,
  lines: count,
  rawBytes: count,
  sha256: text,
});
