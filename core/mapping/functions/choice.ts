import { ArgumentFault, defineFunction, type FunctionSpec, type Literals } from './define.ts';
import { textArguments } from './literal.ts';
import { RowFault, type Value } from './value.ts';

/** Functions that choose a value by another one. The operators `??`, `in` and `if()` belong to the language itself. */

export const choiceFunctions: readonly FunctionSpec[] = [
  defineFunction({
    name: 'blankIf',
    group: 'choice',
    summary: 'Makes a value null if it is one of those that are given; case and blanks around it do not count.',
    parameters: [
      { name: 'value', type: 'any', summary: 'The value.' },
      { name: 'blanks', type: 'text', literal: true, rest: true, summary: 'What stands for nothing.' },
    ],
    returns: 'argument',
    examples: [
      { expression: '"N/A" | blankIf("n/a", "-", "unknown")', gives: null },
      { expression: '"PC-0042" | blankIf("n/a", "-", "unknown")', gives: 'PC-0042' },
      { expression: '5 * 0 | blankIf("0")', gives: null },
    ],
    bind: (literals) => {
      const blanks = new Set(textArguments(literals, 'blanks').map(fold));
      const longest = Math.max(0, ...[...blanks].map((blank) => blank.length));
      // A text that is much longer than every blank is not one: most values are passed without a copy.
      return (value: Value) => {
        if (typeof value === 'string' && value.length > longest + 100) return value;
        return blanks.has(fold(String(value))) ? null : value;
      };
    },
  }),
  defineFunction({
    name: 'boolean',
    group: 'choice',
    summary: 'Reads a text that says yes or no.',
    details:
      'Known without more: yes, y, true, t, on, 1, -1, ja, j, wahr, oui, o, vrai, x and no, n, false, f, off, 0, nein, falsch, non, faux. Case does not count, blank is null.',
    parameters: [
      { name: 'text', type: 'text', summary: 'The text.' },
      {
        name: 'yes',
        type: 'text',
        literal: true,
        optional: true,
        named: true,
        summary: 'The words for yes in place of the known ones, with commas between them.',
      },
      {
        name: 'no',
        type: 'text',
        literal: true,
        optional: true,
        named: true,
        summary: 'The words for no in place of the known ones, with commas between them.',
      },
    ],
    returns: 'boolean',
    examples: [
      { expression: '"Yes" | boolean', gives: true },
      { expression: '"nein" | boolean', gives: false },
      { expression: '"in use" | boolean(yes: "in use", no: "retired, stock")', gives: true },
      { expression: '"maybe" | boolean', fails: 'row/not-a-boolean' },
    ],
    bind: (literals) => {
      const yes = wordsOf(literals.yes ?? 'yes,y,true,t,on,1,-1,ja,j,wahr,oui,o,vrai,x');
      const no = wordsOf(literals.no ?? 'no,n,false,f,off,0,nein,falsch,non,faux');
      const both = [...yes].find((word) => no.has(word));
      if (both !== undefined) throw new ArgumentFault(`The word ${JSON.stringify(both)} can not mean both yes and no.`);
      return (text: string) => {
        const word = fold(text);
        if (yes.has(word)) return true;
        if (no.has(word)) return false;
        if (word === '') return null;
        throw new RowFault(
          'row/not-a-boolean',
          `${[...yes].slice(0, 3).join(', ')} or ${[...no].slice(0, 3).join(', ')}`,
          text,
        );
      };
    },
  }),
];

function wordsOf(words: Literals[string]): ReadonlySet<string> {
  return new Set(
    String(words)
      .split(',')
      .map(fold)
      .filter((word) => word !== ''),
  );
}

function fold(text: string): string {
  return text.trim().toLowerCase();
}
