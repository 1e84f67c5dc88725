import { compileClosure } from '../../../../core/mapping/compile/closures.ts';
import { Generator, makeFunction } from '../../../../core/mapping/compile/generate.ts';
import type { Example, LookupTable } from '../../../../core/mapping/functions/define.ts';
import { RowFault, type Value } from '../../../../core/mapping/functions/value.ts';
import { checkExpression, type Scope } from '../../../../core/mapping/language/check.ts';
import { parseExpression } from '../../../../core/mapping/language/parse.ts';
import type { Step } from '../../../../core/mapping/language/step.ts';

type Surroundings = Pick<Example, 'zone' | 'lookups'>;

/** The value of an expression without columns, or the code of its issue, by both back ends: they must agree. */
export function evaluate(expression: string, surroundings: Surroundings = {}): Value | { readonly fails: string } {
  const { typed, faults } = checkExpression(parseExpression(expression), scopeOf(surroundings));
  if (faults.length > 0) throw new Error(faults.map(({ message }) => message).join('\n'));
  const byClosure = outcome(() => compileClosure(typed.step)([], null));
  const byCode = outcome(() => generated(typed.step));
  if (JSON.stringify(byClosure) !== JSON.stringify(byCode)) throw new Error(`The back ends differ on ${expression}.`);
  return byClosure;
}

/** The messages of the faults that the check of an expression finds. */
export function faultsOf(expression: string, surroundings: Surroundings = {}): readonly string[] {
  return checkExpression(parseExpression(expression), scopeOf(surroundings)).faults.map(({ message }) => message);
}

/** A function of one text column `Text`, as it runs for each row. */
export function compileText(expression: string, surroundings: Surroundings = {}): (text: string | null) => Value {
  const scope: Scope = { ...scopeOf(surroundings), column: () => ({ slot: 0, type: 'text' }) };
  const { typed, faults } = checkExpression(parseExpression(expression), scope);
  if (faults.length > 0) throw new Error(faults.map(({ message }) => message).join('\n'));
  const run = compileClosure(typed.step);
  return (text) => run([text], null);
}

function scopeOf({ zone, lookups = {} }: Surroundings): Scope {
  const tables = new Map(Object.entries(lookups).map(([name, entries]) => [name, tableOf(entries)]));
  const context = { lookup: (name: string) => tables.get(name), lookupNames: [...tables.keys()] };
  return {
    column: () => undefined,
    columnNames: () => [],
    item: false,
    context: zone === undefined ? context : { ...context, zone },
  };
}

function tableOf(entries: Readonly<Record<string, string>>): LookupTable {
  const folded = new Map(Object.entries(entries).map(([key, value]) => [key.toLowerCase(), value]));
  return { get: (key) => folded.get(key.trimEnd().toLowerCase()) };
}

function generated(step: Step): Value {
  const generator = new Generator();
  const expression = generator.expression(step);
  return makeFunction('', `${generator.temporaries()}return ${expression};`, generator.constants)() as Value;
}

function outcome(run: () => Value): Value | { readonly fails: string } {
  try {
    return run();
  } catch (thrown) {
    if (thrown instanceof RowFault) return { fails: thrown.code };
    throw thrown;
  }
}
