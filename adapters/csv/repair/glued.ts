import { lexedWhole } from './count.ts';
import { lex, type Piece, type TextDialect } from './lex.ts';
import { cellOf, cellsLikely, faultLikely, fitOf, type Neighbours, type Reading, shown } from './reading.ts';

/** What was written without a sign between: two fields, or two records. */

/** The readings of a record in which a delimiter is missing beside a quote: `S41"Main St, west"` or `"Main St, west"Metro`. */
export function gluedReadings(text: string, { profile, dialect }: Neighbours): readonly Reading[] {
  const width = profile.columns.length;
  return gapsAt(text, dialect).flatMap((at) => {
    const pieces = lexedWhole(divided(text, at, dialect), dialect, width);
    if (pieces === undefined || pieces.some((piece) => !piece.quoted && piece.value.includes(dialect.quote))) return [];
    const cells = pieces.map(cellOf);
    const likely = faultLikely.glued - Math.log(width) + cellsLikely(profile, cells);
    const left = pieces.findIndex(({ to }) => to === at);
    if (left < 0 || left + 1 >= width) return [];
    const done = `a delimiter was missing between ${shown(pieces[left].value)} and ${shown(pieces[left + 1].value)}`;
    return [{ cells, likely, done }];
  });
}

/** Two records that stand on one line: they are two rows, and no reading of one. */
export function areTwo(text: string, neighbours: Neighbours): boolean {
  const { profile, dialect } = neighbours;
  const width = profile.columns.length;
  if (width < 3 || text.split(dialect.delimiter).length < 2 * width - 1) return false;
  const { pieces, faultAt } = lex(text, dialect);
  if (faultAt === undefined && pieces.length === 2 * width - 1) {
    const [left, right] = [pieces.slice(0, width - 1), pieces.slice(width)];
    return looksRight(left, 0, neighbours) && looksRight(right, 1, neighbours);
  }
  return gapsAt(text, dialect).some((at) => {
    const both = lexedWhole(divided(text, at, dialect), dialect, 2 * width);
    if (both === undefined) return false;
    return looksRight(both.slice(0, width), 0, neighbours) && looksRight(both.slice(width), 0, neighbours);
  });
}

/** Values of the columns from one on; the others are not known. */
function looksRight(pieces: readonly Piece[], from: number, { profile }: Neighbours): boolean {
  const values = pieces.map(cellOf);
  const count = profile.columns.length - values.length;
  const blanks = new Array<null>(count).fill(null);
  const cells = from === 0 ? [...values, ...blanks] : [...blanks, ...values];
  return fitOf({ cells, lost: { at: from === 0 ? values.length : 0, count } }, profile) >= profile.floor;
}

function divided(text: string, at: number, { delimiter }: TextDialect): string {
  return text.slice(0, at) + delimiter + text.slice(at);
}

/** Before opening and behind closing quotes that touch the field beside them. */
function gapsAt(text: string, { quote, delimiter }: TextDialect): readonly number[] {
  const found: number[] = [];
  if (quote === '') return found;
  for (let at = text.indexOf(quote); at >= 0 && found.length < mostGaps; at = text.indexOf(quote, at + 1)) {
    const before = at > 0 && text[at - 1] !== quote && !text.startsWith(delimiter, at - delimiter.length);
    if (before) found.push(at);
    const behind = at + 1 < text.length && text[at + 1] !== quote && !text.startsWith(delimiter, at + 1);
    if (behind && at > 0) found.push(at + 1);
  }
  return found;
}

const mostGaps = 40;
