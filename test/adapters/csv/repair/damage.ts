/** Tables of varied columns, and what may happen to one record of a text file: the truth is known, so a repair can be held to it. */

export type Random = () => number;

/** The same numbers for the same seed, everywhere. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export const between = (random: Random, least: number, most: number) =>
  least + Math.floor(random() * (most - least + 1));
export const pick = <Item>(random: Random, items: readonly Item[]): Item => items[Math.floor(random() * items.length)];

const firstNames = 'Anna Ben Clara David Emma Felix Greta Hans Ida Jonas Karla Leo Mia Noah Olga Paul'.split(' ');
const lastNames = 'Smith Jones Müller Schmidt Weber Novak Rossi Garcia Dubois Jansen Kowalski Berg'.split(' ');
const cities = ['Berlin', 'Köln', 'New York', 'Paris', 'San Jose', 'Wien', 'Oslo', 'Rio de Janeiro'];
const words =
  'server rack spare old new printer office floor east west broken replaced leased second room table desk'.split(' ');
const digits = (random: Random, count: number) => String(between(random, 10 ** (count - 1), 10 ** count - 1));
const two = (value: number) => String(value).padStart(2, '0');
const hex = (random: Random, count: number) =>
  Array.from({ length: count }, () => pick(random, [...'0123456789abcdef'])).join('');
const prose = (random: Random) => Array.from({ length: between(random, 2, 7) }, () => pick(random, words)).join(' ');
const day = (random: Random) =>
  [between(random, 2015, 2025), two(between(random, 1, 12)), two(between(random, 1, 28))] as const;

type Column = (random: Random, row: number) => string;

const columns: Readonly<Record<string, Column>> = {
  id: (_, row) => String(row + 1),
  host: (random) => `${pick(random, ['SRV', 'PC', 'NB'])}-${digits(random, 4)}`,
  first: (random) => pick(random, firstNames),
  last: (random) => pick(random, lastNames),
  fullName: (random) => `${pick(random, lastNames)}, ${pick(random, firstNames)}`,
  city: (random) => pick(random, cities),
  note: (random) => (random() < 0.3 ? '' : prose(random)),
  remark: (random) => (random() < 0.3 ? `${prose(random)}, ${prose(random)}` : prose(random)),
  inches: (random) => `${pick(random, words)} ${between(random, 13, 42)}" ${pick(random, words)}`,
  memory: (random) => String(2 ** between(random, 1, 7)),
  price: (random) => `${between(random, 1, 2000)}.${two(between(random, 0, 99))}`,
  euro: (random) => `${between(random, 1, 2000)},${two(between(random, 0, 99))}`,
  amount: (random) => (random() < 0.2 ? '' : String(between(random, 0, 100000))),
  date: (random) => day(random).join('-'),
  germanDate: (random) => [...day(random)].reverse().join('.'),
  instant: (random) =>
    `${day(random).join('-')} ${two(between(random, 0, 23))}:${two(between(random, 0, 59))}:${two(between(random, 0, 59))}`,
  time: (random) => `${two(between(random, 0, 23))}:${two(between(random, 0, 59))}`,
  flag: (random) => pick(random, ['Y', 'N']),
  state: (random) => pick(random, ['active', 'retired', 'in stock']),
  optional: (random) => (random() < 0.6 ? '' : pick(random, ['high', 'low'])),
  mail: (random) => `${pick(random, firstNames).toLowerCase()}@${pick(random, ['example.com', 'example.org'])}`,
  serial: (random) => Array.from({ length: 7 }, () => pick(random, [...'ABCDEFGHJKLMNPRSTUVWXYZ0123456789'])).join(''),
  address: (random) => `10.${between(random, 0, 255)}.${between(random, 0, 255)}.${between(random, 1, 254)}`,
  hardware: (random) => Array.from({ length: 6 }, () => hex(random, 2)).join(':'),
  guid: (random) => [8, 4, 4, 4, 12].map((count) => hex(random, count)).join('-'),
};

export interface Table {
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly delimiter: string;
  readonly quoting: 'needed' | 'all' | 'texts';
}

export function tableOf(random: Random): Table {
  const names = shuffled(random, Object.keys(columns)).slice(0, between(random, 3, 14));
  const count = between(random, 10, 100);
  const rows = Array.from({ length: count }, (_, row) => names.map((name) => columns[name](random, row)));
  return {
    names,
    rows,
    delimiter: pick(random, [',', ',', ';', '\t']),
    quoting: pick(random, ['needed', 'needed', 'all', 'texts']),
  };
}

function shuffled<Item>(random: Random, items: readonly Item[]): readonly Item[] {
  return items
    .map((item) => [random(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
}

export function fieldText(cell: string, { delimiter, quoting }: Table): string {
  const isText = quoting === 'all' || (quoting === 'texts' && /[A-Za-z]/.test(cell));
  const needs = cell.includes(delimiter) || cell.includes('"') || /[\r\n]/.test(cell);
  return needs || isText ? `"${cell.replaceAll('"', '""')}"` : cell;
}

export function recordText(cells: readonly string[], table: Table): string {
  return cells.map((cell) => fieldText(cell, table)).join(table.delimiter);
}

/** A damaged record, and the cells that a person would see in it. */
export interface Damaged {
  readonly text: string;
  readonly cells: readonly string[];
}

type Damage = (cells: readonly string[], table: Table, random: Random) => Damaged | undefined;

export const damages: Readonly<Record<string, Damage>> = {
  'last blank fields left out': (cells, table) => {
    const kept = cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1);
    return kept.length === cells.length || kept.length === 0 ? undefined : { text: recordText(kept, table), cells };
  },
  'a field missing': (cells, table, random) => {
    const at = between(random, 0, cells.length - 1);
    return {
      text: recordText(without(cells, at), table),
      cells: cells.map((cell, index) => (index === at ? '' : cell)),
    };
  },
  'a delimiter missing': (cells, table, random) => {
    const at = between(random, 0, cells.length - 2);
    const fields = cells.map((cell) => fieldText(cell, table));
    if (fields[at].endsWith('"') || fields[at + 1].startsWith('"') || fields[at] === '' || fields[at + 1] === '')
      return undefined;
    return {
      text: [...fields.slice(0, at), fields[at] + fields[at + 1], ...fields.slice(at + 2)].join(table.delimiter),
      cells,
    };
  },
  'another sign for one delimiter': (cells, table, random) => {
    const at = between(random, 0, cells.length - 2);
    const fields = cells.map((cell) => fieldText(cell, table));
    const sign = pick(
      random,
      [',', ';', '|', '\t'].filter((each) => each !== table.delimiter),
    );
    if (fields[at].endsWith('"') || fields[at + 1].startsWith('"') || fields[at] === '' || fields[at + 1] === '')
      return undefined;
    return {
      text: [...fields.slice(0, at), fields[at] + sign + fields[at + 1], ...fields.slice(at + 2)].join(table.delimiter),
      cells,
    };
  },
  'a delimiter too many': (cells, table, random) => {
    const at = between(random, 0, cells.length);
    const fields = cells.map((cell) => fieldText(cell, table));
    return { text: [...fields.slice(0, at), '', ...fields.slice(at)].join(table.delimiter), cells };
  },
  'a delimiter in a bare field': (cells, table, random) => {
    const at = between(random, 0, cells.length - 1);
    return cells[at].includes(table.delimiter) && !cells[at].includes('"')
      ? replaced(cells, at, cells[at], table)
      : undefined;
  },
  'a quote not closed': (cells, table, random) => {
    const at = between(random, 0, cells.length - 1);
    return cells[at] === '' || cells[at].includes('"') ? undefined : replaced(cells, at, `"${cells[at]}`, table);
  },
  'a quote not opened': (cells, table, random) => {
    const at = between(random, 0, cells.length - 1);
    const isQuoted = fieldText(cells[at], table).startsWith('"');
    return !isQuoted || cells[at].includes('"') ? undefined : replaced(cells, at, `${cells[at]}"`, table);
  },
  'quotes not escaped': (cells, table, random) => {
    const at = between(random, 0, cells.length - 1);
    return cells[at].includes('"') && !/^"|"$/.test(cells[at])
      ? replaced(cells, at, `"${cells[at]}"`, table)
      : undefined;
  },
  'a stray quote': (cells, table, random) => {
    const at = between(random, 0, cells.length - 1);
    const cut = between(random, 1, Math.max(1, cells[at].length - 1));
    const field = fieldText(cells[at], table);
    if (cells[at].length < 2 || cells[at].includes('"') || field.startsWith('"')) return undefined;
    return replaced(cells, at, `${field.slice(0, cut)}"${field.slice(cut)}`, table);
  },
  'text behind a closing quote': (cells, table, random) => {
    const at = between(random, 0, cells.length - 1);
    const blank = cells[at].indexOf(' ');
    if (blank < 1 || cells[at].includes('"') || cells[at].includes(table.delimiter)) return undefined;
    return replaced(cells, at, `"${cells[at].slice(0, blank)}"${cells[at].slice(blank)}`, table);
  },
  'another delimiter in the line': (cells, table, random) => {
    const delimiter = pick(
      random,
      [',', ';', '|', '\t'].filter((each) => each !== table.delimiter),
    );
    return { text: recordText(cells, { ...table, delimiter }), cells };
  },
  'another quote in the line': (cells, table) => {
    if (cells.some((cell) => cell.includes("'"))) return undefined;
    const text = cells.map((cell) => (cell === '' ? '' : `'${cell}'`)).join(table.delimiter);
    return { text, cells };
  },
  'another escape in the line': (cells, table) => {
    if (!cells.some((cell) => cell.includes('"'))) return undefined;
    const text = cells
      .map((cell) => (cell.includes('"') ? `"${cell.replaceAll('"', '\\"')}"` : fieldText(cell, table)))
      .join(table.delimiter);
    return { text, cells };
  },
  'a line broken in two': (cells, table, random) => {
    const at = between(random, 0, cells.length - 1);
    const blank = cells[at].indexOf(' ');
    if (blank < 1 || fieldText(cells[at], table).startsWith('"')) return undefined;
    const broken = `${cells[at].slice(0, blank)}\n${cells[at].slice(blank + 1)}`;
    const damaged = replaced(cells, at, broken, table);
    return { ...damaged, cells: cells.map((cell, index) => (index === at ? broken : cell)) };
  },
  'enclosed once more': (cells, table) => ({ text: `"${recordText(cells, table).replaceAll('"', '""')}"`, cells }),
  'enclosed once more, not escaped': (cells, table) => {
    const text = recordText(cells, table);
    return text.startsWith('"') || text.endsWith('"') ? undefined : { text: `"${text}"`, cells };
  },
};

function without<Item>(items: readonly Item[], at: number): readonly Item[] {
  return [...items.slice(0, at), ...items.slice(at + 1)];
}

function replaced(cells: readonly string[], at: number, text: string, table: Table): Damaged {
  const fields = cells.map((cell, index) => (index === at ? text : fieldText(cell, table)));
  return { text: fields.join(table.delimiter), cells };
}
