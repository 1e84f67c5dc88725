import { createHash } from 'node:crypto';
import { mkdir, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { configError } from '../errors/errors.ts';
import { manifestName } from './manifest.ts';
import { openPackage, type Package, type StoredMember } from './open.ts';
import { storageFault } from './storage-fault.ts';
import { changed } from './stored-blocks.ts';

/**
 * Writes the members of a package as files into a folder, as they are stored: `read_ndjson('Computer.ndjson.gz')` reads them.
 * Gives the names of the files.
 * @throws ConfigError `package/not-empty` if the folder has files; StorageError if the package is damaged.
 */
export async function exportPackage(path: string, directory: string): Promise<readonly string[]> {
  const opened = await openPackage(path);
  try {
    const members = opened.members.filter(({ resource }) => safeName.test(resource.path));
    if (members.length < opened.members.length) throw changed(path, 'a member has a name that no member has');
    await emptyFolder(directory);
    await writeFile(join(directory, manifestName), [Buffer.from(opened.manifestText)]);
    for (const member of members) await exportMember(opened, member, join(directory, member.resource.path));
    return [manifestName, ...members.map(({ resource }) => resource.path)];
  } catch (error) {
    throw storageFault(error, `export the package to ${directory}`);
  } finally {
    await opened.close();
  }
}

/** A name in a zip is somebody else's text: only names of the shape that we give become files. */
const safeName = /^([A-Za-z][A-Za-z0-9]{0,63}\.ndjson(\.gz|\.zst)?|mapping-[A-Za-z0-9._-]{1,100}\.yaml)$/;

async function emptyFolder(directory: string): Promise<void> {
  const found = await stat(directory).catch(() => undefined);
  if (found !== undefined && !found.isDirectory()) {
    throw configError('package/not-empty', `Expected a folder, and ${directory} is a file. Name another one.`);
  }
  await mkdir(directory, { recursive: true });
  const there = await readdir(directory);
  if (there.length > 0) {
    throw configError(
      'package/not-empty',
      `Expected an empty folder, and ${directory} has ${there.length} files. Name another folder, or empty it.`,
    );
  }
}

async function exportMember(opened: Package, member: StoredMember, target: string): Promise<void> {
  const digest = await writeFile(target, opened.stored(member));
  if (`sha256:${digest}` !== member.resource.hash) throw changed(opened.path, `${member.name} has another digest`);
}

async function writeFile(target: string, pieces: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<string> {
  const file = await open(target, 'wx');
  const hash = createHash('sha256');
  try {
    for await (const piece of pieces) {
      hash.update(piece);
      await file.writeFile(piece);
    }
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}
