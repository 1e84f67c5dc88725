import { defineFunction, type FunctionSpec, type Parameter } from './define.ts';
import { integerArgument } from './literal.ts';
import { compare, fromBigInt, type Numeric, negate, type Rounding, roundTo } from './number.ts';
import { RowFault } from './value.ts';

/** Functions of numbers. All are exact. */
const number: Parameter = { name: 'number', type: 'number', summary: 'The number.' };

export const numberFunctions: readonly FunctionSpec[] = [
  roundingFunction(
    'round',
    'halfUp',
    'Rounds to the nearest number with so many fraction digits; half goes away from zero.',
    [
      { expression: 'round(2.5)', gives: 3 },
      { expression: 'round(-2.5)', gives: -3 },
      { expression: '"19.995" | round(2)', gives: 20 },
      { expression: '"12,5" | round', fails: 'row/not-a-number' },
    ],
  ),
  roundingFunction('floor', 'floor', 'Rounds down to a number with so many fraction digits.', [
    { expression: 'floor(2.9)', gives: 2 },
    { expression: 'floor(-2.01, 1)', gives: '-2.1' },
  ]),
  roundingFunction('ceiling', 'ceiling', 'Rounds up to a number with so many fraction digits.', [
    { expression: 'ceiling(2.1)', gives: 3 },
    { expression: 'ceiling(-2.19, 1)', gives: '-2.1' },
  ]),
  defineFunction({
    name: 'abs',
    group: 'numbers',
    summary: 'Gives the number without its sign.',
    parameters: [number],
    returns: 'number',
    examples: [
      { expression: 'abs(-5)', gives: 5 },
      { expression: '"-0.25" | abs', gives: '0.25' },
    ],
    run: (value: Numeric) => (compare(value, 0) < 0 ? negate(value) : value),
  }),
  extremeFunction('min', 'smallest', -1, 2),
  extremeFunction('max', 'largest', 1, 10),
  defineFunction({
    name: 'numberFromHex',
    group: 'numbers',
    summary: 'Reads a whole number in hexadecimal digits, with or without 0x in front.',
    parameters: [{ name: 'text', type: 'text', summary: 'Up to 64 hexadecimal digits.' }],
    returns: 'number',
    examples: [
      { expression: '"0x1F" | numberFromHex', gives: 31 },
      { expression: '"FFFFFFFFFFFFFFFF" | numberFromHex', gives: '18446744073709551615' },
      { expression: '"0xZZ" | numberFromHex', fails: 'row/not-a-number' },
    ],
    run: (text: string) => {
      const digits = text.trim().replace(/^0x/i, '');
      if (digits === '' && text.trim() === '') return null;
      if (!/^[0-9a-f]{1,64}$/i.test(digits)) throw new RowFault('row/not-a-number', 'hexadecimal digits', text);
      return fromBigInt(BigInt(`0x${digits}`));
    },
  }),
  defineFunction({
    name: 'decimalText',
    group: 'numbers',
    summary: 'Writes a number with exactly so many fraction digits.',
    parameters: [
      number,
      { name: 'digits', type: 'number', literal: true, summary: 'How many fraction digits, 0 to 30.' },
    ],
    returns: 'text',
    examples: [
      { expression: 'decimalText(2.5, 2)', gives: '2.50' },
      { expression: 'decimalText(1.005, 2)', gives: '1.01' },
    ],
    bind: (literals) => {
      const digits = integerArgument(literals, 'digits', { minimum: 0, maximum: 30 });
      return (value: Numeric) => {
        const [whole, fraction = ''] = String(roundTo(value, digits, 'halfUp')).split('.');
        return digits === 0 ? whole : `${whole}.${fraction.padEnd(digits, '0')}`;
      };
    },
  }),
];

function roundingFunction(
  name: string,
  rounding: Rounding,
  summary: string,
  examples: FunctionSpec['examples'],
): FunctionSpec {
  return defineFunction({
    name,
    group: 'numbers',
    summary,
    parameters: [
      number,
      {
        name: 'digits',
        type: 'number',
        literal: true,
        optional: true,
        summary: 'How many fraction digits stay, 0 to 30; 0 if it is left out.',
      },
    ],
    returns: 'number',
    examples,
    bind: (literals) => {
      const digits = integerArgument(literals, 'digits', { minimum: 0, maximum: 30, default: 0 });
      return (value: Numeric) => roundTo(value, digits, rounding);
    },
  });
}

function extremeFunction(name: string, which: string, sign: 1 | -1, ofExample: number): FunctionSpec {
  return defineFunction({
    name,
    group: 'numbers',
    summary: `Gives the ${which} of several numbers; those that are null do not count.`,
    parameters: [{ name: 'numbers', type: 'number', rest: true, summary: 'The numbers.' }],
    returns: 'number',
    nulls: 'handle',
    examples: [
      { expression: `${name}(2, 10, 9.5)`, gives: ofExample },
      { expression: `${name}(null, 4)`, gives: 4 },
      { expression: `${name}(null)`, gives: null },
    ],
    run: (...values: readonly (Numeric | null)[]) => {
      let best: Numeric | null = null;
      for (const value of values) {
        if (value !== null && (best === null || compare(value, best) * sign > 0)) best = value;
      }
      return best;
    },
  });
}
