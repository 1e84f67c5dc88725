import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import csv from '../../../adapters/csv/adapter.ts';
import { parseOptions } from '../../../core/options/parse.ts';
import { type Options, readRows, withSource } from '../../conformance/reading.ts';
import { encoded } from '../../core/adapter/encoded.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-'));
test.after.always(() => rmSync(folder, { recursive: true }));
let files = 0;

async function read(content: Uint8Array, options: Options = {}) {
  const path = join(folder, `${files++}.csv`);
  writeFileSync(path, content);
  const warnings: string[] = [];
  return withSource(
    csv,
    { path, ...options },
    async (source) => ({ rows: await readRows(source), warnings, found: source.found }),
    { note: (sentence) => warnings.push(sentence) },
  );
}

const lines = (count: number, line: (row: number) => string) =>
  Array.from({ length: count }, (_, row) => `${line(row)}\n`).join('');
const early = (sign: string) => `id${sign}note\n${lines(3000, (row) => `${row}${sign}x${row}`)}`;

const late: readonly [what: string, text: string, cell: string][] = [
  ['backslashes before quotes', early(',') + lines(800, (row) => `${row},"a \\"b\\", c"`), 'a "b", c'],
  ['single quotes', early(';') + lines(800, (row) => `${row};'a; b'`), 'a; b'],
  ['quotes', early(';') + lines(800, (row) => `${row};"a; ""b"""`), 'a; "b"'],
];

for (const [what, text, cell] of late) {
  for (const [way, pack] of [
    ['a file', (content: string) => Buffer.from(content)],
    ['a gzip', (content: string) => gzipSync(content)],
    ['UTF-16', (content: string) => Buffer.from(`\ufeff${content}`, 'utf16le')],
  ] as const) {
    test(`${what} that come late are seen before a row is read: ${way}`, async (t) => {
      const { rows } = await read(pack(text));
      t.is(rows.length, 3800);
      t.deepEqual(rows.at(-1)?.cells, ['799', cell]);
      t.true(rows.every(({ broken }) => broken === undefined));
    });
  }
}

test('a contradiction is said, and rejected if that is asked for', async (t) => {
  const text = Buffer.from(late[1][1]);
  t.regex((await read(text)).warnings.join('\n'), /decided again from both/);
  const { rows, warnings } = await read(text, { onContradiction: 'reject' });
  t.regex(warnings.join('\n'), /As onContradiction is reject, the first ones hold/);
  t.notDeepEqual(rows.at(-1)?.cells, ['799', 'a; b']);
});

test('a part in another dialect is said', async (t) => {
  const text = early(',') + lines(800, (row) => `${row};y${row}`);
  const { rows, warnings } = await read(Buffer.from(text));
  t.is(rows.length, 3800);
  t.regex(warnings.join('\n'), /separated by a semicolon, the first ones by a comma/);
});

test('letters of a code page that come late decide how all of it is read', async (t) => {
  const text = early(';') + lines(50, (row) => `${row};Dvořák Růžena Plzeň`);
  const { rows } = await read(encoded(text, 'windows-1250'));
  t.deepEqual(rows.at(-1)?.cells, ['49', 'Dvořák Růžena Plzeň']);
});

test('whoever opens the file again is told what was found', async (t) => {
  const path = join(folder, `${files++}.csv`);
  writeFileSync(path, late[0][1]);
  const signal = AbortSignal.timeout(60_000);
  const values = parseOptions(csv.options, { path }, { directory: folder });
  const first = await csv.open(values, { signal });
  const { found, identity } = first;
  await first.close();
  t.is(typeof found, 'string');
  const again = await csv.open(values, { signal, identity, ...(found === undefined ? {} : { found }) });
  t.is(again.found, found);
  await again.close();
});
