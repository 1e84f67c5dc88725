import { hash } from 'node:crypto';
import { defineFunction, type FunctionSpec } from './define.ts';

/** Digests, for keys that must not show what they were made of. */
export const hashingFunctions: readonly FunctionSpec[] = [
  defineFunction({
    name: 'sha256',
    group: 'hashing',
    summary: 'Gives the SHA-256 digest of a text in UTF-8, as 64 hexadecimal digits.',
    details: 'It makes values unreadable, not secret: who can guess a name can compute its digest.',
    parameters: [{ name: 'text', type: 'text', summary: 'The text, exactly as it is: case and blanks count.' }],
    returns: 'text',
    examples: [
      { expression: 'sha256("abc")', gives: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' },
      { expression: 'sha256(null)', gives: null },
    ],
    run: (value: string) => hash('sha256', value),
  }),
];
