/** Tables of many kinds of cells, and the text of each by many dialects: what the solver is held to. */

export interface Written {
  readonly text: string;
  /** The names and the rows, cell by cell. */
  readonly cells: readonly (readonly string[])[];
  /** What is odd about the file: lines that are no rows, or one row that is broken and not among the cells. */
  readonly fault: Fault;
  /** The dialect in a few words. */
  readonly what: string;
}

export type Random = () => number;

/** A sequence of numbers from 0 to 1 that a seed decides (mulberry32). */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function writtenTable(random: Random): Written {
  const way = wayOf(random);
  const width = pick(random, [2, 2, 3, 4, 5, 6, 8, 9, 10, 12, 12, 20]);
  const rows = pick(random, [1, 2, 3, 5, 8, 10, 10, 20, 40, 84]);
  const kinds = Array.from({ length: width }, () => pick(random, columns));
  const sparse = kinds.map(() => (random() < 0.2 ? 0.5 : 0.02));
  const header = kinds.map(([name], at) =>
    kinds.findIndex(([other]) => other === name) === at ? name : `${name}${at}`,
  );
  const body = Array.from({ length: rows }, () =>
    kinds.map(([, make], at) => (random() < sparse[at] && !way.filled ? '' : make(random))),
  );
  const cells = [header, ...body].map((row) => row.map((cell) => fitting(cell, way)));
  const fault = rows > 4 ? pick(random, faults) : 'none';
  const broken = between(random, 2, rows - 1);
  const sound = brokenFaults.has(fault) ? cells.filter((_, at) => at !== broken) : cells;
  return { ...textOf(cells, way, { random, fault, broken }), cells: sound, fault };
}

const faults = ['none', 'none', 'none', 'none', 'none', 'title', 'footer', 'short', 'long', 'stray', 'other'] as const;
const brokenFaults: ReadonlySet<Fault> = new Set(['short', 'long', 'stray', 'other']);
type Fault = (typeof faults)[number];

interface Way {
  readonly delimiter: string;
  readonly quote: string;
  readonly quoting: 'needed' | 'all' | 'texts' | 'none';
  readonly escaping: 'doubled' | 'backslash' | 'none';
  readonly end: string;
  readonly lastEnd: boolean;
  readonly blankLines: boolean;
  /** Blank cells can not be told. */
  readonly filled: boolean;
}

function wayOf(random: Random): Way {
  const delimiter = pick(random, [
    ',',
    ',',
    ',',
    ',',
    ';',
    ';',
    ';',
    '\t',
    '\t',
    '|',
    ' ',
    ', ',
    '; ',
    '||',
    ' | ',
    '::',
    '^',
    '~',
  ]);
  const quoting = pick(random, ['needed', 'needed', 'needed', 'all', 'texts', 'none'] as const);
  return {
    delimiter,
    quote: random() < 0.2 ? "'" : '"',
    quoting,
    escaping: pick(random, ['doubled', 'doubled', 'doubled', 'backslash', 'none'] as const),
    end: pick(random, ['\n', '\n', '\r\n', '\r']),
    lastEnd: random() < 0.7,
    blankLines: random() < 0.1,
    filled: delimiter === ' ' && quoting === 'none',
  };
}

function textOf(
  cells: Written['cells'],
  way: Way,
  { random, fault, broken }: { random: Random; fault: Fault; broken: number },
): { text: string; what: string } {
  const { delimiter, quote, quoting, escaping, end } = way;
  const write = (cell: string) => {
    const needs =
      [delimiter, quote, '\n', '\r'].some((sign) => cell.includes(sign)) || (cell === '' && delimiter === ' ');
    const isText = !/^[\d.,-]*$/.test(cell);
    if (quoting === 'none' || !(needs || quoting === 'all' || (quoting === 'texts' && isText))) return cell;
    if (escaping === 'doubled') return quote + cell.replaceAll(quote, quote + quote) + quote;
    if (escaping === 'backslash') return quote + cell.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`) + quote;
    return quote + cell + quote;
  };
  const lines = cells.map((row, at) => {
    if (at !== broken) return row.map(write).join(delimiter);
    const written = row.map(write);
    if (fault === 'short') return written.slice(1).join(delimiter);
    if (fault === 'long') return [...written, 'x'].join(delimiter);
    if (fault === 'stray') return [`${written[0]}${quote}`, ...written.slice(1)].join(delimiter);
    return written.join(fault === 'other' ? (delimiter === ',' ? ';' : ',') : delimiter);
  });
  if (fault === 'title') lines.unshift('Hosts of the north', 'printed on Monday, January 5');
  if (fault === 'footer') lines.push(`Total: ${cells.length - 1}`);
  const text =
    lines.map((line) => line + (way.blankLines && random() < 0.1 ? end : '')).join(end) + (way.lastEnd ? end : '');
  return { text, what: JSON.stringify({ fault, delimiter, quote, quoting, escaping, end }) };
}

/** What a program that writes this way can not tell does not stand in its cells. */
function fitting(cell: string, { delimiter, quote, quoting, escaping }: Way): string {
  if (quoting === 'none')
    return cell
      .replaceAll(/[\r\n"']/g, ' ')
      .replaceAll(delimiter, delimiter === ' ' ? '_' : ' ')
      .replaceAll(delimiter[0], delimiter[0] === ' ' ? ' ' : '');
  // A quote before a delimiter or a line end would end the field.
  if (escaping === 'none') return cell.replaceAll(new RegExp(`${quote}+(?=[^A-Za-z0-9]|$)|^${quote}+`, 'g'), '');
  return cell;
}

const words =
  'alpha beta router switch printer laptop office Berlin München Paris north server backup green large monthly report license renewal pending active spare unit cable'.split(
    ' ',
  );
const names = [
  'Ann',
  'Bob',
  'Eve',
  'Jürgen',
  'Maria',
  'José',
  'Chen',
  'Olga',
  "O'Neill",
  'Smith',
  'Müller',
  'García',
  'Ivanova',
];

const digits = (random: Random, count: number) =>
  Array.from({ length: count }, () => Math.floor(random() * 10)).join('');
const between = (random: Random, from: number, to: number) => from + Math.floor(random() * (to - from + 1));
const pad = (number: number) => String(number).padStart(2, '0');
const some = (random: Random, from: number, to: number, list = words) =>
  Array.from({ length: between(random, from, to) }, () => pick(random, list));
const day = (random: Random) =>
  [String(between(random, 1998, 2026)), pad(between(random, 1, 12)), pad(between(random, 1, 28))] as const;
const clock = (random: Random) => `${pad(between(random, 0, 23))}:${pad(between(random, 0, 59))}`;
const months = 'January February March April May June July August September October November December'.split(' ');

/** The name of a column and what makes its cells. */
const columns: readonly (readonly [name: string, make: (random: Random) => string])[] = [
  ['id', (random) => String(between(random, 1, 99999))],
  ['code', (random) => digits(random, 6)],
  ['serial', (random) => `${pick(random, ['SN', 'PC', 'AX'])}-${digits(random, 5)}`],
  ['name', (random) => pick(random, words)],
  ['description', (random) => some(random, 2, 5).join(' ')],
  ['person', (random) => `${pick(random, names)}, ${pick(random, names)}`],
  ['Full name', (random) => `${pick(random, names)} ${pick(random, names)}`],
  ['date', (random) => day(random).join('-')],
  ['Datum', (random) => [...day(random)].reverse().join('.')],
  ['Date US', (random) => `${day(random).slice(1).join('/')}/20${digits(random, 2)}`],
  ['long date', (random) => `${pick(random, months)} ${between(random, 1, 28)}, 20${digits(random, 2)}`],
  ['time', clock],
  ['created at', (random) => `${day(random).join('-')} ${clock(random)}:${pad(between(random, 0, 59))}`],
  ['instant', (random) => `${day(random).join('-')}T${clock(random)}:00Z`],
  ['amount', (random) => `${between(random, 0, 9999)}.${digits(random, 2)}`],
  ['Betrag', (random) => `${between(random, 0, 9999)},${digits(random, 2)}`],
  ['total', (random) => `${between(random, 1, 999)},${digits(random, 3)}.${digits(random, 2)}`],
  ['Price', (random) => `$${between(random, 1, 999)}.${digits(random, 2)}`],
  ['share', (random) => `${between(random, 0, 100)}%`],
  ['active', (random) => pick(random, ['true', 'false'])],
  ['flag', (random) => pick(random, ['Y', 'N'])],
  ['note', (random) => `${some(random, 3, 6).join(' ')}, ${some(random, 2, 6).join(' ')}.`],
  ['Comment', (random) => `${some(random, 2, 4).join(' ')}\n${some(random, 2, 4).join(' ')}, ${pick(random, words)}`],
  ['quoted', (random) => `the "${pick(random, words)}" ${pick(random, words)}`],
  [
    'size',
    (random) => (random() < 0.5 ? `${between(random, 1, 30)}" ${pick(random, words)}` : `${between(random, 10, 30)}"`),
  ],
  ['json', (random) => `{"a": ${digits(random, 2)}, "b": ["${pick(random, words)}"]}`],
  ['tags', (random) => some(random, 1, 3).join(';')],
  ['groups', (random) => some(random, 1, 3).join('|')],
  ['list', (random) => some(random, 1, 4).join(',')],
  ['url', (random) => `https://example.com/${pick(random, words)}?a=${digits(random, 2)}&b=${digits(random, 1)}`],
  ['e-mail', (random) => `${pick(random, words)}@example.org`],
  ['address', (random) => `10.${between(random, 0, 255)}.${between(random, 0, 255)}.${between(random, 1, 254)}`],
  ['path', (random) => `C:\\Program Files\\${pick(random, words)}\\${pick(random, words)}.exe`],
  ['mac', (random) => Array.from({ length: 6 }, () => digits(random, 2)).join(':')],
  ['version', (random) => `${digits(random, 1)}.${digits(random, 2)}.${digits(random, 4)}`],
  ['phone', (random) => `+49 (89) ${digits(random, 4)}-${digits(random, 2)}`],
  ['coordinates', (random) => `${digits(random, 2)}.${digits(random, 3)}, ${digits(random, 1)}.${digits(random, 3)}`],
];

export function pick<Item>(random: Random, list: readonly Item[]): Item {
  return list[Math.floor(random() * list.length)];
}
