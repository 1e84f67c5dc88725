import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import csv from '../../../adapters/csv/adapter.ts';
import { readRows, withSource } from '../../conformance/reading.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-'));
test.after.always(() => rmSync(folder, { recursive: true }));

async function saidOf(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  writeFileSync(path, content);
  const said: string[] = [];
  const options = { note: (sentence: string) => said.push(sentence) };
  await withSource(csv, { path }, readRows, options);
  return said.join('\n');
}

const lines = (count: number, line: (row: number) => string) =>
  Array.from({ length: count }, (_, row) => line(row)).join('\n');
const hosts = lines(20_000, (row) => `${row},host ${row},2024-01-0${1 + (row % 9)},${row % 64},rack ${row % 40}`);

test('another table of the same width, far down in a large file, is said', async (t) => {
  const people = lines(5000, (row) => `P${row},Anna B,early,Berlin ${row % 9},desk ${row}`);
  const said = await saidOf('two.csv', `id,name,seen,cores,place\n${hosts}\nperson,name,shift,site,desk\n${people}\n`);
  t.regex(
    said,
    /text where the first ones have numbers or dates, such as "P\d+ Anna B .*another table seems to begin there/,
  );
});

test('a large file of one table has nothing said of another one', async (t) => {
  const odd = lines(4000, (row) => `${row},host ${row},${row % 3 === 0 ? 'unknown' : '2024-02-01'},n/a,rack`);
  t.notRegex(await saidOf('one.csv', `id,name,seen,cores,place\n${hosts}\n${odd}\n`), /another table/);
});
