import { carriageReturn, type Dialect, lineFeed } from './dialect.ts';

/** A record as the sniffer sees it: the bytes of its fields, and where the next one begins. */
export interface FirstRecord {
  readonly fields: readonly Uint8Array[];
  /** Offset and line of what follows it. */
  readonly next: number;
  readonly nextLine: number;
}

/**
 * The first records of a sample, without blank ones. Slow and plain, for column names and evidence only. A last record that the sample
 * may have cut off is left out, unless the sample is the whole file.
 */
export function firstRecords(
  sample: Uint8Array,
  dialect: Dialect,
  { whole, most }: { whole: boolean; most: number },
): readonly FirstRecord[] {
  const records: FirstRecord[] = [];
  let at = 0;
  let line = 1;
  while (at < sample.length && records.length < most) {
    const closed = readRecord(sample, at, line, dialect, whole);
    // A quote that is never closed is text, so that one record does not swallow the others.
    const isStray = closed === undefined && (whole || sample.length - at > dialect.maxRecordBytes);
    const record = isStray ? readRecord(sample, at, line, { ...dialect, quote: -1 }, whole) : closed;
    if (record === undefined) break;
    if (record.fields.some((field) => field.length > 0)) records.push(record);
    at = record.next;
    line = record.nextLine;
  }
  return records;
}

/** The record at an offset; undefined if it is not closed in the sample. */
function readRecord(
  sample: Uint8Array,
  from: number,
  firstLine: number,
  { delimiter, quote }: Dialect,
  whole: boolean,
): FirstRecord | undefined {
  const fields: Uint8Array[] = [];
  let field: number[] = [];
  let state: 'start' | 'bare' | 'quoted' | 'closed' = 'start';
  let line = firstLine;
  for (let at = from; at < sample.length; at++) {
    const byte = sample[at];
    const endsLine = byte === lineFeed || byte === carriageReturn;
    const crlf = byte === carriageReturn && sample[at + 1] === lineFeed;
    if (endsLine) line++;
    if (state === 'quoted') {
      if (byte === quote && sample[at + 1] === quote) field.push(sample[++at]);
      else if (byte === quote) state = 'closed';
      else field.push(byte);
      if (crlf) field.push(sample[++at]);
    } else if (byte === quote && state === 'start') state = 'quoted';
    else if (byte === delimiter) {
      fields.push(Uint8Array.from(field));
      field = [];
      state = 'start';
    } else if (endsLine) {
      return { fields: [...fields, Uint8Array.from(field)], next: at + (crlf ? 2 : 1), nextLine: line };
    } else {
      field.push(byte);
      state = 'bare';
    }
  }
  if (!whole || state === 'quoted') return undefined;
  return { fields: [...fields, Uint8Array.from(field)], next: sample.length, nextLine: line };
}
