import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { guardOf } from '../../../adapters/sccm/guard.ts';
import { sqlAdapter } from '../../../adapters/sql/adapter-of.ts';
import { sqlOptions } from '../../../adapters/sql/options.ts';
import { SourceError } from '../../../core/errors/errors.ts';
import { option } from '../../../core/options/option.ts';
import { parseOptions } from '../../../core/options/parse.ts';
import { sqliteDriver } from '../sql/sqlite-driver.ts';
import { makeSite, type SiteTable, without, writeSite } from './site.ts';

/** A collection that is not there, or has no devices, is never an estate of which nothing is left. */

const root = join(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'tributary-sccm-'));
test.after.always(() => rmSync(folder, { recursive: true }));
const { signal } = new AbortController();
const options = {
  ...sqlOptions,
  database: option.text({ summary: 'The file of the database.' }),
  collection: option.text({ default: 'SMS00001', summary: 'The collection.' }),
};

const known: SiteTable = {
  name: 'v_Collection',
  columns: [
    ['CollectionID', 'nvarchar(8)'],
    ['Name', 'nvarchar(256)'],
  ],
  rows: [
    ['P0100042', 'Clients'],
    ['P0100043', 'Nothing'],
    ['P0100044', 'Users'],
  ],
};
const site: readonly SiteTable[] = [...makeSite({ devices: 12 }), known].map((table) =>
  table.name === 'v_FullCollectionMembership'
    ? { ...table, rows: [...table.rows, [2_063_597_569, 'P0100044']] }
    : table,
);

/** How many rows of a dataset are read of the devices of a collection, or the code and the message of the error. */
async function read(collection: string, { tables = site, dataset = 'computers' } = {}) {
  const statements: string[] = [];
  const adapter = sqlAdapter({
    name: 'sccm',
    summary: 'The queries over SQLite.',
    module: join('file://', root, 'adapters/sccm/adapter.ts'),
    options,
    driver: sqliteDriver({ onStatement: (kind, text) => statements.push(`${kind} ${text}`) }),
    settingsOf: ({ database = '' }) => ({ path: database }),
    queries: 'queries',
    asides: 'queries/asides',
    guard: (values) => guardOf(values.collection),
  });
  const database = join(folder, `${Math.random()}.db`);
  writeSite(database, tables);
  const values = { database, source: 'emea', collection };
  const source = await adapter.open(parseOptions(options, values, { directory: folder }), { signal, dataset });
  let rows = 0;
  try {
    await source.discover();
    for await (const part of source.parts(dataset)) for await (const batch of source.read(part)) rows += batch.rows;
    return { rows, statements };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const [{ code, message }] = error.faults;
    return { rows, code, message, statements };
  } finally {
    await source.close();
  }
}

test('the devices of a collection are read', async (t) => {
  t.is((await read('P0100042')).rows, 2);
});

for (const [collection, what] of [
  ['P0100099', 'one that is not there'],
  ['P01000421', 'one whose id begins with that of another'],
  ['Clients', 'a name'],
  ["' OR 1=1 --", 'what is no id at all'],
  ['', 'nothing'],
] as const)
  test(`a collection that is ${what} is an error before any row`, async (t) => {
    t.like(await read(collection), { rows: 0, code: 'sql/unknown-scope' });
  });

test('a collection without devices is an error that names it', async (t) => {
  t.like(await read('P0100043'), {
    rows: 0,
    code: 'sql/empty-scope',
    message: 'Expected devices in the collection "P0100043" (Nothing), found none. Nothing was published.',
  });
});

test('a collection of users has no devices', async (t) => {
  t.like(await read('P0100044'), { rows: 0, code: 'sql/empty-scope' });
});

test('members that can not be read are an error', async (t) => {
  const tables = without(site, 'v_FullCollectionMembership');
  t.like(await read('P0100042', { tables }), { rows: 0, code: 'sql/unknown-scope' });
});

test('without the list of collections an empty one is an error all the same', async (t) => {
  const tables = without(site, 'v_Collection');
  t.is((await read('P0100042', { tables })).rows, 2);
  t.like(await read('P0100099', { tables }), { rows: 0, code: 'sql/empty-scope' });
});

for (const odd of ['SMS000010', 'SMS00001X'])
  test(`${odd} is not taken for all systems`, async (t) => {
    t.like(await read(odd), { rows: 0, code: 'sql/unknown-scope' });
  });

test('all systems are not looked up', async (t) => {
  const { statements, code } = await read('SMS00001', { tables: without(site, 'v_FullCollectionMembership') });
  t.is(code, undefined);
  t.is(statements.filter((each) => each.startsWith('read')).length, 1);
});

test('datasets that do not depend on the collection do not ask for it', async (t) => {
  const { rows, statements } = await read('P0100099', { dataset: 'users' });
  t.true(rows > 0);
  t.is(statements.filter((each) => each.startsWith('read')).length, 1);
});
