import { gapBefore, isNote } from './begin.ts';
import type { Dialect } from './dialect.ts';
import { excerptsOf } from './excerpts.ts';
import { columnKinds, extentOf, filledOf, isValue, kindOf } from './kinds.ts';
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
  let count = lastBlock(records, rows, width);
  // What has narrow records behind it may be a total.
  while (count < Math.min(records.length, mostRecords)) {
    const at = records.length - 1 - count;
    const body = rowsBefore(records, at, rows);
    if (!isFooter(records[at].fields, body, width)) break;
    count++;
  }
  return count;
}

/** The last records behind a blank line, if none of them could be a row. */
function lastBlock(records: readonly SampleRecord[], rows: readonly (readonly string[])[], width: number): number {
  let found = 0;
  for (let count = 1; count <= Math.min(records.length - 1, mostRecords); count++) {
    const at = records.length - count;
    const { fields } = records[at];
    const isFew = filledOf(fields).length <= Math.max(1, Math.floor(width / 2));
    const isNarrow = fields.length < width && (isFew || says(fields.join(' ').trim()));
    if (!isNarrow && !isNote(fields, width)) break;
    if (gapBefore(records, at) > 0) found = count;
  }
  const body = rowsBefore(records, records.length - found, rows);
  const isBlock = records.slice(records.length - found).every(({ fields }) => {
    const missing = missingIn(fields, body, width);
    return fields.length < width || missing > 1 || (missing > 0 && isForeign(fields[0], body, true));
  });
  return isBlock ? found : 0;
}

/** How many of the columns that nearly all rows fill are blank. */
function missingIn(fields: readonly string[], rows: readonly (readonly string[])[], width: number): number {
  const columns = columnKinds(rows).slice(0, width);
  return columns.filter(({ filled }, at) => filled >= 0.9 && (fields[at] ?? '').trim() === '').length;
}

/** No value of the first column: text where it has numbers or dates; and, if there is other evidence, words where it has none. */
function isForeign(field: string, rows: readonly (readonly string[])[], orWords: boolean): boolean {
  const firsts = rows.map(([first]) => (first ?? '').trim()).filter((first) => first !== '');
  const share = (test: (first: string) => boolean) => firsts.filter(test).length / Math.max(1, firsts.length);
  if (kindOf(field) === 'text' && share(isValue) >= 0.9) return true;
  const hasWords = (text: string) => /\S\s+\S/.test(text);
  return orWords && hasWords(field.trim()) && share(hasWords) < 0.1;
}

/** Rows that stand above a record, for sums; those of the table if they are not known. */
function rowsBefore(
  records: readonly SampleRecord[],
  at: number,
  rows: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  return rows.length >= records.length ? rows.slice(0, rows.length - (records.length - at)) : rows;
}

function isFooter(fields: readonly string[], body: readonly (readonly string[])[], width: number): boolean {
  const text = fields.join(' ').trim();
  if (fields.length < width) return filledOf(fields).length <= 2 && (says(text) || isRemark(fields, body, width));
  const missing = missingIn(fields, body, width);
  if (isTotal(fields, body, missing)) return true;
  // A note that is padded to the width of a row.
  return isNote(fields, width) && missing > 0 && (says(text) || (missing > 1 && isForeign(fields[0], body, false)));
}

/** A sentence of a few words, where no row begins with anything like it: neither a row that was cut off, nor the rest of the last one. */
function isRemark(fields: readonly string[], body: readonly (readonly string[])[], width: number): boolean {
  const first = fields[0].trim();
  if (fields.length === 1 && (first === endOfFile || /^<?(?:EOF|END)>?$/i.test(first))) return true;
  const isSentence = /^\S*\p{L}\S*(?: \S+){2,}$/u.test(first) && !/[;|:\t/"]\S/.test(first);
  return width > 2 && body.length > 3 && isSentence && isForeign(first, body, true);
}

/** Where files of DOS end. */
const endOfFile = '\u001a';

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

/** What the last records of a large file show: as many fields as each other, and not as many as the first ones. */
export function noteLast(records: readonly SampleRecord[], width: number): readonly string[] {
  const widths = new Set(records.map(({ fields }) => fields.length));
  const [last] = widths;
  const isOther = widths.size === 1 && records.length >= fewestLast && last > 1 && last !== width;
  if (!isOther || records.every(({ fields }) => extentOf(fields) <= width && fields.length > width)) return [];
  return [
    `The last records have ${last} fields, the first ones ${width}: another table seems to begin further down. Its records are rejected; save it as a file of its own.`,
  ];
}

const fewestLast = 5;
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
    '^[-=_*#+|]{3,}$',
    '^-- ',
    '^# ',
    '^(?:generated|exported|printed|created|report|erstellt|exportiert|source|quelle|copyright|page|seite)\\b.*[:\\d]',
    '^(?:signed|signature|approved by|prepared by|unterschrift|notes?|remarks?|hinweis|anmerkung(?:en)?|disclaimer|legend)\\s*:',
    '^(?:number of )?(?:rows|records|row count|record count|count)\\s*[:=]\\s*\\d+',
    '^©',
  ].join('|'),
  'i',
);
