import { isAscii } from 'node:buffer';
import type { Dialect } from './dialect.ts';
import { isLineEnd, lineEndBytes, RecordWalk, unescaper } from './walk.ts';

/** A record as the evidence needs it: its fields as text, and where it stands in the sample. */
export interface SampleRecord {
  readonly fields: readonly string[];
  /** How many of its fields are quoted, and whether each is. */
  readonly quoted: readonly boolean[];
  /** A quote is not closed, or text stands behind one that is. */
  readonly faulty: boolean;
  readonly from: number;
  /** Where its text ends, without the line end. */
  readonly end: number;
  readonly line: number;
  /** Offset and line of what follows it. */
  readonly next: number;
  readonly nextLine: number;
}

export interface SampleOptions {
  /** The sample is the whole content. */
  readonly whole: boolean;
  readonly most: number;
  readonly text: (bytes: Uint8Array) => string;
}

/** A record where it was found: `walk` has its fields until the next one is looked for. */
interface FoundRecord {
  readonly walk: RecordWalk;
  /** A quote is not closed, so that none of it was taken for one. */
  readonly unclosed: boolean;
  readonly from: number;
  readonly line: number;
  readonly next: number;
  readonly nextLine: number;
}

/**
 * The first records of a sample, without blank ones. For column names and evidence only. A last record that the sample may have cut
 * off is left out, unless the sample is the whole content.
 */
export function firstRecords(sample: Uint8Array, dialect: Dialect, options: SampleOptions): readonly SampleRecord[] {
  const plainOf = unescaper(dialect);
  const bytes = Buffer.from(sample.buffer, sample.byteOffset, sample.byteLength);
  // Most samples are ASCII, and most encodings have it: faster than to decode cell by cell.
  const ascii = isAscii(sample);
  const records: SampleRecord[] = [];
  for (const { walk, unclosed, ...place } of walkRecords(sample, dialect, options)) {
    const { starts, ends, kinds, fields: count, end, stray } = walk;
    const fields = Array.from({ length: count }, (_, field) => {
      const [from, to] = [starts[field], ends[field]];
      const cell = ascii ? bytes.toString('latin1', from, to) : options.text(sample.subarray(from, to));
      return kinds[field] === 2 ? plainOf(cell) : cell;
    });
    const quoted = unclosed ? fields.map(() => false) : kinds.slice(0, count).map((kind) => kind > 0);
    records.push({ fields, quoted, faulty: unclosed || stray, end, ...place });
  }
  return records;
}

/** How many of them are at fault, or not of a width: wider ones with blanks alone behind it are. And whether the first one is. */
export function countMisfits(
  sample: Uint8Array,
  dialect: Dialect,
  width: number,
  options: SampleOptions,
): { readonly misfits: number; readonly isFirst: boolean } {
  let misfits = 0;
  let isFirst = false;
  let first = -1;
  for (const { walk, unclosed, from } of walkRecords(sample, dialect, options)) {
    const { starts, ends, fields, stray } = walk;
    if (first < 0) first = from;
    let fits = !unclosed && !stray && fields >= width;
    for (let at = width; at < fields; at++) fits &&= starts[at] === ends[at];
    if (fits) continue;
    misfits++;
    isFirst ||= from === first;
  }
  return { misfits, isFirst };
}

function* walkRecords(
  sample: Uint8Array,
  dialect: Dialect,
  { whole, most }: SampleOptions,
): Generator<FoundRecord, void> {
  const closed = new RecordWalk(dialect);
  const unquoted = new RecordWalk({ ...dialect, quote: -1 });
  const to = sample.length;
  let at = 0;
  let line = 1;
  let found = 0;
  // As in the decoder: up to where a record was given up, quoted fields end on their line, so that nothing is read again and again.
  let singleLineUntil = -1;
  while (at < to && found < most) {
    // Blank lines may come by the million.
    if (isLineEnd(sample[at])) {
      at += lineEndBytes(sample, at, to);
      line++;
      continue;
    }
    closed.walk(sample, at, to, { last: whole, oneLine: at < singleLineUntil });
    const tooLong = to - at > dialect.maxRecordBytes;
    // A quote that stands last may be the first half of a doubled one.
    const isCut = closed.end >= to || (closed.open && closed.end + 1 >= to);
    if (!whole && isCut && !tooLong) break;
    // A quote that is never closed is text, so that one record does not swallow the others.
    const unclosed = closed.open || closed.torn >= 0;
    if (unclosed && at >= singleLineUntil) singleLineUntil = closed.torn < 0 ? to : closed.torn;
    if (unclosed) unquoted.walk(sample, at, to, { last: whole, oneLine: true });
    const walk = unclosed ? unquoted : closed;
    const { end } = walk;
    const next = end < to && isLineEnd(sample[end]) ? end + lineEndBytes(sample, end, to) : end;
    const nextLine = line + walk.quotedLines + 1;
    if (hasText(walk)) {
      found++;
      yield { walk, unclosed, from: at, line, next, nextLine };
    }
    at = next;
    line = nextLine;
  }
}

function hasText({ starts, ends, fields }: RecordWalk): boolean {
  for (let at = 0; at < fields; at++) if (ends[at] > starts[at]) return true;
  return false;
}
