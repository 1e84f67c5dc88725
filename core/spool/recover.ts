import { createHash } from 'node:crypto';
import { closeSync, existsSync, lstatSync, mkdirSync, openSync, readdirSync, readSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StorageError } from '../errors/errors.ts';
import { storageFault } from '../package/storage-fault.ts';
import { forgetWaiting } from './bookmarks.ts';
import type { SpoolContext } from './context.ts';
import { transaction } from './database.ts';
import { entryFromJson, extrasOf, resolveIn, type SpoolEntry } from './entry.ts';
import { moveFile, removeFile, removeFolder, removeTree, syncFolder } from './folder.ts';
import { publish } from './publish.ts';
import { lockName, type RunLock, takeRunLock } from './run-lock.ts';

/**
 * Settles what processes that are gone have left: packages that were about to be sealed are finished if their file is in
 * place, else undone; drops are finished; folders of dead runs go. Looks at runs and intents alone, never at packages.
 */
export function recover(context: SpoolContext): void {
  const { database } = context;
  for (const { id } of database.prepare('SELECT id FROM runs').all())
    unlessRefused(() => settleRun(context, String(id)));
  for (const { entry } of database.prepare(`SELECT entry FROM intents WHERE action = 'drop'`).all()) {
    unlessRefused(() => finishDrop(context, entryFromJson(entry)));
  }
  sweepWork(context);
}

/** One file that can't be moved or removed must not keep the others from their way: it is left for the next start. */
function unlessRefused(action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!(storageFault(error, 'settle') instanceof StorageError)) throw error;
  }
}

/** Settles a run whose process is gone, and frees its source and mapping. False if it lives. */
export function settleRun(context: SpoolContext, run: string): boolean {
  const { database } = context;
  const folder = workFolder(context, run);
  // A run that ends by itself removes its folder when it is out of the books and has let go of its lock.
  const hasEnded = () => database.prepare('SELECT 1 FROM runs WHERE id = ?').get(run) === undefined;
  let lock: RunLock | undefined;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    lock = takeRunLock(folder);
  } catch (error) {
    if (hasEnded()) return true;
    throw error;
  }
  if (lock === undefined) return false;
  if (hasEnded()) {
    lock.release();
    removeTree(folder);
    return true;
  }
  try {
    clearWork(folder, 'sealing');
    for (const { action, entry } of database.prepare('SELECT action, entry FROM intents WHERE run = ?').all(run)) {
      settleSeal(context, run, entryFromJson(entry), action === 'seal');
    }
    clearWork(folder, 'nothing');
    transaction(database, () => database.prepare('DELETE FROM runs WHERE id = ?').run(run));
  } finally {
    lock.release();
  }
  removeTree(folder);
  return true;
}

/**
 * Undoes a seal that failed: first in the books, so that no later start takes it for a package, then in the folders. False
 * if there is no intent any more, so that the package is sealed after all.
 */
export function undoSeal(context: SpoolContext, entry: SpoolEntry): boolean {
  const { database, directory } = context;
  const undo = `UPDATE intents SET action = 'undo' WHERE package = ?`;
  if (transaction(database, () => database.prepare(undo).run(entry.id)).changes === 0) return false;
  removeFiles(directory, entry);
  transaction(database, () => {
    forgetWaiting(context, entry.id);
    database.prepare('DELETE FROM intents WHERE package = ?').run(entry.id);
  });
  return true;
}

/** Removes the files of a package that is no longer in the books, and then the intent to do so. */
export function finishDrop({ database, directory }: SpoolContext, entry: SpoolEntry): void {
  removeFiles(directory, entry);
  transaction(database, () =>
    database.prepare(`DELETE FROM intents WHERE package = ? AND action = 'drop'`).run(entry.id),
  );
}

export function workFolder({ directory }: SpoolContext, run: string): string {
  return join(directory, 'work', run);
}

/**
 * Removes what a run has written, except its lock and, if they are to be kept, the files that are being sealed. The run
 * stays in the books: on a full disk they can only be written when this has made room.
 */
export function clearWork(folder: string, keep: 'sealing' | 'nothing'): void {
  const kept = new Set<string>([lockName, ...(keep === 'sealing' ? Object.values(sealing) : [])]);
  for (const name of readdirSync(folder)) if (!kept.has(name)) removeTree(join(folder, name));
}

/** Makes room without the books, which can't be opened on a full disk: clears the folders of runs whose process is gone. */
export function clearDeadWork(directory: string): void {
  const work = join(directory, 'work');
  for (const { name } of readdirSync(work, { withFileTypes: true }).filter((each) => each.isDirectory())) {
    const lock = lockIfDead(join(work, name));
    if (lock === undefined) continue;
    try {
      clearWork(join(work, name), 'sealing');
    } finally {
      lock.release();
    }
  }
}

/** The names that a package, its rejects and the annotated copy have in the folder of their run while they are being sealed. */
export const sealing = {
  package: 'sealing.zip',
  rejects: 'sealing-rejects',
  annotated: 'sealing-annotated',
} as const;

function settleSeal(context: SpoolContext, run: string, entry: SpoolEntry, finish: boolean): void {
  const { directory, database } = context;
  if (!finish || !isInPlace(directory, entry)) {
    undoSeal(context, entry);
    return;
  }
  // The package is moved first, so its rejects may still wait in the folder of the run.
  for (const name of ['rejects', 'annotated'] as const) {
    const waiting = join(workFolder(context, run), sealing[name]);
    const place = entry[name];
    if (place === null || !existsSync(waiting)) continue;
    const target = resolveIn(directory, place);
    moveFile(waiting, target);
    syncFolder(dirname(target));
  }
  // The process may have gone between the move and making it durable.
  syncFolder(dirname(resolveIn(directory, entry.file)));
  transaction(database, () => publish(context, entry, run));
}

function isInPlace(directory: string, entry: SpoolEntry): boolean {
  const path = resolveIn(directory, entry.file);
  return isFile(path) && lstatSync(path).size === entry.bytes && digestOf(path) === entry.sha256;
}

function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** SHA-256 of a file, a piece at a time. */
function digestOf(path: string): string {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(1 << 18);
  const file = openSync(path, 'r');
  try {
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) hash.update(piece.subarray(0, read));
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}

function removeFiles(directory: string, entry: SpoolEntry): void {
  for (const relative of [entry.file, ...extrasOf(entry)]) {
    const path = resolveIn(directory, relative);
    // The rejected rows of several datasets are a folder.
    if (relative === entry.rejects && !relative.endsWith('.csv')) removeFolder(path);
    else removeFile(path);
    if (lstatSync(dirname(path), { throwIfNoEntry: false }) !== undefined) syncFolder(dirname(path));
  }
}

/** Removes folders that no run of the books has: their process went before it was entered or after it was done. */
function sweepWork(context: SpoolContext): void {
  const { database, directory } = context;
  const known = database.prepare('SELECT 1 FROM runs WHERE id = ?');
  const unknown = readdirSync(join(directory, 'work')).filter((name) => known.get(name) === undefined);
  for (const name of unknown) {
    // A run makes its folder and enters itself in one transaction, so in ours there is none halfway.
    transaction(database, () => {
      const folder = workFolder(context, name);
      if (known.get(name) !== undefined || !lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
      const lock = lockIfDead(folder);
      if (lock === undefined) return;
      lock.release();
      removeTree(folder);
    });
  }
}

function lockIfDead(folder: string): RunLock | undefined {
  try {
    return takeRunLock(folder);
  } catch {
    // Its own process is removing it right now.
    return undefined;
  }
}
