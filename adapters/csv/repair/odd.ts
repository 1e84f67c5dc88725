import { hasStrayQuote } from './lex.ts';
import { cellsLikely, type Neighbours, shown } from './reading.ts';

type Cells = readonly (string | null)[];

/** A row that has as many fields as there are columns, and quotes where its neighbours have none; undefined if they are text. */
export function withoutOddQuotes(
  cells: Cells,
  quoted: (column: number) => boolean,
  { profile, dialect }: Neighbours,
): { readonly cells: Cells; readonly done: string } | undefined {
  const unenclosed = withoutOther(cells, quoted, { profile, dialect });
  if (unenclosed !== undefined) return unenclosed;
  const quote = dialect.quote === '' ? '"' : dialect.quote;
  const done: string[] = [];
  const found = cells.map((cell, at) => {
    const column = profile.columns[at];
    if (cell === null || quoted(at) || !cell.includes(quote)) return cell;
    const bare = cell.replace(quote, '');
    if (bare.includes(quote) || column.knowsSign(quote)) return cell;
    const isUnopened = cell.endsWith(quote) && column.quotedShare >= 0.9;
    // Where nothing is quoted, a quote that opens a field and is not closed is no text.
    const isUnclosed = cell.startsWith(quote) && bare !== '';
    const isStray = hasStrayQuote(cell, quote) || (column.knows(bare) && !column.knows(cell));
    if (!isUnopened && !isUnclosed && !isStray) return cell;
    const what = isUnopened ? 'the quote behind' : isUnclosed ? 'the quote before' : 'a stray quote was left out of';
    const rest = isUnopened ? ' was opened before it' : isUnclosed ? ' was closed behind it' : '';
    done.push(`${what} ${shown(bare)}${rest}`);
    return bare;
  });
  return done.length === 0 ? undefined : { cells: found, done: done.join(', and ') };
}

/** Fields that stand in the other quotes, in this row alone. */
function withoutOther(
  cells: Cells,
  quoted: (column: number) => boolean,
  { profile, dialect }: Pick<Neighbours, 'profile' | 'dialect'>,
): { readonly cells: Cells; readonly done: string } | undefined {
  for (const sign of ['"', "'"]) {
    if (sign === dialect.quote) continue;
    const isEnclosed = (cell: string | null, at: number) =>
      cell !== null && cell.length > 1 && cell.startsWith(sign) && cell.endsWith(sign) && !quoted(at);
    const enclosed = cells.filter(isEnclosed).length;
    const filled = cells.filter((cell) => cell !== null).length;
    if (enclosed < 2 || enclosed * 2 < filled) continue;
    const bare = cells.map((cell, at) => (cell !== null && isEnclosed(cell, at) ? cell.slice(1, -1) : cell));
    if (
      bare.some((cell) => cell?.includes(sign)) ||
      cellsLikely(profile, bare) < cellsLikely(profile, cells) + likelier
    )
      continue;
    return { cells: bare, done: `its fields stand in ${sign === "'" ? 'single' : 'double'} quotes` };
  }
  return undefined;
}

const likelier = 10;
