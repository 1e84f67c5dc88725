import Big from 'big.js';
import { RowFault, type Value } from '../../mapping/functions/value.ts';
import type { Check } from '../checked.ts';
import type { DecimalField, IntegerField } from '../define.ts';

/** Numbers stay exact: whole ones as number where that is safe and as digits beyond, decimals as canonical text. */

/** The check of a whole number: a number, or its digits without leading zeros. */
export function integerCheck({ minimum, maximum }: Pick<IntegerField, 'minimum' | 'maximum'>): Check {
  const lowest = Number(minimum);
  const highest = Number(maximum);
  const outOfRange = (found: Value): RowFault =>
    new RowFault('row/out-of-range', `a whole number from ${minimum} to ${maximum}`, String(found));

  return (value) => {
    if (value === null) return null;
    const found = typeof value === 'string' ? wholeNumber(value) : value;
    if (found === null) return null;
    if (typeof found === 'number' && Number.isSafeInteger(found)) {
      if (found < lowest || found > highest) throw outOfRange(value);
      return found === 0 ? 0 : found;
    }
    if (typeof found !== 'bigint') throw new RowFault('row/not-a-number', 'a whole number such as 12', String(value));
    if (found < minimum || found > maximum) throw outOfRange(value);
    return String(found);
  };
}

/** Null for blanks, NaN for what is no whole number. */
function wholeNumber(text: string): number | bigint | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (!/^(?:0|-?[1-9][0-9]*)$/.test(trimmed)) return Number.NaN;
  const found = Number(trimmed);
  // Digits past the 400th can't bring it back into any range, and need not be parsed.
  return Number.isSafeInteger(found) ? found : BigInt(trimmed.slice(0, 400));
}

/** The most digits of a decimal, as in the decimals of databases. */
const decimalDigits = 38;

/** The check of a decimal, which gives `-5`, `0.25`: no exponent, no zeros that say nothing. */
export function decimalCheck({ minimum }: Pick<DecimalField, 'minimum'>): (value: Value) => string | null {
  return (value) => {
    if (value === null) return null;
    const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
    if (typeof text !== 'string') throw notADecimal(value);
    const decimal = canonicalDecimal(text.trim());
    if (decimal === undefined) throw notADecimal(value);
    if (decimal === null) return null;
    if (decimal.length > decimalDigits && decimal.replace(/[-.]/g, '').length > decimalDigits) {
      throw new RowFault('row/out-of-range', `a number of at most ${decimalDigits} digits`, decimal);
    }
    if (minimum !== undefined && isBelow(decimal, minimum)) {
      throw new RowFault('row/out-of-range', `a number from ${minimum}`, decimal);
    }
    return decimal;
  };
}

function notADecimal(value: Value): RowFault {
  return new RowFault('row/not-a-number', 'a number such as 12.5', String(value));
}

function canonicalDecimal(text: string): string | null | undefined {
  if (text === '') return null;
  if (/^-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?$/.test(text)) return text === '-0' ? '0' : text;
  const [, sign, whole, fraction = ''] = /^(-?)([0-9]*)(?:\.([0-9]*))?$/.exec(text) ?? [];
  if (whole === undefined || whole + fraction === '') return undefined;
  const ones = whole.replace(/^0+/, '') || '0';
  const parts = withoutTrailingZeros(fraction);
  const digits = parts === '' ? ones : `${ones}.${parts}`;
  return digits === '0' ? '0' : `${sign}${digits}`;
}

/** A loop: /0+$/ takes quadratic time on zeros that are not at the end. */
function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 48) end--;
  return digits.slice(0, end);
}

function isBelow(decimal: string, minimum: string): boolean {
  return minimum === '0' ? decimal.startsWith('-') : new Big(decimal).lt(minimum);
}

/** The check of a truth value: a boolean, or `true` and `false` in any case. */
export const booleanCheck: Check = (value) => {
  if (typeof value === 'boolean' || value === null) return value;
  const word = typeof value === 'string' ? value.trim().toLowerCase() : undefined;
  if (word === '') return null;
  if (word !== 'true' && word !== 'false') throw new RowFault('row/not-a-boolean', 'true or false', String(value));
  return word === 'true';
};
