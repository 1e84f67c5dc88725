/** How the records of a text file are written: the bytes that separate and quote, and the constants of the format. */
export interface Dialect {
  /** The byte between two fields. */
  readonly delimiter: number;
  /** The byte around a quoted field, doubled inside it; -1 if nothing is quoted. */
  readonly quote: number;
  /** The most bytes of a record: a quote that is never closed must not swallow the rest of the file. */
  readonly maxRecordBytes: number;
}

export const lineFeed = 10;
export const carriageReturn = 13;

/** A record is broken beyond this size. */
export const maxRecordBytes = 1 << 20;

/** A plain file is cut at the first record end past this size. A constant of the format: results must not depend on workers. */
export const partBytes = 1 << 24;

/** The text of a broken record is kept up to this size. */
export const maxBrokenBytes = 1 << 16;

/** A table of 256 that says which bytes end a run of ordinary ones. */
export function stopTable(...stops: readonly number[]): Uint8Array {
  const table = new Uint8Array(256);
  for (const stop of stops) if (stop >= 0) table[stop] = 1;
  return table;
}
