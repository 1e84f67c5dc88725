import { gapBefore, isNote } from './begin.ts';
import type { Dialect } from './dialect.ts';
import { excerptsOf } from './excerpts.ts';
import { columnKinds, filledOf, isValue, kindOf } from './kinds.ts';
import { firstRecords, type SampleRecord } from './sample.ts';
import type { Tail } from './tail.ts';
import { isTotal } from './totals.ts';
import { isLineEnd, lineEndBytes } from './walk.ts';

/**
 * How many of the last records are a footer: notes, counts, totals, signatures. A record is one only with evidence: it says what footers
 * say and fills few fields; or it stands in a last block of narrow records behind a blank line; or it is as wide as a row, and leaves blank
 * what all rows fill. Any other one that does not fit is a broken row.
 *
 * `rows`: rows of the table to compare with, the nearest ones.
 */
export function footerOf(
  records: readonly SampleRecord[],
  rows: readonly (readonly string[])[],
  width: number,
): number {
  if (width < 2) return 0;
  let count = lastBlock(records, width);
  // What has narrow records behind it may be a total.
  while (count < Math.min(records.length, mostRecords)) {
    const at = records.length - 1 - count;
    const body = rowsBefore(records, at, rows);
    const columns = columnKinds(body);
    const always = columns.flatMap(({ filled }, column) => (filled >= 0.9 && column < width ? [column] : []));
    const isBehindGap = gapBefore(records, at) > 0;
    if (!isFooter(records[at].fields, { width, always, body, isBehindGap })) break;
    count++;
  }
  return count;
}

/** The last records behind a blank line, if none of them could be a row. */
function lastBlock(records: readonly SampleRecord[], width: number): number {
  let found = 0;
  for (let count = 1; count <= Math.min(records.length - 1, mostRecords); count++) {
    const at = records.length - count;
    const { fields } = records[at];
    const few = filledOf(fields).length <= Math.max(1, Math.floor(width / 2));
    if (fields.length >= width || !(few || says(fields.join(' ').trim()))) break;
    if (gapBefore(records, at) > 0) found = count;
  }
  return found;
}

/** Rows that stand above a record, for sums; those of the table if they are not known. */
function rowsBefore(
  records: readonly SampleRecord[],
  at: number,
  rows: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  return rows.length >= records.length ? rows.slice(0, rows.length - (records.length - at)) : rows;
}

interface Neighbours {
  readonly width: number;
  /** The columns that nearly all rows fill. */
  readonly always: readonly number[];
  readonly body: readonly (readonly string[])[];
  readonly isBehindGap: boolean;
}

function isFooter(fields: readonly string[], { width, always, body, isBehindGap }: Neighbours): boolean {
  const filled = filledOf(fields);
  const text = fields.join(' ').trim();
  if (fields.length < width) return filled.length <= 2 && says(text);
  const missing = always.filter((at) => fields[at].trim() === '');
  if (isTotal(fields, body, missing.length)) return true;
  // A note that is padded to the width of a row.
  if (!isNote(fields, width) || missing.length < Math.min(2, always.length) || missing.length === 0) return false;
  const firsts = body.map(([first]) => first ?? '');
  const isForeign = firsts.filter(isValue).length >= firsts.length * 0.9 && kindOf(fields[0]) === 'text';
  return says(text) || isBehindGap || isForeign;
}

/** What the end of a content says, if nobody knows the records before it: line by line, up to one that may belong to a quoted field. */
export function lastRecords(
  { bytes, whole }: Tail,
  dialect: Dialect,
  text: (bytes: Uint8Array) => string,
): readonly SampleRecord[] {
  const records: SampleRecord[] = [];
  let line = 0;
  for (let end = bytes.length; end > 0 && records.length < mostRecords + 1; line--) {
    let to = end;
    if (to > 0 && isLineEnd(bytes[to - 1])) to -= to > 1 && lineEndBytes(bytes, to - 2, to) === 2 ? 2 : 1;
    let from = to;
    while (from > 0 && !isLineEnd(bytes[from - 1])) from--;
    // What stands before this line is not known.
    if (from === 0 && !whole) break;
    const piece = bytes.subarray(from, to);
    if (piece.length > mostBytes || quotesIn(piece, dialect.quote) % 2 === 1) break;
    const [record] = firstRecords(piece, dialect, { whole: true, most: 1, text });
    if (record !== undefined) records.unshift({ ...record, from, end: to, line, next: end, nextLine: line + 1 });
    end = from;
  }
  return records;
}

function quotesIn(bytes: Buffer, quote: number): number {
  let count = 0;
  for (const byte of bytes) if (byte === quote) count++;
  return count;
}

export function noteFooter(records: readonly Pick<SampleRecord, 'fields'>[]): string {
  return records.length === 1
    ? `The last line is no row: ${excerptsOf(records)}.`
    : `The last ${records.length} lines are no rows: ${excerptsOf(records)}.`;
}

const mostRecords = 30;
const mostBytes = 1 << 12;

/** Counts, totals, ends of reports, rules, sources. */
export function says(text: string): boolean {
  return text.length <= 300 && said.test(text);
}

const said = new RegExp(
  [
    String.raw`^\(?\d[\d.,' ]*(?:rows?|records?|lines?|entries|items|results?|zeilen|datens[äa]tze|lignes|filas)\b`,
    '^(?:grand |sub ?)?totals?\\b',
    '^(?:sum|summe|gesamt|gesamtsumme|total g[ée]n[ée]ral)\\b',
    '^[-=_*#\\s]*(?:end|ende|fin) (?:of|der|des|du|de)\\b',
    '^[-=_*#]{3,}$',
    '^-- ',
    '^# ',
    '^(?:generated|exported|printed|created|report|erstellt|exportiert|source|quelle|copyright|page|seite)\\b.*[:\\d]',
    '^(?:signed|signature|approved by|prepared by|unterschrift|notes?|remarks?|hinweis|anmerkung(?:en)?|disclaimer|legend)\\s*:',
    '^(?:number of )?(?:rows|records|row count|record count|count)\\s*[:=]\\s*\\d+',
    '^©',
  ].join('|'),
  'i',
);
