import type { Value } from '../functions/value.ts';
import type { Step } from '../language/step.ts';

/** Computes a value from the cells in their slots and the current element of `each`. */
export type Evaluate = (cells: readonly Value[], item: Value) => Value;

/** The reference back end: a closure for each step. For hosts that forbid code generation, and to hold the generated code against. */
export function compileClosure(step: Step): Evaluate {
  switch (step.op) {
    case 'literal': {
      const { value } = step;
      return () => value;
    }
    case 'cell': {
      const { slot } = step;
      return (cells) => cells[slot];
    }
    case 'item':
      return (_, item) => item;
    case 'call':
      return compileCall(step);
    case 'if': {
      const [condition, consequent, alternate] = [step.condition, step.consequent, step.alternate].map(compileClosure);
      return (cells, item) => (condition(cells, item) === true ? consequent(cells, item) : alternate(cells, item));
    }
    case 'and': {
      const [left, right] = [compileClosure(step.left), compileClosure(step.right)];
      return (cells, item) => left(cells, item) === true && right(cells, item) === true;
    }
    case 'or': {
      const [left, right] = [compileClosure(step.left), compileClosure(step.right)];
      return (cells, item) => left(cells, item) === true || right(cells, item) === true;
    }
    case '??': {
      const [left, right] = [compileClosure(step.left), compileClosure(step.right)];
      return (cells, item) => left(cells, item) ?? right(cells, item);
    }
    case 'not': {
      const operand = compileClosure(step.operand);
      return (cells, item) => operand(cells, item) !== true;
    }
  }
}

function compileCall({ run, args, nulls }: Extract<Step, { op: 'call' }>): Evaluate {
  const evaluate = args.map(compileClosure);
  if (nulls === 'handle') return (cells, item) => run(...evaluate.map((each) => each(cells, item)));
  return (cells, item) => {
    const values: Value[] = [];
    for (const each of evaluate) {
      const value = each(cells, item);
      if (value === null) return null;
      values.push(value);
    }
    return run(...values);
  };
}
