import { writeFileSync } from 'node:fs';

/**
 * Makes languages.ts: how often two letters follow one another in each language, from the names of countries, languages, currencies,
 * units and months that the runtime has in all of them (Unicode CLDR). Run by hand: node core/adapter/encodings/make-languages.ts
 */
const languages =
  'cs da de el es et fi fr hr hu is it lt lv nb nl pl pt ro sk sl sq sv tr ru uk bg sr mk be he ar fa th ca'.split(' ');

const alphabet = [...'abcdefghijklmnopqrstuvwxyz'];
const regions = alphabet.flatMap((a) => alphabet.map((b) => (a + b).toUpperCase()));
const tongues = alphabet.flatMap((a) => alphabet.flatMap((b) => [a + b, ...alphabet.map((c) => a + b + c)]));

function wordsOf(language: string): readonly string[] {
  const named = (type: 'region' | 'language' | 'currency' | 'script', codes: readonly string[]) => {
    const names = new Intl.DisplayNames([language], { type, fallback: 'none' });
    return codes.map((code) => names.of(code) ?? '');
  };
  const months = [...Array(12).keys()].flatMap((month) =>
    (['long', 'short'] as const).map((length) =>
      new Intl.DateTimeFormat(language, { month: length, weekday: 'long' }).format(new Date(2024, month, month + 1)),
    ),
  );
  const units = Intl.supportedValuesOf('unit').map((unit) =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(5),
  );
  const scripts = 'Arab Latn Cyrl Grek Hans Hant Hebr Thai Jpan Kore Armn Geor Deva Beng Taml Telu Mong Tibt'.split(
    ' ',
  );
  const texts = [
    ...named('region', regions),
    ...named('language', tongues),
    ...named('currency', Intl.supportedValuesOf('currency')),
    ...named('script', scripts),
    ...months,
    ...units,
  ];
  return [...new Set(texts.flatMap((text) => text.normalize('NFC').split(/[^\p{L}\p{M}]+/u)))].filter(
    (word) => word !== '',
  );
}

/** Two letters and how rare they are among all: -2 log2 of their share, as a digit in base 36. */
function pairsOf(words: readonly string[]): string {
  const counts = new Map<string, number>();
  let total = 0;
  for (const word of words) {
    const padded = ` ${word.toLowerCase().replace(/i̇/g, 'i')} `;
    for (let at = 0; at + 1 < padded.length; at++) {
      const pair = padded.slice(at, at + 2);
      total++;
      if (pair.charCodeAt(0) < 128 && pair.charCodeAt(1) < 128) continue;
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
  }
  const kept = [...counts].filter(([, count]) => count > 1 || total < 3000);
  return kept
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([pair, count]) => pair + Math.min(35, Math.round(-2 * Math.log2(count / total))).toString(36))
    .join('');
}

function commonSigns(languages: readonly string[], pattern: RegExp, most: number): string {
  const counts = new Map<string, number>();
  for (const sign of languages
    .flatMap((language) => wordsOf(language))
    .join('')
    .match(pattern) ?? [])
    counts.set(sign, (counts.get(sign) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, most)
    .map(([sign]) => sign)
    .join('');
}

const lines = languages.map((language) => `  ${language}: ${JSON.stringify(pairsOf(wordsOf(language)))},`);
writeFileSync(
  new URL('languages.ts', import.meta.url),
  `/** Made by make-languages.ts from the names in Unicode CLDR: do not edit. */

/** Two letters, one beyond ASCII at least, and how rare they are among all: -2 log2 of their share, as a digit in base 36. */
export const letterPairs: Readonly<Record<string, string>> = {
${lines.join('\n')}
};

/** The signs that are most often met in each. */
export const commonSigns = {
  chinese: ${JSON.stringify(commonSigns(['zh-Hans', 'zh-Hant'], /\p{Script=Han}/gu, 900))},
  japanese: ${JSON.stringify(commonSigns(['ja'], /\p{Script=Han}/gu, 400))},
  korean: ${JSON.stringify(commonSigns(['ko'], /\p{Script=Hangul}/gu, 400))},
};
`,
);
