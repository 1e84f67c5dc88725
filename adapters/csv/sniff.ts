import { isAscii, isUtf8 } from 'node:buffer';
import { headBytes } from '../../core/adapter/file.ts';
import { carriageReturn, type Dialect, lineFeed, maxRecordBytes } from './dialect.ts';
import type { EncodingName } from './encoding.ts';
import { firstRecords } from './first-records.ts';

/** What the beginning of a file shows of how it is written. Every decision comes with a sentence that says why. */

export interface EncodingEvidence {
  readonly encoding: EncodingName;
  readonly because: string;
  /** Bytes of a byte order mark, which is no content. */
  readonly mark: number;
  /** All bytes so far are ASCII: the rest of the file decides. */
  readonly open: boolean;
}

export function sniffEncoding(head: Uint8Array): EncodingEvidence {
  const [a, b, c] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) {
    return { encoding: 'utf-8', because: 'it begins with its byte order mark', mark: 3, open: false };
  }
  if (a === 0xff && b === 0xfe) return marked('utf-16le');
  if (a === 0xfe && b === 0xff) return marked('utf-16be');
  const wide = sniffZeros(head);
  if (wide !== undefined) return { encoding: wide, because: 'every other byte is zero', mark: 0, open: false };
  const settled = head.length < headBytes ? head : withoutCutCharacter(head);
  if (isAscii(settled)) return { encoding: 'utf-8', because: 'all its bytes are valid in it', mark: 0, open: true };
  if (isUtf8(settled)) {
    return { encoding: 'utf-8', because: 'its characters beyond ASCII are valid in it', mark: 0, open: false };
  }
  return { encoding: 'windows-1252', because: 'it has bytes that are not valid in UTF-8', mark: 0, open: false };
}

function marked(encoding: 'utf-16le' | 'utf-16be'): EncodingEvidence {
  return { encoding, because: 'it begins with its byte order mark', mark: 2, open: false };
}

/** Latin text in UTF-16 has a zero in every other byte: behind the letter (little-endian) or before it. */
function sniffZeros(head: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const zeros = [0, 0];
  const looked = Math.min(head.length, 4096) & ~1;
  for (let at = 0; at < looked; at++) if (head[at] === 0) zeros[at & 1]++;
  const most = looked / 2;
  if (looked < 4) return undefined;
  if (zeros[1] > most * 0.6 && zeros[0] < most * 0.1) return 'utf-16le';
  return zeros[0] > most * 0.6 && zeros[1] < most * 0.1 ? 'utf-16be' : undefined;
}

/** A stretch of text may end within a character: the same without it. */
function withoutCutCharacter(head: Uint8Array): Uint8Array {
  let end = head.length;
  while (end > 0 && end > head.length - 3 && (head[end - 1] & 0xc0) === 0x80) end--;
  return end > 0 && head[end - 1] >= 0xc0 ? head.subarray(0, end - 1) : head;
}

/** Tells whether a content that comes in chunks is UTF-8 from beginning to end. */
export function watchUtf8(): { readonly push: (chunk: Uint8Array) => void; readonly valid: () => boolean } {
  let rest: Uint8Array = new Uint8Array(0);
  let valid = true;
  const push = (chunk: Uint8Array) => {
    if (!valid) return;
    const joined = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const whole = withoutCutCharacter(joined);
    valid = isUtf8(whole);
    rest = joined.slice(whole.length);
  };
  return { push, valid: () => valid && rest.length === 0 };
}

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

export function delimiterName(delimiter: number): string {
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
