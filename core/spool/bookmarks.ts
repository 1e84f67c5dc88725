import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type BookmarkKind, bookmarkKinds, bookmarkSummary } from '../adapter/bookmark.ts';
import { configError } from '../errors/errors.ts';
import { type Check, object, oneOf, orNull, text } from '../package/shape.ts';
import { keyIs, keyValues, type RunKey, type SpoolContext } from './context.ts';

/**
 * Bookmarks belong to a source, a mapping and a dataset. One moves in the transaction that accepts its package, never before and never back:
 * until then it waits with the package, and goes with it if that is dropped or superseded.
 */

/** What is known of a bookmark beside its value. A run that finds any of it changed reads everything. */
export interface BookmarkFacts {
  readonly kind: BookmarkKind;
  readonly column: string;
  /** What was read: `DatasetBookmark.reads`. */
  readonly reads: string;
  /** The digest of the mapping. */
  readonly digest: string;
  /** The id of the source. */
  readonly source: string;
  /** When the last read of everything began. */
  readonly reconciled: string;
}

/** Where the next run goes on, if the package of this one is accepted. */
export interface NewBookmark extends BookmarkFacts {
  readonly dataset: string;
  /** JSON text of the source. */
  readonly value: string;
}

export interface Bookmark extends BookmarkFacts {
  readonly mapping: string;
  readonly of: RunKey['source'];
  readonly dataset: string;
  /** Null: it was cleared, and the next run reads everything. */
  readonly value: string | null;
  /** The value in a few words. */
  readonly summary: string;
  /** When it was moved, and by which package; null: a person has set or cleared it. */
  readonly moved: string;
  readonly package: string | null;
}

interface StoredFacts extends BookmarkFacts {
  readonly summary: string;
  readonly moved: string;
  readonly package: string | null;
}

const factsShape: Check<StoredFacts> = object({
  kind: oneOf(bookmarkKinds),
  column: text,
  reads: text,
  digest: text,
  source: text,
  reconciled: text,
  summary: text,
  moved: text,
  package: orNull(text),
});

/** Keeps the bookmarks of a package that is about to be sealed. Runs inside a transaction. */
export function keepWaiting({ database, now }: SpoolContext, id: string, bookmarks: readonly NewBookmark[]): void {
  const insert = database.prepare('INSERT INTO waiting_bookmarks (package, dataset, value, facts) VALUES (?, ?, ?, ?)');
  // Datasets of one source often have the same, and it may be large.
  const known = new Map<string, { readonly summary: string; readonly bytes: Uint8Array }>();
  for (const { dataset, value, ...facts } of bookmarks) {
    const kept = known.get(value) ?? { summary: bookmarkSummary(facts.kind, value), bytes: packed(value) };
    known.set(value, kept);
    const stored: StoredFacts = { ...facts, summary: kept.summary, moved: now(), package: id };
    insert.run(id, dataset, kept.bytes, JSON.stringify(stored));
  }
}

/** Moves the bookmarks of a package that is accepted, but none back to those of an older package. Runs inside a transaction. */
export function moveBookmarks(context: SpoolContext, key: RunKey, id: string, sequence: number): void {
  context.database
    .prepare(
      `INSERT INTO bookmarks (mapping, source_kind, source_name, dataset, value, facts, sequence)
       SELECT ?, ?, ?, dataset, value, facts, ? FROM waiting_bookmarks WHERE package = ?
       ON CONFLICT DO UPDATE SET value = excluded.value, facts = excluded.facts, sequence = excluded.sequence
       WHERE excluded.sequence > bookmarks.sequence`,
    )
    .run(...keyValues(key), sequence, id);
  forgetWaiting(context, id);
}

/** The package will not be accepted. Runs inside a transaction. */
export function forgetWaiting({ database }: SpoolContext, id: string): void {
  database.prepare('DELETE FROM waiting_bookmarks WHERE package = ?').run(id);
}

/** All bookmarks, by mapping, source and dataset; without their values, which may be large. */
export function listBookmarks({ database }: SpoolContext): readonly Bookmark[] {
  const rows = database.prepare(
    `SELECT mapping, source_kind, source_name, dataset, facts, value IS NULL AS cleared FROM bookmarks
     ORDER BY mapping, source_kind, source_name, dataset`,
  );
  return rows.all().map((row) => bookmarkOf(row, row.cleared === 1 ? null : ''));
}

export function findBookmark({ database }: SpoolContext, key: RunKey, dataset: string): Bookmark | undefined {
  const row = database
    .prepare(
      `SELECT mapping, source_kind, source_name, dataset, facts, value FROM bookmarks WHERE ${keyIs} AND dataset = ?`,
    )
    .get(...keyValues(key), dataset);
  return row && bookmarkOf(row, row.value instanceof Uint8Array ? unpacked(row.value) : null);
}

/**
 * What a person says: another value, or null, so that the next run reads everything. Packages that are held move it no more. Runs inside
 * a transaction.
 */
export function setBookmark({ database, now }: SpoolContext, bookmark: Bookmark, value: string | null): Bookmark {
  const { mapping, of, dataset, kind, column, reads, digest, source, reconciled } = bookmark;
  const key = keyValues({ mapping, source: of });
  const summary = value === null ? 'cleared: the next run reads everything' : bookmarkSummary(kind, value);
  const facts: StoredFacts = { kind, column, reads, digest, source, reconciled, summary, moved: now(), package: null };
  const last = database.prepare(`SELECT last FROM sequences WHERE ${keyIs}`).get(...key);
  const { changes } = database
    .prepare(`UPDATE bookmarks SET value = ?, facts = ?, sequence = max(sequence, ?) WHERE ${keyIs} AND dataset = ?`)
    .run(value === null ? null : packed(value), JSON.stringify(facts), Number(last?.last ?? 0), ...key, dataset);
  if (changes === 0)
    throw configError('bookmark/unknown', `There is no bookmark of ${mapping} and ${dataset} any more.`);
  return { ...bookmark, ...facts, value };
}

/**
 * Clears the bookmarks that lie behind a package which will never arrive: its rows have to be read again. Not if a later one of everything has
 * them. Runs inside a transaction.
 */
export function clearBehind(context: SpoolContext, key: RunKey, sequence: number): void {
  const { database } = context;
  const accepted = `state IN ('ready', 'sending', 'sent', 'failed')`;
  const later = database.prepare(
    `SELECT 1 FROM packages WHERE ${keyIs} AND sequence > ? AND "full" = 1 AND ${accepted}`,
  );
  if (later.get(...keyValues(key), sequence) !== undefined) return;
  const behind = database.prepare(
    `SELECT dataset FROM bookmarks WHERE ${keyIs} AND sequence >= ? AND value IS NOT NULL`,
  );
  for (const { dataset } of behind.all(...keyValues(key), sequence)) {
    const bookmark = findBookmark(context, key, String(dataset));
    if (bookmark !== undefined) setBookmark(context, bookmark, null);
  }
}

function bookmarkOf(row: Readonly<Record<string, unknown>>, value: string | null): Bookmark {
  return {
    mapping: String(row.mapping),
    of: { kind: String(row.source_kind), name: String(row.source_name) },
    dataset: String(row.dataset),
    ...factsShape(JSON.parse(String(row.facts)), 'facts'),
    value,
  };
}

function packed(value: string): Uint8Array {
  return deflateRawSync(value);
}

/** Of 4,000,000 devices it would have this much. */
const mostBytes = 1 << 28;

function unpacked(value: Uint8Array): string {
  try {
    return inflateRawSync(value, { maxOutputLength: mostBytes }).toString();
  } catch {
    // The source finds that it can't read it, and reads everything.
    return '';
  }
}
