import { nameColumns } from '../../core/adapter/columns.ts';
import { excerpt } from '../../core/adapter/printable.ts';
import { namesAbove } from './above.ts';
import { beginOf } from './begin.ts';
import type { Stretch } from './blank.ts';
import { type Above, type Border, findBorder, findLeading, gapsOf, titlesBefore } from './borders.ts';
import { excerptsOf } from './excerpts.ts';
import type { Fit } from './fit.ts';
import { footerOf, noteFooter } from './footer.ts';
import { findHeader, type Header, type StatedHeader } from './header.ts';
import { filledOf, kindOf } from './kinds.ts';
import { findBetween } from './repeats.ts';
import type { SampleRecord } from './sample.ts';

/** A table of a text file: its columns, and which stretch of the content has its rows. Offsets and lines are those of the sample. */
export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  /** The fewest fields of a row. */
  readonly least: number;
  readonly offset: number;
  readonly firstLine: number;
  /** Where its rows end; undefined if the sample does not show it. */
  readonly end: number | undefined;
  /** What between them is no row. */
  readonly blanked: readonly Stretch[];
  /** The record with the column names, where it can be told from a row if it comes again. */
  readonly repeat: Buffer | undefined;
  /** Rows that show what a last line is to be compared with. */
  readonly rows: readonly (readonly string[])[];
  /** Records that show what a row is, also where it does not fit. */
  readonly shown: readonly SampleRecord[];
  /** What is left out, for everybody who reads it; and what was decided. */
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
}

export interface Sampled {
  readonly sample: Buffer;
  readonly records: readonly SampleRecord[];
  /** The records are the whole content. */
  readonly whole: boolean;
}

export interface StatedTables extends StatedHeader {
  readonly skipLines: number | undefined;
  readonly footer: 'auto' | 'none';
}

/** What else there is in the file, and how to read it. */
export function otherTables(tables: readonly Table[], read: Table): readonly string[] {
  const others = tables.filter((table) => table !== read);
  if (others.length === 0) return [];
  const listed = others.slice(0, 10).map(({ name, firstLine }) => `${JSON.stringify(name)} (line ${firstLine})`);
  const rest = others.length > listed.length ? ' and so on' : '';
  const what = others.length === 1 ? '1 other table' : `${others.length} other tables`;
  return [
    `The file has ${what}, which ${others.length === 1 ? 'is' : 'are'} not read: ${listed.join(', ')}${rest}. --sheet NAME or source.dataset takes one of them.`,
  ];
}

interface Block extends Border {
  /** The records before it that belong to no table. */
  readonly preamble: readonly SampleRecord[];
  readonly end: number;
  readonly isLast: boolean;
}

/** The tables of a sample, one under another. Nearly always there is one. */
export function findTables(
  sampled: Sampled,
  { width, start }: Pick<Fit, 'width' | 'start'>,
  stated: StatedTables,
): readonly Table[] {
  const { records } = sampled;
  const blocks = blocksOf(records, { width, start }, stated);
  const taken = new Set<string>();
  return blocks.map((block, at) => {
    const title = records.slice(block.titles, block.begin).map(({ fields }) => filledOf(fields).join(' ').trim())[0];
    const name = nameOf(at === 0 ? undefined : title, at, taken);
    taken.add(name.toLowerCase());
    return readBlock(sampled, block, name, at === 0 ? stated : { ...stated, headerRows: undefined });
  });
}

function blocksOf(
  records: readonly SampleRecord[],
  { width, start }: Pick<Fit, 'width' | 'start'>,
  stated: StatedTables,
): readonly Block[] {
  const main = stated.skipLines === undefined ? beginOf(records, width, start) : 0;
  const gaps = gapsOf(records);
  const leading = stated.skipLines === undefined && width > 1 ? findLeading(records, main, width, gaps) : undefined;
  const borders: Border[] = [leading ?? { titles: main, begin: main, width }];
  for (let last: Border | undefined = borders[0]; last !== undefined && width > 1 && borders.length < mostTables; ) {
    const { rows } = findHeader(records.slice(last.begin), last.width, stated);
    const above = { begin: last.begin, body: last.begin + rows, width: last.width };
    last = findBorder(records, above, gaps);
    // The table that most records belong to is one, whatever stands between it and the leading one.
    if (last === undefined && borders.length === 1 && leading !== undefined)
      last = mainBorder(records, main, width, above);
    if (last !== undefined) borders.push(last);
  }
  return borders.map((border, at) => ({
    ...border,
    preamble: at === 0 ? records.slice(0, border.begin) : [],
    end: borders[at + 1]?.titles ?? records.length,
    isLast: at === borders.length - 1,
  }));
}

function mainBorder(records: readonly SampleRecord[], main: number, width: number, above: Above): Border {
  const found = records.findIndex(({ fields }, at) => at >= main && fields.length === width);
  const begin = found < 0 ? main : found;
  return { titles: titlesBefore(records, begin, above), begin, width };
}

/** Bounds what a hostile file can ask for. */
const mostTables = 100;

/** `rows` is the first table; another has its title for a name, or its number. */
function nameOf(title: string | undefined, at: number, taken: ReadonlySet<string>): string {
  if (at === 0) return 'rows';
  const name = title === undefined || title === '' ? `rows ${at + 1}` : excerpt(title, 60);
  return taken.has(name.toLowerCase()) ? `${name} (${at + 1})` : name;
}

function readBlock(sampled: Sampled, block: Block, name: string, stated: StatedTables): Table {
  const { records, sample, whole } = sampled;
  const notes: string[] = [];
  const own = records.slice(block.begin, block.end);
  const found = findHeader(own, block.width, stated);
  const above = stated.header === 'auto' ? namesAbove(block.preamble, own, found) : undefined;
  const back = found.rows === 0 && above === undefined ? rowsAmong(block.preamble, own, block.width) : 0;
  const header: Header = above ?? (back === 0 ? found : { ...found, body: found.body - back });
  const preamble = block.preamble.slice(0, block.preamble.length - back - (above === undefined ? 0 : 1));
  const first = block.begin + header.body;
  const last = records[first - 1];
  const all = records.slice(first, block.end);
  const names = header.rows === 0 ? header.names : nameColumns(header.names, (note) => void notes.push(note));
  const fields = all.map((row) => row.fields);
  const isWhole = whole || !block.isLast;
  const footers = stated.footer === 'auto' && isWhole ? footerOf(all, fields, names.length) : 0;
  const rows = all.slice(0, all.length - footers);
  const isRepeated =
    header.rows > 0 && names.length > 1 && ((header.sure && rows.length > fewRows) || !isSame(sample, own[0], own[1]));
  const named = own.slice(0, header.rows);
  const between = isRepeated ? findBetween(named, rows, preamble, names.length) : { repeats: [], pages: [] };
  const repeat = isRepeated && header.rows === 1 ? sample.subarray(own[0].from, own[0].end) : undefined;
  // The decoder knows those of the same bytes.
  const others = between.repeats.filter(({ from, end }) => repeat?.equals(sample.subarray(from, end)) !== true);
  const warnings = [
    ...(preamble.length > 0 ? [notePreamble(preamble, header.rows > 0 || above !== undefined)] : []),
    ...header.warnings,
    ...(others.length > 0 ? [noteRepeats(others.length / header.rows)] : []),
    ...(between.pages.length > 0 ? [notePages(between.pages)] : []),
    ...(footers > 0 ? [noteFooter(all.slice(rows.length))] : []),
  ];
  const isBegun = all.length > 0;
  return {
    name,
    columns: names,
    least: Math.min(header.least, names.length),
    offset: isBegun ? all[0].from : (last?.next ?? 0),
    firstLine: isBegun ? all[0].line : (last?.nextLine ?? 1),
    end: endOf(all, rows.length, records[block.end], isWhole),
    blanked: [...others, ...between.pages].map(({ from, end }) => [from, end] as const).sort(([a], [b]) => a - b),
    repeat: repeat === undefined ? undefined : Buffer.from(repeat),
    rows: fields.slice(0, 200),
    shown: rows.slice(0, 400),
    warnings: [...warnings, ...sideBySide(header.names, fields)],
    notes: [...header.notes, ...notes],
  };
}

/** A column with neither a name nor a value between others: what stands on its two sides may be two tables. */
function sideBySide(names: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const last = names.findLastIndex((name) => name.trim() !== '');
  const at = names.findIndex((name, index) => index > 0 && index < last && name.trim() === '');
  if (at < 0 || rows.length < 2 || rows.some((fields) => (fields[at] ?? '').trim() !== '')) return [];
  return [
    `Column ${at + 1} has neither a name nor a value: if two tables stand side by side here, they are read as one.`,
  ];
}

/** Without names below it, a record as wide as the others is a row, however little it has. */
function rowsAmong(preamble: readonly SampleRecord[], rows: readonly SampleRecord[], width: number): number {
  let back = 0;
  for (let at = preamble.length - 1; at >= 0; at--, back++) {
    const { fields } = preamble[at];
    const likeOthers = fields.every((field, column) => {
      const kind = kindOf(field);
      return kind === 'blank' || kind === kindOf(rows[0].fields[column] ?? '');
    });
    if (fields.length !== width || !likeOthers) break;
  }
  return back;
}

/** Where the rows end: at the footer, at the next table; undefined if the content goes on behind the sample. */
function endOf(
  all: readonly SampleRecord[],
  rows: number,
  next: SampleRecord | undefined,
  isWhole: boolean,
): number | undefined {
  if (!isWhole) return undefined;
  return all[rows]?.from ?? next?.from;
}

/** Up to so many rows, a first one that says what the names say is kept: a table of few rows may be about names. */
const fewRows = 2;

/** A header that its first row repeats may be data: then nothing is left out. */
function isSame(sample: Buffer, header: SampleRecord, next: SampleRecord | undefined): boolean {
  return next !== undefined && sample.subarray(header.from, header.end).equals(sample.subarray(next.from, next.end));
}

function notePreamble(records: readonly SampleRecord[], isNamed: boolean): string {
  const what = isNamed ? 'the column names' : 'the rows';
  return records.length === 1
    ? `1 record stands before ${what} and is no row: ${excerptsOf(records)}.`
    : `${records.length} records stand before ${what} and are no rows: ${excerptsOf(records)}.`;
}

function noteRepeats(count: number): string {
  return count === 1
    ? 'The column names come again once, written differently. They are no row.'
    : `The column names come again ${count} times, written differently or on several lines. They are no rows.`;
}

function notePages(records: readonly SampleRecord[]): string {
  return records.length === 1
    ? `1 record between the rows is of a page and no row: ${excerptsOf(records)}.`
    : `${records.length} records between the rows are of pages and no rows: ${excerptsOf(records)}.`;
}
