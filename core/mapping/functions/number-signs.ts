/** Signs of numbers that say the same in every country, brought to those of ASCII. */

const digitZeros = [0x660, 0x6f0, 0x966, 0xff10];
const signs: ReadonlyMap<string, string> = new Map([
  ['\u2212', '-'],
  ['\u2012', '-'],
  ['\u2013', '-'],
  ['\ufe63', '-'],
  ['\uff0d', '-'],
  ['\uff0b', '+'],
  ['\uff0e', '.'],
  ['\uff0c', ','],
  ['\uff05', '%'],
  ['\u066a', '%'],
  ['\uff08', '('],
  ['\uff09', ')'],
]);

/** The Arabic signs are the same wherever they are used: one before fractions, one between thousands. */
export const arabicDecimal = '\u066b';
export const arabicThousands = '\u066c';

/**
 * A number with ASCII digits and signs: full-width and Arabic digits, the minus of typographers, `1'200.-` without its dash. Signs that countries read differently stay.
 */
export function foldNumber(text: string): string {
  const trimmed = text.trim();
  const ascii = /[^\u0000-\u007f]/.test(trimmed) ? trimmed.replace(/[^\u0000-\u007f]/g, foldSign) : trimmed;
  return ascii.replace(/(?<=\d)[.,](?:-|\u2014)$/, '');
}

function foldSign(sign: string): string {
  const known = signs.get(sign);
  if (known !== undefined) return known;
  const code = sign.charCodeAt(0);
  const zero = digitZeros.find((first) => code >= first && code <= first + 9);
  return zero === undefined ? sign : String(code - zero);
}

/** Currencies and units as they stand beside numbers; what multiplies, such as k or Mio, is none. */
export function affixKind(affix: string): 'currency' | 'unit' | undefined {
  if (/^\p{Sc}$/u.test(affix) || /^[A-Z]{1,3}\p{Sc}$/u.test(affix) || currencyWords.has(affix)) return 'currency';
  if (currencies.has(affix)) return 'currency';
  return units.has(affix.toLowerCase()) ? 'unit' : undefined;
}

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
const currencyWords: ReadonlySet<string> = new Set([
  'Fr.',
  'SFr.',
  'kr',
  'kr.',
  'Kr',
  'Kč',
  'zł',
  'Ft',
  'lei',
  'Rs',
  'Rs.',
  'руб',
  'руб.',
  'р.',
  'TL',
  'Euro',
  'euro',
  'EURO',
]);
const units: ReadonlySet<string> = new Set(
  'b kb mb gb tb pb kib mib gib tib pib byte bytes o ko mo go to hz khz mhz ghz kg g mg t lb lbs oz mm cm m km in ft w kw kwh v a ah mah px dpi rpm pc pcs st stk stk. stück stück. pz ud h hrs min s sec ms d days tage °c °f'.split(
    ' ',
  ),
);
