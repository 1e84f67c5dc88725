import { sniffEncoding } from '../../core/adapter/encoding.ts';
import { carriageReturn, type Dialect, lineFeed, maxRecordBytes } from './dialect.ts';
import { firstRecords } from './first-records.ts';

/** What the beginning of a file shows of how its records are written. Every decision comes with a sentence that says why. */

export interface DelimiterEvidence {
  readonly delimiter: number;
  readonly because: string;
}

const candidates = [44, 59, 9, 124];

/** The delimiter by which the records agree best with the first one: the one with the most fields, if several do. */
export function sniffDelimiter(sample: Buffer, quote: number, whole: boolean): DelimiterEvidence {
  let best: { delimiter: number; agree: number; of: number; fields: number } | undefined;
  for (const delimiter of candidates) {
    const dialect: Dialect = { delimiter, quote, maxRecordBytes };
    const counts = firstRecords(sample, dialect, { whole, most: 100 }).map((record) => record.fields.length);
    const fields = counts[0] ?? 0;
    if (fields < 2) continue;
    const agree = counts.filter((count) => count === fields).length;
    const share = agree / counts.length;
    const bestShare = best === undefined ? 0 : best.agree / best.of;
    if (best === undefined || share > bestShare || (share === bestShare && fields > best.fields)) {
      best = { delimiter, agree, of: counts.length, fields };
    }
  }
  if (best === undefined) return { delimiter: candidates[0], because: 'The file has one column, so no delimiter.' };
  const because = `The delimiter is a ${delimiterName(best.delimiter)} (${best.agree} of the first ${best.of} records have ${best.fields} fields).`;
  return { delimiter: best.delimiter, because };
}

function delimiterName(delimiter: number): string {
  return names.get(delimiter) ?? JSON.stringify(String.fromCharCode(delimiter));
}

const names: ReadonlyMap<number, string> = new Map([
  [44, 'comma'],
  [59, 'semicolon'],
  [9, 'tab'],
  [124, 'pipe'],
]);

/** The byte that an option means: a name or a single ASCII character; undefined if it is neither. */
export function delimiterByte(option: string): number | undefined {
  for (const [byte, name] of names) if (name === option) return byte;
  const byte = option.charCodeAt(0);
  return option.length === 1 && byte < 128 && byte !== lineFeed && byte !== carriageReturn && byte !== 34
    ? byte
    : undefined;
}

/** How sure it is that this is text with separators. */
export function recognizeText(name: string, head: Uint8Array): number {
  const { encoding, mark } = sniffEncoding(head);
  const text = new TextDecoder(encoding).decode(head);
  if (head.length === 0 || text.includes('\0')) return 0;
  const extension = /\.([^.]+?)(?:\.gz)?$/.exec(name.toLowerCase())?.[1] ?? '';
  if (['csv', 'tsv', 'tab', 'psv'].includes(extension)) return 0.9;
  const looksStructured = /^\s*[[{<%]/.test(text) && mark === 0;
  if (looksStructured) return 0.05;
  return /[,;\t|]/.test(text) ? 0.5 : 0.2;
}
