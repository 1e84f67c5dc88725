import { bareEnd, fieldAt, hasStrayQuote, type Lexed, lex, type Piece, plain, type TextDialect } from './lex.ts';
import type { ColumnProfile } from './profile.ts';
import { cellOf, cellsLikely, faultLikely, type Neighbours, type Reading, shown } from './reading.ts';

/** One way to read a field whose quotes are faulty. */
interface Field {
  readonly value: string;
  /** Where the delimiter behind it stands, or the end of the record. */
  readonly to: number;
  readonly likely: number;
  readonly done: string;
}

/** The readings of a record in which the quotes of one field are faulty, and all others are sound. */
export function quoteReadings(text: string, lexed: Lexed, { profile, dialect }: Neighbours): readonly Reading[] {
  if (dialect.quote === '' || !text.includes(dialect.quote)) return [];
  const width = profile.columns.length;
  const rests = new Map<number, readonly Piece[] | undefined>();
  const starts = [...lexed.pieces.map(({ from }) => from), ...(lexed.faultAt === undefined ? [] : [lexed.faultAt])];
  const readings: Reading[] = [];
  for (const [at, start] of starts.slice(0, width).entries()) {
    for (const field of faultyFields(text, start, dialect, profile.columns[at])) {
      if (readings.length > mostReadings || rests.size > mostRests) return [];
      const rest = restAt(text, field.to, dialect, rests);
      if (rest === undefined || at + 1 + rest.length !== width) continue;
      const cells = [
        ...lexed.pieces.slice(0, at).map(cellOf),
        cellOf({ ...field, quoted: false }),
        ...rest.map(cellOf),
      ];
      const likely = field.likely - Math.log(width) + cellsLikely(profile, cells);
      readings.push({ cells, likely, done: field.done });
    }
  }
  return readings;
}

/** A record of many quotes is no one's slip. */
const mostReadings = 200;
const mostRests = 100;

/** The sound fields behind one, each rest taken apart once. */
function restAt(
  text: string,
  to: number,
  dialect: TextDialect,
  rests: Map<number, readonly Piece[] | undefined>,
): readonly Piece[] | undefined {
  if (to >= text.length) return [];
  if (!rests.has(to)) {
    const { pieces, faultAt } = lex(text, dialect, to + dialect.delimiter.length);
    // One fault is a slip; bare fields with quotes in them would be a second one.
    const isSound =
      faultAt === undefined && !pieces.some((piece) => !piece.quoted && piece.value.includes(dialect.quote));
    rests.set(to, isSound ? pieces : undefined);
  }
  return rests.get(to);
}

function faultyFields(text: string, at: number, dialect: TextDialect, column: ColumnProfile): readonly Field[] {
  const { quote } = dialect;
  if (text.startsWith(quote, at)) {
    const late = [...closedLate(text, at, dialect, column)];
    const isSound = fieldAt(text, dialect, at) !== undefined;
    return isSound ? late : [...late, ...neverClosed(text, at, dialect), ...closedEarly(text, at, dialect)];
  }
  const blanks = /^[ \t]+/.exec(text.slice(at, at + 20))?.[0].length ?? 0;
  const behind = blanks > 0 ? fieldAt(text, { ...dialect, blanks: true }, at) : undefined;
  const padded = behind?.quoted
    ? [
        {
          value: behind.value,
          to: behind.to,
          likely: faultLikely.quote,
          done: `blanks stand around the quotes of ${shown(behind.value)}`,
        },
      ]
    : [];
  return [...padded, ...neverOpened(text, at, dialect, column)];
}

/** Quotes inside of the field are text, as they are not doubled: it ends at one before a delimiter. */
function* closedLate(text: string, at: number, dialect: TextDialect, column: ColumnProfile): Generator<Field> {
  const { quote } = dialect;
  const strict = fieldAt(text, dialect, at)?.to;
  for (const end of closings(text, at + 1, dialect)) {
    const to = end + 1;
    if (to === strict || end === at) continue;
    const content = text.slice(at + 1, end);
    const value = plain(content, dialect);
    const odd = oddQuotes(content, quote);
    if (odd === 0) continue;
    // All of them behind a backslash: then that is no text.
    const escaped = content.split(`\\${quote}`).length - 1;
    if (escaped === odd && !dialect.backslash) {
      const done = `backslashes before quotes are no text in ${shown(value)}`;
      yield { value: content.replaceAll(`\\${quote}`, quote), to, likely: faultLikely.quote, done };
      continue;
    }
    const bare = content.replace(quote, '');
    const isStray =
      (column.knows(bare) && !column.knows(value)) || hasStrayQuote(content, quote) || content.startsWith(quote);
    if (odd === 1 && isStray) {
      yield { value: bare, to, likely: faultLikely.quote, done: `a stray quote was left out of ${shown(bare)}` };
    }
    yield { value, to, likely: faultLikely.quote, done: `quotes inside ${shown(value)} are text` };
  }
}

/** The closing quote is missing: the field goes on to a delimiter, or to the end of the record. */
function* neverClosed(text: string, at: number, dialect: TextDialect): Generator<Field> {
  const { quote, delimiter } = dialect;
  const next = text.indexOf(quote, at + 1);
  const limit = next < 0 ? text.length : next;
  for (let to = text.indexOf(delimiter, at + 1); ; to = text.indexOf(delimiter, to + 1)) {
    const end = to < 0 ? text.length : to;
    if (end > limit) return;
    const value = text.slice(at + 1, end);
    yield { value, to: end, likely: faultLikely.quote, done: `the quote before ${shown(value)} was closed behind it` };
    if (to < 0) return;
  }
}

/** Text behind the closing quote belongs to the field. */
function* closedEarly(text: string, at: number, dialect: TextDialect): Generator<Field> {
  const { quote } = dialect;
  const closing = text.indexOf(quote, at + 1);
  if (closing < 0) return;
  const to = bareEnd(text, dialect, closing + 1);
  const tail = text.slice(closing + 1, to);
  if (tail === '' || tail.includes(quote)) return;
  const head = text.slice(at + 1, closing);
  const value = tail.trim() === '' ? head : head + tail;
  yield { value, to, likely: faultLikely.quote, done: `the text behind the closing quote belongs to ${shown(value)}` };
}

/** The opening quote is missing: a bare field, perhaps with delimiters, ends with a quote. */
function* neverOpened(text: string, at: number, dialect: TextDialect, column: ColumnProfile): Generator<Field> {
  const { quote, delimiter } = dialect;
  const [end] = closings(text, at, dialect);
  if (end === undefined || end === at) return;
  const value = text.slice(at, end);
  if (value.includes(quote)) return;
  const isWide = value.includes(delimiter);
  // A quote at the end of a field means inches too.
  if (!isWide && !column.knows(value) && column.quotedShare < 0.5) return;
  yield {
    value,
    to: end + 1,
    likely: faultLikely.quote,
    done: `the quote behind ${shown(value)} was opened before it`,
  };
}

/** Where quotes stand before a delimiter or the end of the record. */
function* closings(text: string, from: number, { quote, delimiter }: TextDialect): Generator<number> {
  for (let at = text.indexOf(quote, from); at >= 0; at = text.indexOf(quote, at + 1)) {
    if (at + 1 >= text.length || text.startsWith(delimiter, at + 1)) yield at;
  }
}

/** How many quotes are not doubled. */
function oddQuotes(content: string, quote: string): number {
  return content.replaceAll(quote + quote, '').split(quote).length - 1;
}
