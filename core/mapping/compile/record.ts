import type { Checked, Cut, Money } from '../../model/validate.ts';
import { RowFault, type Value } from '../functions/value.ts';
import type { Step } from '../language/step.ts';
import type { RecordProgram } from '../program.ts';
import { compileClosure, type Evaluate } from './closures.ts';
import { type Generated, Generator, makeFunction } from './generate.ts';

/** How expressions are run. Both give the same values; the generated code is several times as fast. */
export type BackEnd = 'generated' | 'closures';

/** What is written into a field: a checked value, null (known to be empty), or undefined (left out). */
export type Written = Checked | Money | Cut | undefined;

/** Checks a value that is not null, and gives it as it is written. */
export type FieldCheck = (value: Value) => Written;

/** Takes a fault of the field at an index, and returns what is written in its place. Throws what is no fault of a row. */
type Failed = (field: number, problem: unknown) => Written;

/** Fills `out` with the checked value of each field. */
export type Fill = (cells: readonly Value[], item: Value, out: Written[], failed: Failed) => void;

/** The code of one record: its list, its condition and its fields. */
export interface CompiledRecord {
  readonly each?: Evaluate;
  readonly when?: Evaluate;
  readonly fill: Fill;
  /** The generated code, to be read by people. */
  readonly code: string;
}

export function compileRecord(program: RecordProgram, checks: readonly FieldCheck[], backEnd: BackEnd): CompiledRecord {
  const each = program.each && compileEvaluate(program.each, backEnd);
  const when = program.when && compileEvaluate(program.when, backEnd);
  const steps = program.fields.map(({ step }) => step);
  const { code, constants } = fillCode(steps, checks);
  const fill =
    backEnd === 'generated'
      ? (makeFunction('cells, item, out, failed', code, constants) as Fill)
      : closureFill(steps, checks);
  return { ...(each ? { each } : {}), ...(when ? { when } : {}), fill, code };
}

/** The function that computes one expression. */
export function compileEvaluate(step: Step, backEnd: BackEnd): Evaluate {
  return backEnd === 'generated' ? generateEvaluate(step) : compileClosure(step);
}

function closureFill(steps: readonly Step[], checks: readonly FieldCheck[]): Fill {
  const evaluate = steps.map(compileClosure);
  return (cells, item, out, failed) => {
    for (let field = 0; field < evaluate.length; field++) {
      try {
        const value = evaluate[field](cells, item);
        out[field] = value === null ? null : checks[field](value);
      } catch (problem) {
        out[field] = failed(field, problem);
      }
    }
  };
}

function fillCode(steps: readonly Step[], checks: readonly FieldCheck[]): Generated {
  const generator = new Generator();
  const fields = steps.map((step, field) => {
    const value = generator.expression(step);
    const check = generator.constant(checks[field]);
    return `try { v = ${value}; out[${field}] = v === null ? null : ${check}(v); } catch (e) { out[${field}] = failed(${field}, e); }`;
  });
  const code = `${generator.loads()}let v;\n${generator.temporaries()}${fields.join('\n')}`;
  return { code, constants: generator.constants };
}

function generateEvaluate(step: Step): Evaluate {
  const generator = new Generator();
  const value = generator.expression(step);
  return makeFunction(
    'cells, item',
    `${generator.loads()}${generator.temporaries()}return ${value};`,
    generator.constants,
  ) as Evaluate;
}

/** The fault of a row that was thrown; anything else is a bug and goes on up. */
export function rowFault(problem: unknown): RowFault {
  if (problem instanceof RowFault) return problem;
  throw problem;
}
