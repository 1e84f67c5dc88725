import { randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StorageError } from '../errors/errors.ts';
import { slug } from '../package/manifest.ts';
import { attempt, storageFault } from '../package/storage-fault.ts';
import type { WrittenPackage } from '../package/write.ts';
import { rowsClose } from '../run/ledger.ts';
import { keepWaiting, type NewBookmark } from './bookmarks.ts';
import { keyIs, keyValues, type RunKey, type SpoolContext } from './context.ts';
import { transaction } from './database.ts';
import {
  extrasOf,
  type HoldReason,
  type PackageFacts,
  resolveIn,
  type SealedPackage,
  type SpoolEntry,
  sealedPackage,
} from './entry.ts';
import { makeFolder, moveFile, removeTree, requireSpace, syncFile, syncFolder } from './folder.ts';
import { nextId, publish } from './publish.ts';
import { clearWork, sealing, settleRun, undoSeal, workFolder } from './recover.ts';
import { type RunLock, takeRunLock } from './run-lock.ts';

/** What a run hands over to be sealed. Files are names in the run's folder. */
export interface SealRequest extends PackageFacts {
  readonly written: WrittenPackage;
  readonly file: string;
  /** The rejected rows, if there are any: a file, or of several datasets a folder with files. */
  readonly rejects?: string;
  /** The copy of the source's file in which bad rows are annotated, and how its name ends. */
  readonly annotated?: { readonly file: string; readonly extension: string };
  /** Why a person has to look first; none: the package is ready. */
  readonly reasons: readonly HoldReason[];
  /** Where the next runs of its datasets go on, once the package is accepted. */
  readonly bookmarks?: readonly NewBookmark[];
}

/** A run under way: nobody else runs the same source and mapping until it has sealed a package or been abandoned. */
export class Run {
  readonly id: string;
  /** A folder of its own for everything that it writes, on the disk of the spool. */
  readonly folder: string;
  readonly #context: SpoolContext;
  readonly #key: RunKey;
  readonly #lock: RunLock;
  #ended = false;

  /** Called by `beginRun` alone. */
  constructor(context: SpoolContext, key: RunKey, id: string, lock: RunLock) {
    this.id = id;
    this.folder = workFolder(context, id);
    this.#context = context;
    this.#key = key;
    this.#lock = lock;
  }

  /** Whether it has sealed its package or been abandoned. */
  get ended(): boolean {
    return this.#ended;
  }

  /**
   * Makes the package part of the queue and ends the run. When this returns, the package survives a power cut; when it
   * throws, nothing was published.
   * @throws StorageError `spool/open-ledger`, `spool/full`, `spool/unusable`.
   */
  seal(request: SealRequest): SealedPackage {
    if (this.#ended) throw new Error('The run has ended.');
    const entry = attempt('seal the package', () => {
      this.#check(request);
      return this.#intend(request);
    });
    try {
      this.#place(entry);
      transaction(this.#context.database, () => publish(this.#context, entry, this.id));
    } catch (error) {
      if (!this.#isSealed(entry)) throw storageFault(error, `seal ${entry.id}`);
    }
    this.#ended = true;
    this.#lock.release();
    removeTree(this.folder);
    return sealedPackage(this.#context.directory, entry);
  }

  /** Ends the run without a package and removes its folder. May be called twice, and after `seal`. */
  abandon(): void {
    if (this.#ended) return;
    this.#ended = true;
    try {
      if (!attempt('abandon the run', () => this.#forget())) return;
    } finally {
      this.#lock.release();
    }
    removeTree(this.folder);
  }

  /** Takes the run out of the books; not if a seal could not be undone, for which the next start needs run and folder. */
  #forget(): boolean {
    const { database } = this.#context;
    const open = database.prepare('SELECT 1 FROM intents WHERE run = ?').get(this.id);
    if (open !== undefined) return false;
    clearWork(this.folder, 'nothing');
    transaction(database, () => database.prepare('DELETE FROM runs WHERE id = ?').run(this.id));
    return true;
  }

  #check({ rows, mapping, source }: SealRequest): void {
    const { directory } = this.#context;
    if (
      mapping.name !== this.#key.mapping ||
      source.kind !== this.#key.source.kind ||
      source.name !== this.#key.source.name
    ) {
      throw new Error(
        `The run is of ${this.#key.mapping} and ${this.#key.source.name}, not of ${mapping.name} and ${source.name}.`,
      );
    }
    if (!rowsClose(rows)) {
      throw new StorageError(
        'spool/open-ledger',
        `The rows do not add up: ${JSON.stringify(rows)}. Nothing was published.`,
      );
    }
    requireSpace(directory, sealSpace);
  }

  /** Writes down what is about to happen, durably, before any file moves. */
  #intend(request: SealRequest): SpoolEntry {
    const { database, now } = this.#context;
    const { written, file, rejects, annotated, reasons, bookmarks = [], ...facts } = request;
    const stem = slug(this.#key.mapping);
    // Under a name of ours, so that the next start finds it.
    this.#prepare(file, sealing.package, written.bytes);
    const isFolder = rejects !== undefined && this.#prepare(rejects, sealing.rejects) === 'folder';
    if (annotated !== undefined) this.#prepare(annotated.file, sealing.annotated);
    return transaction(database, () => {
      const { sequence, id } = nextId(this.#context, this.#key, stem, written.contentDigest);
      const entry: SpoolEntry = {
        id,
        state: reasons.length > 0 ? 'held' : 'ready',
        reasons,
        ...facts,
        sequence,
        ...written,
        file: `packages/${stem}/${id}.tributary.zip`,
        rejects: rejects === undefined ? null : `rejects/${id}${isFolder ? '' : '.csv'}`,
        annotated: annotated === undefined ? null : `rejects/${id}.corrections.${annotated.extension}`,
        corrects: facts.corrects ?? null,
        retries: facts.retries ?? 0,
        sealedAt: now(),
      };
      database
        .prepare(`INSERT INTO intents (package, run, action, entry) VALUES (?, ?, 'seal', ?)`)
        .run(id, this.id, JSON.stringify(entry));
      keepWaiting(this.#context, id, bookmarks);
      return entry;
    });
  }

  #prepare(name: string, as: string, bytes?: number): 'file' | 'folder' {
    const from = join(this.folder, name);
    const stats = lstatSync(from);
    const { size } = stats;
    if (bytes !== undefined && size !== bytes) throw new Error(`${name} has ${size} bytes, and ${bytes} were written.`);
    if (stats.isDirectory()) {
      for (const file of readdirSync(from)) syncFile(join(from, file));
      syncFolder(from);
    } else syncFile(from);
    if (name !== as) renameSync(from, join(this.folder, as));
    return stats.isDirectory() ? 'folder' : 'file';
  }

  #place(entry: SpoolEntry): void {
    const { directory } = this.#context;
    const target = resolveIn(directory, entry.file);
    makeFolder(dirname(target));
    syncFolder(join(directory, 'packages'));
    moveFile(join(this.folder, sealing.package), target);
    syncFolder(dirname(target));
    for (const name of ['rejects', 'annotated'] as const) {
      const place = entry[name];
      if (place !== null) moveFile(join(this.folder, sealing[name]), resolveIn(directory, place));
    }
    if (extrasOf(entry).length > 0) syncFolder(join(directory, 'rejects'));
  }

  /** After a fault: undoes the seal, unless it turns out that the commit had come through. */
  #isSealed(entry: SpoolEntry): boolean {
    try {
      return !undoSeal(this.#context, entry);
    } catch {
      // The disk refuses: the intent stays, and the next start settles it.
      return false;
    }
  }
}

/** Sealing moves files that are there already, and writes a few pages of the database. */
const sealSpace = 1 << 20;

/**
 * Starts a run of a source and mapping.
 * @throws StorageError `spool/busy` if another one is under way.
 */
export function beginRun(context: SpoolContext, key: RunKey): Run {
  const { database } = context;
  const other = database.prepare(`SELECT id, pid, begun FROM runs WHERE ${keyIs}`);
  const before = other.get(...keyValues(key));
  if (before !== undefined && !settleRun(context, String(before.id))) throw busy(key, before);
  return transaction(database, () => {
    const faster = other.get(...keyValues(key));
    if (faster !== undefined) throw busy(key, faster);
    return enter(context, key, `${slug(key.mapping)}-${randomBytes(6).toString('hex')}`);
  });
}

/** Makes the folder of a run, locks it and writes it down. */
function enter(context: SpoolContext, key: RunKey, id: string): Run {
  const folder = workFolder(context, id);
  mkdirSync(folder, { mode: 0o700 });
  const lock = takeRunLock(folder);
  if (lock === undefined) throw new Error(`The new folder of ${id} is locked.`);
  try {
    context.database
      .prepare('INSERT INTO runs (id, mapping, source_kind, source_name, pid, begun) VALUES (?, ?, ?, ?, ?, ?)')
      .run(id, ...keyValues(key), process.pid, context.now());
    return new Run(context, key, id, lock);
  } catch (error) {
    lock.release();
    removeTree(folder);
    throw error;
  }
}

function busy({ mapping, source }: RunKey, { pid, begun }: Readonly<Record<string, unknown>>): StorageError {
  return new StorageError(
    'spool/busy',
    `A run of ${mapping} and ${source.name} is under way since ${String(begun)} (process ${String(pid)}). Wait for it to end, then run again.`,
    { retryable: true },
  );
}
