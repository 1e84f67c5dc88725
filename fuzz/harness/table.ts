import type { Random } from './random.ts';

/** A table as people keep it: columns of certain kinds, with names, and texts as cells. */
export interface TrueTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The indexes of columns whose values look like numbers or dates. */
  readonly typed: readonly number[];
}

export interface TableShape {
  readonly rows: number;
  /** Words in which texts are written, so that they fit an encoding. */
  readonly words?: readonly string[];
  /** Signs that texts may hold, such as quotes, line ends and delimiters. */
  readonly signs?: readonly string[];
}

export const plainWords: readonly string[] = ['server', 'rack', 'Berlin', 'spare', 'unit', 'office', 'printer', 'lab'];

type Kind = readonly [name: string, typed: boolean, value: (random: Random, row: number, text: () => string) => string];

const digits = (random: Random, length: number): string =>
  Array.from({ length }, () => String(random.int(0, 9))).join('');
const two = (value: number): string => String(value).padStart(2, '0');

/** Kinds of columns, each with the name that it has in a header. */
const kinds: readonly Kind[] = [
  ['Serial', false, (random) => `S${digits(random, 7)}`],
  ['Asset', true, (random) => digits(random, 6)],
  ['Code', true, (random) => digits(random, 4).padStart(6, '0')],
  ['Count', true, (random) => String(random.int(0, 500))],
  ['Price', true, (random) => `${random.int(1, 4000)}.${two(random.int(0, 99))}`],
  ['Bought', true, (random) => `20${two(random.int(10, 25))}-${two(random.int(1, 12))}-${two(random.int(1, 28))}`],
  ['Seen', true, (random) => `${two(random.int(1, 28))}.${two(random.int(1, 12))}.20${two(random.int(10, 25))}`],
  ['Address', true, (random) => `10.${random.int(0, 255)}.${random.int(0, 255)}.${random.int(1, 254)}`],
  ['Owner', false, (random) => `${random.pick(['anna', 'boris', 'chen', 'dana'])}@example.org`],
  ['Active', false, (random) => random.pick(['yes', 'no'])],
  ['Site', false, (random) => random.pick(['BER', 'MUC', 'HAM', 'CGN', 'FRA'])],
  ['Note', false, (_random, _row, text) => text()],
  ['Remark', false, (random, _row, text) => (random.chance(0.3) ? '' : text())],
];

/** A table with a host name of its own in each row; three to nine columns, at least two of them of numbers or dates. */
export function tableOf(random: Random, { rows, words = plainWords, signs = [] }: TableShape): TrueTable {
  const layout = random.fork('layout');
  const chosen = layout.some(kinds, 8);
  const wanted = [...new Set([...chosen, kinds[3], kinds[5], ...(signs.length + words.length > 8 ? [kinds[11]] : [])])];
  const values = random.fork('values');
  const text = (): string => textOf(values, words, signs);
  const cells = Array.from({ length: rows }, (_, row) => [
    `PC-${String(row + 1).padStart(4, '0')}`,
    ...wanted.map(([, , value]) => value(values, row, text)),
  ]);
  const typed = wanted.flatMap(([, isTyped], index) => (isTyped ? [index + 1] : []));
  return { columns: ['Host', ...wanted.map(([name]) => name)], rows: cells, typed };
}

function textOf(random: Random, words: readonly string[], signs: readonly string[]): string {
  const count = random.int(1, 4);
  const picked = Array.from({ length: count }, () => random.pick(words));
  if (signs.length === 0 || random.chance(0.5)) return picked.join(' ');
  return `${picked[0]}${random.pick(signs)}${picked.slice(1).join(' ')}${count === 1 ? random.pick(words) : ''}`;
}
