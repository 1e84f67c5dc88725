import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import fc from 'fast-check';
import json from '../../../adapters/json/adapter.ts';
import { ConfigError, SourceError } from '../../../core/errors/errors.ts';
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
  const deep = `${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`;
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

test('several arrays of objects: the question is asked, with the choices', async (t) => {
  const error = await t.throwsAsync(read('{"hosts":[{"a":1}],"users":[{"b":1}]}'), { instanceOf: ConfigError });
  t.regex(error?.message ?? '', /option\/missing\n.*hosts, users/);
});

test('a path of rows that is not there suggests one', async (t) => {
  const error = await t.throwsAsync(read('{"hosts":[{"a":1}]}', { rows: 'host' }), { instanceOf: ConfigError });
  t.regex(error?.message ?? '', /option\/wrong-value\n.*Did you mean "hosts"\?/);
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
