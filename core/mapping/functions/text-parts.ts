import { defineFunction, type FunctionSpec } from './define.ts';
import { integerArgument } from './literal.ts';
import { RowFault } from './value.ts';

/** Functions that take a part of a text, replace it or add to it. */
const text = { name: 'text', type: 'text', summary: 'The text.' } as const;
const part = { name: 'part', type: 'text', summary: 'What is looked for, exactly as written.' } as const;

export const textPartFunctions: readonly FunctionSpec[] = [
  defineFunction({
    name: 'substring',
    group: 'text',
    summary: 'Takes the characters from a position on.',
    details: 'Positions count from 1; a negative one counts from the end.',
    parameters: [
      text,
      { name: 'from', type: 'number', literal: true, summary: 'The position of the first character, from 1.' },
      {
        name: 'length',
        type: 'number',
        literal: true,
        optional: true,
        summary: 'The most characters; all if it is left out.',
      },
    ],
    returns: 'text',
    examples: [
      { expression: '"DE-BER-0042" | substring(4, 3)', gives: 'BER' },
      { expression: '"DE-BER-0042" | substring(-4)', gives: '0042' },
      { expression: '"DE" | substring(4, 3)', gives: '' },
    ],
    bind: (literals) => {
      const from = integerArgument(literals, 'from', { minimum: -100_000, maximum: 100_000 });
      const length = integerArgument(literals, 'length', { minimum: 0, default: Number.MAX_SAFE_INTEGER });
      return (value: string) => {
        const start = from < 0 ? Math.max(0, value.length + from) : Math.max(0, from - 1);
        return value.slice(start, start + length);
      };
    },
  }),
  padFunction('padLeft', 'in front of', (value, width, sign) => value.padStart(width, sign)),
  padFunction('padRight', 'behind', (value, width, sign) => value.padEnd(width, sign)),
  defineFunction({
    name: 'concat',
    group: 'text',
    summary: 'Writes texts one behind the other; those that are null are left out.',
    parameters: [{ name: 'texts', type: 'text', rest: true, summary: 'The texts.' }],
    returns: 'text',
    nulls: 'handle',
    examples: [
      { expression: 'concat("EMEA", "/", "DE")', gives: 'EMEA/DE' },
      { expression: 'concat("a", null, "b")', gives: 'ab' },
      { expression: 'concat(null, null)', gives: null },
    ],
    run: (...texts: readonly (string | null)[]) => {
      let joined: string | null = null;
      for (const each of texts) if (each !== null) joined = joined === null ? each : joined + each;
      return joined;
    },
  }),
  defineFunction({
    name: 'replace',
    group: 'text',
    summary: 'Replaces every occurrence of a text by another one, letter by letter as written.',
    parameters: [text, part, { name: 'by', type: 'text', summary: 'What stands there instead.' }],
    returns: 'text',
    examples: [
      { expression: '"10.1.2" | replace(".", "-")', gives: '10-1-2' },
      { expression: '"a$b" | replace("$", "")', gives: 'ab' },
    ],
    run: (value: string, search: string, by: string) => {
      if (search === '') return value;
      const pieces = value.split(search);
      // Both texts may come from a hostile file: their product must not fill the memory.
      if (value.length + pieces.length * by.length <= longest) return pieces.join(by);
      throw new RowFault(
        'row/not-valid',
        `a text of at most ${longest} characters after the replacement`,
        value.slice(0, 200),
      );
    },
  }),
];

const longest = 1_000_000;

function padFunction(
  name: string,
  where: string,
  pad: (value: string, width: number, sign: string) => string,
): FunctionSpec {
  return defineFunction({
    name,
    group: 'text',
    summary: `Writes a sign ${where} a text until it has a number of characters; longer text stays as it is.`,
    parameters: [
      text,
      { name: 'width', type: 'number', literal: true, summary: 'How many characters, at most 1,000.' },
      {
        name: 'sign',
        type: 'text',
        literal: true,
        optional: true,
        summary: 'What fills the gap; a blank if it is left out.',
      },
    ],
    returns: 'text',
    examples: [
      { expression: `"42" | ${name}(6, "0")`, gives: pad('42', 6, '0') },
      { expression: `"123456789" | ${name}(6, "0")`, gives: '123456789' },
    ],
    bind: (literals) => {
      const width = integerArgument(literals, 'width', { minimum: 0, maximum: 1000 });
      const sign = String(literals.sign ?? ' ');
      return (value: string) => pad(value, width, sign);
    },
  });
}
