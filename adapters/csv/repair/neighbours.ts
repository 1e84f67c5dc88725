import { otherThan } from '../decoder.ts';
import { type Dialect, doubleQuote } from '../dialect.ts';
import type { Encoding } from '../encoding.ts';
import type { SampleRecord } from '../sample.ts';
import type { Table } from '../tables.ts';
import { textDialect } from './lex.ts';
import { type Profile, profileOf, type SampledRecord } from './profile.ts';
import { fitOf, type Neighbours } from './reading.ts';

/** The neighbours of the records of each table, found when they are first asked for. */
export function neighboursOfTables(
  dialect: Dialect,
  encoding: Encoding,
  warn: (sentence: string) => void,
): (table: Table) => Neighbours | undefined {
  const found = new Map<Table, Neighbours | undefined>();
  return (table) => {
    if (!found.has(table)) found.set(table, neighboursOf(table, dialect, encoding, warn));
    return found.get(table);
  };
}

/** What single records are held to; undefined if the table shows too little. A sentence says if short records are no fault. */
function neighboursOf(
  { shown, columns: names, least }: Pick<Table, 'shown' | 'columns' | 'least'>,
  dialect: Dialect,
  encoding: Encoding,
  warn: (sentence: string) => void,
): Neighbours | undefined {
  // Columns that blanks line up have no delimiters that could be missing.
  if (dialect.run !== undefined) return undefined;
  const sound = usual(
    shown.filter(({ faulty }) => !faulty),
    dialect,
  );
  const most = mostFields(sound, names.length);
  const whole = sound.filter(
    ({ fields }) => fields.length >= least && fields.length <= most && areBlank(fields.slice(names.length)),
  );
  // A single field is rather a piece of a line, or a note.
  const fewest = names.length > 3 ? 2 : 1;
  const short = sound.filter(({ fields }) => fields.length < least && fields.length >= fewest);
  const isCommon = short.length >= fewestShort && short.length / sound.length >= commonShort;
  const profile = isCommon ? raggedProfile(whole, short, names) : profileOf(whole, names);
  if (profile === undefined) return undefined;
  if (profile.ragged) {
    warn(
      `${short.length} of the first ${sound.length} records have fewer fields than there are columns. The last fields of such records are read as blank.`,
    );
  }
  const isCrlf = whole.some(({ end, next }) => next - end === 2);
  return {
    profile,
    dialect: textDialect(dialect, encoding),
    lineEnd: isCrlf ? '\r\n' : '\n',
    most: mostFields(whole, names.length),
    unpadded: unpaddedColumn(profile),
  };
}

/** Of the columns behind the first one, in which no value begins with a blank, the one that has most values. */
function unpaddedColumn({ columns }: Profile): number {
  let best = -1;
  for (const [at, { filled, isUnpadded }] of columns.entries()) {
    if (at > 0 && isUnpadded && filled > (best < 0 ? 0 : columns[best].filled)) best = at;
  }
  return best;
}

/** Without the few records that have odd quotes, each in a column that has them nowhere else: they are what is to be found out about. */
function usual(records: readonly SampleRecord[], dialect: Dialect): readonly SampleRecord[] {
  const quote = String.fromCharCode(dialect.quote < 0 ? doubleQuote : dialect.quote);
  const other = String.fromCharCode(otherThan(dialect.quote));
  const most = Math.max(mostOdd, records.length * oddShare);
  const oddities = [
    (field: string) => field.includes(quote),
    (field: string) => field.startsWith(other) || field.endsWith(other),
  ];
  const odd = new Set<SampleRecord>();
  for (const isOdd of oddities) {
    const found = new Map<number, SampleRecord[]>();
    for (const record of records) {
      for (const [at, field] of record.fields.entries()) {
        if (record.quoted[at] || !isOdd(field)) continue;
        const column = found.get(at);
        if (column === undefined) found.set(at, [record]);
        else column.push(record);
      }
    }
    for (const column of found.values()) if (column.length <= most) for (const record of column) odd.add(record);
  }
  // Whole records in other quotes are odd also if they are some more.
  const enclosed = records.filter((record) => isEnclosed(record, other));
  if (enclosed.length <= records.length * enclosedShare) for (const record of enclosed) odd.add(record);
  return records.filter((record) => !odd.has(record));
}

function isEnclosed({ fields, quoted }: SampledRecord, sign: string): boolean {
  const filled = fields.filter((field) => field !== '').length;
  const isBetween = (field: string) => field.length > 1 && field.startsWith(sign) && field.endsWith(sign);
  return (
    filled > 1 && fields.every((field, at) => field === '' || quoted[at] || isBetween(field)) && fields.some(isBetween)
  );
}

const mostOdd = 2;
const oddShare = 0.03;
const enclosedShare = 0.2;

/** A delimiter at the end of every record, or of many, is no fault. */
function mostFields(records: readonly SampledRecord[], width: number): number {
  const wider = records.filter(({ fields }) => fields.length > width && areBlank(fields.slice(width))).length;
  return wider > Math.max(mostOdd, records.length * oddShare) ? Number.POSITIVE_INFINITY : width;
}

function areBlank(fields: readonly string[]): boolean {
  return fields.every((field) => field === '');
}

const fewestShort = 3;
const commonShort = 0.1;

/** Short records are padded if nearly all of them look like the others then. Where hardly any is whole, they stand for themselves. */
function raggedProfile(
  whole: readonly SampledRecord[],
  short: readonly SampledRecord[],
  names: readonly string[],
): Profile | undefined {
  const strict = profileOf(whole, names);
  if (strict === undefined) return raggedOf([...whole, ...short], names);
  const firsts = new Map<number, Profile | undefined>();
  const fitting = short.filter(({ fields }) => {
    const count = fields.length;
    if (!firsts.has(count))
      firsts.set(count, firsts.size < mostWidths ? profileOf(whole, names.slice(0, count)) : undefined);
    const first = firsts.get(count);
    return first !== undefined && fitOf({ cells: fields }, first) >= first.usual - lessUsual;
  });
  return fitting.length / short.length >= 0.8 ? raggedOf([...whole, ...fitting], names) : strict;
}

/** So many lengths of short records are held to columns of their own. */
const mostWidths = 10;

/** A short record may have a value that the whole ones do not show. */
const lessUsual = 10;

function raggedOf(records: readonly SampledRecord[], names: readonly string[]): Profile | undefined {
  return profileOf(records, names, true);
}
