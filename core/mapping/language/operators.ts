import type { Run } from '../functions/define.ts';
import { add, compare, divide, multiply, negate, subtract } from '../functions/number.ts';
import type { Value } from '../functions/value.ts';
import type { Checker } from './check.ts';
import { article, asNumber, asText } from './convert.ts';
import type { Typed } from './program.ts';
import type { BinaryOperator, Expression } from './tree.ts';

export type Operator = Exclude<BinaryOperator, 'and' | 'or' | '??'> | 'negate' | 'in' | 'not in';

const arithmetic = new Map<Operator, Run>([
  ['+', add],
  ['-', subtract],
  ['*', multiply],
  ['/', divide],
  ['negate', negate],
]);

/** Checks arithmetic (exact, on numbers) and comparisons (two-valued: null is like nothing but null). */
export function checkOperator(
  operator: Operator,
  operands: readonly Expression[],
  of: Expression,
  checker: Checker,
): Typed {
  const typed = operands.map(checker.check);
  const run = arithmetic.get(operator);
  if (run === undefined) return checkComparison(operator, operands, typed, of, checker);
  const wrong = typed.findIndex(({ type }) => type !== 'number' && type !== 'text' && type !== 'null');
  if (wrong >= 0)
    return checker.fault(
      'mapping/wrong-type',
      `Arithmetic needs numbers, found ${article(typed[wrong].type)}.`,
      operands[wrong],
    );
  return {
    step: {
      op: 'call',
      run,
      args: typed.map((each, index) => asNumber(each, operands[index])),
      nulls: 'propagate',
      of,
    },
    type: 'number',
  };
}

function checkComparison(
  operator: Operator,
  operands: readonly Expression[],
  typed: readonly Typed[],
  of: Expression,
  checker: Checker,
): Typed {
  const types = new Set(typed.map(({ type }) => type).filter((type) => type !== 'null'));
  const numeric = types.has('number');
  const others = [...types].filter((type) => type !== 'text' && type !== 'number');
  if (types.has('list'))
    return checker.fault('mapping/wrong-type', 'A list can not be compared; join() makes it a text.', of);
  if (others.length > 1 || (others.length === 1 && numeric)) {
    return checker.fault(
      'mapping/wrong-type',
      `Values of different types are never equal: ${[...types].join(' and ')}.`,
      of,
    );
  }
  if (
    others.length === 1 &&
    types.has('text') &&
    operands.some((operand, index) => typed[index].type === 'text' && operand.kind !== 'literal')
  ) {
    return checker.fault(
      'mapping/wrong-type',
      `${article(others[0])} is compared with a text: convert the text with ${others[0]}().`,
      of,
    );
  }
  // Canonical dates, instants and booleans compare as texts; a literal beside them is written the same way.
  const args = typed.map((each, index) => (numeric ? asNumber(each, operands[index]) : asText(each, operands[index])));
  return {
    step: { op: 'call', run: comparison(operator, numeric ? compare : compareTexts), args, nulls: 'handle', of },
    type: 'boolean',
  };
}

type Compare = (left: never, right: never) => number;

function comparison(operator: Operator, order: Compare): Run {
  const ordered = order as (left: Value, right: Value) => number;
  const equal = (left: Value, right: Value) =>
    left === null || right === null ? left === right : ordered(left, right) === 0;
  const both = (test: (order: number) => boolean): Run => {
    return (left: Value, right: Value) => left !== null && right !== null && test(ordered(left, right));
  };
  switch (operator) {
    case '=':
      return equal;
    case '!=':
      return (left: Value, right: Value) => !equal(left, right);
    case '<':
      return both((sign) => sign < 0);
    case '<=':
      return both((sign) => sign <= 0);
    case '>':
      return both((sign) => sign > 0);
    case '>=':
      return both((sign) => sign >= 0);
    case 'in':
      return (value: Value, ...choices: readonly Value[]) => choices.some((choice) => equal(value, choice));
    default:
      return (value: Value, ...choices: readonly Value[]) => !choices.some((choice) => equal(value, choice));
  }
}

function compareTexts(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
