import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { configError, type Fault } from '../errors/errors.ts';
import { attempt } from '../package/storage-fault.ts';
import {
  type Bookmark,
  clearBehind,
  findBookmark,
  forgetWaiting,
  listBookmarks,
  moveBookmarks,
  setBookmark,
} from './bookmarks.ts';
import { checkSpool } from './check.ts';
import { type RunKey, record, type SpoolContext } from './context.ts';
import { openDatabase, transaction } from './database.ts';
import {
  entryColumns,
  entryFromRow,
  type PackageState,
  type SealedPackage,
  type SpoolEntry,
  sealedPackage,
} from './entry.ts';
import { databaseName, freeBytes, prepareFolder, requireSpace } from './folder.ts';
import { keyOf } from './publish.ts';
import { clearDeadWork, finishDrop, recover } from './recover.ts';
import { beginRun, type Run } from './run.ts';

export interface SpoolOptions {
  /** Whether a folder that is missing or empty becomes a spool; otherwise it is a fault. */
  readonly create?: boolean;
  /** A new run is refused with less than this free, so that what is under way can be finished. */
  readonly reserveBytes?: number;
  /** How long to wait for another process that is writing. */
  readonly busySeconds?: number;
}

export interface ListFilter {
  readonly state?: PackageState;
  readonly mapping?: string;
  readonly limit?: number;
  /** The queue as it will be sent is oldest first, which is the default. */
  readonly order?: 'oldest' | 'newest';
}

/**
 * Opens the spool in a folder, after settling what a run that was killed has left.
 * @throws StorageError `spool/unusable`, `spool/newer-format`, `spool/full`.
 */
export function openSpool(directory: string, options: SpoolOptions = {}): Spool {
  return attempt(`open the spool ${directory}`, () => {
    const folder = prepareFolder(directory, options.create ?? true);
    const database = openBooks(folder, options.busySeconds ?? 10);
    try {
      const context = { directory: folder, database, now: () => new Date().toISOString() };
      recover(context);
      return new Spool(context, options.reserveBytes ?? 32_000_000);
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/** Opens the database; where a full disk prevents that, after making room. */
function openBooks(folder: string, busySeconds: number): DatabaseSync {
  const path = join(folder, databaseName);
  try {
    return openDatabase(path, busySeconds);
  } catch (error) {
    if (freeBytes(folder) >= openSpace) throw error;
    clearDeadWork(folder);
    // SQLite calls it a fault of the disk if it has no room for its companion files.
    requireSpace(folder, openSpace);
    return openDatabase(path, busySeconds);
  }
}

/** What SQLite takes to open a database, and to write a few pages. */
const openSpace = 1 << 18;

/** A durable queue of sealed packages. Whoever opened it closes it. */
export class Spool {
  readonly directory: string;
  readonly #context: SpoolContext;
  readonly #reserveBytes: number;
  readonly #runs = new Set<Run>();

  /** Called by `openSpool` alone. */
  constructor(context: SpoolContext, reserveBytes: number) {
    this.directory = context.directory;
    this.#context = context;
    this.#reserveBytes = reserveBytes;
  }

  /**
   * Starts a run; nobody else can run the same source and mapping until it ends, by `seal`, `abandon` or its process ending.
   * @throws StorageError `spool/busy`, or `spool/full` if the disk is nearly full.
   */
  beginRun(key: RunKey): Run {
    return attempt('begin a run', () => {
      requireSpace(this.directory, this.#reserveBytes);
      const run = beginRun(this.#context, key);
      for (const each of this.#runs) if (each.ended) this.#runs.delete(each);
      this.#runs.add(run);
      return run;
    });
  }

  /** The packages, one after another, in the order in which they were sealed. */
  *list(filter: ListFilter = {}): Generator<SealedPackage> {
    const { state = null, mapping = null, limit = Number.MAX_SAFE_INTEGER, order = 'oldest' } = filter;
    const newest = order === 'newest';
    const page = this.#database.prepare(
      `SELECT number, ${entryColumns} FROM packages
       WHERE number ${newest ? '<' : '>'} :last AND (:state IS NULL OR state = :state) AND (:mapping IS NULL OR mapping = :mapping)
       ORDER BY number ${newest ? 'DESC' : 'ASC'} LIMIT :limit`,
    );
    // Page by page: an open statement would hold back everybody who writes.
    let last = newest ? Number.MAX_SAFE_INTEGER : 0;
    for (let left = limit; left > 0; ) {
      const rows = attempt('list packages', () => page.all({ last, state, mapping, limit: Math.min(left, 100) }));
      for (const row of rows) yield sealedPackage(this.directory, entryFromRow(row));
      if (rows.length < 100) return;
      last = Number(rows.at(-1)?.number);
      left -= rows.length;
    }
  }

  /**
   * The package of an id, or of a beginning of one that is unique.
   * @throws ConfigError `spool/unknown-package`.
   */
  show(id: string): SealedPackage {
    return attempt('show a package', () => sealedPackage(this.directory, this.#find(id)));
  }

  /** What was done to a package, oldest first; also to one that is gone. */
  history(id: string): readonly { readonly at: string; readonly event: string; readonly detail: string }[] {
    return attempt('read the history', () =>
      this.#database
        .prepare('SELECT at, event, detail FROM history WHERE package = ? ORDER BY number')
        .all(id)
        .map(({ at, event, detail }) => ({ at: String(at), event: String(event), detail: String(detail) })),
    );
  }

  /**
   * Lets a held package go on its way, and moves its bookmarks.
   * @throws ConfigError `spool/wrong-state` if it is not held.
   */
  release(id: string): SealedPackage {
    return attempt('release a package', () =>
      transaction(this.#database, () => {
        const entry = this.#find(id);
        if (entry.state !== 'held') throw wrongState(entry, 'released', 'Only a package that is held can be');
        this.#database.prepare(`UPDATE packages SET state = 'ready' WHERE id = ?`).run(entry.id);
        moveBookmarks(this.#context, keyOf(entry), entry.id, entry.sequence);
        record(this.#context, entry.id, 'released', entry.reasons.map(({ code }) => code).join(' '));
        return sealedPackage(this.directory, { ...entry, state: 'ready' });
      }),
    );
  }

  /**
   * Removes a package and its files; a line in the history stays. Bookmarks behind one that was not sent are cleared.
   * @throws ConfigError `spool/wrong-state` while it is being sent.
   */
  drop(id: string): SpoolEntry {
    return attempt('drop a package', () => {
      const entry = transaction(this.#database, () => {
        const found = this.#find(id);
        if (found.state === 'sending')
          throw wrongState(found, 'dropped', 'Only a package that is not being sent can be');
        this.#database
          .prepare(`INSERT INTO intents (package, run, action, entry) VALUES (?, NULL, 'drop', ?)`)
          .run(found.id, JSON.stringify(found));
        this.#database.prepare('DELETE FROM packages WHERE id = ?').run(found.id);
        forgetWaiting(this.#context, found.id);
        if (found.state === 'ready' || found.state === 'failed')
          clearBehind(this.#context, keyOf(found), found.sequence);
        record(this.#context, found.id, 'dropped', found.state);
        return found;
      });
      finishDrop(this.#context, entry);
      return entry;
    });
  }

  /** Everything in which books and files differ; nothing if all is well. `deep` reads every byte of every package. */
  check(options: { readonly deep?: boolean } = {}): AsyncGenerator<Fault> {
    return checkSpool(this.#context, options.deep ?? false);
  }

  /**
   * The last package of a mapping that was ready or has been released, for comparison with a new one; of one source, of full runs
   * alone, and not one of corrections, if the filter says so.
   */
  lastAccepted(filter: {
    readonly mapping: string;
    readonly source?: RunKey['source'];
    readonly full?: boolean;
    readonly corrections?: false;
  }): SealedPackage | undefined {
    const { mapping, source, full = false, corrections = true } = filter;
    return attempt('look up the last package', () => {
      const row = this.#database
        .prepare(
          `SELECT ${entryColumns} FROM packages
           WHERE mapping = :mapping AND (:kind IS NULL OR (source_kind = :kind AND source_name = :name)) AND (:full = 0 OR "full" = 1)
             AND (:corrections = 1 OR facts ->> '$.corrects' IS NULL)
             AND state IN ('ready', 'sending', 'sent', 'failed')
           ORDER BY number DESC LIMIT 1`,
        )
        .get({
          mapping,
          kind: source?.kind ?? null,
          name: source?.name ?? null,
          full: Number(full),
          corrections: Number(corrections),
        });
      return row === undefined ? undefined : sealedPackage(this.directory, entryFromRow(row));
    });
  }

  /** The newest package whose content digest begins so. */
  ofContent(digest: string): SealedPackage | undefined {
    return attempt('look up a package', () => {
      const row = this.#database
        .prepare(
          `SELECT ${entryColumns} FROM packages
           WHERE substr(facts ->> '$.contentDigest', 1, length(:digest)) = :digest ORDER BY number DESC LIMIT 1`,
        )
        .get({ digest });
      return row === undefined ? undefined : sealedPackage(this.directory, entryFromRow(row));
    });
  }

  /** The packages that bring corrected rows of this one, oldest first. */
  correctionsOf(id: string): readonly SealedPackage[] {
    return attempt('look up corrections', () =>
      this.#database
        .prepare(`SELECT ${entryColumns} FROM packages WHERE facts ->> '$.corrects.package' = ? ORDER BY number`)
        .all(id)
        .map((row) => sealedPackage(this.directory, entryFromRow(row))),
    );
  }

  /** Where the next incremental run of a dataset goes on; undefined if there was none. */
  bookmark(key: RunKey, dataset: string): Bookmark | undefined {
    return attempt('look up the bookmark', () => findBookmark(this.#context, key, dataset));
  }

  /** All bookmarks; their values are not read. */
  bookmarks(): readonly Bookmark[] {
    return attempt('list bookmarks', () => listBookmarks(this.#context));
  }

  /**
   * Puts a bookmark elsewhere, or clears it with null: the next run reads everything then. Held packages move it no more.
   * @throws StorageError `spool/busy` if a run of its source and mapping is under way, ConfigError `bookmark/unknown`.
   */
  setBookmark(bookmark: Bookmark, value: string | null): Bookmark {
    return attempt('set the bookmark', () => {
      // A run that is under way would move it away again.
      const run = beginRun(this.#context, { mapping: bookmark.mapping, source: bookmark.of });
      try {
        return transaction(this.#database, () => setBookmark(this.#context, bookmark, value));
      } finally {
        run.abandon();
      }
    });
  }

  /** Abandons the runs that it began and have not ended. May be called twice. */
  close(): void {
    try {
      for (const run of this.#runs) run.abandon();
    } finally {
      this.#runs.clear();
      if (this.#database.isOpen) this.#database.close();
    }
  }

  get #database(): DatabaseSync {
    return this.#context.database;
  }

  #find(id: string): SpoolEntry {
    const exact = this.#database.prepare(`SELECT ${entryColumns} FROM packages WHERE id = ?`).get(id);
    if (exact !== undefined) return entryFromRow(exact);
    // Every id that begins with it lies between it and itself followed by the last character there is.
    const like = this.#database.prepare(
      `SELECT id, ${entryColumns} FROM packages WHERE id > ? AND id < ? ORDER BY id LIMIT 3`,
    );
    // Nothing, such as a variable that a script has not set, is the beginning of none.
    const rows = id === '' ? [] : like.all(id, `${id}\u{10ffff}`);
    if (rows.length === 1) return entryFromRow(rows[0]);
    const names = rows.map((row) => String(row.id)).join(', ');
    throw configError(
      'spool/unknown-package',
      rows.length === 0
        ? `The spool has no package ${JSON.stringify(id)}. tributary queue list shows the ids.`
        : `Several packages begin with ${JSON.stringify(id)}: ${names}. Give more of the id.`,
    );
  }
}

function wrongState(entry: SpoolEntry, what: string, rule: string) {
  return configError('spool/wrong-state', `${rule} ${what}; ${entry.id} is ${entry.state}.`);
}
