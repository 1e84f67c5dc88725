import { defineFunction, type FunctionSpec } from './define.ts';
import type { Value } from './value.ts';

/** Functions that look into a text or a list. */
const text = { name: 'text', type: 'text', summary: 'The text.' } as const;
const part = { name: 'part', type: 'text', summary: 'What is looked for, exactly as written.' } as const;

export const textSearchFunctions: readonly FunctionSpec[] = [
  defineFunction({
    name: 'startsWith',
    group: 'text',
    summary: 'Whether a text begins with another one; case counts.',
    parameters: [text, part],
    returns: 'boolean',
    examples: [
      { expression: '"VMware, Inc." | startsWith("VMware")', gives: true },
      { expression: '"vmware" | startsWith("VMware")', gives: false },
    ],
    run: (value: string, search: string) => value.startsWith(search),
  }),
  defineFunction({
    name: 'endsWith',
    group: 'text',
    summary: 'Whether a text ends with another one; case counts.',
    parameters: [text, part],
    returns: 'boolean',
    examples: [
      { expression: '"setup.exe" | endsWith(".exe")', gives: true },
      { expression: '"setup.EXE" | lower | endsWith(".exe")', gives: true },
    ],
    run: (value: string, search: string) => value.endsWith(search),
  }),
  defineFunction({
    name: 'contains',
    group: 'text',
    summary: 'Whether a text has another one inside, or a list has it as an item; case counts.',
    parameters: [{ name: 'whole', type: 'any', summary: 'A text or a list.' }, part],
    returns: 'boolean',
    examples: [
      { expression: '"Virtual Machine" | contains("Virtual")', gives: true },
      { expression: 'split("a,bc", ",") | contains("b")', gives: false },
    ],
    run: (value: Value, search: string) =>
      Array.isArray(value) ? value.includes(search) : String(value).includes(search),
  }),
  defineFunction({
    name: 'length',
    group: 'text',
    summary: 'How many characters a text has, or how many items a list.',
    parameters: [{ name: 'of', type: 'any', summary: 'A text or a list.' }],
    returns: 'number',
    examples: [
      { expression: 'length("PC-0042")', gives: 7 },
      { expression: 'split("a,b", ",") | length', gives: 2 },
    ],
    run: (value: Value) => (Array.isArray(value) ? value.length : String(value).length),
  }),
];
