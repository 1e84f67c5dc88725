import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import json from '../../../adapters/json/adapter.ts';
import { ColumnTree } from '../../../adapters/json/columns.ts';
import { LineRows } from '../../../adapters/json/line-rows.ts';
import { LineSurvey } from '../../../adapters/json/line-survey.ts';
import { fillFrom } from '../../../adapters/json/read-part.ts';
import { datasetOf, type ReadRow, readRows, rowsOf, withSource } from '../../conformance/reading.ts';

/** Lines that are read as bytes (UTF-8) and those that are read token by token (UTF-16) give the same rows. */

const folder = mkdtempSync(join(tmpdir(), 'tributary-'));
test.after.always(() => rmSync(folder, { recursive: true }));

const sound = fc.oneof(
  fc.string({ maxLength: 6 }).map((text) => JSON.stringify(text)),
  fc.constantFrom('"a\\u00e9\\ud83d\\ude00"', '"\\""', '"\\\\"', '"é日😀"', '"\\/"', '""', '"\\ud800"'),
  fc.constantFrom(
    '0',
    '-0',
    '12',
    '-1.5',
    '1e3',
    '1E+30',
    '123456789012345678901234567890',
    '0.10',
    'true',
    'false',
    'null',
  ),
  fc.constantFrom('{"x":1}', '[1,"2"]', '{}', '[]'),
);
/** No JSON, in one way or another. */
const odd = fc.constantFrom(
  '01',
  '1.',
  '.5',
  '+1',
  '1e',
  'nul',
  'True',
  'NaN',
  '"\\x"',
  '"\\u12g4"',
  "'a'",
  '"a\tb"',
  '',
);
const value = fc.oneof({ weight: 20, arbitrary: sound }, { weight: 1, arbitrary: odd });
const key = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom('"a"', '"b"', '"c"', '"a b"', '"__proto__"') },
  { weight: 1, arbitrary: fc.constantFrom('"\\u0061"', 'a') },
);
const blank = fc.constantFrom('', '', '', ' ', '\t', ' \r');
const pair = fc
  .tuple(blank, key, blank, fc.constantFrom(...':::::::::::::::::::='), blank, value, blank)
  .map((parts) => parts.join(''));
const line = fc.oneof(
  { weight: 8, arbitrary: fc.array(pair, { maxLength: 4 }).map((pairs) => `{${pairs.join(',')}}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', ' ', '{', '{}', '[1]', '{"a":1}{"a":2}', '{"a":1},', '{"a":1', '{,}', '{"a":1,}'),
  },
);
const content = fc.array(line, { minLength: 1, maxLength: 12 }).map((lines) => ['{"a":1}', ...lines].join('\n'));

test('lines are read as bytes as they are read token by token', async (t) => {
  await fc.assert(
    fc.asyncProperty(content, async (text) => {
      t.deepEqual(
        await read(text, 'bytes.ndjson'),
        await read(Buffer.from(`\ufeff${text}`, 'utf16le'), 'tokens.ndjson'),
      );
    }),
    { numRuns: 200 },
  );
});

test('wherever chunks and ranges end, the lines are the same', async (t) => {
  const cuts = fc.record({ chunk: fc.integer({ min: 1, max: 40 }), range: fc.integer({ min: 1, max: 60 }) });
  await fc.assert(
    fc.asyncProperty(content, cuts, async (text, { chunk, range }) => {
      const bytes = Buffer.from(text);
      const tree = new ColumnTree('test');
      const survey = new LineSurvey(tree, range);
      for (const each of chunks(bytes, chunk)) survey.push(each);
      const { ranges } = survey.finish();
      const known = ColumnTree.of(tree.paths, 'test');
      const rows: ReadRow[] = [];
      for (const { offset, length, firstLine } of ranges)
        rows.push(...(await collect(chunks(bytes.subarray(offset, offset + length), chunk), known, firstLine)));
      t.deepEqual(rows, await collect(chunks(bytes, 1 << 20), known, 1));
    }),
    { numRuns: 300 },
  );
});

async function collect(from: Iterable<Buffer>, tree: ColumnTree, firstLine: number): Promise<ReadRow[]> {
  const rows: ReadRow[] = [];
  for await (const batch of new LineRows(tree).read(fillFrom(from), firstLine))
    rows.push(...rowsOf(batch, { name: '', columns: [], origin: String }));
  return rows;
}

function* chunks(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string | Uint8Array, name: string) {
  const path = join(folder, name);
  writeFileSync(path, text);
  return withSource(json, { path }, async (source) => {
    const { columns } = await datasetOf(source, undefined);
    const rows = await readRows(source);
    return {
      columns: columns.map(({ name: column }) => column),
      rows: rows.map(({ cells, broken, origin }) => ({ cells, found: broken?.found, line: origin.split(':').at(-1) })),
    };
  });
}
