import type { RowCode } from '../mapping/functions/value.ts';

/** A fault in the data: counted and kept, never thrown. One line of `issues.ndjson.gz`. */
export interface Issue {
  /** Where the row came from, and for a duplicate the row that it collides with. */
  readonly origin: string;
  readonly other?: string;
  readonly entity: string;
  readonly field?: string;
  readonly code: RowCode;
  readonly expected: string;
  /** The value that was found, as text; dots where the mapping masks it. */
  readonly found: string;
  readonly outcome: Outcome;
}

/** What became of it: the field was left out or cut, the record or its whole row was rejected, or it merged and the first value stayed or was replaced. */
export type Outcome = 'omitted' | 'cut' | 'recordRejected' | 'rowRejected' | 'kept' | 'replaced';

/** Stands for a value that the mapping masks. */
export const dots = '•••';
