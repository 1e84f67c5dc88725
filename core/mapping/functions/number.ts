import Big from 'big.js';
import { addShort, multiplyShort } from './short-decimals.ts';
import { RowFault } from './value.ts';

/**
 * Exact arithmetic of the language. A number is a JavaScript number where it is a safe integer, and canonical decimal text
 * otherwise: no leading zeros, no trailing fraction zeros, no exponent. So equal numbers are equal values.
 */
export type Numeric = number | string;

/** The most digits that a number has: no honest column needs more, and work on a digit costs time. */
export const mostDigits = 400;
/** A quotient has at most this many fraction digits, rounded half to even. */
export const quotientDigits = 20;

const Decimal = Big();
Decimal.DP = quotientDigits;
Decimal.RM = Big.roundHalfEven;

export function add(a: Numeric, b: Numeric): Numeric {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  const short = addShort(a, b, 1);
  return short === undefined ? numeric(new Decimal(a).plus(b)) : canonical(short);
}

export function subtract(a: Numeric, b: Numeric): Numeric {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b;
    if (Number.isSafeInteger(difference)) return difference;
  }
  const short = addShort(a, b, -1);
  return short === undefined ? numeric(new Decimal(a).minus(b)) : canonical(short);
}

export function multiply(a: Numeric, b: Numeric): Numeric {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    // Adding zero turns -0 into 0.
    if (Number.isSafeInteger(product)) return product + 0;
  }
  const short = multiplyShort(a, b);
  return short === undefined ? numeric(new Decimal(a).times(b)) : canonical(short);
}

/** @throws RowFault `row/not-a-number` for a division by zero. */
export function divide(a: Numeric, b: Numeric): Numeric {
  if (b === 0) throw new RowFault('row/not-a-number', 'a divisor other than zero', `${a} / 0`);
  if (typeof a === 'number' && typeof b === 'number') {
    const quotient = a / b;
    // A quotient that is rounded can look whole, so it is proved by the remainder.
    if (Number.isSafeInteger(quotient) && a % b === 0) return quotient + 0;
  }
  return numeric(new Decimal(a).div(b));
}

/** Negative if `a` is the smaller one, 0 if they are equal. */
export function compare(a: Numeric, b: Numeric): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return a === b ? 0 : new Decimal(a).cmp(b);
}

export function negate(a: Numeric): Numeric {
  if (typeof a === 'number') return 0 - a;
  return a.startsWith('-') ? a.slice(1) : `-${a}`;
}

/**
 * The number that a text writes as plain decimal: `12`, `-0.5`, blanks around it; not `1e5`, `1,5`, `.5`. Blank text is null.
 * @throws RowFault `row/not-a-number`
 */
export function toNumber(text: string): Numeric | null {
  const { length } = text;
  if (length > 0 && length <= 15) {
    // Up to 15 digits fit a safe integer: the ordinary cell is read without a search and without a copy.
    let value = 0;
    let at = 0;
    for (; at < length; at++) {
      const digit = text.charCodeAt(at) - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (at === length) return value;
  }
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (trimmed.length > mostDigits + 2) throw notANumber(text, `a number of at most ${mostDigits} digits`);
  if (!plainDecimal.test(trimmed)) throw notANumber(text, 'a number such as 1234.5');
  return canonical(trimmed);
}

const plainDecimal = /^-?[0-9]+(?:\.[0-9]+)?$/;

/** The value of a text that is known to be a plain decimal: an optional sign, digits, an optional fraction. */
export function canonical(decimal: string): Numeric {
  const sign = decimal.charCodeAt(0) === 45 ? 1 : 0;
  const point = decimal.indexOf('.');
  let end = decimal.length;
  if (point >= 0) {
    while (decimal.charCodeAt(end - 1) === 48) end--;
    if (end - 1 === point) end = point;
  }
  let start = sign;
  const lastLeading = (point < 0 ? end : point) - 1;
  while (start < lastLeading && decimal.charCodeAt(start) === 48) start++;
  const digits = start === 0 && end === decimal.length ? decimal : decimal.slice(start, end);
  if (end <= point || point < 0) {
    // Of 16 digits, those beyond the safe integers are read as one beyond them.
    const value = digits.length > 16 ? Number.NaN : Number(digits);
    if (Number.isSafeInteger(value)) return sign === 1 ? 0 - value : value;
  }
  return sign === 1 ? `-${digits}` : digits;
}

export function fromBigInt(value: bigint): Numeric {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value.toString();
}

export type Rounding = 'halfUp' | 'floor' | 'ceiling';

/** Rounds to a number of fraction digits; half goes away from zero. */
export function roundTo(value: Numeric, digits: number, rounding: Rounding): Numeric {
  if (typeof value === 'number' && digits === 0) return value;
  const exact = new Decimal(value);
  if (rounding === 'halfUp') return numeric(exact.round(digits, Big.roundHalfUp));
  const cut = exact.round(digits, Big.roundDown);
  const step = new Decimal(`1e${-digits}`);
  if (rounding === 'floor') return numeric(cut.gt(exact) ? cut.minus(step) : cut);
  return numeric(cut.lt(exact) ? cut.plus(step) : cut);
}

/** The canonical form of a result. */
function numeric(value: Big): Numeric {
  const digits = Math.max(value.e + 1, value.c.length - Math.min(value.e, 0));
  if (digits > mostDigits)
    throw new RowFault('row/out-of-range', `a number of at most ${mostDigits} digits`, `${digits} digits`);
  const text = value.toFixed();
  if (value.e > 15 || value.c.length > value.e + 1) return text === '-0' ? 0 : text;
  const whole = Number(text);
  return Number.isSafeInteger(whole) ? whole + 0 : text;
}

function notANumber(found: string, expected: string): RowFault {
  return new RowFault('row/not-a-number', expected, found);
}
