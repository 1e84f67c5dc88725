import { DatabaseSync } from 'node:sqlite';
import { StorageError } from '../errors/errors.ts';
import { unusable } from './folder.ts';

/** "Trib": tells our database from another program's. */
const applicationId = 0x54726962;

/** Each text takes the database one version further. Never edit one that has been released: add another. */
const migrations: readonly string[] = [
  `
  -- Runs under way, and who has them: the lock of a source and mapping.
  CREATE TABLE runs (
    id TEXT PRIMARY KEY,
    mapping TEXT NOT NULL,
    source_kind TEXT NOT NULL,
    source_name TEXT NOT NULL,
    pid INTEGER NOT NULL,
    begun TEXT NOT NULL,
    UNIQUE (mapping, source_kind, source_name)
  ) STRICT;

  -- What was about to happen to files: finished or undone at the next start.
  CREATE TABLE intents (
    package TEXT PRIMARY KEY,
    run TEXT,
    action TEXT NOT NULL CHECK (action IN ('seal', 'undo', 'drop')),
    entry TEXT NOT NULL
  ) STRICT;

  -- The columns are what is searched for; facts is the whole entry as JSON.
  CREATE TABLE packages (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    mapping TEXT NOT NULL,
    source_kind TEXT NOT NULL,
    source_name TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    "full" INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('ready', 'sending', 'sent', 'held', 'failed', 'superseded')),
    file TEXT NOT NULL UNIQUE,
    rejects TEXT UNIQUE,
    bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    facts TEXT NOT NULL,
    UNIQUE (mapping, source_kind, source_name, sequence)
  ) STRICT;
  CREATE INDEX packages_by_state ON packages (state, number);
  CREATE INDEX packages_by_mapping ON packages (mapping, number);

  -- The last number that each source and mapping has used; it outlives the packages.
  CREATE TABLE sequences (
    mapping TEXT NOT NULL,
    source_kind TEXT NOT NULL,
    source_name TEXT NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (mapping, source_kind, source_name)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE deliveries (
    package TEXT NOT NULL REFERENCES packages (id) ON DELETE CASCADE,
    destination TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    last_fault TEXT,
    next_try TEXT,
    receipt TEXT,
    PRIMARY KEY (package, destination)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE bookmarks (
    mapping TEXT NOT NULL,
    source_kind TEXT NOT NULL,
    source_name TEXT NOT NULL,
    dataset TEXT NOT NULL,
    value TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (mapping, source_kind, source_name, dataset)
  ) STRICT, WITHOUT ROWID;

  -- What was done to packages, also to those that are gone.
  CREATE TABLE history (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    package TEXT NOT NULL,
    event TEXT NOT NULL,
    detail TEXT NOT NULL
  ) STRICT;
  CREATE INDEX history_by_package ON history (package, number);
  `,
  `
  -- No release has written one.
  DROP TABLE bookmarks;
  -- Where the next run goes on. The value is compressed JSON of the source; null: a person has cleared it.
  CREATE TABLE bookmarks (
    number INTEGER PRIMARY KEY,
    mapping TEXT NOT NULL,
    source_kind TEXT NOT NULL,
    source_name TEXT NOT NULL,
    dataset TEXT NOT NULL,
    value BLOB,
    facts TEXT NOT NULL,
    -- The package that moved it; it is not moved back to an older one.
    sequence INTEGER NOT NULL,
    UNIQUE (mapping, source_kind, source_name, dataset)
  ) STRICT;

  -- The bookmarks of packages that are being sealed or are held: they move when the package is accepted.
  CREATE TABLE waiting_bookmarks (
    package TEXT NOT NULL,
    dataset TEXT NOT NULL,
    value BLOB NOT NULL,
    facts TEXT NOT NULL,
    PRIMARY KEY (package, dataset)
  ) STRICT;
  `,
];

/**
 * Opens the database of a spool and brings it up to date.
 * @throws StorageError `spool/newer-format`, or `spool/unusable` if it is another program's.
 */
export function openDatabase(path: string, busySeconds: number): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: busySeconds * 1000 });
  try {
    // A mapped or memory file system may refuse WAL; the rollback journal is as safe.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
    const version = pragma(database, 'user_version');
    if (version > migrations.length) {
      throw new StorageError(
        'spool/newer-format',
        `Expected version ${migrations.length} of the spool or lower, found ${version}. Update Tributary.`,
        { place: { file: path } },
      );
    }
    if (version < migrations.length) transaction(database, () => migrate(database, path));
    else checkOwner(database, path);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Runs the action as one transaction that waits for other writers first: all of it is durable, or none of it. */
export function transaction<Result>(database: DatabaseSync, action: () => Result): Result {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = action();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

function migrate(database: DatabaseSync, path: string): void {
  // Another process may have done it while this one waited.
  const version = pragma(database, 'user_version');
  const tables = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()?.tables;
  if (version === 0 && tables !== 0) throw foreign(path);
  if (version > 0) checkOwner(database, path);
  for (const migration of migrations.slice(version)) database.exec(migration);
  database.exec(`PRAGMA user_version = ${migrations.length}; PRAGMA application_id = ${applicationId}`);
}

function checkOwner(database: DatabaseSync, path: string): void {
  if (pragma(database, 'application_id') !== applicationId) throw foreign(path);
}

function foreign(path: string): StorageError {
  return unusable(path, 'it is the database of another program', 'Choose another folder.');
}

function pragma(database: DatabaseSync, name: 'user_version' | 'application_id'): number {
  const value = database.prepare(`PRAGMA ${name}`).get()?.[name];
  return typeof value === 'number' ? value : 0;
}

function rollBack(database: DatabaseSync): void {
  try {
    if (database.isTransaction) database.exec('ROLLBACK');
  } catch {
    // The first fault says more, and closing the database rolls back too.
  }
}
