import { ArgumentFault, defineFunction, type FunctionSpec, type Parameter } from './define.ts';
import { localeParameters, numberReader } from './locales.ts';
import { divide, multiply, type Numeric, roundTo } from './number.ts';
import { RowFault } from './value.ts';

/** Functions that read numbers out of texts. */
const { locale, decimal, thousands } = localeParameters;
const text = { name: 'text', type: 'text', summary: 'The text.' } as const;
const ignore: Parameter = {
  name: 'ignore',
  type: 'text',
  literal: true,
  optional: true,
  named: true,
  summary: 'Words or signs that may stand before or behind the number, with blanks between them: "€ EUR".',
};

export const numberTextFunctions: readonly FunctionSpec[] = [
  defineFunction({
    name: 'number',
    group: 'numbers',
    summary: 'Reads a number as a country writes it; without a locale as all values of the column show.',
    details:
      'Groups of digits must be whole: 1.5 is no number in "de". A minus may also stand behind the number, or be parentheses around it. 12.5 % is 0.125. Blank text is null. Without a locale, all values of a column of a file together decide between decimal point and comma, and which signs, currencies and units stand beside the digits; elsewhere numbers are plain decimals such as -1234.5. Cells of books that are real numbers are taken as they are, whatever the locale.',
    parameters: [text, locale, decimal, thousands, ignore],
    typed: { only: 'number', without: ['locale', 'decimal', 'thousands', 'ignore'] },
    returns: 'number',
    examples: [
      { expression: '"1.234,50" | number("de")', gives: '1234.5' },
      { expression: '"1 234,50 €" | number("fr", ignore: "€ EUR")', gives: '1234.5' },
      { expression: '"12,34,567" | number("in")', gives: 1234567 },
      { expression: '"(1,200)" | number("en")', gives: -1200 },
      { expression: '"1_000" | number(thousands: "_")', gives: 1000 },
      { expression: '"12,5 %" | number("de")', gives: '0.125' },
      { expression: '"−１２" | number', gives: -12 },
      { expression: '"1,5" | number', fails: 'row/not-a-number' },
      { expression: '"1.5" | number("de")', fails: 'row/not-a-number' },
    ],
    bind: (literals) => {
      const read = numberReader(literals);
      const words = String(literals.ignore ?? '')
        .split(/\s+/)
        .filter((word) => word !== '');
      if (words.some((word) => /\d/.test(word))) throw new ArgumentFault('The argument "ignore" must not have digits.');
      return (value: string) => {
        const bare = words.length === 0 ? value : without(value, words);
        const last = bare.charCodeAt(bare.length - 1);
        if (last !== 0x25 && last !== 0xff05 && last !== 0x66a) return read(bare);
        const share = read(bare.slice(0, -1));
        return share === null ? null : divide(share, 100);
      };
    },
  }),
  defineFunction({
    name: 'percent',
    group: 'numbers',
    summary: 'Reads a share in percent, with or without the sign: 12.5 % is 0.125.',
    parameters: [text, locale, decimal, thousands],
    typed: { only: 'number', without: ['locale', 'decimal', 'thousands'] },
    returns: 'number',
    examples: [
      { expression: '"12.5 %" | percent', gives: '0.125' },
      { expression: '"7,5" | percent("de")', gives: '0.075' },
      { expression: '"n/a" | percent', fails: 'row/not-a-number' },
    ],
    bind: (literals) => {
      const read = numberReader(literals);
      return (value: string) => {
        const share = read(without(value, ['%']));
        return share === null ? null : divide(share, 100);
      };
    },
  }),
  defineFunction({
    name: 'bytes',
    group: 'numbers',
    summary: 'Reads an amount of memory or disk as a number of bytes: 16 GB is 17179869184.',
    details:
      'KB, MB, GB, TB and PB are steps of 1024, as inventories mean them; kilo: 1000 makes them steps of 1000. KiB, MiB, GiB, TiB and PiB are steps of 1024 always. Parts of a byte are rounded.',
    parameters: [
      text,
      {
        name: 'unit',
        type: 'text',
        literal: true,
        optional: true,
        summary: 'The unit of numbers without one; B if it is left out.',
      },
      {
        name: 'kilo',
        type: 'number',
        literal: true,
        optional: true,
        named: true,
        summary: '1024 (the default) or 1000.',
      },
      { ...locale, named: true },
      decimal,
      thousands,
    ],
    typed: { only: 'number', without: ['locale', 'decimal', 'thousands'] },
    returns: 'number',
    examples: [
      { expression: '"16 GB" | bytes', gives: 17179869184 },
      { expression: '"16384" | bytes("MB")', gives: 17179869184 },
      { expression: '"500GB" | bytes(kilo: 1000)', gives: 500000000000 },
      { expression: '"1,5 GiB" | bytes(locale: "de")', gives: 1610612736 },
      { expression: '"16 pages" | bytes', fails: 'row/not-a-number' },
    ],
    bind: (literals) => {
      const read = numberReader(literals);
      const { kilo = 1024, unit = 'B' } = literals;
      if (kilo !== 1024 && kilo !== 1000)
        throw new ArgumentFault(`The argument "kilo" must be 1024 or 1000, not ${JSON.stringify(kilo)}.`);
      const bare = factorOf(String(unit), kilo);
      if (bare === undefined)
        throw new ArgumentFault(
          `The argument "unit" must be a unit such as B, KB, MB or GiB, not ${JSON.stringify(unit)}.`,
        );
      return (value: string) => {
        const found = value.trim();
        const unitStart = trailingLetters(found);
        const factor = unitStart === found.length ? bare : factorOf(found.slice(unitStart), kilo);
        if (factor === undefined || (unitStart === 0 && found !== ''))
          throw new RowFault('row/not-a-number', 'an amount such as 16 GB', value);
        const amount = read(found.slice(0, unitStart));
        return amount === null ? null : roundTo(multiply(amount, factor), 0, 'halfUp');
      };
    },
  }),
];

/** The text without words at its ends, within a sign or parentheses. */
function without(text: string, words: readonly string[]): string {
  let rest = text.trim();
  const sign = /^[-+\u2212(]\s*/.exec(rest)?.[0] ?? '';
  const behind = sign.startsWith('(') && rest.endsWith(')') ? ')' : '';
  rest = rest.slice(sign.length, rest.length - behind.length);
  for (const word of words) {
    if (rest.startsWith(word)) rest = rest.slice(word.length).trimStart();
    if (rest.endsWith(word)) rest = rest.slice(0, -word.length).trimEnd();
  }
  return `${sign}${rest}${behind}`;
}

const steps = ['', 'k', 'm', 'g', 't', 'p'];

/** How many bytes a unit has. */
function factorOf(unit: string, kilo: number): Numeric | undefined {
  const [, prefix, binary] = /^([kmgtp]?)(i?)(?:b|bytes?|o|octets?)?$/i.exec(unit) ?? [];
  const step = prefix === undefined ? -1 : steps.indexOf(prefix.toLowerCase());
  if (step < 0 || unit === '' || (step === 0 && binary !== '')) return undefined;
  let factor: Numeric = 1;
  for (let index = 0; index < step; index++) factor = multiply(factor, binary === '' ? kilo : 1024);
  return factor;
}

/** Where the letters at the end of a text begin. */
function trailingLetters(text: string): number {
  let at = text.length;
  while (at > 0 && (text.charCodeAt(at - 1) | 32) >= 97 && (text.charCodeAt(at - 1) | 32) <= 122) at--;
  return at;
}
