/**
 * How rows go back to the people who keep them, and are known when they return: each carries a mark, which names the package that
 * did not take it, where it stood, and what it held.
 */

/** Writes copies of the source's file that say which rows and cells are wrong, and leave everything else as it is. */
export interface Annotator {
  /**
   * Writes the copy. The rows come in the order of their positions.
   * @throws SourceError `source/not-annotated` if this one file can't carry it.
   */
  readonly write: (path: string, dataset: string, rows: AsyncIterable<AnnotatedRow>) => Promise<AnnotatedCopy>;
}

export interface AnnotatedCopy {
  /** How the name of the copy has to end: `xlsx`. */
  readonly extension: string;
  /** Whole sentences about what the copy could not take. */
  readonly sentences: readonly string[];
}

export interface AnnotatedRow {
  readonly position: number;
  readonly mark: string;
  /** What is wrong with it, for its last column. */
  readonly reasons: string;
  /** Cells that are coloured, by column, and what their notes say. */
  readonly cells: ReadonlyMap<number, string>;
}

/** The marks of a dataset that came back. */
export interface MarkedRows {
  /** One of them, as `markText` made it; undefined if there is none. */
  readonly first: string | undefined;
  /** The mark of a row of the batch that was given out last. */
  readonly markOf: (position: number) => string | undefined;
}

/** The columns that are added to rows which are given back. */
export const originColumn = 'Tributary origin';
export const reasonsColumn = 'Tributary reasons';
export const textColumn = 'Tributary text';
export const markColumn = 'Tributary row';

export interface RowMark {
  /** Where the row stood when it was read. */
  readonly position: number;
  /** What its cells were: 12 hexadecimal digits. */
  readonly digest: string;
  /** The beginning of the content digest of the package that did not take it. */
  readonly package: string;
  /** By which mapping of the package it was read, where that has several. */
  readonly mapping?: string | undefined;
  /** It was imported all the same, and something was left out: it comes back only if it was changed. */
  readonly imported: boolean;
}

/** How much of the content digest a mark holds. */
export const markedDigits = 16;

/**
 * `row 17 9f3a21c4b5d6 of 6c34d20a91b2c3d4 in site/disks`: plain text to every program, and no number, date or formula to any. One
 * mapping alone is not named.
 */
export function markText({ position, digest, package: of, mapping, imported }: RowMark): string {
  const by = mapping === undefined ? '' : ` in ${mapping}`;
  return `row ${position} ${digest} of ${of.slice(0, markedDigits)}${by}${imported ? ', imported' : ''}`;
}

export function parseMark(text: string): RowMark | undefined {
  const [, position, digest, of, mapping, imported] =
    /^row (\d{1,15}) ([0-9a-f]{12}) of ([0-9a-f]{16})(?: in ([a-z0-9/-]{1,200}))?(, imported)?$/.exec(text.trim()) ??
    [];
  if (position === undefined) return undefined;
  return { position: Number(position), digest, package: of, mapping, imported: imported !== undefined };
}
