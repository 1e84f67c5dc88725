import type { DatabaseSync } from 'node:sqlite';

/** What every part of a spool works with. */
export interface SpoolContext {
  readonly directory: string;
  readonly database: DatabaseSync;
  /** The current instant, for the records of what was done when. */
  readonly now: () => string;
}

/** The source and mapping of a run: only one run of both is under way at a time, and their packages are counted together. */
export interface RunKey {
  readonly mapping: string;
  readonly source: { readonly kind: string; readonly name: string };
}

/** A key as the parameters `mapping = ? AND source_kind = ? AND source_name = ?` want it. */
export function keyValues({ mapping, source }: RunKey): [string, string, string] {
  return [mapping, source.kind, source.name];
}

export const keyIs = 'mapping = ? AND source_kind = ? AND source_name = ?';

/** One more line of what was done to a package. */
export function record({ database, now }: SpoolContext, id: string, event: string, detail: string): void {
  database
    .prepare('INSERT INTO history (at, package, event, detail) VALUES (?, ?, ?, ?)')
    .run(now(), id, event, detail);
}
