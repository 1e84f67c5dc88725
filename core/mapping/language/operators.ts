import { dateCheck, instantCheck } from '../../model/checks/times.ts';
import type { Run } from '../functions/define.ts';
import { add, compare, divide, multiply, negate, subtract } from '../functions/number.ts';
import { RowFault, type Value } from '../functions/value.ts';
import type { Checker } from './check.ts';
import { article, asOperand, asText, type TypeName } from './convert.ts';
import type { Step, Typed } from './step.ts';
import type { BinaryOperator, Expression } from './tree.ts';

type Operator = Exclude<BinaryOperator, 'and' | 'or' | '??'> | 'negate' | 'in' | 'not in';

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
      args: typed.map((each, index) => asOperand(each, operands[index], checker)),
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
  const [kind] = others;
  if (kind !== undefined) {
    const text = operands.findIndex((_, index) => typed[index].type === 'text' && !isWritten(typed[index].step, kind));
    if (text >= 0) return checker.fault('mapping/wrong-type', comparedWithText(kind, typed[text].step), operands[text]);
  }
  // Canonical dates and booleans compare as texts; a literal beside them is written the same way.
  const args = typed.map((each, index) =>
    numeric ? asOperand(each, operands[index], checker) : asText(each, operands[index]),
  );
  return {
    step: { op: 'call', run: comparison(operator, orderOf(numeric ? 'number' : kind)), args, nulls: 'handle', of },
    type: 'boolean',
  };
}

/** Whether a literal text is in the one form that values of this type have. */
function isWritten(step: Step, kind: TypeName): boolean {
  if (step.op !== 'literal' || typeof step.value !== 'string') return false;
  if (kind === 'boolean') return step.value === 'true' || step.value === 'false';
  try {
    return (kind === 'date' ? dateCheck : instantCheck)(step.value) === step.value;
  } catch (problem) {
    if (problem instanceof RowFault) return false;
    throw problem;
  }
}

function comparedWithText(kind: TypeName, step: Step): string {
  if (step.op !== 'literal') return `A text is compared with ${article(kind)}: convert the text with ${kind}().`;
  const form = { date: '"2024-03-31"', instant: '"2024-03-31T22:00:00Z"' }[String(kind)] ?? 'true or false';
  return `${JSON.stringify(step.value)} is compared with ${article(kind)}, which is written as ${form}.`;
}

type Compare = (left: never, right: never) => number;

function orderOf(type: TypeName | undefined): Compare {
  if (type === 'number') return compare;
  return type === 'instant' ? compareInstants : compareTexts;
}

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

/** Without the Z, so that a fraction comes after the whole second. */
function compareInstants(left: string, right: string): number {
  return compareTexts(left.slice(0, -1), right.slice(0, -1));
}

function compareTexts(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
