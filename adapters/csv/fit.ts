import type { Dialect } from './dialect.ts';
import { firstRecords, type SampleOptions, type SampleRecord } from './sample.ts';

/** How well a dialect explains a sample: records that agree in width, and fields without foreign separators in them. */
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
  /** From 0 to 1. */
  readonly score: number;
}

export function fitOf(sample: Uint8Array, dialect: Dialect, options: SampleOptions): Fit {
  const records = firstRecords(sample, dialect, options);
  const width = commonWidth(records);
  const start = startOf(records, width);
  const table = records.slice(start);
  const agreeing = table.filter((record) => agrees(record, width));
  const faulty = table.filter((record) => record.faulty).length;
  const sound = table.filter((record) => !record.faulty);
  const quoted = sound.reduce((sum, record) => sum + record.quoted.filter(Boolean).length, 0);
  const found = { dialect, records, width, start, agree: agreeing.length, of: table.length, quoted, faulty };
  if (records.length === 0 || (start > 0 && agreeing.length < 2)) return { ...found, score: 0 };
  const share = agreeing.length / table.length;
  const settled = 1 - faulty / table.length;
  // A title or two before the table are common, a table of two lines behind a page of prose is not.
  const covered = (table.length / records.length) ** 0.5;
  const score = share * settled * covered * cleanShare(agreeing, width) * (1 - 1 / (width * width + 1));
  return { ...found, score };
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

/** The first of two records that agree and are followed by a half that does; else the one from which on most agree. */
function startOf(records: readonly SampleRecord[], width: number): number {
  let best = 0;
  let bestShare = 0;
  let behind = 0;
  const agree = records.map((record) => agrees(record, width));
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
    if (behinds[at] > 1 && shares[at] > bestShare) {
      best = at;
      bestShare = shares[at];
    }
  }
  return best;
}

/** The share of fields that look like values: no separators or quotes in them that another dialect would explain. */
function cleanShare(records: readonly SampleRecord[], width: number): number {
  let clean = 0;
  let odd = 0;
  for (const { fields, quoted } of records) {
    for (let at = 0; at < width; at++) {
      if (quoted[at] || isClean(fields[at])) clean++;
      if (at % 2 === 1 && fields[at] === '') odd++;
    }
  }
  const cells = records.length * width;
  if (cells === 0) return 0;
  // Every other field is blank, everywhere: the delimiter is two bytes.
  const doubled = width >= 3 && width % 2 === 1 && records.length > 1 && odd === records.length * ((width - 1) / 2);
  return (clean / cells) * (doubled ? 0.3 : 1);
}

function isClean(field: string): boolean {
  if (field === '' || number.test(field)) return true;
  return !foreign.test(field);
}

const number = /^[+-]?\d+(?:[.,' ]\d{3})*(?:[.,]\d+)?\s?%?$/;
const foreign = /[;|\t"]|,\S|^\s|\s$|^'.*'$/;
