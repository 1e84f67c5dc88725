import { delimiterName } from '../sniff.ts';
import { lexedWhole } from './count.ts';
import type { Lexed, TextDialect } from './lex.ts';
import { cellOf, cellsLikely, faultLikely, type Neighbours, type Reading } from './reading.ts';

/** The readings of a record that is written as no other: with another delimiter, quote or escape, or in quotes as a whole. */
export function lineReadings(text: string, lexed: Lexed, { profile, dialect }: Neighbours): readonly Reading[] {
  const width = profile.columns.length;
  const ways =
    width < 2
      ? []
      : [...otherDelimiters(text, dialect), ...otherQuotes(text, dialect), ...wrapped(text, lexed, dialect)];
  return ways.flatMap(({ content, as, done }) => {
    const pieces = lexedWhole(content, as, width);
    if (pieces === undefined) return [];
    const cells = pieces.map(cellOf);
    return [{ cells, likely: faultLikely.line - Math.log(ways.length) + cellsLikely(profile, cells), done }];
  });
}

interface Way {
  readonly content: string;
  readonly as: TextDialect;
  readonly done: string;
}

const delimiters = [',', ';', '\t', '|', ':', '^', '~', ' ', '||', '::', ', ', '; '];

function otherDelimiters(text: string, dialect: TextDialect): readonly Way[] {
  return delimiters
    .filter((delimiter) => delimiter !== dialect.delimiter && text.includes(delimiter))
    .map((delimiter) => {
      const bytes = Buffer.from(delimiter);
      const name = delimiterName({ delimiter: bytes[0], ...(bytes.length > 1 ? { more: bytes.subarray(1) } : {}) });
      return { content: text, as: { ...dialect, delimiter }, done: `its delimiter is ${name}` };
    });
}

function otherQuotes(text: string, dialect: TextDialect): readonly Way[] {
  const ways: Way[] = ['"', "'"]
    .filter((quote) => quote !== dialect.quote && text.includes(quote))
    .map((quote) => ({
      content: text,
      as: { ...dialect, quote },
      done: `its fields stand in ${quoteNames.get(quote)} quotes`,
    }));
  if (!dialect.backslash && text.includes(`\\${dialect.quote}`)) {
    ways.push({ content: text, as: { ...dialect, backslash: true }, done: 'its quotes are escaped by backslashes' });
  }
  return ways;
}

const quoteNames: ReadonlyMap<string, string> = new Map([
  ['"', 'double'],
  ["'", 'single'],
]);

/** A program took the whole record for one field, and enclosed it once more. */
function wrapped(text: string, { pieces, faultAt }: Lexed, dialect: TextDialect): readonly Way[] {
  const { quote } = dialect;
  if (quote === '' || text.length < 2 || !text.startsWith(quote) || !text.endsWith(quote)) return [];
  const done = 'the quotes around the whole record were left out';
  const isOne = faultAt === undefined && pieces.length === 1;
  const inner = isOne ? [pieces[0].value] : [];
  return [...inner, text.slice(1, -1)].map((content) => ({ content, as: dialect, done }));
}
