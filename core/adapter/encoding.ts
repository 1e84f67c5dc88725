import { isAscii, isUtf8 } from 'node:buffer';
import { decoderOf } from './encodings/code-pages.ts';
import { type EncodingGuess, guessEncoding } from './encodings/guess.ts';
import { headBytes } from './file.ts';

/** How the characters of a text file are written: the names, the evidence in its bytes, and the way to UTF-8. */

/** The encodings that a text file may have; names as the Encoding Standard has them. */
export const encodingNames = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'windows-1258',
  'windows-874',
  'iso-8859-2',
  'iso-8859-5',
  'iso-8859-7',
  'iso-8859-15',
  'ibm437',
  'ibm850',
  'ibm852',
  'ibm866',
  'koi8-r',
  'koi8-u',
  'macintosh',
  'shift_jis',
  'gb18030',
  'big5',
  'euc-jp',
  'euc-kr',
] as const;

export type EncodingName = (typeof encodingNames)[number];

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
  if (isMostlyUtf8(settled)) {
    return {
      encoding: 'utf-8',
      because: 'nearly all its characters beyond ASCII are valid in it',
      mark: 0,
      open: false,
    };
  }
  return { ...legacyEncoding([settled]), mark: 0, open: false };
}

/** The encoding of stretches of whole lines that are not UTF-8, and the words that say so. */
export function legacyEncoding(samples: readonly Uint8Array[]): { encoding: EncodingName; because: string } {
  const guess = guessEncoding(samples);
  return { encoding: guess.encoding, because: wordsOf(guess) };
}

function wordsOf({ words, runnerUp }: EncodingGuess): string {
  const listed = (list: readonly string[]) => list.map((word) => JSON.stringify(word)).join(', ');
  const rival = runnerUp === undefined ? '' : `; runner-up: ${runnerUp.encoding}, ${listed(runnerUp.words)}`;
  return `it has bytes that are not valid in UTF-8 and are likely words in it: ${listed(words)}${rival}`;
}

/** A few stray bytes among characters of UTF-8: by accident, other encodings seldom have what is valid in it. */
function isMostlyUtf8(head: Uint8Array): boolean {
  const text = new TextDecoder().decode(head);
  const invalid = text.split('\ufffd').length - 1;
  const valid = text.match(/[\u0080-\uffff]/g)?.length ?? 0;
  return valid - invalid >= 3 && valid - invalid > invalid * 3;
}

function marked(encoding: 'utf-16le' | 'utf-16be'): EncodingEvidence {
  return { encoding, because: 'it begins with its byte order mark', mark: 2, open: false };
}

/** In UTF-16, digits, blanks and line ends have a zero behind them (little-endian) or before, whatever the script of the words. */
function sniffZeros(head: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const zeros = [0, 0];
  const looked = Math.min(head.length, 4096) & ~1;
  for (let at = 0; at < looked; at++) {
    if (head[at] !== 0) continue;
    // Beside the zero stands a character of a text.
    const partner = head[at ^ 1];
    if (partner < 32 && partner !== 9 && partner !== 10 && partner !== 13) return undefined;
    zeros[at & 1]++;
  }
  if (looked < 4 || zeros[0] + zeros[1] < Math.max(2, looked * 0.02)) return undefined;
  if (zeros[1] > zeros[0] * 10) return 'utf-16le';
  return zeros[0] > zeros[1] * 10 ? 'utf-16be' : undefined;
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

/** Chunks of another encoding as chunks of UTF-8. */
export async function* convert(chunks: AsyncIterable<Uint8Array>, name: EncodingName): AsyncGenerator<Uint8Array> {
  const decoder = decoderOf(name);
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}
