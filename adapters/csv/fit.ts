import { type CellKind, cellKind, plausible } from './cells.ts';
import type { Dialect } from './dialect.ts';
import { isValue, wholeRuler } from './kinds.ts';
import { firstRecords, type SampleOptions, type SampleRecord } from './sample.ts';

/** How well a dialect explains a sample: records that agree in width, columns of one kind, and cells that are whole values. */
export interface Fit {
  readonly dialect: Dialect;
  readonly records: readonly SampleRecord[];
  /** The width by which most records agree; 1 if the file has one column. */
  readonly width: number;
  /** The first record of the table. */
  readonly start: number;
  /** How many of the records from there on have that width. */
  readonly agree: number;
  readonly of: number;
  /** How many fields are quoted as they should be, and how many records have quotes that are not. */
  readonly quoted: number;
  readonly faulty: number;
  /** How many fields are quoted that had to be: they hold delimiters, quotes or line ends. */
  readonly needed: number;
  /** From 0 to 1; and what it would be if no quotes were at fault: other escapes may be the cure. */
  readonly score: number;
  readonly shape: number;
}

export function fitOf(sample: Uint8Array, dialect: Dialect, options: SampleOptions): Fit {
  const records = firstRecords(sample, dialect, options);
  const isRagged = areRagged(records);
  const width = isRagged ? records[0].fields.length : commonWidth(records);
  const start = isRagged ? 0 : startOf(records, width);
  const table = records.slice(start);
  const agreeing = isRagged ? padded(table, width) : table.filter((record) => agrees(record, width));
  const faulty = table.filter((record) => record.faulty).length;
  const sound = table.filter((record) => !record.faulty);
  const quoted = sound.reduce((sum, record) => sum + record.quoted.filter(Boolean).length, 0);
  const needed = neededQuotes(agreeing, width, dialect);
  const found = { dialect, records, width, start, agree: agreeing.length, of: table.length, quoted, faulty, needed };
  if (records.length === 0 || (start > 0 && agreeing.length < 2)) return { ...found, score: 0, shape: 0 };
  const share = agreeing.length / table.filter((record) => !isRuled(record)).length;
  const signs = signsOf(dialect);
  const isSettled = (record: SampleRecord) =>
    !record.faulty && record.fields.every((field, at) => !record.quoted[at] || likelyQuoted(field, signs, width) > 0.3);
  const settled = agreeing.filter(isSettled).length / Math.max(1, agreeing.length);
  // A title or two before the table are common, a table of two lines behind a page of prose is not.
  const covered = (table.length / records.length) ** 0.5;
  const cells = likelyCells(agreeing, width, dialect) * (0.7 + 0.3 * evenKinds(agreeing.slice(1), width));
  const shape = share * covered * (start > 0 ? 0.85 : isRagged ? 0.6 : 1) * cells * (1 - 1 / (width * width + 1));
  return { ...found, score: shape * settled, shape };
}

/** The width with the most fields in records of it. One agreement weighs more than one wide record. */
function commonWidth(records: readonly SampleRecord[]): number {
  const counts = new Map<number, number>();
  for (const { fields } of records) counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1);
  let best = 1;
  let most = 0;
  for (const [width, count] of counts) {
    const weight = width === 1 ? 0 : count * (1 - 1 / width);
    if (weight > most || (weight === most && width > best)) {
      best = width;
      most = weight;
    }
  }
  return best;
}

/** As wide, or wider by blanks alone. */
function agrees({ fields }: SampleRecord, width: number): boolean {
  return fields.length >= width && fields.slice(width).every((field) => field === '');
}

/** A line of dashes among records: it is none. */
function isRuled({ fields }: SampleRecord): boolean {
  return fields.length === 1 && wholeRuler.test(fields[0]);
}

/** Names, and records below them of which most lack the last fields, as programs write that leave out what is blank. */
function areRagged(records: readonly SampleRecord[]): boolean {
  const names = records[0]?.fields ?? [];
  const width = names.length;
  if (width < 4 || records.length < 6 || new Set(names).size < width) return false;
  if (names.some((name) => name === '' || isValue(name)) || records.some(({ fields }) => fields.length > width))
    return false;
  const widths = records.map(({ fields }) => fields.length);
  const whole = widths.filter((each) => each === width).length;
  const short = widths.filter((each) => each < width && each * 2 > width).length;
  return whole > 1 && whole * 2 < records.length && (whole + short) / records.length > 0.95;
}

function padded(records: readonly SampleRecord[], width: number): readonly SampleRecord[] {
  return records.map((record) => {
    const missing = Math.max(0, width - record.fields.length);
    const fields = [...record.fields, ...new Array<string>(missing).fill('')];
    return { ...record, fields, quoted: [...record.quoted, ...new Array<boolean>(missing).fill(false)] };
  });
}

/** The first of two records that agree and are followed by a half that does; else the one from which on most agree. */
function startOf(records: readonly SampleRecord[], width: number): number {
  let best = 0;
  let bestShare = 0;
  let behind = 0;
  const agree = records.map((record, at) => agrees(record, width) || (at > 0 && isRuled(record)));
  const shares: number[] = [];
  const behinds: number[] = [];
  for (let at = records.length - 1; at >= 0; at--) {
    if (agree[at]) behind++;
    behinds[at] = behind;
    shares[at] = behind / (records.length - at);
  }
  for (let at = 0; at < records.length; at++) {
    if (!agree[at]) continue;
    if (shares[at] >= 0.5 && (agree[at + 1] || records.length === 1)) return at;
    // The first row may be a broken one.
    const isBroken = records[at + 1]?.faulty || records[at + 1]?.fields.length > width / 2;
    if (shares[at] >= 0.9 && isBroken && agree[at + 2] && agree[at + 3]) return at;
    if (behinds[at] > 1 && shares[at] > bestShare) {
      best = at;
      bestShare = shares[at];
    }
  }
  return best;
}

/** The mean likelihood of the cells. */
function likelyCells(records: readonly SampleRecord[], width: number, dialect: Dialect): number {
  const signs = signsOf(dialect);
  let sum = 0;
  const blank = new Uint32Array(width);
  for (const { fields, quoted } of records) {
    for (let at = 0; at < width; at++) {
      const field = fields[at];
      if (quoted[at]) sum += likelyQuoted(field, signs, width);
      else if (field === '') blank[at]++;
      else
        sum +=
          plausible(field, signs.delimiter) * (at > 0 && !quoted[at - 1] && isTorn(fields[at - 1], field) ? 0.6 : 1);
    }
  }
  // Columns without a name and without a value stand between two halves of a delimiter.
  for (const count of blank) sum += count === records.length && records.length > 1 ? count * 0.3 : count;
  return sum / Math.max(1, records.length * width);
}

function neededQuotes(records: readonly SampleRecord[], width: number, { delimiter, quote }: Dialect): number {
  const signs = ['\n', '\r', String.fromCharCode(delimiter), String.fromCharCode(Math.max(0, quote))];
  let needed = 0;
  for (const { fields, quoted, faulty } of records) {
    for (let at = 0; at < width; at++) {
      if (!faulty && quoted[at] && signs.some((sign) => fields[at].includes(sign))) needed++;
    }
  }
  return needed;
}

/** A number that was cut in two: `of 21` and `377.08`. */
function isTorn(left: string, right: string): boolean {
  return /\D\s[$€£+-]?\d{1,3}$/.test(left) && /^\d{2,3}(?:\D|$)/.test(right);
}

interface Signs {
  readonly delimiter: string;
  readonly quote: string;
  readonly unescaped: boolean;
}

function signsOf({ delimiter, more, quote, unescaped = false }: Dialect): Signs {
  const signs = Buffer.from([delimiter, ...(more ?? [])]).toString('latin1');
  return { delimiter: signs, quote: String.fromCharCode(Math.max(0, quote)), unescaped };
}

/** What is quoted may hold anything, except whole records and what looks as if the quotes stood around delimiters. */
function likelyQuoted(cell: string, { delimiter, quote, unescaped }: Signs, width: number): number {
  if (unescaped && (cell.includes(quote + quote) || cell.includes(`\\${quote}`))) return 0.2;
  if (cell.includes(`${quote}${delimiter}${quote}`)) return 0.2;
  if (!cell.includes('\n') && !cell.includes('\r')) return 1;
  if (unescaped && (cell.includes(`\n${quote}`) || cell.includes(`\r${quote}`))) return 0.2;
  if (delimiter === ' ') return 0.97;
  const isRecord = cell.split(/[\r\n]+/).some((line) => line.split(delimiter).length > Math.max(2, width / 2));
  return isRecord ? 0.3 : 0.97;
}

/** How much of each column is of one kind, on average over the columns. */
function evenKinds(records: readonly SampleRecord[], width: number): number {
  if (records.length < 2) return 0.9;
  let sum = 0;
  for (let at = 0; at < width; at++) {
    const counts = new Map<CellKind, number>();
    let filled = 0;
    for (const { fields } of records) {
      const kind = cellKind(fields[at]);
      if (kind === 'blank') continue;
      filled++;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    sum += filled === 0 ? 0.9 : Math.max(...counts.values()) / filled;
  }
  return sum / width;
}
