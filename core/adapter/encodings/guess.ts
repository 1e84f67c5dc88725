import { decoderOf } from './code-pages.ts';
import { type Ear, languageEar, signEar } from './ears.ts';

/** Tells legacy encodings apart by the words that each makes of the same bytes. */
export interface EncodingGuess {
  readonly encoding: GuessedEncoding;
  /** Words in it that have characters beyond ASCII. */
  readonly words: readonly string[];
  /** How often one is likelier than the runner-up, as a logarithm to base 2, and what that makes of the same words. */
  readonly runnerUp?: { readonly encoding: GuessedEncoding; readonly words: readonly string[]; readonly less: number };
}

export type GuessedEncoding = (typeof candidates)[number]['name'];

interface Candidate {
  readonly languages: string;
  /** How much less likely it is before anything is known, as a logarithm to base 2. */
  readonly prior: number;
}

/** Those with the same letters at the same bytes as an earlier one are left out: windows-1252 has all of iso-8859-1. */
const candidates = [
  { name: 'windows-1252', languages: 'de fr es pt it nl sv da nb fi is ca', prior: 0 },
  { name: 'windows-1250', languages: 'pl cs sk hu ro hr sl de', prior: 5 },
  { name: 'windows-1251', languages: 'ru uk bg sr mk be', prior: 4 },
  { name: 'windows-1253', languages: 'el', prior: 5 },
  { name: 'windows-1254', languages: 'tr de fr', prior: 7 },
  { name: 'windows-1257', languages: 'lt lv et pl de', prior: 9 },
  { name: 'windows-1255', languages: 'he', prior: 4 },
  { name: 'windows-1256', languages: 'ar fa fr', prior: 4 },
  { name: 'windows-874', languages: 'th', prior: 4 },
  { name: 'iso-8859-2', languages: 'pl cs sk hu ro hr sl de', prior: 8 },
  { name: 'iso-8859-5', languages: 'ru uk bg sr mk be', prior: 8 },
  { name: 'iso-8859-7', languages: 'el', prior: 6 },
  { name: 'iso-8859-15', languages: 'fr fi et de', prior: 9 },
  { name: 'koi8-r', languages: 'ru bg', prior: 6 },
  { name: 'koi8-u', languages: 'uk', prior: 9 },
  { name: 'macintosh', languages: 'de fr es pt it nl sv da nb fi is ca', prior: 9 },
  { name: 'ibm850', languages: 'de fr es pt it nl sv da nb fi is ca', prior: 9 },
  { name: 'ibm437', languages: 'de fr es it sv fi', prior: 10 },
  { name: 'ibm852', languages: 'pl cs sk hu ro hr sl de', prior: 9 },
  { name: 'ibm866', languages: 'ru bg be', prior: 8 },
  { name: 'shift_jis', languages: '', prior: 6 },
  { name: 'gb18030', languages: '', prior: 6 },
  { name: 'big5', languages: '', prior: 7 },
  { name: 'euc-jp', languages: '', prior: 8 },
  { name: 'euc-kr', languages: '', prior: 7 },
] as const satisfies readonly (Candidate & { readonly name: string })[];

const names: readonly string[] = candidates.map(({ name }) => name);
const wide: ReadonlySet<string> = new Set(['shift_jis', 'gb18030', 'big5', 'euc-jp', 'euc-kr']);

/**
 * The encoding in which the words of a sample are most likely, given that they are not UTF-8. `samples` are stretches of whole lines.
 * Records that end with a carriage return alone come from an old Macintosh.
 */
export function guessEncoding(samples: readonly Uint8Array[]): EncodingGuess {
  const words = wordsIn(samples);
  const isMac = samples.some((sample) => sample.includes(13)) && samples.every((sample) => !sample.includes(10));
  const heard = candidates
    .map(({ name, languages, prior }) => {
      const decoder = decoderOf(name);
      const texts = words.map((word) => decoder.decode(word));
      const ears = wide.has(name) ? [signEar(name)] : languages.split(' ').map(languageEar);
      const chance = chanceOf(texts, ears) - prior + (isMac && name === 'macintosh' ? 12 : 0);
      return { encoding: name, texts, chance };
    })
    .sort((a, b) => b.chance - a.chance);
  // Of those that say the same, the most common.
  const [likeliest] = heard
    .filter(({ texts }) => texts.every((text, at) => text === heard[0].texts[at]))
    .sort((a, b) => names.indexOf(a.encoding) - names.indexOf(b.encoding));
  // What differs in iso-8859-15 is no letter, or a rare one, and tells itself.
  const rare = heard.find(({ encoding }) => encoding === 'iso-8859-15');
  const isRare = likeliest.encoding === 'windows-1252' && hasEuros(samples);
  const first = isRare && rare !== undefined ? rare : likeliest;
  const second = heard.find(({ texts }) => texts.some((text, at) => text !== first.texts[at]));
  const shown = second === undefined ? first.texts.map((_, at) => at) : differing(first.texts, second.texts);
  const wordsOf = (texts: readonly string[]) =>
    shown.slice(0, 3).map((at) => texts[at].replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''));
  return {
    encoding: first.encoding,
    words: wordsOf(first.texts),
    ...(second === undefined
      ? {}
      : {
          runnerUp: {
            encoding: second.encoding,
            words: wordsOf(second.texts),
            less: Math.round(first.chance - second.chance),
          },
        }),
  };
}

/** A sign of currency that nobody uses, where iso-8859-15 has that of the euro; and none of the signs that windows-1252 has beyond it. */
function hasEuros(samples: readonly Uint8Array[]): boolean {
  const isNone = samples.every((sample) => sample.every((byte) => byte < 128 || byte > 159));
  return isNone && samples.some((sample) => sample.some((byte, at) => isEuro(sample, byte, at)));
}

/** Alone, or beside a number; or half a fraction within a word, where iso-8859-15 has the vowels of `coeur`. */
function isEuro(sample: Uint8Array, byte: number, at: number): boolean {
  if (byte === 0xa4) return !isWord(sample[at - 1] ?? 32) && !isWord(sample[at + 1] ?? 32);
  return (byte === 0xbd || byte === 0xbc) && isLetter(sample[at - 1] ?? 32) && isLetter(sample[at + 1] ?? 32);
}

function isLetter(byte: number): boolean {
  return (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);
}

function differing(one: readonly string[], other: readonly string[]): readonly number[] {
  return one.map((_, at) => at).filter((at) => one[at] !== other[at]);
}

const mostWords = 400;

/**
 * The different words with bytes beyond ASCII, spread over the samples, each with the byte before and behind it. A byte of East Asia
 * beyond ASCII may be followed by one within it, so a word goes on over letters.
 */
function wordsIn(samples: readonly Uint8Array[]): readonly Uint8Array[] {
  const found = new Map<string, Uint8Array>();
  for (const sample of samples) {
    let here = 0;
    for (let at = 0; at < sample.length && here < mostWords; at++) {
      if (sample[at] < 128) continue;
      let from = at;
      while (from > 0 && isWord(sample[from - 1])) from--;
      let to = at;
      while (to < sample.length && isWord(sample[to])) to++;
      const word = sample.subarray(Math.max(0, from - 1), Math.min(sample.length, to + 1, from + 64));
      const key = Buffer.from(sample.subarray(from, to)).toString('latin1');
      if (!found.has(key)) here++;
      found.set(key, word);
      at = to;
    }
  }
  const all = [...found.values()];
  const step = Math.max(1, all.length / mostWords);
  return Array.from({ length: Math.min(all.length, mostWords) }, (_, at) => all[Math.floor(at * step)]);
}

/** Letters, and what the second bytes of East Asian characters may be beside them. */
function isWord(byte: number): boolean {
  return byte >= 128 || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || (byte >= 91 && byte <= 95);
}

/** How likely the words are, each in the language that fits it best; languages of which there are many words are likelier. */
function chanceOf(words: readonly string[], ears: readonly Ear[]): number {
  const chances = words.map((word) => ears.map((ear) => ear(word)));
  const counts = ears.map(() => 0.5);
  for (const each of chances) counts[each.indexOf(Math.max(...each))]++;
  const shares = counts.map((count) => Math.log2(count / (words.length + ears.length / 2)));
  return chances.reduce((sum, each) => sum + Math.max(...each.map((chance, at) => chance + shares[at])), 0);
}
