import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import csv, { openCsv } from '../../../adapters/csv/adapter.ts';
import { datasetOf, type Options, readRows, withSource } from '../../conformance/reading.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-'));
test.after.always(() => rmSync(folder, { recursive: true }));
let files = 0;

async function read(content: string | Uint8Array, options: Options = {}) {
  const path = join(folder, `${files++}.csv`);
  writeFileSync(path, content);
  const notes: string[] = [];
  // Parts of a few bytes, so that borders stand everywhere.
  const cutSmall: typeof csv = { ...csv, open: (values, context) => openCsv(values, context, 16) };
  return withSource(
    cutSmall,
    { path, ...options },
    async (source) => {
      const { columns } = await datasetOf(source, undefined);
      const rows = (await readRows(source)).map(({ origin, broken, cells }) => [
        Number(origin.split(':').at(-1)),
        ...(broken === undefined ? cells : [`broken: ${broken.text}`]),
      ]);
      return { columns: columns.map(({ name }) => name), rows, notes };
    },
    { note: (note) => notes.push(note) },
  );
}

interface Case {
  readonly text: string;
  readonly options?: Options;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  readonly note?: string;
}

const ab = [
  ['a', 'b', 'c'],
  ['1', '2', '3'],
] as const;

const cases: Readonly<Record<string, Case>> = {
  'a line that names the delimiter': {
    text: 'sep=;\r\na;b,c\r\n1;2\r\n',
    columns: ['a', 'b,c'],
    rows: [[3, '1', '2']],
    note: 'The first line names the delimiter: ";".',
  },
  'a title, a note and a blank line before the names': {
    text: 'Hosts\nReport generated on 2026-01-01, by Ann\n\nid,name,disk,seen\n1,a,x,2026-01-01\n2,b,y,2026-01-02\n',
    columns: ['id', 'name', 'disk', 'seen'],
    rows: [
      [5, '1', 'a', 'x', '2026-01-01'],
      [6, '2', 'b', 'y', '2026-01-02'],
    ],
    note: '2 records stand before the column names and are no rows: "Hosts", "Report generated on 2026-01-01  by Ann".',
  },
  'a title that is padded with delimiters': {
    text: 'Hosts;;\n;;\nid;name;disk\n1;a;x\n',
    columns: ['id', 'name', 'disk'],
    rows: [[4, '1', 'a', 'x']],
    note: '1 record stands before the column names and is no row: "Hosts".',
  },
  'lines left out by number': {
    text: 'x,y,z\na,b,c\n1,2,3\n',
    options: { skipLines: 1 },
    columns: ab[0],
    rows: [[3, ...ab[1]]],
  },
  'a ruled line below the names': {
    text: 'id,name\n--,----\n1,a\n',
    columns: ['id', 'name'],
    rows: [[3, '1', 'a']],
    note: 'A ruled line stands below the column names and is no row.',
  },
  'no record that names the columns': {
    text: '1,a,2026-01-01\n2,b,2026-01-02\n3,c,2026-01-03\n',
    columns: ['Column 1', 'Column 2', 'Column 3'],
    rows: [
      [1, '1', 'a', '2026-01-01'],
      [2, '2', 'b', '2026-01-02'],
      [3, '3', 'c', '2026-01-03'],
    ],
    note: 'No record names the columns: the first one has numbers, dates or patterns where the others have them.',
  },
  'the first record, if it is said to name them': {
    text: '1,a\n2,b\n',
    options: { header: 'first' },
    columns: ['1', 'a'],
    rows: [[2, '2', 'b']],
  },
  'years as names': {
    text: 'Site,2024,2025\nN,1,2\nS,3,4\n',
    columns: ['Site', '2024', '2025'],
    rows: [
      [2, 'N', '1', '2'],
      [3, 'S', '3', '4'],
    ],
  },
  'numbers that count up as names': {
    text: ',1,2,3\n0,5,6,9\n1,7,8,4\n',
    columns: ['Column 1', '1', '2', '3'],
    rows: [
      [2, '0', '5', '6', '9'],
      [3, '1', '7', '8', '4'],
    ],
  },
  'a first row with little in it, where nothing names the columns': {
    text: '1,,\n2,b,5\n3,c,6\n',
    options: { header: 'none' },
    columns: ['Column 1', 'Column 2', 'Column 3'],
    rows: [
      [1, '1', null, null],
      [2, '2', 'b', '5'],
      [3, '3', 'c', '6'],
    ],
  },
  'two records that name the columns': {
    text: 'Host,Disk,,Seen\nName,Size,Free,\na,10,5,2026-01-01\nb,20,6,2026-01-02\n',
    options: { headerRows: 2 },
    columns: ['Host / Name', 'Disk / Size', 'Disk / Free', 'Seen'],
    rows: [
      [3, 'a', '10', '5', '2026-01-01'],
      [4, 'b', '20', '6', '2026-01-02'],
    ],
  },
  'two records that name the columns, found': {
    text: 'Host,Disk,,\nName,Size,Free,Seen\na,10,5,2026-01-01\nb,20,6,2026-01-02\n',
    columns: ['Host / Name', 'Disk / Size', 'Disk / Free', 'Disk / Seen'],
    rows: [
      [3, 'a', '10', '5', '2026-01-01'],
      [4, 'b', '20', '6', '2026-01-02'],
    ],
    note: 'The first 2 records name the columns together.',
  },
  'a first row with a word for a number': {
    text: 'name,age\nAnn,pending\nBob,31\nEve,40\n',
    columns: ['name', 'age'],
    rows: [
      [2, 'Ann', 'pending'],
      [3, 'Bob', '31'],
      [4, 'Eve', '40'],
    ],
  },
  'names that come again in the middle': {
    text: 'id,name\n1,a\nid,name\n2,b\nid,name\n3,c\n',
    columns: ['id', 'name'],
    rows: [
      [2, '1', 'a'],
      [4, '2', 'b'],
      [6, '3', 'c'],
    ],
    note: 'The column names come again 2 times. Those records are no rows.',
  },
  'names that come again at once': {
    text: 'id,name\nid,name\n1,a\nid,name\n',
    columns: ['id', 'name'],
    rows: [[3, '1', 'a']],
    note: 'The column names come again 2 times. Those records are no rows.',
  },
  'a first row that says what the names say, which may be a row': {
    text: 'ann,berlin\nann,berlin\nbob,rome\nann,berlin\n',
    columns: ['ann', 'berlin'],
    rows: [
      [2, 'ann', 'berlin'],
      [3, 'bob', 'rome'],
      [4, 'ann', 'berlin'],
    ],
  },
  'fewer names than fields': {
    text: 'id,name\n1,a,x\n2,b,y\n',
    columns: ['id', 'name', 'Column 3'],
    rows: [
      [2, '1', 'a', 'x'],
      [3, '2', 'b', 'y'],
    ],
    note: 'The column names are 2, the records have 3 fields: the last one has no name.',
  },
  'a footer behind a blank line': {
    text: 'id,name,disk\n1,a,x\n2,b,y\n\nTotal: 2\n-- end of report --\n',
    columns: ['id', 'name', 'disk'],
    rows: [
      [2, '1', 'a', 'x'],
      [3, '2', 'b', 'y'],
    ],
    note: 'The last 2 lines are no rows: "Total: 2", "-- end of report --".',
  },
  'a count of rows': {
    text: 'id;name\n1;a\n2;b\n\n(2 rows affected)\n',
    columns: ['id', 'name'],
    rows: [
      [2, '1', 'a'],
      [3, '2', 'b'],
    ],
    note: 'The last line is no row: "(2 rows affected)".',
  },
  'a last line that is no clear footer': {
    text: 'id,name,disk\n1,a,x\n2,b,y\nthe end, my friend\n',
    columns: ['id', 'name', 'disk'],
    rows: [
      [2, '1', 'a', 'x'],
      [3, '2', 'b', 'y'],
      [4, 'broken: the end, my friend'],
    ],
  },
  'a footer that is said to be none': {
    text: 'id,name\n1,a\nTotal: 1\n',
    options: { footer: 'none' },
    columns: ['id', 'name'],
    rows: [
      [2, '1', 'a'],
      [3, 'broken: Total: 1'],
    ],
  },
  'a footer line in the middle': {
    text: 'id,name\n1,a\nTotal: 1\n2,b\n',
    columns: ['id', 'name'],
    rows: [
      [2, '1', 'a'],
      [3, 'broken: Total: 1'],
      [4, '2', 'b'],
    ],
  },
};

for (const [what, { text, options, columns, rows, note }] of Object.entries(cases)) {
  for (const [way, pack] of [
    ['a file', (content: string) => content],
    ['a gzip', (content: string) => gzipSync(content)],
    ['UTF-16', (content: string) => Buffer.from(`\ufeff${content}`, 'utf16le')],
  ] as const) {
    test(`${what}: ${way}`, async (t) => {
      const found = await read(pack(text), options);
      t.deepEqual(found.columns, columns);
      t.deepEqual(found.rows, rows);
      if (note !== undefined) t.true(found.notes.includes(note), found.notes.join('\n'));
    });
  }
}

test('a footer far behind the head is found', async (t) => {
  const body = Array.from({ length: 20_000 }, (_, row) => `${row};PC-${row}\n`).join('');
  for (const pack of [Buffer.from, gzipSync, (text: string) => Buffer.from(text, 'utf16le')]) {
    const path = join(folder, `${files++}.csv`);
    writeFileSync(path, pack(`id;name\n${body}\n20000 rows selected.\n\n`));
    const rows = await withSource(csv, { path }, (source) => readRows(source));
    t.is(rows.length, 20_000);
    t.deepEqual(rows.at(-1)?.cells, ['19999', 'PC-19999']);
  }
});

test('a table that begins far down in a large file is rejected, and a sentence says so', async (t) => {
  const body = Array.from({ length: 60_000 }, (_, row) => `${row};PC-${row};x\n`).join('');
  const other = Array.from({ length: 40 }, (_, row) => `S${row};city ${row}\n`).join('');
  const path = join(folder, `${files++}.csv`);
  writeFileSync(path, `id;name;note\n${body}\nsite;place\n${other}`);
  const notes: string[] = [];
  const rows = await withSource(csv, { path }, (source) => readRows(source), { note: (note) => notes.push(note) });
  t.is(rows.filter(({ broken }) => broken === undefined).length, 60_000);
  t.is(rows.filter(({ broken }) => broken?.code === 'row/wrong-field-count').length, 41);
  t.true(notes.some((note) => /^The last records have 2 fields, the first ones 3: another table/.test(note)));
});

test('tables are read from gzips and UTF-16 as from files', async (t) => {
  const text = 'a,b,c\n1,2,3\n\nTitle\nx,y\n1,2\n3,4\n5,6\nPage 1\nx,y\n7,8\n';
  for (const pack of [Buffer.from, gzipSync, (content: string) => Buffer.from(`\ufeff${content}`, 'utf16le')]) {
    const path = join(folder, `${files++}.csv`);
    writeFileSync(path, pack(text));
    await withSource(csv, { path }, async (source) => {
      t.deepEqual(
        (await source.discover()).map(({ name, columns }) => [name, columns.length]),
        [
          ['rows', 3],
          ['Title', 2],
        ],
      );
    });
  }
});
