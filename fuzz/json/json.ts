import { type Sheet, sheetOf, type Value } from '../excel/book.ts';
import { unknown } from '../excel/xlsx.ts';
import { changeBytes } from '../harness/bytes.ts';
import type { FuzzCase, Fuzzer } from '../harness/case.ts';
import type { Random } from '../harness/random.ts';
import { score, type Truth } from '../harness/score.ts';

/** JSON of known records in its usual forms: as it is, and damaged. */
export const json: Fuzzer = {
  name: 'json',
  make: (random, { scale, keep }) => {
    const sheet = sheetOf(random.fork('sheet'), scale);
    const form = random.fork('form').pick(forms);
    const style = random.fork('style');
    // The first record has every key, so that the columns stand in this order; later ones may leave blank ones out.
    const records = sheet.rows.map((cells, row) => record(sheet.columns, cells, row === 0, style));
    const text = form.write(records, style);
    const of = (label: string, bytes: Buffer, steps: number, known: boolean): FuzzCase => ({
      label,
      name: `fuzz.${form.ending}`,
      bytes,
      steps,
      judge: (reading) => (known ? score(truthOf(sheet), reading) : unknown),
    });
    const kind = random.fork('kind').next();
    if (kind < 0.5) return of(`written as ${form.name}`, Buffer.from(text), 1, true);
    const hostile = [0, 1, 2].reduce(
      (changed, step) => (keep(step) ? damage(changed, random.fork(`damage ${step}`)) : changed),
      text,
    );
    if (kind < 0.8) return of('text damaged', Buffer.from(hostile), 3, false);
    const bytes = random.fork('bytes');
    return of('bytes damaged', bytes.pick(changeBytes)(Buffer.from(text), bytes), 1, false);
  },
  strict: (label) => label.startsWith('written as'),
};

/** Truth values keep the words of JSON. */
function truthOf({ columns, rows }: Sheet): Truth {
  const shown = (value: Value): string => (value.kind === 'boolean' ? String(value.truth) : value.text);
  return { columns, rows: rows.map((cells) => [cells.map(shown)]) };
}

interface Form {
  readonly name: string;
  readonly ending: string;
  readonly write: (records: readonly string[], random: Random) => string;
}

const forms: readonly Form[] = [
  {
    name: 'an array',
    ending: 'json',
    write: (records, random) => `[${records.join(random.pick([',', ',\n', ' , \r\n\t']))}]`,
  },
  {
    name: 'an array in objects',
    ending: 'json',
    write: (records) =>
      `{"status": "ok", "data": {"count": ${records.length}, "items": [${records.join(',')}]}, "next": null}`,
  },
  { name: 'lines', ending: 'ndjson', write: (records, random) => records.join(random.pick(['\n', '\r\n', '\n\n'])) },
  {
    name: 'documents in a row',
    ending: 'json',
    write: (records, random) => records.join(random.pick([' ', '\n\n', ''])),
  },
];

function record(columns: readonly string[], cells: readonly Value[], complete: boolean, random: Random): string {
  const pairs = columns.flatMap((name, index) => {
    const value = cells[index];
    if (value.kind === 'blank' && !complete && random.chance(0.5)) return [];
    return [`${quote(name, random)}:${random.pick(['', ' '])}${written(value, random)}`];
  });
  return `{${pairs.join(',')}}`;
}

function written(value: Value, random: Random): string {
  switch (value.kind) {
    case 'blank':
      return 'null';
    case 'number':
      return value.text;
    case 'boolean':
      return String(value.truth);
    default:
      return quote(value.text, random);
  }
}

/** A text in quotes, with some signs written by their numbers. */
function quote(text: string, random: Random): string {
  if (random.chance(0.7)) return JSON.stringify(text);
  const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
  return `"${units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')}"`;
}

const pieces: readonly string[] = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '\\',
  '\\u12',
  'nul',
  '1e999',
  '-',
  '01',
  '{"a":1,"a":2}',
  '[]',
  '{}',
  '\u0000',
  '{"__proto__":{"x":1}}',
  '"constructor":',
  '['.repeat(5000),
  '{"a":'.repeat(5000),
  '9'.repeat(5000),
  '"x"',
  'true',
];

function damage(text: string, random: Random): string {
  const at = random.int(0, text.length);
  const cut = random.chance(0.5) ? 0 : random.int(1, 30);
  return text.slice(0, at) + random.pick(pieces) + text.slice(at + cut);
}
