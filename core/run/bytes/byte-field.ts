import type { Step } from '../../mapping/language/step.ts';
import type { FieldProgram } from '../../mapping/program.ts';

/** How `fields.as` writes a field whose expression is a column, perhaps trimmed or in another case, or a time in canonical form. */
export interface ByteField {
  readonly slot: number;
  readonly op: 'text' | 'instant';
  /** The longest cell that is copied. */
  readonly longest: number;
  readonly letters: Letters;
}

/** As `fields.as` has them. */
export const letters = { asTheyAre: 0, upper: 1, lower: 2, verbatim: 4 } as const;
type Letters = (typeof letters)[keyof typeof letters];

/** The longest cell that is copied as bytes, and the longest text that is computed. */
export const longestCell = 4096;

/** Undefined for expressions that have to be computed. */
export function byteField({ step, field, key }: FieldProgram): ByteField | undefined {
  const shape = shapeOf(step);
  if (shape === undefined) return undefined;
  const { slot, functions } = shape;
  const [only] = functions;
  if (field.type === 'text' || field.type === 'reference') {
    if (!functions.every((name) => name === 'trim' || name === 'upper' || name === 'lower')) return undefined;
    const cases = functions.filter((name) => name !== 'trim');
    const verbatim = field.type === 'text' && field.verbatim === true && !functions.includes('trim');
    if (cases.length > 1 || (verbatim && cases.length > 0)) return undefined;
    const wanted = cases[0] === 'upper' ? letters.upper : cases[0] === 'lower' ? letters.lower : letters.asTheyAre;
    const longest = Math.min(field.max, longestCell);
    return { slot, op: 'text', longest, letters: verbatim ? letters.verbatim : wanted };
  }
  if (field.type === 'instant' && functions.length === 1 && only === 'instant' && !key)
    return { slot, op: 'instant', longest: longestCell, letters: letters.asTheyAre };
  return undefined;
}

/** The names of the functions around a column, from the inside; undefined for all other expressions. */
function shapeOf(step: Step): { readonly slot: number; readonly functions: readonly string[] } | undefined {
  if (step.op === 'cell') return { slot: step.slot, functions: [] };
  if (step.op !== 'call' || step.name === undefined || step.args.length !== 1) return undefined;
  // Patterns and the like are in `run`, where they can not be seen.
  if (step.of.kind !== 'call' || step.of.args.filter(({ name }) => name === undefined).length !== 1) return undefined;
  const inner = shapeOf(step.args[0]);
  return inner && { slot: inner.slot, functions: [...inner.functions, step.name] };
}
