import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { adapters } from '../../../adapters/index.ts';
import { parseMapping } from '../../../core/mapping/load.ts';
import { datasetFor, openFileInput } from '../../../core/run/input.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-'));
test.after.always(() => rmSync(folder, { recursive: true }));

const twoTables = 'site,hosts,users\nNorth,10,20\nSouth,20,50\n\nSerial,Host,Memory\nS1,pc-1,16\nS2,pc-2,32\n';

let files = 0;

async function chosen(content: string, source: string): Promise<string> {
  const path = join(folder, `${files++}.csv`);
  writeFileSync(path, content);
  const mapping = parseMapping(
    `mapping: hosts\nsource: ${source}\ncompleteness: { Computer: additions }\nrecords:\n  - entity: Computer\n    key: Serial\n    fields:\n      name: Host\n`,
    'hosts.yaml',
  );
  const input = await openFileInput(path, { adapters, signal: new AbortController().signal }, mapping);
  try {
    return datasetFor(input, mapping).name;
  } finally {
    await input.source.close();
  }
}

test('of several tables, the first that has the columns of the mapping is taken', async (t) => {
  t.is(await chosen(twoTables, '{ adapter: csv, path: two.csv }'), 'rows 2');
});

test('the dataset that a mapping names is taken, also if another one fits', async (t) => {
  t.is(await chosen(twoTables, '{ adapter: csv, path: two.csv, dataset: rows }'), 'rows');
});

test('a dataset is found whatever its case and its blanks', async (t) => {
  t.is(await chosen(twoTables, '{ adapter: csv, path: two.csv, dataset: "ROWS  2 " }'), 'rows 2');
});

test('the sheet of a book says nothing to a csv', async (t) => {
  t.is(await chosen(twoTables, '{ adapter: excel, path: two.xlsx, dataset: Hosts }'), 'rows 2');
});

test('if none fits, it is the first', async (t) => {
  t.is(await chosen('a,b\n1,2\n\nc,d,e\n1,2,3\n4,5,6\n', '{ adapter: csv, path: two.csv }'), 'rows');
});
