import { gapBefore, hasNames, isEnclosedValue } from './begin.ts';
import { type ColumnKind, columnKinds, extentOf, filledOf, isValue, typedColumns } from './kinds.ts';
import { namesColumns } from './named.ts';
import type { SampleRecord } from './sample.ts';

/** Where another table begins below one: its titles, and the record with its column names, or its first row. */
export interface Border {
  /** The first title, or the same as `begin`. */
  readonly titles: number;
  readonly begin: number;
  readonly width: number;
}

export interface Above {
  /** The first record of the table: its column names. */
  readonly begin: number;
  readonly body: number;
  readonly width: number;
}

/**
 * The first record below a table's first row that begins another one. It takes more than a blank line: column names of another width with
 * records like them below; or, behind a blank line or a title, column names where this table has numbers or dates.
 */
export function findBorder(records: readonly SampleRecord[], above: Above, gaps: Gaps): Border | undefined {
  const first = kindsOf(records, above, above.body + mostRows);
  let tried = 0;
  for (let at = above.body + 1; at < records.length; at++) {
    const { fields } = records[at];
    if (areNames(records, at, above)) {
      const kinds = at < above.body + mostRows ? kindsOf(records, above, at) : first;
      if (mayChange(records, at, kinds) && tried++ < mostTried && isChange(records, at, above, kinds))
        return { titles: titlesBefore(records, at, above), begin: at, width: above.width };
    }
    const isOther =
      fields.length !== records[at - 1].fields.length ||
      gapBefore(records, at) > gaps.usual ||
      isTitle(records[at - 1].fields, above.width);
    if (!isOther || fields.length < 2 || isHeaderOf(records, above, fields)) continue;
    const titles = titlesBefore(records, at, above);
    const isApart = gapBefore(records, at) > gaps.usual || gapBefore(records, titles) > gaps.usual || titles < at;
    const end = endOfRun(records, at, gaps);
    const isWide = agrees(fields, above.width);
    if (
      isWide
        ? isApart && contradicts(records, { titles, at, end }, above)
        : isOwnTable(records, at, end, isApart, above)
    )
      return { titles, begin: at, width: isWide ? above.width : fields.length };
  }
  return undefined;
}

/** A record that could be names, as wide as the rows above, with nothing before it: all filled, each once, and no values. */
function areNames(records: readonly SampleRecord[], at: number, above: Above): boolean {
  const { fields } = records[at];
  if (fields.length !== above.width || records[at + 1]?.fields.length !== above.width) return false;
  if (above.width < 3 || at - above.body < fewRows || isHeaderOf(records, above, fields)) return false;
  if (fields.some((field) => field.trim() === '' || isValue(field) || isEnclosedValue(field))) return false;
  return new Set(fields).size === fields.length;
}

/** Text where the rows above have numbers or dates; and below it values, or text as it has. */
function mayChange(records: readonly SampleRecord[], at: number, kinds: readonly ColumnKind[]): boolean {
  const typed = typedColumns(kinds);
  if (!hasNames(records[at].fields, typed)) return false;
  const below = records.slice(at + 1, at + 4).map(({ fields }) => fields);
  const isOther = typed.length > 1 && below.length > 1 && below.every((row) => hasNames(row, typed));
  return isOther || typed.some((column) => isValue(below[0][column])) || below[0].filter(isValue).length > 1;
}

/** They name what comes behind them; two columns of numbers or dates lack these here, or have others from here on. */
function isChange(records: readonly SampleRecord[], at: number, above: Above, kinds: readonly ColumnKind[]): boolean {
  const table = records.slice(at, at + mostRows).map(({ fields }) => fields);
  if (table.length < 3 || !namesTyped(table.filter((row) => agrees(row, above.width)))) return false;
  const own = columnKinds(table.slice(1));
  const changed = typedColumns(own).filter((column) => own[column].kind !== kinds[column]?.kind);
  const typed = typedColumns(kinds).length;
  return typed > 1 || typed + changed.length > 1;
}

/** How many blank lines usually stand between two records: in some files there is one below each. */
export interface Gaps {
  readonly usual: number;
}

export function gapsOf(records: readonly SampleRecord[]): Gaps {
  const gaps = records.map((_, at) => gapBefore(records, at)).sort((a, b) => a - b);
  return { usual: gaps[Math.floor(gaps.length / 2)] ?? 0 };
}

/**
 * A table before the one that most records belong to, narrower than it: column names, and rows of the same width with numbers or dates
 * below some of them. Two columns are rather a list of what the report is about.
 */
export function findLeading(
  records: readonly SampleRecord[],
  before: number,
  width: number,
  gaps: Gaps,
): Border | undefined {
  for (let at = 0; at < before; ) {
    const end = Math.min(before, endOfRun(records, at, gaps));
    const own = records[at].fields.length;
    const rows = end - at - 1;
    // Notes are seldom wider than the table.
    const fewest = own > width ? 1 : own === 2 ? 5 : 2;
    const isTable = own !== width && own >= 2 && rows >= fewest;
    const table = records.slice(at, end).map(({ fields }) => fields);
    if (isTable && (namesTyped(table) || isLong(table))) return { titles: at, begin: at, width: own };
    at = end;
  }
  return undefined;
}

/** All names, filled and each once, and below them columns of numbers or dates, or many records. */
function namesTyped(table: readonly (readonly string[])[]): boolean {
  const [names, ...rows] = table;
  const typed = typedColumns(columnKinds(rows));
  const isFilled = filledOf(names).length === names.length && new Set(names).size === names.length;
  if (!isFilled || names.some(isValue)) return false;
  return namesColumns(table).sure && (typed.length > 0 || (rows.length >= fewRows && names.length > 2));
}

/** So many records of the same width, more than two, are a table, whatever they say. */
function isLong(table: readonly (readonly string[])[]): boolean {
  const [{ length }] = table;
  const full = table.filter((fields) => filledOf(fields).length * 2 > length).length;
  return length > 2 && full >= 8 && full >= table.length * 0.9;
}

/** As wide, or wider by blanks alone. */
function agrees(fields: readonly string[], width: number): boolean {
  return fields.length === width || (fields.length > width && extentOf(fields) <= width);
}

/** Behind the last record in sequence that has as many fields, without a blank line between. */
function endOfRun(records: readonly SampleRecord[], from: number, gaps: Gaps): number {
  const { length } = records[from].fields;
  let end = from + 1;
  const isNext = (at: number) => records[at].fields.length === length && gapBefore(records, at) <= gaps.usual;
  while (end < records.length && end < from + mostRows && isNext(end)) end++;
  return end;
}

/** Names of another width that begin a table of their own. */
function isOwnTable(
  records: readonly SampleRecord[],
  at: number,
  end: number,
  isApart: boolean,
  above: Above,
): boolean {
  const table = records.slice(at, end).map(({ fields }) => fields);
  const [names, ...rows] = table;
  if (rows.length === 0 || filledOf(names).length < 2) return false;
  const isNamed = namesTyped(table);
  // Two rows with the same fault are no table, and neither are a few sums below one.
  if (names.length === 2 && rows.length < 2) return false;
  if (isNamed) return isApart || rows.length > 1 || !fitsAbove(records, names, above);
  return isApart && rows.length > 1 && names.length > 2 && !goesOn(records, end, above.width);
}

/** Values where the table above has values: a broken row of it rather than names. */
function fitsAbove(records: readonly SampleRecord[], names: readonly string[], above: Above): boolean {
  if (!hasNames(names, typedOf(records, above, records.length).slice(0, 1))) return true;
  const firsts = records.slice(above.body, above.body + mostRows).map(({ fields }) => fields.slice(0, 1));
  return namesColumns([names.slice(0, 1), ...firsts.filter(([first]) => first !== names[0])]).data > 0;
}

function goesOn(records: readonly SampleRecord[], from: number, width: number): boolean {
  return records.slice(from, from + mostRows).some(({ fields }) => fields.length === width);
}

/** Names where the table above has numbers or dates; or, padded to the same width, fewer columns than it has. */
function contradicts(
  records: readonly SampleRecord[],
  { titles, at, end }: { readonly titles: number; readonly at: number; readonly end: number },
  above: Above,
): boolean {
  const extent = extentOf(records[at].fields);
  const table = records.slice(at, end).map(({ fields }) => fields.slice(0, extent));
  const [names, ...rows] = table;
  const isFilled = filledOf(names).length === extent && extent > 1 && new Set(names).size === extent;
  if (rows.length === 0 || !isFilled || names.some(isValue)) return false;
  const typed = typedOf(records, above, titles).filter((column) => column < extent);
  const isNarrower = extent < extentOf(records[above.begin].fields);
  if (typed.length > 0) return hasNames(names, typed) && (namesColumns(table).sure || isNarrower);
  const own = records.slice(above.body, titles).map(({ fields }) => fields.slice(0, extent));
  if (rows.length < 2) return false;
  // All text: names that are none of the values above, nor of those below.
  if (namesColumns(table).sure && namesColumns([names, ...own]).sure) return true;
  // Fewer columns, in a file that pads its lines, where the rows above filled the last one.
  const isInside = records.slice(at, end).every(({ fields }) => extentOf(fields) <= extent);
  const full = records.slice(above.body, titles).filter(({ fields }) => (fields[above.width - 1] ?? '').trim() !== '');
  return isInside && isNarrower && full.length >= own.length * 0.9;
}

function typedOf(records: readonly SampleRecord[], above: Above, end: number): readonly number[] {
  return typedColumns(kindsOf(records, above, end));
}

function kindsOf(records: readonly SampleRecord[], { body, width }: Above, end: number): readonly ColumnKind[] {
  const rows = records.slice(Math.max(body, end - mostRows), end).map(({ fields }) => fields);
  return columnKinds(rows.filter((fields) => agrees(fields, width)));
}

/** The record with this table's own column names again. */
function isHeaderOf(records: readonly SampleRecord[], { begin }: Above, fields: readonly string[]): boolean {
  return sameFields(records[begin].fields, fields);
}

export function sameFields(some: readonly string[], others: readonly string[]): boolean {
  const extent = extentOf(some);
  return extent === extentOf(others) && some.slice(0, extent).every((field, at) => field.trim() === others[at].trim());
}

/** Records of one filled field above another one: the title of a table. */
export function titlesBefore(
  records: readonly SampleRecord[],
  at: number,
  { body, width }: Pick<Above, 'body' | 'width'>,
): number {
  let first = at;
  while (first - 1 > body && at - first < mostTitles && isTitle(records[first - 1].fields, width)) first--;
  return first;
}

function isTitle(fields: readonly string[], width: number): boolean {
  return width > 1 && filledOf(fields).length === 1 && fields[0].trim() !== '' && !isValue(fields[0]);
}

const mostTitles = 3;
const fewRows = 4;
/** Bounds the evidence, so that a hostile file costs no more than a few passes. */
const mostRows = 60;
const mostTried = 100;
