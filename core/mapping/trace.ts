import type { Value } from './functions/value.ts';
import { RowFault } from './functions/value.ts';
import type { Step } from './language/step.ts';
import type { Expression } from './language/tree.ts';

/** One step of an expression on one row: what was computed, and what came out. */
export interface TracedStep {
  /** The column, the function or the operator. */
  readonly step: string;
  readonly value: Value;
}

export interface Trace {
  readonly steps: readonly TracedStep[];
  /** The value, unless a step failed. */
  readonly value: Value | undefined;
  readonly fault?: RowFault;
}

/** Computes an expression as a run does, and keeps what every step gives. */
export function traceExpression(step: Step, cells: readonly Value[], item: Value): Trace {
  const steps: TracedStep[] = [];
  try {
    return { steps, value: evaluate(step, cells, item, steps) };
  } catch (problem) {
    if (!(problem instanceof RowFault)) throw problem;
    return { steps, value: undefined, fault: problem };
  }
}

function evaluate(step: Step, cells: readonly Value[], item: Value, steps: TracedStep[]): Value {
  const inner = (each: Step): Value => evaluate(each, cells, item, steps);
  const keep = (value: Value): Value => {
    const name = stepName(step.of);
    // A conversion that the language makes by itself stands for the step below it.
    if (step.op !== 'literal' && !(steps.at(-1)?.step === name && steps.at(-1)?.value === value))
      steps.push({ step: name, value });
    return value;
  };
  switch (step.op) {
    case 'literal':
      return step.value;
    case 'cell':
      // Typed cells come first where a function reads a text; where there is none, nobody needs to see it.
      return step.only !== undefined && cells[step.slot] === null ? null : keep(cells[step.slot]);
    case 'item':
      return keep(item);
    case 'if':
      return keep(inner(step.condition) === true ? inner(step.consequent) : inner(step.alternate));
    case 'and':
      return keep(inner(step.left) === true && inner(step.right) === true);
    case 'or':
      return keep(inner(step.left) === true || inner(step.right) === true);
    case '??':
      return keep(inner(step.left) ?? inner(step.right));
    case 'not':
      return keep(inner(step.operand) !== true);
    case 'call': {
      const values: Value[] = [];
      for (const arg of step.args) {
        const value = inner(arg);
        if (value === null && step.nulls === 'propagate') return readsTyped(step) ? null : keep(null);
        values.push(value);
      }
      return keep(step.run(...values));
    }
  }
}

function readsTyped(step: Step): boolean {
  if (step.op === 'cell') return step.only !== undefined;
  return step.op === 'call' && step.args.length > 0 && readsTyped(step.args[0]);
}

function stepName(node: Expression): string {
  switch (node.kind) {
    case 'column':
    case 'call':
      return node.name;
    case 'literal':
      return JSON.stringify(node.value);
    case 'unary':
    case 'binary':
      return node.operator;
    case 'in':
      return node.negated ? 'not in' : 'in';
    default:
      return node.kind;
  }
}
