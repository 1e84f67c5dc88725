import { gluedReadings } from './glued.ts';
import { hasStrayQuote, lex } from './lex.ts';
import { cellOf, cellsLikely, type Neighbours, shown } from './reading.ts';

type Cells = readonly (string | null)[];

interface Found {
  readonly cells: Cells;
  readonly done: string;
  /** What is odd, if it is not the quotes. */
  readonly fault?: { readonly expected: string; readonly found: string };
}

/** A row that has as many fields as there are columns, and quotes or blanks where its neighbours have none; undefined if they are text. */
export function withoutOddQuotes(
  cells: Cells,
  quoted: (column: number) => boolean,
  neighbours: Neighbours,
): Found | undefined {
  const { profile, dialect } = neighbours;
  const otherwise =
    withoutBlanks(cells, quoted, neighbours) ??
    withoutOther(cells, quoted, neighbours) ??
    divided(cells, quoted, neighbours);
  if (otherwise !== undefined) return otherwise;
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

/** A blank behind each delimiter, in this row alone. */
function withoutBlanks(cells: Cells, quoted: (column: number) => boolean, neighbours: Neighbours): Found | undefined {
  const { profile, dialect } = neighbours;
  const isPadded = (cell: string | null, at: number) => cell?.startsWith(' ') && profile.columns[at].isUnpadded;
  const padded = cells.filter((cell, at) => at > 0 && isPadded(cell, at) && !quoted(at)).length;
  const isWhole = cells.every((cell, at) => at === 0 || cell === null || quoted(at) || isPadded(cell, at));
  const isBlank = cells.every((cell) => cell === null || cell.trim() === '');
  if (isBlank || !isWhole || padded < 2 || dialect.delimiter.endsWith(' ')) return undefined;
  const bare = cells.map((cell, at) => {
    if (cell === null || at === 0 || quoted(at)) return cell;
    const { pieces, faultAt } = lex(cell.slice(1), dialect);
    return pieces.length === 1 && faultAt === undefined ? cellOf(pieces[0]) : cell.slice(1);
  });
  const fault = { expected: 'values with no blank before them', found: 'one before each' };
  return { cells: bare, fault, done: `its delimiter is ${JSON.stringify(`${dialect.delimiter} `)}` };
}

/** Fields that stand in the other quotes, in this row alone. */
function withoutOther(
  cells: Cells,
  quoted: (column: number) => boolean,
  { profile, dialect }: Pick<Neighbours, 'profile' | 'dialect'>,
): Found | undefined {
  for (const sign of ['"', "'"]) {
    if (sign === dialect.quote) continue;
    const isEnclosed = (cell: string | null, at: number) =>
      cell !== null && cell.length > 1 && cell.startsWith(sign) && cell.endsWith(sign) && !quoted(at);
    const enclosed = cells.filter(isEnclosed).length;
    const filled = cells.filter((cell) => cell !== null).length;
    if (enclosed < 2 || enclosed * 2 < filled) continue;
    const inner = cells.map((cell, at) =>
      cell !== null && isEnclosed(cell, at) ? cell.slice(1, -1).replaceAll(sign + sign, doubled) : cell,
    );
    if (enclosed < filled && inner.some((cell) => cell?.includes(sign))) continue;
    const bare = inner.map((cell) => cell?.replaceAll(doubled, sign) ?? null);
    if (cellsLikely(profile, bare) < cellsLikely(profile, cells) + likelier) continue;
    return { cells: bare, done: `its fields stand in ${sign === "'" ? 'single' : 'double'} quotes` };
  }
  return undefined;
}

/** Stands for a doubled quote, and is in no text. */
const doubled = '\u0000';

/** A delimiter is missing before a quote, and one that should be in quotes stands for it. */
function divided(cells: Cells, quoted: (column: number) => boolean, neighbours: Neighbours): Found | undefined {
  const { profile, dialect } = neighbours;
  const { quote, delimiter } = dialect;
  if (quote === '') return undefined;
  const text = cells.map((cell, at) => (quoted(at) ? enclosed(cell ?? '', quote) : (cell ?? ''))).join(delimiter);
  const [best] = [...gluedReadings(text, neighbours)].sort((a, b) => b.likely - a.likely);
  return best !== undefined && best.likely > cellsLikely(profile, cells) + likelier ? best : undefined;
}

function enclosed(cell: string, quote: string): string {
  return quote + cell.replaceAll(quote, quote + quote) + quote;
}

const likelier = 10;
