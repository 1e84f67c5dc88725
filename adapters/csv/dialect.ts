/** How the records of a text file are written: the bytes that separate and quote, and the constants of the format. */
export interface Dialect {
  /** The byte between two fields; the first one, if there are several. */
  readonly delimiter: number;
  /** The bytes of the delimiter behind its first one. */
  readonly more?: Uint8Array;
  /** The byte around a quoted field, doubled inside it; -1 if nothing is quoted. */
  readonly quote: number;
  /** The byte that takes the meaning of the one behind it away: a backslash. Quotes may be doubled all the same. */
  readonly escapedBy?: number;
  /** Quotes stand inside quoted fields as they are: one closes the field only before a delimiter or a line end. */
  readonly unescaped?: boolean;
  /** Blanks may stand before an opening quote and behind a closing one. */
  readonly blanks?: boolean;
  /** So many of the delimiter, or more, stand between two fields: columns that blanks line up. At the ends of a line they mean nothing. */
  readonly run?: number;
  /** The most bytes of a record: a quote that is never closed must not swallow the rest of the file. */
  readonly maxRecordBytes: number;
}

/** Most files: one byte separates, quotes are doubled or absent. They take the tight loops, all others the plain ones. */
export function isUsual({ more, escapedBy, unescaped, blanks, run }: Dialect): boolean {
  const isSingle = (more === undefined || more.length === 0) && run === undefined;
  return isSingle && escapedBy === undefined && unescaped !== true && blanks !== true;
}

/** A delimiter that begins and ends with a blank, as in `a | b`: all blanks around fields belong to it. */
export function trims({ delimiter, more, run }: Pick<Dialect, 'delimiter' | 'more' | 'run'>): boolean {
  return delimiter === 32 && more !== undefined && more.length > 1 && more[more.length - 1] === 32 && run === undefined;
}

export const lineFeed = 10;
export const carriageReturn = 13;
export const doubleQuote = 34;
export const singleQuote = 39;
export const backslash = 92;
export const backtick = 96;

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
