import { toNumber } from '../functions/number.ts';
import { RowFault, type Type, type Value } from '../functions/value.ts';
import type { Checker } from './check.ts';
import type { Step, Typed } from './step.ts';
import type { Expression, Literal } from './tree.ts';

/** The conversions that the language makes by itself: text to number where a number is needed, any scalar to text. */

export type TypeName = Type | 'null';

export function literalStep(node: Literal): Typed {
  if (node.type === 'number')
    return { step: { op: 'literal', value: toNumber(String(node.value)), of: node }, type: 'number' };
  return { step: { op: 'literal', value: node.value, of: node }, type: node.type };
}

/** A part without a value: of a missing column, or one that has a fault. */
export function unknown(of: Expression): Typed {
  return { step: { op: 'literal', value: null, of }, type: 'null' };
}

/** A step that gives a number: text must be canonical decimal text, else the row has an issue. */
export function asNumber({ step, type }: Typed, of: Expression): Step {
  return type === 'text' ? { op: 'call', run: toNumber, args: [step], nulls: 'propagate', of } : step;
}

/** The same for an operand: a literal that is no number would fail in every row, so it is a fault. */
export function asOperand(typed: Typed, of: Expression, checker: Checker): Step {
  const { step, type } = typed;
  if (type !== 'text' || step.op !== 'literal') return asNumber(typed, of);
  try {
    return { ...step, value: toNumber(String(step.value)) };
  } catch (problem) {
    if (!(problem instanceof RowFault)) throw problem;
    return checker.fault('mapping/wrong-type', `Expected a number, found ${JSON.stringify(step.value)}.`, of).step;
  }
}

/** A step that gives text: numbers as canonical decimals, dates and instants as ISO text, booleans as true and false. */
export function asText({ step, type }: Typed, of: Expression): Step {
  if (type === 'text' || type === 'null') return step;
  // A literal stays one: some arguments must be literals.
  if (step.op === 'literal') return { ...step, value: String(step.value) };
  return { op: 'call', run: (value: Value) => String(value), args: [step], nulls: 'propagate', of };
}

export function asBoolean({ step, type }: Typed, of: Expression, checker: Checker): Step {
  if (type === 'boolean' || type === 'null') return step;
  const remedy = type === 'text' ? ' Convert it with boolean(), or compare it.' : ' Compare it with something.';
  return checker.fault('mapping/wrong-type', `Expected a condition, found ${article(type)}.${remedy}`, of).step;
}

/** The one type of several branches: null takes any, text and number together must be numbers. */
export function commonType(branches: readonly Typed[], of: Expression, checker: Checker): TypeName {
  const types = new Set(branches.map(({ type }) => type).filter((type) => type !== 'null'));
  if (types.size === 0) return 'null';
  if (types.size === 1) return [...types][0];
  if (types.size === 2 && types.has('text') && types.has('number')) return 'number';
  return checker.fault('mapping/wrong-type', `The branches have different types: ${[...types].join(' and ')}.`, of)
    .type;
}

export function article(type: TypeName): string {
  return type === 'instant' ? 'an instant' : type === 'null' ? 'null' : `a ${type}`;
}
