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

/**
 * The first records of a sample, without blank ones. For column names and evidence only. A last record that the sample may have cut
 * off is left out, unless the sample is the whole content.
 */
export function firstRecords(sample: Uint8Array, dialect: Dialect, options: SampleOptions): readonly SampleRecord[] {
  const { whole, most, text } = options;
  const records: SampleRecord[] = [];
  const walk = new RecordWalk(dialect);
  const unquoted = new RecordWalk({ ...dialect, quote: -1 });
  const plainOf = unescaper(dialect);
  const to = sample.length;
  const bytes = Buffer.from(sample.buffer, sample.byteOffset, sample.byteLength);
  // Most samples are ASCII, and most encodings have it: faster than to decode cell by cell.
  const ascii = isAscii(sample);
  let at = 0;
  let line = 1;
  // As in the decoder: up to where a record was given up, quoted fields end on their line, so that nothing is read again and again.
  let singleLineUntil = -1;
  while (at < to && records.length < most) {
    // Blank lines may come by the million.
    if (isLineEnd(sample[at])) {
      at += lineEndBytes(sample, at, to);
      line++;
      continue;
    }
    walk.walk(sample, at, to, { last: whole, oneLine: at < singleLineUntil });
    const tooLong = to - at > dialect.maxRecordBytes;
    // A quote that stands last may be the first half of a doubled one.
    const isCut = walk.end >= to || (walk.open && walk.end + 1 >= to);
    if (!whole && isCut && !tooLong) break;
    // A quote that is never closed is text, so that one record does not swallow the others.
    const faulty = walk.open || walk.torn >= 0;
    if (faulty && at >= singleLineUntil) singleLineUntil = walk.torn < 0 ? to : walk.torn;
    if (faulty) unquoted.walk(sample, at, to, { last: whole, oneLine: true });
    const { starts, ends, kinds, fields: count, end, quotedLines, stray } = faulty ? unquoted : walk;
    const fields = Array.from({ length: count }, (_, field) => {
      const [from, end] = [starts[field], ends[field]];
      const cell = ascii ? bytes.toString('latin1', from, end) : text(sample.subarray(from, end));
      return kinds[field] === 2 ? plainOf(cell) : cell;
    });
    const next = end < to && isLineEnd(sample[end]) ? end + lineEndBytes(sample, end, to) : end;
    const nextLine = line + quotedLines + 1;
    if (fields.some((field) => field !== '')) {
      const quoted = faulty ? fields.map(() => false) : kinds.slice(0, count).map((kind) => kind > 0);
      records.push({ fields, quoted, faulty: faulty || stray, from: at, end, line, next, nextLine });
    }
    at = next;
    line = nextLine;
  }
  return records;
}
