import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import fc from 'fast-check';
import json from '../../../adapters/json/adapter.ts';
import { cellAt } from '../../../core/adapter/batch.ts';
import type { Source } from '../../../core/adapter/contract.ts';
import { ConfigError, SourceError } from '../../../core/errors/errors.ts';
import { parseOptions } from '../../../core/options/parse.ts';
import { datasetOf, type Options, readRows, withSource } from '../../conformance/reading.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-'));
test.after.always(() => rmSync(folder, { recursive: true }));
let files = 0;

/** The columns, and of each row its origin with its cells, or with what is wrong with it. */
async function read(content: string | Uint8Array, options: Options = {}, extension = 'json') {
  const path = join(folder, `${files++}.${extension}`);
  writeFileSync(path, content);
  return withSource(json, { path, ...options }, async (source) => {
    const { columns } = await datasetOf(source, undefined);
    const rows = await readRows(source);
    return {
      columns: columns.map(({ name }) => name),
      cells: rows.map(({ cells }) => cells),
      broken: rows.flatMap(({ broken }, at) => (broken ? [{ at, found: broken.found, text: broken.text }] : [])),
      places: rows.map(({ origin }) => origin.split(':').at(-1)),
    };
  });
}

function open(path: string, warn: (sentence: string) => void): Promise<Source> {
  const values = parseOptions(json.options, { path }, { directory: '/' });
  return json.open(values, { signal: AbortSignal.timeout(10_000), warn });
}

const records = '{"a":1,"b":"x"},{"b":null,"c":true}';
const lines = records.replace('},{', '}\n{');
const expected = [
  ['1', 'x', null],
  [null, null, 'true'],
];

const layouts: readonly [what: string, content: string | Uint8Array, options?: Options, extension?: string][] = [
  ['an array', `[${records}]`],
  ['an array behind a byte order mark', `\ufeff[${records}]`],
  ['an array in UTF-16', Buffer.from(`\ufeff[${records}]`, 'utf16le')],
  ['a gzip of an array', gzipSync(`[${records}]`)],
  ['an object with one array of objects', `{"count":2,"tags":["x"],"items":[${records}],"next":null}`],
  ['an array deep inside', `{"data":{"page":{"items":[${records}],"n":1}}}`],
  ['the array that rows names', `{"errors":[{"e":1}],"data":{"items":[${records}]}}`, { rows: 'data.items' }],
  ['one object a line', lines],
  ['one object a line behind a byte order mark', `\ufeff${lines}`],
  ['one object a line in UTF-16', Buffer.from(`\ufeff${lines}\n`, 'utf16le')],
  ['a gzip of lines', gzipSync(`${lines}\n`)],
  ['texts one behind the other', records.replace('},{', '}\n\n{\n')],
  ['texts without anything between them', records.replace('},{', '}{')],
];

for (const [what, content, options, extension] of layouts) {
  test(`reads ${what}`, async (t) => {
    const found = await read(content, options, extension);
    t.deepEqual(found.columns, ['a', 'b', 'c']);
    t.deepEqual(found.cells, expected);
    t.deepEqual(found.places, ['1', '2']);
  });
}

test('the single line of a file of lines is a record, whatever arrays it has', async (t) => {
  const { columns, cells } = await read('{"a":1,"disks":[{"size":2}]}', {}, 'ndjson');
  t.deepEqual(columns, ['a', 'disks']);
  t.deepEqual(cells, [['1', '[{"size":2}]']]);
});

const values: readonly [value: string, cell: string | null][] = [
  ['12345678901234567890', '12345678901234567890'],
  ['1.10', '1.10'],
  ['-0', '-0'],
  ['1E5', '1E5'],
  ['"00123"', '00123'],
  ['""', ''],
  ['"e\\u0301\\ud83d\\ude00\\n"', 'e\u0301😀\n'],
  ['null', null],
  ['false', 'false'],
  ['[]', '[]'],
  ['[ 1.10, "x\\"", null, {"a": [true] } ]', '[1.10,"x\\"",null,{"a":[true]}]'],
];

for (const [value, cell] of values) {
  test(`${value} stays what it is`, async (t) => {
    t.deepEqual((await read(`[{"value":${value}}]`)).cells, [[cell]]);
  });
}

test('objects in objects become columns, in the order in which keys are first seen', async (t) => {
  const { columns, cells } = await read('[{"os":{"name":"W","build":{"n":1}},"id":1},{"new":2,"os":{"sp":3},"id":4}]');
  t.deepEqual(columns, ['os.name', 'os.build.n', 'id', 'new', 'os.sp']);
  t.deepEqual(cells, [
    ['W', '1', '1', null, null],
    [null, null, '4', '2', '3'],
  ]);
});

test('a key with a dot and a nested one are two columns', async (t) => {
  const { columns, cells } = await read('[{"a.b":1,"a":{"b":2}}]');
  t.deepEqual(columns, ['a.b', 'a.b (2)']);
  t.deepEqual(cells, [['1', '2']]);
});

test('objects that are nested too deep are kept as text', async (t) => {
  const deep = `${'{"a":'.repeat(900)}1${'}'.repeat(900)}`;
  const { columns, cells } = await read(`[${deep}]`);
  t.is(columns.length, 1);
  t.true(String(cells[0][0]).startsWith('{"a":{"a":'));
});

test('names of Object.prototype are names', async (t) => {
  const { columns, cells } = await read('[{"__proto__":{"polluted":"x"},"constructor":1}]');
  t.deepEqual(columns, ['__proto__.polluted', 'constructor']);
  t.deepEqual(cells, [['x', '1']]);
  t.false('polluted' in {});
});

test('an element that is no object is a broken row', async (t) => {
  const { broken, places } = await read('[{"a":1},[1, 2],"x",{"a":2}]');
  t.deepEqual(broken, [
    { at: 1, found: '[1,2]', text: '[1,2]' },
    { at: 2, found: '"x"', text: '"x"' },
  ]);
  t.deepEqual(places, ['1', '2', '3', '4']);
});

test('a key that comes twice breaks its row: neither value is the right one', async (t) => {
  const { broken } = await read('[{"a":1,"a":2},{"a":3}]');
  t.is(broken.length, 1);
  t.is(broken[0].found, '"a" more than once');
});

test('a broken line is a broken row, and the lines behind it are read', async (t) => {
  const wrong = ['{"a":', '{"a":1}{"a":2}', '[1]', '12', '"x', '{"a" 1}', '{"a":1,"a":2}', 'null', '{"a":1},'];
  const { broken, cells, places } = await read(`{"a":0}\n${wrong.join('\n')}\n\n{"a":9}`, {}, 'ndjson');
  t.deepEqual(
    broken.map(({ text }) => text),
    wrong,
  );
  t.deepEqual(cells.at(-1), ['9']);
  t.deepEqual(places.slice(-2), ['10', '12']);
});

test('a line with bytes that are not UTF-8 is a broken row', async (t) => {
  const { broken, cells } = await read(Buffer.from('{"a":"\xe4"}\n{"a":"b"}\n', 'latin1'), {}, 'ndjson');
  t.deepEqual(
    broken.map(({ at }) => at),
    [0],
  );
  t.deepEqual(cells[1], ['b']);
});

const faults: readonly [what: string, content: string | Uint8Array, code: string, options?: Options][] = [
  ['nothing', '', 'source/empty'],
  ['an empty array', '[]', 'source/empty'],
  ['an object with an empty array', '{"items":[]}', 'source/empty'],
  ['an array that breaks off', '[{"a":1},{"a":2', 'source/damaged'],
  ['an array that breaks off between elements', '[{"a":1},', 'source/damaged'],
  ['a text behind which a string begins', '[{"a":1}] "x', 'source/damaged'],
  ['a comma too many', '[{"a":1},]', 'source/damaged'],
  ['text that is no JSON', 'a,b\n1,2\n', 'source/unknown-format'],
  ['bytes that are not UTF-8', Buffer.from('[{"a":"\xe4"}]', 'latin1'), 'source/encoding'],
  ['a value without end', `[{"a":"${'x'.repeat(17 << 20)}"}]`, 'source/too-large'],
];

for (const [what, content, code, options] of faults) {
  test(`${what}: ${code}`, async (t) => {
    const error = await t.throwsAsync(read(content, options), { instanceOf: SourceError });
    t.is<string | undefined, string>(error?.faults[0].code, code);
  });
}

test('several lists of objects are datasets, named by their paths; the others are said', async (t) => {
  const path = join(folder, 'several.json');
  writeFileSync(path, '{"hosts":[{"a":1},{"a":2}],"data":{"users":[{"b":3}]},"tags":["x"]}');
  const warned: string[] = [];
  const source = await open(path, (sentence) => warned.push(sentence));
  try {
    const names = (await source.discover()).map(({ name, columns }) => [name, ...columns.map((column) => column.name)]);
    t.deepEqual(names, [
      ['hosts', 'a'],
      ['data.users', 'b'],
    ]);
    const cells: unknown[] = [];
    for await (const part of source.parts('data.users'))
      for await (const batch of source.read(part)) cells.push(cellAt(batch, 0));
    t.deepEqual(cells, ['3']);
    t.deepEqual(warned, [
      'The file has 1 other list of records, which is not read: "hosts". --sheet NAME or source.dataset takes one of them.',
    ]);
  } finally {
    await source.close();
  }
});

test('a path of rows that is not there suggests one', async (t) => {
  const error = await t.throwsAsync(read('{"hosts":[{"a":1}]}', { rows: 'host' }), { instanceOf: ConfigError });
  t.regex(error?.message ?? '', /option\/wrong-value\n.*Did you mean "hosts"\?/);
});

const notJson: readonly [what: string, content: string, found: RegExp][] = [
  ['NaN', '[{"a":1},\n {"a":NaN}]', /:2:7 .*found NaN, a number that JSON does not have\. 1 record comes before it/s],
  ['Infinity', '[{"a":-Infinity}]', /:1:7 .*found -Infinity, a number/s],
  ['a comment', '[\n// hosts\n{"a":1}]', /:2:1 .*found a comment/s],
  ['a comment behind a value', '[{"a":1 /* one */}]', /:1:9 .*found a comment/s],
  ['a comma too many', '[{"a":1,}]', /:1:9 .*found } behind a comma/s],
  ['single quotes', "[{'a':1}]", /:1:3 .*found a single quote/s],
  ['a key without quotes', '[{a:1}]', /:1:3 .*found a, a word outside of quotes/s],
  ['a number that begins with zeros', '[{"a":007}]', /:1:7 .*found 007, a number that begins with zeros/s],
  ['a line end in a string', '[{"a":"x\ny"}]', /:1:9 .*found a line end inside a string/s],
  ['an escape that JSON does not have', '[{"a":"\\x41"}]', /:1:8 .*found an escape/s],
  ['a value that is missing', '[{"a":}]', /:1:7 .*found }/s],
  [
    'an end inside a record',
    `[${'{"a":1},'.repeat(41)}{"a"`,
    /:1:334 .*found an end inside an object\. 41 records come before it/s,
  ],
  ['something else behind the list', '[{"a":1}] {"b":2}', /:1:12 .*found something else behind the list/s],
];
for (const [what, content, expected] of notJson) {
  test(`${what} is refused, with its place`, async (t) => {
    const error = await t.throwsAsync(read(content), { instanceOf: SourceError });
    t.regex(error?.message ?? '', expected);
  });
}

test('a place is found behind many chunks', async (t) => {
  const rows = Array.from({ length: 20_000 }, (_, row) => `{"id":${row},"filler":"${'x'.repeat(30)}"},\n`);
  const error = await t.throwsAsync(read(`[${rows.join('')}{"id":NaN}]`), { instanceOf: SourceError });
  t.regex(error?.message ?? '', /:20001:7 .*20000 records come before it/s);
});

const columnwise: readonly [what: string, content: string | Uint8Array, options?: Options][] = [
  ['a list for each column', '{"a":[1,2],"b":["x",null],"c":[[1, 2],true]}'],
  ['lists for columns deep inside', '{"data":{"table":{"a":[1,2],"b":["x",null],"c":[[1,2],true]}}}'],
  ['objects that count from 0', '{"a":{"0":1,"1":2},"b":{"0":"x","1":null},"c":{"0":[1,2],"1":true}}'],
];
const encodings: readonly [how: string, encoded: (text: string) => Uint8Array][] = [
  ['as they are', (text) => Buffer.from(text)],
  ['behind a byte order mark', (text) => Buffer.from(`\ufeff${text}`)],
  ['in UTF-16', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['in a gzip', (text) => gzipSync(text)],
];
for (const [what, content] of columnwise) {
  for (const [how, encoded] of encodings) {
    test(`reads ${what}, ${how}`, async (t) => {
      const { columns, cells } = await read(encoded(String(content)));
      t.deepEqual(columns, ['a', 'b', 'c']);
      t.deepEqual(cells, [
        ['1', 'x', '[1,2]'],
        ['2', null, 'true'],
      ]);
    });
  }
}

test('columns of many values are read side by side', async (t) => {
  const count = 50_000;
  const list = (value: (row: number) => string) =>
    `[${Array.from({ length: count }, (_, row) => value(row)).join(',')}]`;
  const { cells } = await read(`{"id":${list(String)},"name":${list((row) => `"PC-${row}"`)}}`);
  t.is(cells.length, count);
  t.deepEqual(cells[count - 1], [`${count - 1}`, `PC-${count - 1}`]);
});

const singles: readonly [what: string, content: string, columns: readonly string[], row: readonly unknown[]][] = [
  ['an object alone', '{"a":1,"os":{"name":"W"}}', ['a', 'os.name'], ['1', 'W']],
  ['an object with an empty list', '{"a":1,"tags":[]}', ['a', 'tags'], ['1', '[]']],
  ['an object with a list of texts', '{"a":1,"tags":["x","y"]}', ['a', 'tags'], ['1', '["x","y"]']],
  ['an object with lists of different lengths', '{"a":["x"],"b":["x","y"]}', ['a', 'b'], ['["x"]', '["x","y"]']],
  ['a text of a sequence', '\u001e{"a":1}\n', ['a'], ['1']],
];
for (const [what, content, columns, row] of singles) {
  test(`${what} is one record`, async (t) => {
    const found = await read(content);
    t.deepEqual(found.columns, columns);
    t.deepEqual(found.cells, [row]);
  });
}

test('null in place of an object makes no column', async (t) => {
  const objects = '{"id":1,"os":null},{"id":2,"os":{"name":"W"}},{"id":3,"os":null}';
  for (const [content, extension] of [
    [`[${objects}]`, 'json'],
    [objects.replaceAll('},{"id', '}\n{"id'), 'ndjson'],
  ]) {
    const { columns, cells } = await read(content, {}, extension);
    t.deepEqual(columns, ['id', 'os.name'], extension);
    t.deepEqual(
      cells.map((row) => row[1]),
      [null, 'W', null],
    );
  }
});

test('a key that is a value here and an object there is two columns', async (t) => {
  const { columns, cells } = await read('{"a":null}\n{"a":1}\n{"a":{"b":2}}', {}, 'ndjson');
  t.deepEqual(columns, ['a', 'a.b']);
  t.deepEqual(cells, [
    [null, null],
    ['1', null],
    [null, '2'],
  ]);
});

test('a key that comes twice with the same value is one', async (t) => {
  const { cells, broken } = await read('[{"a":1,"a":1}]');
  t.deepEqual(broken, []);
  t.deepEqual(cells, [['1']]);
});

test('the texts of a sequence are records', async (t) => {
  const { cells } = await read('\u001e{"a":1}\n\u001e{\n"a":2}\n');
  t.deepEqual(cells, [['1'], ['2']]);
});

test('reads the strings that JSON.parse reads, in each layout', async (t) => {
  const row = fc.dictionary(fc.string({ minLength: 1 }), fc.string({ unit: 'binary' }), { minKeys: 1, maxKeys: 4 });
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 5 }), async (rows) => {
      const texts = rows.map((each) => JSON.stringify(each));
      for (const [content, extension] of [
        [`[${texts.join(',\n')}]`, 'json'],
        [texts.join('\n'), 'ndjson'],
      ]) {
        const { cells, broken } = await read(content, {}, extension);
        t.deepEqual(broken, []);
        // The cells of a row are its values, in the order in which keys are first seen in the file.
        t.deepEqual(
          cells.map((each) => each.filter((cell) => cell !== null).sort()),
          texts.map((each) => Object.values<string>(JSON.parse(each)).sort()),
        );
      }
    }),
    { numRuns: 100 },
  );
});
