import test from 'ava';
import fc from 'fast-check';
import {
  add,
  compare,
  divide,
  fromBigInt,
  multiply,
  type Numeric,
  negate,
  roundTo,
  subtract,
  toNumber,
} from '../../../../core/mapping/functions/number.ts';
import { RowFault } from '../../../../core/mapping/functions/value.ts';

// Numbers with a fraction are checked as big integers in units of 10^-18.
const unit = 10n ** 18n;
const big = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
const edge = fc.constantFrom(0n, 1n, -1n, 2n ** 53n, 2n ** 53n - 1n, -(2n ** 53n) + 1n, -(2n ** 53n), 94906267n);
const small = fc.bigInt({ min: -1000n, max: 1000n });
const middle = fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n });
const whole = fc.oneof(big, edge, small, middle);
const decimal = fc.tuple(whole, fc.integer({ min: 0, max: 9 }));

test('sums, differences and products of whole numbers are those of big integers', (t) => {
  fc.assert(
    fc.property(whole, whole, (a, b) => {
      t.is(add(fromBigInt(a), fromBigInt(b)), fromBigInt(a + b));
      t.is(subtract(fromBigInt(a), fromBigInt(b)), fromBigInt(a - b));
      t.is(multiply(fromBigInt(a), fromBigInt(b)), fromBigInt(a * b));
      t.is(negate(fromBigInt(a)), fromBigInt(-a));
      t.is(Math.sign(compare(fromBigInt(a), fromBigInt(b))), a < b ? -1 : a > b ? 1 : 0);
    }),
  );
});

test('sums and comparisons of decimals are exact', (t) => {
  fc.assert(
    fc.property(decimal, decimal, ([a, scaleA], [b, scaleB]) => {
      const [left, right] = [a * 10n ** BigInt(18 - scaleA), b * 10n ** BigInt(18 - scaleB)];
      t.is(add(written(left), written(right)), written(left + right));
      t.is(subtract(written(left), written(right)), written(left - right));
      t.is(Math.sign(compare(written(left), written(right))), left < right ? -1 : left > right ? 1 : 0);
    }),
  );
});

test('products of decimals are exact', (t) => {
  fc.assert(
    fc.property(decimal, decimal, ([a, scaleA], [b, scaleB]) => {
      const product = a * b * 10n ** BigInt(18 - scaleA - scaleB);
      t.is(
        multiply(written(a * 10n ** BigInt(18 - scaleA)), written(b * 10n ** BigInt(18 - scaleB))),
        written(product),
      );
    }),
  );
});

test('a product divided by one of its factors is the other one', (t) => {
  fc.assert(
    fc.property(decimal, decimal, ([a, scaleA], [b, scaleB]) => {
      fc.pre(b !== 0n);
      const [left, right] = [written(a * 10n ** BigInt(18 - scaleA)), written(b * 10n ** BigInt(18 - scaleB))];
      t.is(divide(multiply(left, right), right), left);
    }),
  );
});

test('every value is canonical: a number exactly where it is a safe integer, never minus zero', (t) => {
  fc.assert(
    fc.property(decimal, decimal, ([a, scaleA], [b, scaleB]) => {
      const [left, right] = [written(a * 10n ** BigInt(18 - scaleA)), written(b * 10n ** BigInt(18 - scaleB))];
      for (const value of [add(left, right), subtract(left, right), multiply(left, right), negate(left)]) {
        t.true(typeof value === 'number' ? Number.isSafeInteger(value) : /^-?(0|[1-9]\d*)(\.\d*[1-9])?$/.test(value));
        t.false(Object.is(value, -0));
        t.is(toNumber(String(value)), value);
      }
    }),
  );
});

test('zeros that say nothing do not change a number', (t) => {
  const zeros = fc.integer({ min: 0, max: 20 }).map((count) => '0'.repeat(count));
  fc.assert(
    fc.property(decimal, zeros, zeros, ([a, scale], before, behind) => {
      const value = written(a * 10n ** BigInt(18 - scale));
      const [sign, digits] = String(value).startsWith('-') ? ['-', String(value).slice(1)] : ['', String(value)];
      const point = digits.includes('.') || behind === '' ? '' : '.';
      t.is(toNumber(`${sign}${before}${digits}${point}${behind}`), value);
    }),
  );
});

const quotients: readonly [Numeric, Numeric, Numeric][] = [
  [1, 4, '0.25'],
  [6, -3, -2],
  [0, -7, 0],
  [1, 3, '0.33333333333333333333'],
  [2, 3, '0.66666666666666666667'],
  // Half to even: the 21st digit is a five with nothing behind it.
  ['0.00000000000000000001', 2, 0],
  ['0.00000000000000000003', 2, '0.00000000000000000002'],
  ['9007199254740993', 3, 3002399751580331],
  // The double quotient of these looks whole, the true one is not.
  [9007199254740991, 9007199254740990, '1.00000000000000011102'],
];
for (const [a, b, quotient] of quotients) test(`${a} / ${b} is ${quotient}`, (t) => t.is(divide(a, b), quotient));

const texts: readonly [string, Numeric | null][] = [
  ['12', 12],
  ['007', 7],
  [' -0.50 ', '-0.5'],
  ['12.0', 12],
  ['-0', 0],
  ['-0.0', 0],
  ['9007199254740991', 9007199254740991],
  ['9007199254740992', '9007199254740992'],
  ['-9007199254740993', '-9007199254740993'],
  ['000000000000000000001', 1],
  ['0.00000001', '0.00000001'],
  ['100000000000000000000000', '100000000000000000000000'],
  ['', null],
  ['  ', null],
];
for (const [text, value] of texts) {
  test(`toNumber reads ${JSON.stringify(text)} as ${JSON.stringify(value)}`, (t) => t.is(toNumber(text), value));
}

for (const text of [
  '1e5',
  '1,5',
  '.5',
  '5.',
  '+5',
  '0x10',
  '1 000',
  'NaN',
  'Infinity',
  '--1',
  '-',
  '١٢',
  '1'.repeat(403),
]) {
  test(`toNumber refuses ${JSON.stringify(text.slice(0, 20))}`, (t) => {
    t.is(fault(() => toNumber(text)).code, 'row/not-a-number');
  });
}

test('a division by zero is a fault of the row', (t) => {
  t.is(fault(() => divide(5, 0)).code, 'row/not-a-number');
  t.is(fault(() => divide('0.5', 0)).code, 'row/not-a-number');
});

test('a result of more than 400 digits is a fault of the row', (t) => {
  const long = '9'.repeat(300);
  t.is(fault(() => multiply(long, long)).code, 'row/out-of-range');
  const small = `0.${'0'.repeat(250)}1`;
  t.is(fault(() => multiply(small, small)).code, 'row/out-of-range');
});

const roundings: readonly [Numeric, number, Numeric, Numeric, Numeric][] = [
  ['2.5', 0, 3, 2, 3],
  ['-2.5', 0, -3, -3, -2],
  ['2.449', 1, '2.4', '2.4', '2.5'],
  ['-0.04', 1, 0, '-0.1', 0],
  [7, 2, 7, 7, 7],
  ['9007199254740991.5', 0, '9007199254740992', 9007199254740991, '9007199254740992'],
];
for (const [value, digits, half, floor, ceiling] of roundings) {
  test(`${value} with ${digits} fraction digits is ${half}, below ${floor}, above ${ceiling}`, (t) => {
    t.is(roundTo(value, digits, 'halfUp'), half);
    t.is(roundTo(value, digits, 'floor'), floor);
    t.is(roundTo(value, digits, 'ceiling'), ceiling);
  });
}

/** The canonical number of an integer in units of 10^-18, by other means than the code under test. */
function written(units: bigint): Numeric {
  const sign = units < 0n ? '-' : '';
  const absolute = units < 0n ? -units : units;
  const fraction = (absolute % unit).toString().padStart(18, '0').replace(/0+$/, '');
  const integer = absolute / unit;
  if (fraction === '') return fromBigInt(units / unit);
  return `${sign}${integer}.${fraction}`;
}

function fault(action: () => unknown): RowFault {
  try {
    action();
  } catch (thrown) {
    if (thrown instanceof RowFault) return thrown;
    throw thrown;
  }
  throw new Error('nothing was thrown');
}
