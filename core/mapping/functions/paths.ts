import { defineFunction, type FunctionSpec } from './define.ts';
import { separatorOf } from './literal.ts';
import { RowFault } from './value.ts';

/** Functions of paths in a hierarchy, such as EMEA/DE/Berlin. */
const text = { name: 'text', type: 'text', summary: 'The text.' } as const;
const slash = {
  name: 'separator',
  type: 'text',
  literal: true,
  optional: true,
  summary: 'What stands between the levels; / if it is left out.',
} as const;

export const pathFunctions: readonly FunctionSpec[] = [
  defineFunction({
    name: 'paths',
    group: 'lists',
    summary: 'Gives the path of each level of a hierarchy, from the top.',
    details: 'Blanks around the names are removed, and empty levels dropped. A path has at most 100 levels.',
    parameters: [text, slash],
    returns: 'list',
    examples: [
      { expression: '"EMEA/DE/Berlin" | paths', gives: ['EMEA', 'EMEA/DE', 'EMEA/DE/Berlin'] },
      { expression: '"EMEA > DE" | paths(">")', gives: ['EMEA', 'EMEA>DE'] },
    ],
    bind: (literals) => {
      const at = separatorOf(literals);
      return (value: string) => {
        const names = levels(value, at);
        // The paths of a hostile cell with thousands of levels would be thousands of times as long as the cell.
        if (names.length > deepest)
          throw new RowFault('row/not-valid', `a path of at most ${deepest} levels`, value.slice(0, 200));
        return names.map((_, index) => names.slice(0, index + 1).join(at));
      };
    },
  }),
  defineFunction({
    name: 'lastSegment',
    group: 'lists',
    summary: 'Gives the name of the lowest level of a path.',
    parameters: [text, slash],
    returns: 'text',
    examples: [
      { expression: '"EMEA/DE/Berlin/" | lastSegment', gives: 'Berlin' },
      { expression: '"/" | lastSegment', gives: null },
    ],
    bind: (literals) => {
      const at = separatorOf(literals);
      return (value: string) => levels(value, at).at(-1) ?? null;
    },
  }),
  defineFunction({
    name: 'parentPath',
    group: 'lists',
    summary: 'Gives the path of the level above, or null at the top.',
    parameters: [text, slash],
    returns: 'text',
    examples: [
      { expression: '"EMEA/DE/Berlin" | parentPath', gives: 'EMEA/DE' },
      { expression: '"EMEA" | parentPath', gives: null },
    ],
    bind: (literals) => {
      const at = separatorOf(literals);
      return (value: string) => levels(value, at).slice(0, -1).join(at) || null;
    },
  }),
];

const deepest = 100;

function levels(path: string, separator: string): readonly string[] {
  return path
    .split(separator)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
