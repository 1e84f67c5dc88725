import { excerpt } from '../../../core/adapter/printable.ts';
import type { Piece, TextDialect } from './lex.ts';
import type { Profile } from './profile.ts';

/** One way to read a record that does not fit as it stands: as many cells as there are columns. */
export interface Reading {
  readonly cells: readonly (string | null)[];
  /** The natural logarithm of how likely it is: of its cells, and of what must have happened to the record. */
  readonly likely: number;
  /** A clause for people: what was done. */
  readonly done: string;
  /** The cells to judge it by, if they are not these: line ends took the place of blanks. */
  readonly judged?: readonly (string | null)[];
  /** From which cell on so many values are lost, and are not known to be blank. */
  readonly lost?: { readonly at: number; readonly count: number };
}

/** What a record is read against. */
export interface Neighbours {
  readonly profile: Profile;
  readonly dialect: TextDialect;
  /** How lines end. */
  readonly lineEnd: string;
  /** The most fields of a record: more than there are columns where blank ones at the end are usual. */
  readonly most: number;
  /** A column whose values never begin with a blank; -1 if there is none. */
  readonly unpadded: number;
}

/** How likely single faults are, one to the other. */
export const faultLikely = {
  /** The last fields were left out because they are blank. */
  shortened: -1,
  /** A field is missing with its delimiter. */
  lost: -3,
  /** A delimiter is missing between two fields. */
  glued: -3,
  /** Two fields rarely meet so that they look like one word. */
  inWord: -3,
  /** Another sign stands where a delimiter should. */
  otherSign: -2,
  /** A blank, which stands in texts too. */
  blankSign: -5,
  /** A delimiter too many, between two others. */
  surplus: -2,
  /** A delimiter inside of a field that is not quoted. */
  bareDelimiter: -2,
  quote: -2,
  /** The whole line is written in another way. */
  line: -1,
} as const;

export function cellOf({ value, quoted }: Pick<Piece, 'value' | 'quoted'>): string | null {
  return value === '' && !quoted ? null : value;
}

/** The likelihood of cells, one in each column. */
export function cellsLikely({ columns }: Profile, cells: readonly (string | null)[]): number {
  return cells.reduce((sum, cell, at) => sum + columns[at].likely(cell ?? ''), 0);
}

/** How much cells look like those of their columns. What is lost is not held against them. */
export function fitOf(
  { cells, judged = cells, lost }: Pick<Reading, 'cells' | 'judged' | 'lost'>,
  { columns }: Profile,
): number {
  return columns.reduce((sum, column, at) => {
    const isLost = lost !== undefined && at >= lost.at && at < lost.at + lost.count;
    return isLost ? sum : sum + column.gain(judged[at] ?? '');
  }, 0);
}

/** A value in a sentence. */
export function shown(value: string): string {
  return JSON.stringify(excerpt(value, 40));
}
