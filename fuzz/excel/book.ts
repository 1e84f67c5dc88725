import type { Random } from '../harness/random.ts';
import type { Truth } from '../harness/score.ts';

/** A sheet as a program holds it: values of several types, and the text that each must be read as. */
export interface Sheet {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Value[])[];
}

export type Value =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number; readonly text: string }
  /** A day or a time of a day, as a serial of the 1900 system. */
  | { readonly kind: 'date' | 'instant'; readonly number: number; readonly text: string }
  | { readonly kind: 'boolean'; readonly truth: boolean; readonly text: string }
  | { readonly kind: 'blank'; readonly text: '' };

export function truthOf({ columns, rows }: Sheet): Truth {
  return { columns, rows: rows.map((cells) => [cells.map(({ text }) => text)]) };
}

const names = ['Host', 'Serial', 'Count', 'Price', 'Bought', 'Seen', 'Active', 'Note', 'Site', '__proto__'] as const;

/** Texts that have been changed on the way through other programs. */
const texts: readonly string[] = [
  '00123',
  '1E5',
  '1.10',
  'TRUE',
  '2024-03-31',
  ' both ends ',
  'two\nlines',
  'a\tb',
  '<&>"\'',
  '=1+1',
  '_x000D_',
  '_x0041_',
  'Köln',
  '😀 naïve 日本',
  'e\u0301',
  '#N/A',
  "'quoted",
  'a,b;c',
  ']]>',
  '&amp;',
  'rack',
  'Berlin',
  'x'.repeat(250),
];

const numbers: readonly number[] = [
  0, 1, -1, 42, 1234, 0.1, 1.1, 0.30000000000000004, 1e15, 123456789012345, 1e20, 1e-7, 2.5e-10, -273.15, 8589934592,
  0.125, 99999.99, 9.99999999999999e307,
];

/** Two to thirty rows below a header; the first column is always filled, so that no row is blank. */
export function sheetOf(random: Random, scale: number): Sheet {
  const columns = names.slice(0, random.fork('width').int(3, names.length));
  const count = Math.max(2, Math.ceil(random.fork('height').int(3, 30) * scale));
  const values = random.fork('values');
  const rows = Array.from({ length: count }, (_, row) => columns.map((name) => makeValue(name, row, values)));
  return { columns, rows };
}

function makeValue(name: (typeof names)[number], row: number, random: Random): Value {
  if (name === 'Host') return text(`PC-${row + 1}`);
  if (random.chance(0.1)) return { kind: 'blank', text: '' };
  switch (name) {
    case 'Count':
      return number(random.int(-100, 100_000));
    case 'Price':
      return number(random.chance(0.5) ? random.pick(numbers) : random.int(0, 1e9) / 1000);
    case 'Bought':
      return { kind: 'date', ...serial(random.int(18_264, 55_000), 0) };
    case 'Seen':
      return { kind: 'instant', ...serial(random.int(18_264, 55_000), random.int(1, 86_399)) };
    case 'Active':
      return boolean(random.chance(0.5));
    default:
      return text(random.pick(texts));
  }
}

function text(value: string): Value {
  return { kind: 'text', text: value };
}

function boolean(truth: boolean): Value {
  return { kind: 'boolean', truth, text: truth ? 'TRUE' : 'FALSE' };
}

function number(value: number): Value {
  return { kind: 'number', number: value, text: withoutExponent(value) };
}

function serial(day: number, second: number): { readonly number: number; readonly text: string } {
  const iso = new Date(Date.UTC(1899, 11, 30) + (day * 86_400 + second) * 1000).toISOString();
  return { number: day + second / 86_400, text: iso.slice(0, second === 0 ? 10 : 19) };
}

/** The shortest decimal that is the same number, without an exponent. */
export function withoutExponent(value: number): string {
  const [, sign = '', whole = '', fraction = '', power] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  if (power === undefined) return String(value);
  const digits = whole + fraction;
  const point = whole.length + Number(power);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return (
    sign + (point >= digits.length ? digits.padEnd(point, '0') : `${digits.slice(0, point)}.${digits.slice(point)}`)
  );
}
