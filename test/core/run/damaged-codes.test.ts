import test from 'ava';
import { typedCell } from '../../../core/adapter/batch.ts';
import { parseMapping } from '../../../core/mapping/load.ts';
import { dryRun } from '../../../core/run/dry-run.ts';
import { bookSource } from './book-source.ts';
import { bench } from './importing.ts';

/** What spreadsheets did to codes is said, with the place, and changes nothing. */

const mapping = `
mapping: test/codes
source: { adapter: rows }
completeness: { Computer: additions }
records:
  - entity: Computer
    key: Id
    fields: { name: Id, serialNumber: Serial | trim, manufacturer: Maker }
`;

const fill = (count: number, value: (index: number) => string): readonly string[] =>
  Array.from({ length: count }, (_, index) => value(index));

interface Case {
  readonly title: string;
  readonly values: readonly string[];
  readonly found: readonly string[];
  readonly says?: RegExp;
}

const cases: readonly Case[] = [
  {
    title: 'long codes that became numbers',
    values: ['1.23E+15', '1,234E+12', 'A1', '1E5'],
    found: ['1.23E+15', '1,234E+12'],
    says: /Serial: 2 values \("1\.23E\+15" in rows:1, "1,234E\+12" in rows:2\): long codes/,
  },
  {
    title: 'zeros that others still have',
    values: ['00123', '00124', '125', '13000'],
    found: ['125'],
    says: /1 value \("125" in rows:3\): shorter than the other codes, which have 5 digits; a spreadsheet took/,
  },
  {
    title: 'a few short codes among many of one length',
    values: [...fill(40, (index) => String(100_000 + ((index * 7919) % 9) * 100_000 + index)), '54321'],
    found: ['54321'],
    says: /may have taken away the zeros/,
  },
  {
    title: 'days among part numbers',
    values: ['3-2A', 'X-9', 'Mar-01', '01-Mrz', '2024-03-01', 'B-12', 'C-13', 'D-14'],
    found: ['Mar-01', '01-Mrz', '2024-03-01'],
    says: /3 values .*: dates among codes/,
  },
  { title: 'a count that passes a power of ten', values: fill(60, (index) => String(9_950 + index)), found: [] },
  { title: 'codes of many lengths', values: ['1', '22', '333', '4444', '55555'], found: [] },
  { title: 'a column of days', values: ['2024-03-01', '2024-03-02'], found: [] },
  { title: 'codes that look a little so', values: ['MAR-1234', '12E5', 'E+12', 'may', '0', 'JAN'], found: [] },
];

for (const { title, values, found, says } of cases) {
  test(`${title}: ${found.length === 0 ? 'nothing is said' : found.join(', ')}`, async (t) => {
    const rows = values.map((value, index) => [`host ${index}`, value, '1.23E+15']);
    const { result, issues, records } = await bench(t).import(mapping, { columns: ['Id', 'Serial', 'Maker'], rows });
    t.deepEqual(
      issues.map(({ code, field, outcome, found: value }) => [code, field, outcome, value]),
      found.map((value) => ['row/damaged-code', 'serialNumber', 'kept', value]),
    );
    t.deepEqual(result.issues, found.length === 0 ? {} : { 'row/damaged-code': found.length });
    t.is(result.datasets[0].decisions.length, says === undefined ? 0 : 1);
    if (says !== undefined) t.regex(result.datasets[0].decisions[0], says);
    t.deepEqual(
      records.get('Computer')?.map(({ serialNumber }) => serialNumber),
      values,
    );
  });
}

test('the parts of a file are judged together', async (t) => {
  const parts = [[['a', '00123', null]], [['b', '124', null]], [['c', '00125', null]], [['d', '00126', null]]];
  const { issues } = await bench(t).import(mapping, { columns: ['Id', 'Serial', 'Maker'], parts }, { workers: 2 });
  t.deepEqual(
    issues.map(({ origin, found }) => [origin, found]),
    [['rows:2', '124']],
  );
});

test('masked codes are dots', async (t) => {
  const rows = [['a', '1.23E+15', null]];
  const { issues, result } = await bench(t).import(`${mapping}mask: [Serial]\n`, {
    columns: ['Id', 'Serial', 'Maker'],
    rows,
  });
  t.is(issues[0].found, '•••');
  t.notRegex(result.datasets[0].decisions.join(), /E\+15/);
  t.regex(result.datasets[0].decisions.join(), /Serial: 1 value \(rows:1\)/);
});

const { number, moment } = typedCell;
const texts = (count: number): readonly (readonly [string, number])[] =>
  fill(count, (index) => `A-${index}`).map((text) => [text, 0]);
const books: readonly {
  readonly title: string;
  readonly values: readonly (readonly [string, number])[];
  readonly cells: readonly string[];
}[] = [
  {
    title: 'numbers of which a book keeps 15 digits',
    values: [
      ['1234567890123450000', number],
      ['12345', number],
    ],
    cells: ['B1'],
  },
  {
    title: 'numbers shorter than the texts',
    values: [
      ['00123', 0],
      ['124', number],
      ['00125', 0],
      ['00126', 0],
    ],
    cells: ['B2'],
  },
  { title: 'dates among texts', values: [...texts(3), ['2024-03-01', moment]], cells: ['B4'] },
  { title: 'a number among texts', values: [...texts(6), ['77', number]], cells: ['B7'] },
  { title: 'as many numbers as texts', values: [...texts(3), ['77', number], ['78', number]], cells: [] },
  {
    title: 'dates alone',
    values: [
      ['2024-03-01', moment],
      ['2024-03-02', moment],
    ],
    cells: [],
  },
];
for (const { title, values, cells } of books) {
  test(`in a book, ${title}: ${cells.length === 0 ? 'nothing is said' : `cell ${cells.join(', ')}`}`, async (t) => {
    const source = bookSource(values);
    const [dataset] = await source.discover();
    const { issues, notices } = await dryRun(
      parseMapping(mapping.replace('Serial | trim', 'Value').replace(', manufacturer: Maker', '')),
      source,
      dataset,
      { signal: new AbortController().signal },
    );
    t.deepEqual(
      issues.map(({ cell, origin }) => [cell, origin]),
      cells.map((cell) => [`book!Sheet:${cell}`, `book!Sheet:${cell.slice(1)}`]),
    );
    t.is(notices.length, cells.length);
    for (const cell of cells) t.true(notices[0].includes(`book!Sheet:${cell}`), notices[0]);
  });
}
