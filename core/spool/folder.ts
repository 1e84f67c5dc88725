import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statfsSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { StorageError } from '../errors/errors.ts';

/** The folder of a spool: who may use it, what lies in it, and the few things that are done to its files. */

export const databaseName = 'spool.db';
const folders = ['packages', 'rejects', 'work'] as const;
const readmeName = 'README.txt';

/**
 * The real path of a spool's folder, made if `create` says so, after checking that it is a spool or empty and that nobody
 * else can put files into it.
 * @throws StorageError `spool/unusable`.
 */
export function prepareFolder(given: string, create: boolean): string {
  if (create) makeDurably(given);
  if (!existsSync(given)) throw unusable(given, 'there is no spool here', 'Check the path, or import something first.');
  const directory = realpathSync(given);
  ownFolder(directory);
  const ours = new Set<string>([...folders, readmeName]);
  const isSpool = existsSync(join(directory, databaseName));
  // A new disk has lost+found, and folders of people have hidden files.
  const foreign = readdirSync(directory).find((name) => !ours.has(name) && !/^(\.|lost\+found$)/.test(name));
  if (!isSpool && foreign !== undefined) {
    throw unusable(directory, `it holds other files (${JSON.stringify(foreign)})`, 'Choose an empty folder.');
  }
  if (!isSpool && !create) throw unusable(directory, 'it holds no spool', 'Check the path, or import something first.');
  for (const name of folders) makeFolder(join(directory, name));
  if (isSpool) ownFile(join(directory, databaseName));
  else {
    writeFileSync(join(directory, readmeName), readme);
    // SQLite gives its companion files the permissions of this one.
    closeSync(openSync(join(directory, databaseName), 'a', 0o600));
    syncFolder(directory);
  }
  return directory;
}

/** Makes a folder that only this account can read, unless it is there already. */
export function makeFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  ownFolder(path);
}

export function moveFile(from: string, to: string): void {
  whenFree(() => renameSync(from, to));
}

/** Removes a file, if it is there. */
export function removeFile(path: string): void {
  try {
    whenFree(() => unlinkSync(path));
  } catch (error) {
    // Another process that settles the same may have been faster.
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) throw error;
  }
}

/** Removes a folder with what is in it, if it is there. */
export function removeFolder(path: string): void {
  whenFree(() => rmSync(path, { recursive: true, force: true }));
}

export function syncFile(path: string): void {
  syncPath(path, 'r+');
}

/** Makes new and moved names of a folder durable. Windows can't and need not. */
export function syncFolder(path: string): void {
  if (process.platform !== 'win32') syncPath(path, 'r');
}

/** Removes the folder of a run, as far as that is possible now; the next start sweeps what remains. */
export function removeTree(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // Somebody has a file of it open, or removes it too.
  }
}

/** What this account may still write to the disk of a folder. */
export function freeBytes(directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}

/** @throws StorageError `spool/full` if less than this is free. */
export function requireSpace(directory: string, bytes: number): void {
  const free = freeBytes(directory);
  if (free >= bytes) return;
  throw new StorageError(
    'spool/full',
    `Expected at least ${megabytes(bytes)} free for the spool, found ${megabytes(free)}. Free space and run again.`,
    { place: { file: directory }, retryable: true },
  );
}

export function unusable(path: string, found: string, remedy: string): StorageError {
  return new StorageError('spool/unusable', `The spool can not use ${path}: ${found}. ${remedy}`, {
    place: { file: path },
  });
}

/** Makes a folder and those above it, and makes their names durable too: a spool must not vanish with its parent's entry. */
function makeDurably(path: string): void {
  const first = mkdirSync(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  const top = dirname(resolve(first));
  for (let made = resolve(path); made !== top && made !== dirname(made); made = dirname(made))
    syncFolder(dirname(made));
}

function ownFolder(path: string): void {
  const found = lstatSync(path);
  if (!found.isDirectory()) throw unusable(path, 'it is not a folder', 'Choose another folder.');
  own(path, found);
}

function ownFile(path: string): void {
  const found = lstatSync(path);
  // A link would have us write into a file elsewhere.
  if (!found.isFile() || found.nlink > 1) throw unusable(path, 'it is a link or no file', 'Choose another folder.');
  own(path, found);
}

// Whoever can write here could exchange packages before they are sent.
function own(path: string, found: Stats): void {
  const uid = process.getuid?.();
  if (uid === undefined) return;
  if (found.uid !== uid) throw unusable(path, 'it belongs to another account', 'Run as that account.');
  if ((found.mode & 0o002) !== 0) throw unusable(path, 'every account may write to it', `Run chmod o-w ${path}.`);
}

function syncPath(path: string, flags: string): void {
  const file = openSync(path, flags);
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** On Windows a scanner may hold a file for a moment: tried again for two seconds. */
function whenFree(action: () => void): void {
  for (let attempt = 0; ; attempt++) {
    try {
      action();
      return;
    } catch (error) {
      if (process.platform !== 'win32' || attempt === 20 || !isHeld(error)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    }
  }
}

function isHeld(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(EPERM|EACCES|EBUSY)$/.test(String(error.code));
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

const readme = `This folder is a spool of Tributary: sealed packages that wait for their upload.

packages/<mapping>/<id>.tributary.zip   sealed packages; each is a zip with a Frictionless datapackage.json
rejects/<id>.csv                        the rows that were rejected, to be corrected and imported again
rejects/<id>/<mapping>.csv              the same of several mappings that were run together
rejects/<id>.corrections.xlsx           the book with its bad cells coloured: correct it there
work/<run>/                             files of runs under way; swept when their run is gone
spool.db                                SQLite: what has been sealed, sent and held. This is the truth.

Please do not move or delete files here by hand. To look:          tributary queue list
To import what was corrected:                                      tributary import --corrections FILE
To see whether all is well:                                        tributary queue check --deep
To remove a package:                                               tributary queue drop ID
`;
