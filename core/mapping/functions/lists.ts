import { ArgumentFault, defineFunction, type FunctionSpec } from './define.ts';
import { integerArgument, separatorOf } from './literal.ts';

/** Functions that make lists, and functions that take something out of them. */
const text = { name: 'text', type: 'text', summary: 'The text.' } as const;
const list = { name: 'list', type: 'list', summary: 'The list.' } as const;
const separator = {
  name: 'separator',
  type: 'text',
  literal: true,
  summary: 'What stands between the pieces.',
} as const;

export const listFunctions: readonly FunctionSpec[] = [
  defineFunction({
    name: 'split',
    group: 'lists',
    summary: 'Cuts a text into a list at each separator; blanks around the pieces are removed.',
    details: 'Empty pieces stay, so that take() counts places. items() drops them.',
    parameters: [text, separator],
    returns: 'list',
    examples: [
      { expression: '"a; b;;c" | split(";")', gives: ['a', 'b', '', 'c'] },
      { expression: '"DE-BER-0042" | split("-") | take(2)', gives: 'BER' },
    ],
    bind: (literals) => {
      const at = separatorOf(literals);
      return (value: string) => value.split(at).map((piece) => piece.trim());
    },
  }),
  defineFunction({
    name: 'items',
    group: 'lists',
    summary: 'Cuts a text into a list of items: blank ones are dropped, repeated ones kept once.',
    parameters: [text, separator],
    returns: 'list',
    examples: [
      { expression: '"a; b;;a" | items(";")', gives: ['a', 'b'] },
      { expression: '" ; " | items(";")', gives: [] },
    ],
    bind: (literals) => {
      const at = separatorOf(literals);
      return (value: string) => distinct(value.split(at));
    },
  }),
  defineFunction({
    name: 'take',
    group: 'lists',
    summary: 'Gives the item at a place of a list, from 1; a negative place counts from the end.',
    details: 'A place that the list does not have, and an empty piece, is null.',
    parameters: [list, { name: 'place', type: 'number', literal: true, summary: '1 is the first item, -1 the last.' }],
    returns: 'text',
    examples: [
      { expression: '"EMEA/DE/BER" | split("/") | take(2)', gives: 'DE' },
      { expression: '"EMEA/DE/BER" | split("/") | take(-1)', gives: 'BER' },
      { expression: '"EMEA" | split("/") | take(2)', gives: null },
    ],
    bind: (literals) => {
      const place = integerArgument(literals, 'place', { minimum: -10_000, maximum: 10_000 });
      if (place === 0)
        throw new ArgumentFault('The argument "place" counts from 1, or from -1 backwards; 0 is no place.');
      return (values: readonly string[]) => itemAt(values, place < 0 ? values.length + place : place - 1);
    },
  }),
  defineFunction({
    name: 'first',
    group: 'lists',
    summary: 'Gives the first item of a list, or null if it is empty.',
    parameters: [list],
    returns: 'text',
    examples: [
      { expression: '"10.0.0.1, fe80::1" | ips | first', gives: '10.0.0.1' },
      { expression: '"" | items(",") | first', gives: null },
    ],
    run: (values: readonly string[]) => itemAt(values, 0),
  }),
  defineFunction({
    name: 'last',
    group: 'lists',
    summary: 'Gives the last item of a list, or null if it is empty.',
    parameters: [list],
    returns: 'text',
    examples: [
      { expression: '"a,b,c" | split(",") | last', gives: 'c' },
      { expression: '"" | items(",") | last', gives: null },
    ],
    run: (values: readonly string[]) => itemAt(values, values.length - 1),
  }),
  defineFunction({
    name: 'join',
    group: 'lists',
    summary: 'Writes the items of a list as one text, with a separator between them.',
    parameters: [list, separator],
    returns: 'text',
    examples: [
      { expression: '"a;b" | split(";") | join(", ")', gives: 'a, b' },
      { expression: '"" | items(";") | join(", ")', gives: null },
    ],
    bind: (literals) => {
      const between = separatorOf(literals);
      return (values: readonly string[]) => (values.length === 0 ? null : values.join(between));
    },
  }),
];

/** The items without blanks around them, each once, in order. */
function distinct(pieces: readonly string[]): readonly string[] {
  return [...new Set(pieces.map((piece) => piece.trim()).filter((piece) => piece !== ''))];
}

function itemAt(values: readonly string[], index: number): string | null {
  const item = index < 0 ? undefined : values[index];
  return item === undefined || item === '' ? null : item;
}
