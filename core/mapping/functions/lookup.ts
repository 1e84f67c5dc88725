import { didYouMean } from '../../errors/suggest.ts';
import {
  ArgumentFault,
  type BindContext,
  defineFunction,
  type FunctionSpec,
  type Literals,
  type LookupTable,
} from './define.ts';
import { RowFault, type Value } from './value.ts';

/** Functions that translate a text by a table of the mapping. */
const table = { name: 'table', type: 'text', literal: true, summary: 'The name of a table under lookups.' } as const;

export const lookupFunctions: readonly FunctionSpec[] = [
  defineFunction({
    name: 'lookup',
    group: 'choice',
    summary: 'Finds a text in a lookup table of the mapping, without case and blanks behind it.',
    details:
      'A text that the table does not have is an issue, unless else says what it becomes. lookupOrKeep() keeps it; for a computed value write lookup(Name, "table", else: null) ?? Other.',
    parameters: [
      { name: 'key', type: 'text', summary: 'What is looked up.' },
      table,
      {
        name: 'else',
        type: 'text',
        literal: true,
        optional: true,
        named: true,
        summary: 'The value of texts that the table does not have; null makes them null.',
      },
    ],
    returns: 'text',
    examples: [
      { expression: '"9" | lookup("chassis")', gives: 'laptop', lookups: { chassis: { '9': 'laptop' } } },
      { expression: '"77" | lookup("chassis")', fails: 'row/not-in-lookup', lookups: { chassis: { '9': 'laptop' } } },
      {
        expression: '"77" | lookup("chassis", else: "unknown")',
        gives: 'unknown',
        lookups: { chassis: { '9': 'laptop' } },
      },
      { expression: '"77" | lookup("chassis", else: null)', gives: null, lookups: { chassis: { '9': 'laptop' } } },
    ],
    bind: (literals, context) => {
      const found = tableOf(literals, context);
      const otherwise = literals.else;
      return (key: string) => {
        const value = found.get(key);
        if (value !== undefined) return value;
        if (otherwise === undefined)
          throw new RowFault('row/not-in-lookup', `a text of the lookup table ${literals.table}`, key);
        return otherwise as Value;
      };
    },
  }),
  defineFunction({
    name: 'lookupOrKeep',
    group: 'choice',
    summary: 'Finds a text in a lookup table of the mapping, and keeps it if the table does not have it.',
    parameters: [{ name: 'key', type: 'text', summary: 'What is looked up.' }, table],
    returns: 'text',
    examples: [
      { expression: '"DEU" | lookupOrKeep("countries")', gives: 'DE', lookups: { countries: { DEU: 'DE' } } },
      { expression: '"FR" | lookupOrKeep("countries")', gives: 'FR', lookups: { countries: { DEU: 'DE' } } },
    ],
    bind: (literals, context) => {
      const found = tableOf(literals, context);
      return (key: string) => {
        const value = found.get(key);
        return value === undefined ? key : value;
      };
    },
  }),
];

function tableOf({ table }: Literals, context: BindContext): LookupTable {
  const name = String(table);
  const found = context.lookup(name);
  if (found !== undefined) return found;
  throw new ArgumentFault(
    `The mapping has no lookup table ${JSON.stringify(name)}.${didYouMean(name, context.lookupNames)}`,
    'mapping/unknown-lookup',
  );
}
