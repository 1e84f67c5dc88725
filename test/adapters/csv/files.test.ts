import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import csv, { openCsv } from '../../../adapters/csv/adapter.ts';
import { ConfigError, SourceError } from '../../../core/errors/errors.ts';
import {
  collect,
  datasetOf,
  type Options,
  partsOf,
  readPart,
  readRows,
  withSource,
} from '../../conformance/reading.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-'));
test.after.always(() => rmSync(folder, { recursive: true }));
let files = 0;

function write(content: string | Uint8Array, name = `${files++}.csv`): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** The columns, the cells and what was noted. */
async function read(content: string | Uint8Array, options: Options = {}) {
  const notes: string[] = [];
  const path = write(content);
  return withSource(
    csv,
    { path, ...options },
    async (source) => {
      const { columns } = await datasetOf(source, undefined);
      const rows = await readRows(source);
      return { columns: columns.map(({ name }) => name), cells: rows.map(({ cells }) => cells), rows, notes };
    },
    { note: (note) => notes.push(note) },
  );
}

const text = 'Name;Größe\r\nMüller;"5"" €"\r\n\r\nzwei;x\r\n';
const cells = [
  ['Müller', '5" €'],
  ['zwei', 'x'],
];
const latin = Buffer.from(text.replace('€', '\u0080'), 'latin1');

const writings: readonly [what: string, bytes: Uint8Array, options?: Options][] = [
  ['UTF-8', Buffer.from(text)],
  ['UTF-8 with its mark', Buffer.from(`\ufeff${text}`)],
  ['UTF-16 with its mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['UTF-16 without it', Buffer.from(text, 'utf16le')],
  ['big-endian UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ['windows-1252', latin],
  ['windows-1252 as an option', latin, { encoding: 'windows-1252' }],
  ['a gzip', gzipSync(text)],
  ['a gzip of UTF-8 with its mark', gzipSync(`\ufeff${text}`)],
  ['a gzip of windows-1252', gzipSync(latin)],
  ['a gzip of UTF-16', gzipSync(Buffer.from(`\ufeff${text}`, 'utf16le'))],
  ['lines that end with CR', Buffer.from(text.replaceAll('\r\n', '\r'))],
  ['lines that end with LF', Buffer.from(text.replaceAll('\r\n', '\n'))],
  ['tabs', Buffer.from(text.replaceAll(';', '\t'))],
  ['an unusual delimiter', Buffer.from(text.replaceAll(';', '^')), { delimiter: '^' }],
  ['a delimiter by its name', Buffer.from(text), { delimiter: 'semicolon' }],
  ['single quotes', Buffer.from(text.replaceAll('"5"" €"', `'5" €'`)), { quote: 'single' }],
];

for (const [what, bytes, options] of writings) {
  test(`reads ${what}`, async (t) => {
    const found = await read(bytes, options);
    t.deepEqual(found.columns, ['Name', 'Größe']);
    t.deepEqual(found.cells, cells);
    t.deepEqual(
      found.rows.map(({ origin }) => origin.split(':').at(-1)),
      ['2', '4'],
    );
  });
}

for (const [what, pack] of [
  ['a file', (bytes: Buffer) => bytes],
  ['a gzip', (bytes: Buffer) => gzipSync(bytes)],
] as const) {
  test(`${what} whose first byte beyond ASCII comes late is read in its encoding`, async (t) => {
    const lines = `a,b\n${'1,2\n'.repeat(40_000)}`;
    const latinLate = await read(pack(Buffer.from(`${lines}M\xfcller,x\n`, 'latin1')));
    t.deepEqual(latinLate.cells.at(-1), ['Müller', 'x']);
    t.regex(latinLate.notes[0], /^The encoding is windows-1252: /);
    const utf8Late = await read(pack(Buffer.from(`${lines}Müller,x\n`)));
    t.deepEqual(utf8Late.cells.at(-1), ['Müller', 'x']);
  });
}

test('quote none leaves quotes as text', async (t) => {
  t.deepEqual((await read('a,b\n"x,y"\n', { quote: 'none' })).cells, [['"x', 'y"']]);
});

test('header none counts columns and reads the first record as a row', async (t) => {
  const { columns, rows } = await read('\n1,2\n3,4\n', { header: 'none' });
  t.deepEqual(columns, ['Column 1', 'Column 2']);
  t.deepEqual(
    rows.map(({ cells: row, origin }) => [...row, origin.split(':').at(-1)]),
    [
      ['1', '2', '2'],
      ['3', '4', '3'],
    ],
  );
});

test('blank and repeated column names get names of their own, with a note', async (t) => {
  const { columns, notes } = await read(' Name ,,Name,Name (2),,Column 5\n1,2,3,4,5,6\n');
  t.deepEqual(columns, ['Name', 'Column 2', 'Name (3)', 'Name (2)', 'Column 5 (2)', 'Column 5']);
  t.true(notes.includes('2 columns have no name: called "Column 2", "Column 5 (2)".'));
  t.true(notes.includes('1 column repeats an earlier name: called "Name (3)".'));
});

test('a thousand columns are read, also where the header is longer than the head', async (t) => {
  const names = Array.from({ length: 1000 }, (_, at) => `${'a long name '.repeat(10)}${at}`);
  const { columns, cells: rows } = await read(`${names.join()}\n${`${names.map((_, at) => at).join()}\n`.repeat(3)}`);
  t.deepEqual(columns, names);
  t.is(rows.length, 3);
  t.is(rows[2][999], '999');
});

test('a header with line ends in it is one record', async (t) => {
  const { columns, rows } = await read('"first\nline",b\n1,2\n');
  t.deepEqual(columns, ['first\nline', 'b']);
  t.is(rows[0].origin.split(':').at(-1), '3');
});

test('column names alone are a file without rows, in one part', async (t) => {
  const path = write('a,b\n');
  await withSource(csv, { path }, async (source) => {
    t.is((await partsOf(source, await datasetOf(source, undefined))).length, 1);
    t.deepEqual(await readRows(source), []);
  });
});

for (const [what, content] of [
  ['nothing', ''],
  ['only a byte order mark', '\ufeff'],
  ['only blank lines', '\n\r\n\n'],
] as const) {
  test(`${what} is an empty file`, async (t) => {
    const error = await t.throwsAsync(read(content), { instanceOf: SourceError });
    t.is(error?.faults[0].code, 'source/empty');
  });
}

test('a delimiter that can not be one is a fault of the options', async (t) => {
  for (const delimiter of ['', 'comma,', 'ä', '"', '\n']) {
    await t.throwsAsync(read('a,b\n', { delimiter }), { instanceOf: ConfigError, message: /option\/wrong-value/ });
  }
});

test('a part of a file that is no longer the same is refused', async (t) => {
  const path = write('a,b\n1,2\n');
  const [part] = await withSource(csv, { path }, async (source) => partsOf(source, await datasetOf(source, undefined)));
  appendFileSync(path, '3,4\n');
  await withSource(csv, { path }, async (source) => {
    const dataset = await datasetOf(source, undefined);
    const error = await t.throwsAsync(readPart(source, dataset, part), { instanceOf: SourceError });
    t.is(error?.faults[0].code, 'source/changed');
  });
});

test('a file that grows while it is read is not taken for whole', async (t) => {
  const path = write(`a,b\n${'1,2\n'.repeat(5000)}`);
  await withSource(csv, { path }, async (source) => {
    const dataset = await datasetOf(source, undefined);
    const [part] = await partsOf(source, dataset);
    appendFileSync(path, '3,4\n');
    for (const use of [() => readPart(source, dataset, part), () => partsOf(source, dataset)]) {
      const error = await t.throwsAsync(use(), { instanceOf: SourceError });
      t.is(error?.faults[0].code, 'source/changed');
    }
  });
});

test('a worker that is told the identity still reads windows-1252 as such', async (t) => {
  const path = write(Buffer.from(`a,b\n${'1,2\n'.repeat(40_000)}M\xfcller,x\n`, 'latin1'));
  const { identity, parts } = await withSource(csv, { path }, async (source) => ({
    identity: source.identity,
    parts: await partsOf(source, await datasetOf(source, undefined)),
  }));
  const rows = await withSource(
    csv,
    { path },
    async (source) => readPart(source, await datasetOf(source, undefined), parts[0]),
    {
      identity,
    },
  );
  t.deepEqual(rows.at(-1)?.cells, ['Müller', 'x']);
});

test('parts are ranges that touch, and begin on the line that they say', async (t) => {
  const content = `a,b\n${'"x\ny",1\r\n'.repeat(500)}`;
  const path = write(content);
  const adapter: typeof csv = { ...csv, open: (options, context) => openCsv(options, context, 700) };
  await withSource(adapter, { path }, async (source) => {
    const parts = await collect(source.parts('rows'));
    t.true(parts.length > 5);
    let offset = 4;
    for (const { range } of parts) {
      t.is(range?.offset, offset);
      t.is(range?.firstLine, content.slice(0, offset).split('\n').length);
      offset += Number(range?.length);
    }
    t.is(offset, content.length);
  });
});
