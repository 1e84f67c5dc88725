import { ArgumentFault, type Literals, type Parameter } from './define.ts';
import { canonical, mostDigits, type Numeric, toNumber } from './number.ts';
import { arabicDecimal, arabicThousands, foldNumber } from './number-signs.ts';
import { RowFault } from './value.ts';

/** Numbers as people of a country write them. */
interface Signs {
  readonly decimal: string;
  /** Any of these may stand between groups of digits. */
  readonly thousands: string;
  /** Groups of two digits are ordinary before the last one. */
  readonly lakhs?: true;
}

const blanks = ' \u00A0\u202F\u2009';
const apostrophes = "'\u2019";
const locales: ReadonlyMap<string, Signs> = new Map<string, Signs>([
  ...['en', 'us', 'gb', 'ie', 'au', 'mx', 'cn', 'jp'].map((name): [string, Signs] => [
    name,
    { decimal: '.', thousands: ',' },
  ]),
  ...['de', 'es', 'it', 'nl', 'pt', 'br', 'dk', 'da', 'tr'].map((name): [string, Signs] => [
    name,
    { decimal: ',', thousands: '.' },
  ]),
  ...['fr', 'se', 'sv', 'no', 'nb', 'fi', 'pl', 'cz', 'cs', 'ru', 'ua', 'hu'].map((name): [string, Signs] => [
    name,
    { decimal: ',', thousands: blanks },
  ]),
  ['at', { decimal: ',', thousands: `.${blanks}` }],
  ['ch', { decimal: '.', thousands: apostrophes }],
  ['in', { decimal: '.', thousands: ',', lakhs: true }],
]);

export const localeParameters = {
  locale: {
    name: 'locale',
    type: 'text',
    literal: true,
    optional: true,
    summary: `The country whose signs are used: ${[...locales.keys()].join(', ')}; auto, as if nothing were given, for what the values of the column show.`,
  },
  decimal: {
    name: 'decimal',
    type: 'text',
    literal: true,
    optional: true,
    named: true,
    summary: 'The decimal sign, if no locale has it.',
  },
  thousands: {
    name: 'thousands',
    type: 'text',
    literal: true,
    optional: true,
    named: true,
    summary: 'The sign between groups of three digits, or several of them, if no locale has it.',
  },
} as const satisfies Readonly<Record<string, Parameter>>;

/** Reads one text; null for a blank one. */
export type NumberReader = (text: string) => Numeric | null;

/**
 * The reader of numbers that the literals `locale`, `decimal` and `thousands` ask for; without them plain decimals only.
 * @throws ArgumentFault
 */
export function numberReader(literals: Literals): NumberReader {
  const { decimal, thousands } = literals;
  // What the data show has not been decided yet: until then numbers are plain.
  const signs =
    literals.locale === undefined || literals.locale === 'auto' ? undefined : signsOf(String(literals.locale));
  if (signs === undefined && decimal === undefined && thousands === undefined)
    return patient(toNumber, localReader(plainSigns), '.');
  const all = {
    ...(signs ?? { decimal: '.', thousands: '' }),
    ...givenDecimal(decimal),
    ...givenThousands(thousands),
  };
  const read = localReader(all);
  return patient(read, read, all.decimal);
}

const plainSigns: Signs = { decimal: '.', thousands: '' };

/** What is no number at first sight may be one in the signs of another script, or have its minus elsewhere. */
function patient(read: NumberReader, again: NumberReader, decimal: string): NumberReader {
  return (text) => {
    try {
      return read(text);
    } catch (problem) {
      const folded = withZero(
        foldNumber(text).replaceAll(arabicDecimal, decimal).replaceAll(arabicThousands, ''),
        decimal,
      );
      if (!(problem instanceof RowFault) || (folded === text && again === read)) throw problem;
      return readOr(again, folded, problem);
    }
  };
}

/** `.5` with its zero. */
function withZero(text: string, decimal: string): string {
  const [sign] = /^[-+(]?/.exec(text) ?? [''];
  return text.startsWith(decimal, sign.length) && text.length > sign.length + 1
    ? `${sign}0${text.slice(sign.length)}`
    : text;
}

function readOr(read: NumberReader, text: string, problem: RowFault): Numeric | null {
  try {
    return read(text);
  } catch {
    throw problem;
  }
}

function signsOf(locale: string): Signs {
  // de-DE, de_DE and DE say the same; de-AT and de-CH do not.
  const [language, country = language] = locale.toLowerCase().split(/[-_]/);
  const signs = locales.get(country) ?? locales.get(language);
  if (signs !== undefined) return signs;
  throw new ArgumentFault(
    `There is no locale ${JSON.stringify(locale)}; known are ${[...locales.keys()].join(', ')}. Others are said with decimal: and thousands:.`,
  );
}

function givenDecimal(value: Literals[string]): Partial<Signs> {
  if (value === undefined || value === null) return {};
  const sign = String(value);
  if (sign.length === 1 && !/[\d+-]/.test(sign)) return { decimal: sign };
  throw new ArgumentFault(`The argument "decimal" must be a single sign, not ${JSON.stringify(sign)}.`);
}

function givenThousands(value: Literals[string]): Partial<Signs> {
  if (value === undefined || value === null) return {};
  const signs = String(value);
  if (signs === '' || signs.length > 4 || /[\d+-]/.test(signs))
    throw new ArgumentFault(`The argument "thousands" must be a single sign or a few, not ${JSON.stringify(signs)}.`);
  return { thousands: signs.replace(' ', blanks).replace("'", apostrophes) };
}

function localReader(signs: Signs): NumberReader {
  if (signs.thousands.includes(signs.decimal))
    throw new ArgumentFault('The decimal sign and the sign between thousands must differ.');
  const example = signs.lakhs ? '12,34,567.5' : `1${signs.thousands.slice(0, 1)}234${signs.decimal}5`;
  return (text) => {
    const body = text.trim();
    if (body === '') return null;
    const plain = body.length > mostDigits ? undefined : plainDecimal(body, signs);
    if (plain === undefined) throw new RowFault('row/not-a-number', `a number such as ${example}`, text);
    return canonical(plain);
  };
}

/** The plain decimal text of a number with its signs: digits in groups, a fraction; minus in front, behind, or as parentheses. */
function plainDecimal(body: string, signs: Signs): string | undefined {
  let [start, end] = [0, body.length];
  const first = body[0];
  const last = body[end - 1];
  const parentheses = first === '(' && last === ')';
  const signed = first === '-' || first === '\u2212' || first === '+';
  const behind = !signed && !parentheses && last === '-';
  if (signed || parentheses) start++;
  if (behind || parentheses) end--;
  while (signed && blanks.includes(body[start])) start++;
  const point = body.indexOf(signs.decimal, start);
  const wholeEnd = point < 0 ? end : point;
  const whole = ungroup(body, start, wholeEnd, signs);
  const fraction = point < 0 ? '' : body.slice(point + 1, end);
  if (whole === undefined || !allDigits(fraction) || (point >= 0 && fraction === '')) return undefined;
  const minus = parentheses || behind || (signed && first !== '+') ? '-' : '';
  return fraction === '' ? `${minus}${whole}` : `${minus}${whole}.${fraction}`;
}

/** The digits without the signs between their groups; undefined if the groups are not of three (or two) digits. */
function ungroup(body: string, start: number, end: number, { thousands, lakhs }: Signs): string | undefined {
  let digits = '';
  let from = start;
  for (let at = start; at <= end; at++) {
    if (at < end && !thousands.includes(body[at])) continue;
    const length = at - from;
    const fits =
      from === start ? at === end || length <= 3 : length === 3 || (lakhs === true && at < end && length === 2);
    if (length === 0 || !fits) return undefined;
    digits += body.slice(from, at);
    from = at + 1;
  }
  return allDigits(digits) ? digits : undefined;
}

function allDigits(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return false;
  }
  return true;
}
