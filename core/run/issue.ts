import type { RowCode } from '../mapping/functions/value.ts';

/** A fault in the data: counted and kept, never thrown. One line of `issues.ndjson.gz`. */
export interface Issue {
  /** Where the row came from, and for a duplicate the row that it collides with. */
  readonly origin: string;
  readonly other?: string;
  /** The address of the cell, where the source has addresses: `hosts.xlsx!Computers:C17`. */
  readonly cell?: string;
  readonly entity: string;
  readonly field?: string;
  readonly code: RowCode;
  readonly expected: string;
  /** The value that was found, as text; dots where the mapping masks it. */
  readonly found: string;
  readonly outcome: Outcome;
  /** What was done to a record that was repaired. */
  readonly done?: string;
}

/** What became of it: the field was left out or cut, the record or its whole row was rejected, it merged and the first value stayed or was replaced, or the row was repaired. */
export type Outcome = 'omitted' | 'cut' | 'recordRejected' | 'rowRejected' | 'kept' | 'replaced' | 'repaired';

/** Stands for a value that the mapping masks. */
export const dots = '•••';
