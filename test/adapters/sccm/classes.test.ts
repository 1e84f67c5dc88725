import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { findClasses } from '../../../adapters/sccm/classes.ts';
import { sqlAdapter } from '../../../adapters/sql/adapter-of.ts';
import { sqlOptions } from '../../../adapters/sql/options.ts';
import { cellAt } from '../../../core/adapter/batch.ts';
import type { Source } from '../../../core/adapter/contract.ts';
import { option } from '../../../core/options/option.ts';
import { parseOptions } from '../../../core/options/parse.ts';
import { sqliteDriver } from '../sql/sqlite-driver.ts';
import { deviceId, makeSite, type SiteTable, without, writeSite } from './site.ts';

/** A made-up site that collects two classes of its own. */

const root = join(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'tributary-sccm-'));
test.after.always(() => rmSync(folder, { recursive: true }));
const { signal } = new AbortController();
const options = {
  ...sqlOptions,
  database: option.text({ summary: 'The file of the database.' }),
  collection: option.text({ default: 'SMS00001', summary: 'The collection.' }),
};

const tables: readonly SiteTable[] = [
  {
    name: 'v_GS_CORP_ASSET',
    columns: [
      ['ResourceID', 'int'],
      ['GroupID', 'int'],
      ['RevisionID', 'int'],
      ['"Cost Center0"', 'nvarchar(64)'],
      ['Price0', 'decimal(18,2)'],
      ['f_6F0', 'int'],
    ],
    rows: [
      [deviceId(1), 1, 1, 'old', '1.00', 1],
      [deviceId(1), 1, 2, '0042', '2.5', 2],
      [deviceId(1), 2, 1, 'second', null, 3],
      // Obsolete, decommissioned.
      [deviceId(2), 1, 1, 'obsolete', '1', 4],
      [deviceId(3), 1, 1, 'decommissioned', '1', 5],
      [deviceId(18), 1, 1, 'ordinary', '1', 6],
    ],
  },
  {
    name: 'v_GS_CORP_BADGE',
    columns: [
      ['ResourceID', 'int'],
      ['Badge0', 'nvarchar(64)'],
    ],
    rows: [
      [deviceId(18), 'B-1'],
      [deviceId(18), 'B-2'],
      [deviceId(2), 'B-3'],
    ],
  },
  { name: 'v_GS_NO_DEVICE', columns: [['Badge0', 'nvarchar(64)']], rows: [] },
  {
    name: 'v_GroupMap',
    columns: [
      ['GroupID', 'int'],
      ['DisplayName', 'nvarchar(256)'],
      ['InvClassName', 'nvarchar(256)'],
      ['MIFClass', 'nvarchar(256)'],
    ],
    rows: [
      [200, 'Corporate Asset', 'v_GS_CORP_ASSET', 'CORP|ASSET|1.0'],
      [201, null, 'CORP_BADGE', 'CORP|BADGE|1.0'],
      [202, 'Gone', 'v_GS_GONE', 'CORP|GONE|1.0'],
    ],
  },
  {
    name: 'v_GroupAttributeMap',
    columns: [
      ['GroupID', 'int'],
      ['AttributeName', 'nvarchar(256)'],
      ['ColumnName', 'nvarchar(256)'],
    ],
    rows: [
      [200, 'Price', 'Price0'],
      [200, 'Floor of the office', 'f_6F0'],
    ],
  },
];
const site = [...makeSite({ devices: 20 }), ...tables];

async function open(of: readonly SiteTable[] = site, more: Readonly<Record<string, unknown>> = {}, dataset?: string) {
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
    finds: findClasses,
  });
  const database = join(folder, `${Math.random()}.db`);
  writeSite(database, of);
  const source: Source = await adapter.open(
    parseOptions(options, { database, source: 'emea', ...more }, { directory: folder }),
    { signal, ...(dataset === undefined ? {} : { dataset }) },
  );
  return { source, statements };
}

async function rowsOf(source: Source, dataset: string): Promise<readonly (readonly unknown[])[]> {
  const rows: unknown[][] = [];
  for await (const part of source.parts(dataset))
    for await (const batch of source.read(part))
      for (let row = 0; row < batch.rows; row++)
        rows.push(Array.from({ length: batch.width }, (_, column) => cellAt(batch, row * batch.width + column)));
  return rows;
}

test('each class is a dataset, called as the site calls it', async (t) => {
  const { source } = await open();
  t.teardown(() => source.close());
  const classes = (await source.discover()).filter(({ name }) => name.startsWith('class/'));
  t.true(classes.some(({ name }) => name === 'class/PROCESSOR'));
  t.false(classes.some(({ name }) => name === 'class/NO_DEVICE'));
  const [asset, badge] = ['class/CORP_ASSET', 'class/CORP_BADGE'].map((name) =>
    classes.find((each) => each.name === name),
  );
  t.is(asset?.summary, 'Corporate Asset (CORP_ASSET), an inventory class of this site: one row an instance.');
  t.is(badge?.summary, 'CORP|BADGE|1.0 (CORP_BADGE), an inventory class of this site: one row an instance.');
  t.deepEqual(asset?.columns.at(5), {
    name: 'f_6F0',
    type: 'integer',
    serverType: 'INT',
    nullable: true,
    label: 'Floor of the office',
  });
  t.false(asset?.columns.some(({ name, label }) => name === 'Price0' && label !== undefined));
});

for (const dataset of [undefined, 'class/CORP_ASSET'])
  test(`a class has the newest revision of each instance, of devices that count (${dataset ?? 'among others'})`, async (t) => {
    const { source } = await open(site, {}, dataset);
    t.teardown(() => source.close());
    await source.discover();
    const [asset] = (await source.discover()).filter(({ name }) => name === 'class/CORP_ASSET');
    t.is(asset.columns.at(5)?.label, 'Floor of the office');
    t.deepEqual(await rowsOf(source, 'class/CORP_ASSET'), [
      [deviceId(1), 1, 2, '0042', '2.5', 2],
      [deviceId(1), 2, 1, 'second', null, 3],
      [deviceId(18), 1, 1, 'ordinary', '1', 6],
    ]);
  });

test('a class without instances and revisions has all its rows', async (t) => {
  const { source } = await open();
  t.teardown(() => source.close());
  t.deepEqual(
    (await rowsOf(source, 'class/CORP_BADGE')).map(([, badge]) => badge),
    ['B-1', 'B-2'],
  );
});

test('a class is of the devices of the collection', async (t) => {
  const { source } = await open(site, { collection: 'P0100042' });
  t.teardown(() => source.close());
  t.deepEqual(
    (await rowsOf(source, 'class/CORP_ASSET')).map(([id]) => id),
    [deviceId(1), deviceId(1)],
  );
});

test('a list of classes asks the server for none of them', async (t) => {
  const { source, statements } = await open();
  t.teardown(() => source.close());
  await source.discover();
  t.deepEqual(
    statements.filter((each) => each.includes('CORP_ASSET') && !each.startsWith('own')),
    [],
  );
});

test('a shipped dataset does not look for classes', async (t) => {
  const { source, statements } = await open(site, {}, 'computers');
  t.teardown(() => source.close());
  await source.discover();
  t.deepEqual(
    statements.filter((each) => each.includes('v_GroupMap AS')),
    [],
  );
});

for (const [what, lost] of [
  ['the list of classes', ['v_GroupMap']],
  ['the names of attributes', ['v_GroupAttributeMap']],
  ['some of its columns', ['v_GroupMap.DisplayName', 'v_GroupMap.MIFClass']],
] as const)
  test(`without ${what} classes are there all the same`, async (t) => {
    const { source } = await open(without(site, ...lost));
    t.teardown(() => source.close());
    const found = (await source.discover()).find(({ name }) => name === 'class/CORP_ASSET');
    t.is(found?.columns.length, 6);
    t.false(source.absences?.().has('classes'));
    t.is((await rowsOf(source, 'class/CORP_ASSET')).length, 3);
  });

test('classes are found where the source file has all views', async (t) => {
  const elsewhere = site.map((table) => ({ ...table, name: `rep_${table.name}` }));
  const { source } = await open([...elsewhere, ...tables], { views: { '*': 'rep_*' } });
  t.teardown(() => source.close());
  t.deepEqual(
    (await source.discover()).filter(({ name }) => name.startsWith('class/CORP')).map(({ name }) => name),
    ['class/CORP_ASSET', 'class/CORP_BADGE'],
  );
  t.is((await rowsOf(source, 'class/CORP_ASSET')).length, 3);
});

test('a class that is not there is said with those that are', async (t) => {
  const { source } = await open(site, {}, 'class/CORP_ASSETS');
  t.teardown(() => source.close());
  await source.discover();
  await t.throwsAsync(async () => rowsOf(source, 'class/CORP_ASSETS'), { message: /Did you mean "class\/CORP_ASSET"/ });
});
