import { forgetWaiting, moveBookmarks } from './bookmarks.ts';
import { keyIs, keyValues, type RunKey, record, type SpoolContext } from './context.ts';
import type { SpoolEntry } from './entry.ts';

/** What the one transaction does that makes a package part of the queue. Everything here runs inside a transaction. */

/** The source and mapping of a package. */
export function keyOf(entry: SpoolEntry): RunKey {
  return { mapping: entry.mapping.name, source: entry.source };
}

/** Enters a package whose file is in place, moves its bookmarks, and lets go of the intent and of the run. */
export function publish(context: SpoolContext, entry: SpoolEntry, run: string): void {
  const { database } = context;
  const key = keyValues(keyOf(entry));
  database
    .prepare(
      `INSERT INTO packages (id, mapping, source_kind, source_name, sequence, "full", state, file, rejects, bytes, sha256, facts)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      entry.id,
      ...key,
      entry.sequence,
      Number(entry.full),
      entry.state,
      entry.file,
      entry.rejects,
      entry.bytes,
      entry.sha256,
      JSON.stringify(entry),
    );
  database
    .prepare(
      `INSERT INTO sequences (mapping, source_kind, source_name, last) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET last = excluded.last`,
    )
    .run(...key, entry.sequence);
  record(context, entry.id, 'sealed', entry.state);
  if (entry.full) supersedeHeld(context, entry);
  // A held package may be dropped, and then its rows must be read again.
  if (entry.state === 'ready') moveBookmarks(context, keyOf(entry), entry.id, entry.sequence);
  database.prepare('DELETE FROM intents WHERE package = ?').run(entry.id);
  database.prepare('DELETE FROM runs WHERE id = ?').run(run);
}

/** The number and the id of the next package of a source and mapping. */
export function nextId(
  { database }: SpoolContext,
  key: RunKey,
  stem: string,
  contentDigest: string,
): { sequence: number; id: string } {
  const row = database.prepare(`SELECT last FROM sequences WHERE ${keyIs}`).get(...keyValues(key));
  const sequence = Number(row?.last ?? 0) + 1;
  const taken = database.prepare(
    'SELECT 1 FROM packages WHERE id = :id UNION ALL SELECT 1 FROM intents WHERE package = :id UNION ALL SELECT 1 FROM history WHERE package = :id',
  );
  // Two sources of one mapping count apart, so their ids differ by their digests alone: take more of it where 8 are not enough.
  for (let digits = 8; ; digits += 8) {
    const id = `${stem}-${String(sequence).padStart(6, '0')}-${contentDigest.slice(0, digits)}`;
    if (taken.get({ id }) === undefined || digits >= contentDigest.length) return { sequence, id };
  }
}

function supersedeHeld(context: SpoolContext, entry: SpoolEntry): void {
  const held = `FROM packages WHERE ${keyIs} AND state = 'held' AND sequence < ?`;
  const values = [...keyValues(keyOf(entry)), entry.sequence] as const;
  for (const { id } of context.database.prepare(`SELECT id ${held}`).all(...values)) {
    record(context, String(id), 'superseded', entry.id);
    context.database.prepare(`UPDATE packages SET state = 'superseded' WHERE id = ?`).run(String(id));
    forgetWaiting(context, String(id));
  }
}
