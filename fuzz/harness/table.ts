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
  readonly profile?: Profile;
}

/** Two columns, some thirty, many blank cells, nothing but texts, decimal commas, or names as people write them. */
export type Profile = 'narrow' | 'wide' | 'sparse' | 'texts' | 'commas' | 'phrases';

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

/** Names of columns as people write them, in place of the short ones. */
const phrases: readonly string[] = [
  'Serial no.',
  'Disk (GB)',
  'IP-Adresse',
  'last seen at',
  'Owner/User',
  'Qty',
  '% used',
  'cost_center',
  'O/S',
  'e-mail',
  'Site #',
  'Notes',
  'x',
];

/** A table with a host name of its own in each row; at least two other columns are of numbers or dates, but for some profiles. */
export function tableOf(random: Random, { rows, words = plainWords, signs = [], profile }: TableShape): TrueTable {
  const columns = columnsOf(random.fork('layout'), signs.length + words.length > 8, profile);
  const values = random.fork('values');
  const text = (): string => textOf(values, words, signs);
  const cellOf = ([, , value]: Kind, row: number): string => {
    const made = value(values, row, text);
    if (profile === 'sparse' && values.chance(0.5)) return '';
    return profile === 'commas' && /^\d+\.\d\d$/.test(made) ? made.replace('.', ',') : made;
  };
  const cells = Array.from({ length: rows }, (_, row) => [
    `PC-${String(row + 1).padStart(4, '0')}`,
    ...columns.map((kind) => cellOf(kind, row)),
  ]);
  const names = columns.map(([name], index) => (profile === 'phrases' ? phrases[index] : name));
  const typed = columns.flatMap(([, isTyped], index) => (isTyped ? [index + 1] : []));
  return { columns: ['Host', ...names], rows: cells, typed };
}

function columnsOf(layout: Random, withTexts: boolean, profile: Profile | undefined): readonly Kind[] {
  if (profile === 'narrow') return [layout.pick(kinds)];
  if (profile === 'texts') return kinds.filter(([, isTyped]) => !isTyped);
  if (profile === 'wide')
    return [1, 2, 3].flatMap((round) => kinds.map(([name, ...rest]): Kind => [`${name}${round}`, ...rest]));
  const chosen = layout.some(kinds, 8);
  const price = profile === 'commas' ? [kinds[4]] : [];
  return [...new Set([...chosen, kinds[3], kinds[5], ...price, ...(withTexts ? [kinds[11]] : [])])];
}

function textOf(random: Random, words: readonly string[], signs: readonly string[]): string {
  const count = random.int(1, 4);
  const picked = Array.from({ length: count }, () => random.pick(words));
  if (signs.length === 0 || random.chance(0.5)) return picked.join(' ');
  return `${picked[0]}${random.pick(signs)}${picked.slice(1).join(' ')}${count === 1 ? random.pick(words) : ''}`;
}
