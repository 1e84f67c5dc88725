import { createHash } from 'node:crypto';
import { createReadStream, lstatSync, opendirSync } from 'node:fs';
import { join } from 'node:path';
import { type Fault, fault, StorageError } from '../errors/errors.ts';
import { openPackage } from '../package/open.ts';
import type { SpoolContext } from './context.ts';
import { entryColumns, entryFromRow, extrasOf, resolveIn, type SpoolEntry } from './entry.ts';

/**
 * Compares the books with the files: every package has its file of the right size, every file its package. `deep` reads every
 * byte of every package. Findings come as they are found; memory does not grow with the backlog.
 */
export async function* checkSpool(context: SpoolContext, deep: boolean): AsyncGenerator<Fault> {
  for (const entry of entries(context)) {
    const found = shallowFault(context, entry);
    if (found !== undefined) yield found;
    else if (deep) yield* deepFaults(context, entry);
  }
  for (const file of files(context.directory, 'packages')) yield* strayFault(context, file, 'file');
  for (const file of files(context.directory, 'rejects')) yield* strayFault(context, file, 'rejects');
}

/** Page by page: an open statement would hold back everybody who writes while a large package is read. */
function* entries({ database }: SpoolContext): Generator<SpoolEntry> {
  const page = database.prepare(
    `SELECT number, ${entryColumns} FROM packages WHERE number > ? ORDER BY number LIMIT 100`,
  );
  for (let last = 0; ; ) {
    const rows = page.all(last);
    if (rows.length === 0) return;
    for (const row of rows) yield entryFromRow(row);
    last = Number(rows.at(-1)?.number);
  }
}

function shallowFault({ directory, database }: SpoolContext, entry: SpoolEntry): Fault | undefined {
  for (const [relative, bytes] of [
    [entry.file, entry.bytes] as const,
    ...extrasOf(entry).map((extra) => [extra, undefined] as const),
  ]) {
    const path = resolveIn(directory, relative);
    const found = lstatSync(path, { throwIfNoEntry: false });
    const isThere = found?.isFile() || (relative === entry.rejects && found?.isDirectory());
    if (found === undefined || !isThere) {
      // Somebody may have dropped it since the page was read.
      if (database.prepare('SELECT 1 FROM packages WHERE id = ?').get(entry.id) === undefined) return undefined;
      return finding(
        'spool/missing-file',
        path,
        `The file of ${entry.id} is missing. Drop the package and import again.`,
      );
    }
    if (bytes !== undefined && found.size !== bytes) {
      return finding(
        'package/digest',
        path,
        `Expected ${bytes} bytes, found ${found.size}. Drop ${entry.id} and import again.`,
      );
    }
  }
  return undefined;
}

async function* deepFaults({ directory }: SpoolContext, entry: SpoolEntry): AsyncGenerator<Fault> {
  const path = resolveIn(directory, entry.file);
  const hash = createHash('sha256');
  try {
    for await (const piece of createReadStream(path)) hash.update(piece);
    const digest = hash.digest('hex');
    if (digest !== entry.sha256) {
      yield finding(
        'package/digest',
        path,
        `Expected the digest ${entry.sha256}, found ${digest}. Drop ${entry.id} and import again.`,
      );
    }
    const opened = await openPackage(path);
    try {
      yield* await opened.verify({ deep: true });
      if (opened.manifest.tributary.contentDigest !== entry.contentDigest) {
        yield finding(
          'package/digest',
          path,
          `The content digest is not that of ${entry.id}. Drop it and import again.`,
        );
      }
    } finally {
      await opened.close();
    }
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    yield* error.faults;
  }
}

function* files(directory: string, folder: string): Generator<string> {
  const opened = opendirSync(join(directory, folder));
  try {
    for (let each = opened.readSync(); each !== null; each = opened.readSync()) {
      // A person has the annotated copy open.
      if (folder === 'rejects' && /^(\.~lock\.|~\$)/.test(each.name)) continue;
      const path = `${folder}/${each.name}`;
      if (each.isDirectory() && folder === 'packages') yield* files(directory, path);
      else yield path;
    }
  } finally {
    opened.closeSync();
  }
}

function* strayFault(
  { directory, database }: SpoolContext,
  file: string,
  column: 'file' | 'rejects',
): Generator<Fault> {
  // Beside the rejects of a package, a csv or a folder, lies its annotated copy.
  const copies = column === 'rejects' && !file.endsWith('.csv') && !isFolder(resolveIn(directory, file));
  const known = database.prepare(`SELECT 1 FROM packages WHERE ${copies ? `facts ->> '$.annotated'` : column} = ?`);
  if (known.get(file) !== undefined) return;
  // Being sealed or dropped right now: then it is in the intents, or was and is in the packages by now.
  const property = `$.${copies ? 'annotated' : column}`;
  const intended = database.prepare(`SELECT 1 FROM intents WHERE entry ->> ? = ?`).get(property, file);
  if (intended !== undefined || known.get(file) !== undefined) return;
  if (lstatSync(resolveIn(directory, file), { throwIfNoEntry: false }) === undefined) return;
  yield finding(
    'spool/stray-file',
    resolveIn(directory, file),
    'No package of the spool has this file. Move it elsewhere, or delete it.',
  );
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function finding(
  code: 'spool/missing-file' | 'spool/stray-file' | 'package/digest',
  file: string,
  message: string,
): Fault {
  return fault(code, message, { place: { file } });
}
