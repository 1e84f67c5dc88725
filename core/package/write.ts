import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { frictionlessSchema, resourceName } from '../model/frictionless.ts';
import type { PackageContent } from './content.ts';
import { contentDigest } from './content-digest.ts';
import { describeContent, type Manifest, manifestName, packageSchema, type Resource, slug } from './manifest.ts';
import { type EarlyMeasures, type Measured, measure } from './measure.ts';
import { memberBytes, Pieces } from './member-bytes.ts';
import { blocksName, lineCount, type Member, membersOf } from './members.ts';
import { release } from './release.ts';
import { storageFault } from './storage-fault.ts';
import { directoryOf, headerOf, type PlacedMember, type StoredMember, trailerOf } from './zip.ts';

/** A package that lies on the disk, as the spool needs to know it. */
export interface WrittenPackage {
  readonly bytes: number;
  /** Of the file. */
  readonly sha256: string;
  /** Of what it says: see docs/packages.md. */
  readonly contentDigest: string;
}

export interface WriteOptions {
  /** What is known already of some members. */
  readonly measures?: EarlyMeasures;
  /** Called when all has been written, while the disk takes it in. */
  readonly meanwhile?: () => void;
}

/**
 * Writes content as one zip, synced to the disk. Equal content gives equal bytes. The manifest comes first, so that whoever
 * receives the file as a stream knows what follows and can refuse it early. Memory: two pieces of 512 KiB.
 * @throws StorageError if the disk is full or refuses; then there is no file.
 */
export async function writePackage(
  path: string,
  content: PackageContent,
  { measures, meanwhile }: WriteOptions = {},
): Promise<WrittenPackage> {
  try {
    const members = membersOf(content);
    const pieces = new Pieces();
    const measured: Measured[] = [];
    for (const member of members) measured.push(known(member, measures) ?? (await measure(member, content, pieces)));
    const manifest = manifestFor(content, members, measured);
    const written = await writeZip(path, sources(content, manifest, members, measured, pieces), meanwhile);
    return { ...written, contentDigest: manifest.tributary.contentDigest };
  } catch (error) {
    throw storageFault(error, `write the package ${path}`);
  }
}

function known({ records, blocks }: Member, measures: EarlyMeasures | undefined): Measured | undefined {
  return records && measures?.of(records.entity.name, blocks);
}

function manifestFor(content: PackageContent, members: readonly Member[], measured: readonly Measured[]): Manifest {
  const names = content.entities.map(({ entity }) => entity.name);
  const resources = members.map((member, index) => resourceOf(member, names, measured[index]));
  const meaning = describeContent(content);
  const covered = members.filter(({ name }) => name !== blocksName);
  const digest = contentDigest(new Map(covered.map(({ name, blocks }) => [name, blocks])), meaning);
  const { format, ...rest } = meaning;
  return {
    $schema: packageSchema,
    name: slug(content.mapping.name).toLowerCase(),
    resources,
    tributary: { format, release, contentDigest: digest, ...rest },
  };
}

function resourceOf(member: Member, entities: readonly string[], { bytes, hash }: Measured): Resource {
  const point = member.name.lastIndexOf('.');
  const [stem, format] = [member.name.slice(0, point), member.name.slice(point + 1)];
  return {
    name: resourceName(stem),
    path: member.path,
    format,
    mediatype: member.mediatype,
    encoding: 'utf-8',
    ...(member.compression === undefined ? {} : { compression: member.compression }),
    bytes,
    hash,
    ...(format === 'ndjson' ? { rowcount: lineCount(member) } : {}),
    ...(member.records === undefined
      ? {}
      : { schema: frictionlessSchema(member.records.entity, member.records.fields, entities) }),
  };
}

/** A member of the zip, and its bytes. */
interface ZipSource {
  readonly member: StoredMember;
  readonly bytes: Iterable<Buffer>;
}

function sources(
  content: PackageContent,
  manifest: Manifest,
  members: readonly Member[],
  measured: readonly Measured[],
  pieces: Pieces,
): readonly ZipSource[] {
  const text = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  const first: StoredMember = { name: manifestName, bytes: text.length, crc32: crc32(text), told: 'before' };
  return [
    { member: first, bytes: [text] },
    ...members.map((member, index): ZipSource => {
      const { bytes, crc32 } = measured[index];
      const stored: StoredMember = { name: member.path, bytes, crc32, told: 'behind' };
      return { member: stored, bytes: memberBytes(member, content, pieces) };
    }),
  ];
}

async function writeZip(
  path: string,
  sources: readonly ZipSource[],
  meanwhile: WriteOptions['meanwhile'],
): Promise<{ bytes: number; sha256: string }> {
  const file = await open(path, 'wx', 0o600);
  const hash = createHash('sha256');
  let bytes = 0;
  let writing: Promise<void> = Promise.resolve();
  let done = false;
  // The disk writes one piece while the next one is read and hashed.
  const write = async (piece: Buffer): Promise<void> => {
    bytes += piece.length;
    hash.update(piece);
    await writing;
    writing = file.writeFile(piece);
    // Whoever waits for it next hears of a fault.
    writing.catch(() => undefined);
  };
  try {
    const placed: PlacedMember[] = [];
    for (const { member, bytes: pieces } of sources) {
      const at = bytes;
      await write(headerOf(member));
      for (const piece of pieces) await write(piece);
      placed.push({ ...member, at });
      await write(trailerOf({ ...member, at }));
    }
    await write(directoryOf(placed, bytes));
    await writing;
    writing = file.sync();
    writing.catch(() => undefined);
    meanwhile?.();
    await writing;
    done = true;
  } finally {
    await writing.catch(() => undefined);
    await file.close();
    if (!done) await rm(path, { force: true });
  }
  return { bytes, sha256: hash.digest('hex') };
}
