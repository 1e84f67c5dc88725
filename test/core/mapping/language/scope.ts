import { compileClosure } from '../../../../core/mapping/compile/closures.ts';
import { Generator, makeFunction } from '../../../../core/mapping/compile/generate.ts';
import { RowFault, type Type, type Value } from '../../../../core/mapping/functions/value.ts';
import { checkExpression, type ExpressionFault, type Scope } from '../../../../core/mapping/language/check.ts';
import { parseExpression } from '../../../../core/mapping/language/parse.ts';
import type { Step, Typed } from '../../../../core/mapping/language/step.ts';
import type { Expression } from '../../../../core/mapping/language/tree.ts';

/** Columns for expressions in tests: each with its type and the value of its cell. */
export type Columns = Readonly<Record<string, { readonly type: Type; readonly value: Value } | 'missing'>>;

export interface Outcome {
  readonly value?: Value;
  readonly fails?: string;
}

export function check(
  expression: string | Expression,
  columns: Columns = {},
): { readonly typed: Typed; readonly faults: readonly ExpressionFault[] } {
  return checkExpression(typeof expression === 'string' ? parseExpression(expression) : expression, scopeOf(columns));
}

/** The value or fault of an expression by both back ends, which have to agree. */
export function run(expression: string | Expression, columns: Columns = {}): Outcome {
  const { typed, faults } = check(expression, columns);
  if (faults.length > 0) throw new Error(faults.map(({ message }) => message).join('\n'));
  const cells = Object.values(columns).map((column) => (column === 'missing' ? null : column.value));
  const byClosure = outcome(() => compileClosure(typed.step)(cells, null));
  const byCode = outcome(() => generate(typed.step).evaluate(cells));
  if (JSON.stringify(byClosure) !== JSON.stringify(byCode)) {
    throw new Error(`The back ends differ: ${JSON.stringify(byClosure)} and ${JSON.stringify(byCode)}.`);
  }
  return byClosure;
}

export function generate(step: Step): { readonly code: string; readonly evaluate: (cells: readonly Value[]) => Value } {
  const generator = new Generator();
  const value = generator.expression(step);
  const code = `${generator.loads()}${generator.temporaries()}return ${value};`;
  return { code, evaluate: makeFunction('cells', code, generator.constants) as (cells: readonly Value[]) => Value };
}

export function text(value: string | null) {
  return { type: 'text', value } as const;
}

function outcome(compute: () => Value): Outcome {
  try {
    return { value: compute() };
  } catch (problem) {
    if (problem instanceof RowFault) return { fails: problem.code };
    throw problem;
  }
}

function scopeOf(columns: Columns): Scope {
  const names = Object.keys(columns);
  return {
    column: (name) => {
      const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
      return column === undefined || column === 'missing' ? column : { slot: names.indexOf(name), type: column.type };
    },
    columnNames: () => names,
    item: false,
    context: { lookup: () => undefined, lookupNames: [] },
  };
}
