import { lex, type Piece, type TextDialect } from './lex.ts';
import type { Profile } from './profile.ts';
import { cellOf, faultLikely, type Neighbours, type Reading, shown } from './reading.ts';

/** The readings of a record whose fields are sound, and too few or too many. */
export function countReadings(pieces: readonly Piece[], neighbours: Neighbours): readonly Reading[] {
  const width = neighbours.profile.columns.length;
  const cells = pieces.map(cellOf);
  const missing = width - pieces.length;
  if (missing === 0 || Math.abs(missing) > mostShift) return missing > 0 ? padded(cells, neighbours.profile) : [];
  return missing > 0 ? fewerReadings(pieces, cells, neighbours) : moreReadings(pieces, cells, neighbours);
}

/** More fields than this are not lost or added by one fault; blank ones at the end may be. */
const mostShift = 8;

type Cells = readonly (string | null)[];

/** Likelihoods of the first cells in their own columns, and of the last ones in columns that lie `shift` farther. */
function sums(cells: Cells, { columns }: Profile, shift: number): { readonly head: number[]; readonly tail: number[] } {
  const head = [0];
  const tail: number[] = new Array(cells.length + 1).fill(0);
  for (let at = 0; at < Math.min(cells.length, columns.length); at++) {
    head.push(head[at] + columns[at].likely(cells[at] ?? ''));
  }
  for (let at = cells.length - 1; at >= 0 && at + shift >= 0; at--) {
    tail[at] = tail[at + 1] + columns[at + shift].likely(cells[at] ?? '');
  }
  return { head, tail };
}

function blanks(count: number): readonly null[] {
  return new Array<null>(count).fill(null);
}

/** The last fields were left out, where others are blank there. */
function padded(cells: Cells, { columns }: Profile): readonly Reading[] {
  const missing = columns.length - cells.length;
  if (columns.slice(cells.length).some(({ blankShare }) => blankShare === 0)) return [];
  const whole = [...cells, ...blanks(missing)];
  const likely = faultLikely.shortened + whole.reduce((sum, cell, at) => sum + columns[at].likely(cell ?? ''), 0);
  const done = missing === 1 ? 'its last field is blank' : `its last ${missing} fields are blank`;
  return [{ cells: whole, likely, done }];
}

function fewerReadings(pieces: readonly Piece[], cells: Cells, { profile, dialect }: Neighbours): readonly Reading[] {
  const { columns } = profile;
  const missing = columns.length - cells.length;
  const { head, tail } = sums(cells, profile, missing);
  const place = -Math.log(columns.length);
  const readings: Reading[] = [...padded(cells, profile)];
  // What is left must tell where the others were.
  const mostLost = Math.max(1, Math.floor(columns.length / 4));
  for (let at = 0; missing <= mostLost && at <= cells.length; at++) {
    const names = columns.slice(at, at + missing).map(({ name }) => shown(name));
    const filled = cells.slice(0, at).concat(blanks(missing), cells.slice(at));
    const likely = faultLikely.lost * missing + place + head[at] + tail[at];
    readings.push({
      cells: filled,
      likely,
      done: `${names.join(' and ')} ${missing === 1 ? 'is' : 'are'} blank`,
      lost: { at, count: missing },
    });
  }
  if (missing > 1) return readings;
  for (const [at, piece] of pieces.entries()) {
    // Both halves pay for themselves, in their columns.
    const around = place + head[at] + tail[at + 1];
    for (const { left, right, likely } of halves(piece, dialect)) {
      const pair = columns[at].likely(left) + columns[at + 1].likely(right);
      const divided = [...cells.slice(0, at), left, right, ...cells.slice(at + 1)];
      const done = `${shown(piece.value)} was divided into ${shown(left)} and ${shown(right)}`;
      readings.push({ cells: divided, likely: likely + around + pair, done });
    }
  }
  return readings;
}

/** Two fields between which the delimiter is missing, or another sign stands. */
function* halves(
  { value, quoted }: Piece,
  { delimiter, quote }: TextDialect,
): Generator<{ readonly left: string; readonly right: string; readonly likely: number }> {
  if (value.length > longestDivided) return;
  for (let at = 1; at < value.length; at++) {
    const [left, right] = [value.slice(0, at), value.slice(at + 1)];
    // Between the quotes of two fields that are quoted, and only there.
    if (quoted) {
      if (value[at] === quote) yield { left, right, likely: faultLikely.glued };
      continue;
    }
    // Never within a character.
    if (/[\udc00-\udfff]/.test(value[at])) continue;
    const isInWord = /[a-z]{2}/.test(value.slice(at - 1, at + 1));
    yield { left, right: value.slice(at), likely: faultLikely.glued + (isInWord ? faultLikely.inWord : 0) };
    const isSign = otherSigns.includes(value[at]) || value[at] === delimiter[0];
    if (isSign && right !== '') yield { left, right, likely: faultLikely.otherSign };
    else if (value[at] === ' ' && right !== '') yield { left, right, likely: faultLikely.blankSign };
  }
}

const longestDivided = 120;
const otherSigns = ';,\t|:^~';

function moreReadings(pieces: readonly Piece[], cells: Cells, { profile, dialect }: Neighbours): readonly Reading[] {
  const { columns } = profile;
  const surplus = cells.length - columns.length;
  const { head, tail } = sums(cells, profile, -surplus);
  const readings: Reading[] = [];
  const place = -Math.log(columns.length);
  for (let at = 0; at < cells.length - surplus + 1; at++) {
    const without = cells.slice(0, at).concat(cells.slice(at + surplus));
    const isBlank = cells.slice(at, at + surplus).every((cell) => cell === null);
    // At the end, a delimiter is often only one too many.
    const isEnd = at === columns.length;
    const likely = (isEnd ? faultLikely.shortened : faultLikely.surplus + place) + (head[at] ?? 0) + tail[at + surplus];
    if (isBlank) readings.push({ cells: without, likely, done: surplusDone(surplus, columns[at]?.name) });
    // What is quoted ends where its quote does.
    if (at >= columns.length || pieces.slice(at, at + surplus + 1).some(({ quoted }) => quoted)) continue;
    const parts = cells.slice(at, at + surplus + 1).map((cell) => cell ?? '');
    const joined = parts.join(dialect.delimiter);
    const whole = [...cells.slice(0, at), joined, ...cells.slice(at + surplus + 1)];
    readings.push({
      cells: whole,
      likely: faultLikely.bareDelimiter + place + head[at] + columns[at].likely(joined) + tail[at + surplus + 1],
      done: `${parts.map(shown).join(' and ')} are one field`,
    });
  }
  return readings;
}

function surplusDone(count: number, before: string | undefined): string {
  const where = before === undefined ? 'at the end' : `before ${shown(before)}`;
  return `${count === 1 ? 'a blank field' : `${count} blank fields`} ${where} ${count === 1 ? 'was' : 'were'} left out`;
}

/** Whether pieces of a record that is written in another way are as many as there are columns. */
export function lexedWhole(text: string, dialect: Neighbours['dialect'], width: number): readonly Piece[] | undefined {
  const { pieces, faultAt } = lex(text, dialect);
  return faultAt === undefined && pieces.length === width ? pieces : undefined;
}
