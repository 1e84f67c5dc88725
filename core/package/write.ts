import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { frictionlessSchema, resourceName } from '../model/frictionless.ts';
import type { PackageContent } from './content.ts';
import { contentDigest } from './content-digest.ts';
import { describeContent, type Manifest, manifestName, packageSchema, type Resource, slug } from './manifest.ts';
import { blocksName, lineCount, type Member, measure, memberBytes, membersOf } from './members.ts';
import { release } from './release.ts';
import { storageFault } from './storage-fault.ts';

/** A package that lies on the disk, as the spool needs to know it. */
export interface WrittenPackage {
  readonly bytes: number;
  /** Of the file. */
  readonly sha256: string;
  /** Of what it says: see docs/packages.md. */
  readonly contentDigest: string;
}

/**
 * Writes content as one zip, synced to the disk. Equal content gives equal bytes. The manifest comes first, so that whoever
 * receives the file as a stream knows what follows and can refuse it early. Memory: a few pieces of 256 KiB.
 * @throws StorageError if the disk is full or refuses; then there is no file.
 */
export async function writePackage(path: string, content: PackageContent): Promise<WrittenPackage> {
  try {
    const members = membersOf(content);
    const manifest = await manifestFor(content, members);
    const written = await writeZip(path, (zip) => addMembers(zip, content, manifest, members));
    return { ...written, contentDigest: manifest.tributary.contentDigest };
  } catch (error) {
    throw storageFault(error, `write the package ${path}`);
  }
}

async function manifestFor(content: PackageContent, members: readonly Member[]): Promise<Manifest> {
  const resources: Resource[] = [];
  const names = content.entities.map(({ entity }) => entity.name);
  for (const member of members) resources.push(resourceOf(member, names, await measure(member, content)));
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

function resourceOf(
  member: Member,
  entities: readonly string[],
  { bytes, hash }: { bytes: number; hash: string },
): Resource {
  const [stem, format] = member.name.split('.');
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

function addMembers(zip: ZipFile, content: PackageContent, manifest: Manifest, members: readonly Member[]): void {
  zip.addBuffer(Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`), manifestName, attributes());
  for (const [index, member] of members.entries()) {
    const size = manifest.resources[index].bytes;
    zip.addReadStreamLazy(member.path, { ...attributes(), size }, (give) => {
      const stream = Readable.from(memberBytes(member, content), { objectMode: false, highWaterMark: 1 << 18 });
      // yazl pipes, and a pipe does not pass errors on.
      stream.on('error', (error) => zip.emit('error', error));
      give(null, stream);
    });
  }
  zip.end();
}

/** The same for every package: a zip holds local time, and this is its first moment in any zone. */
function attributes() {
  return { mtime: new Date(1980, 0, 1), mode: 0o100644, compress: false, forceDosTimestamp: true };
}

async function writeZip(path: string, add: (zip: ZipFile) => void): Promise<{ bytes: number; sha256: string }> {
  const file = await open(path, 'wx', 0o600);
  const hash = createHash('sha256');
  let bytes = 0;
  let done = false;
  try {
    const zip = new ZipFile();
    const output = Readable.from(zip.outputStream);
    zip.on('error', (error) => output.destroy(error));
    add(zip);
    for await (const piece of output) {
      hash.update(piece);
      await file.writeFile(piece);
      bytes += piece.length;
    }
    await file.sync();
    done = true;
  } finally {
    await file.close();
    if (!done) await rm(path, { force: true });
  }
  return { bytes, sha256: hash.digest('hex') };
}
