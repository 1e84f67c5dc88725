import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { sqlAdapter } from '../../../adapters/sql/adapter-of.ts';
import { sqlOptions } from '../../../adapters/sql/options.ts';
import type { Source } from '../../../core/adapter/contract.ts';
import { loadMapping } from '../../../core/mapping/load.ts';
import { option } from '../../../core/options/option.ts';
import { parseOptions } from '../../../core/options/parse.ts';
import { dryRun } from '../../../core/run/dry-run.ts';
import { sqliteDriver } from '../sql/sqlite-driver.ts';
import { makeSite, type SiteTable, writeSite } from './site.ts';

/** A made-up site that calls views otherwise: nothing is read of them before the source file says so, and then nothing is lost. */

const root = join(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'tributary-sccm-'));
test.after.always(() => rmSync(folder, { recursive: true }));
const { signal } = new AbortController();
const options = {
  ...sqlOptions,
  database: option.text({ summary: 'The file of the database.' }),
  collection: option.text({ default: 'SMS00001', summary: 'The collection.' }),
};
const adapter = sqlAdapter({
  name: 'sccm',
  summary: 'The queries over SQLite.',
  module: import.meta.url,
  options,
  driver: sqliteDriver(),
  settingsOf: ({ database = '' }) => ({ path: database }),
});

const site = makeSite({ devices: 20 });

function renamed(view: string, name: string): readonly SiteTable[] {
  return site.map((table) => (table.name === view ? { ...table, name } : table));
}

async function open(tables: readonly SiteTable[], views: Readonly<Record<string, string>> = {}): Promise<Source> {
  const database = join(folder, `${Math.random()}.db`);
  writeSite(database, tables);
  const values = { database, queries: join(root, 'adapters/sccm/queries'), source: 'emea', views };
  return adapter.open(parseOptions(options, values, { directory: folder }), { signal });
}

async function records(source: Source, name: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const dataset = (await source.discover()).find((each) => each.name === name);
  if (dataset === undefined) throw source.absent?.(name) ?? new Error(`no ${name}`);
  return (await dryRun(loadMapping(join(root, `mappings/sccm/${name}.yaml`)), source, dataset, { signal })).records;
}

const cases = [
  ['v_GS_PROCESSOR', 'v_GS_PROCESSOR2', 'processors'],
  ['v_R_System', 'corp_v_R_System', 'computers'],
  ['v_GS_LOGICAL_DISK', 'v_GS_LOGICAL_DISKS', 'disks'],
  ['v_GS_ADD_REMOVE_PROGRAMS_64', 'v_GS_ADD_REMOVE_PROGRAMS_64_2', 'installer-evidence'],
  ['v_GS_SoftwareFile', 'v_GS_SOFTWARE_FILE', 'file-evidence'],
] as const;

for (const [view, name, dataset] of cases)
  test(`${view} that is called ${name} is not read, but proposed`, async (t) => {
    const source = await open(renamed(view, name));
    t.teardown(() => source.close());
    const found = (await source.discover()).find((each) => each.name === dataset);
    const said = found?.proposals?.map(({ change }) => change) ?? [source.absent?.(dataset)?.faults[0].message ?? ''];
    t.regex(said.join('\n'), new RegExp(`^views: \\{ ${view}: ${name} \\}$`, 'm'));
  });

for (const [view, name, dataset] of cases)
  test(`${view} that the source file calls ${name} gives the same records`, async (t) => {
    const [usual, other] = [await open(site), await open(renamed(view, name), { [view]: name })];
    t.teardown(() => Promise.all([usual.close(), other.close()]));
    t.deepEqual(await records(other, dataset), await records(usual, dataset));
  });

test('a prefix of all views is one line', async (t) => {
  const source = await open(
    site.map((table) => ({ ...table, name: `rep_${table.name}` })),
    { '*': 'rep_*' },
  );
  t.teardown(() => source.close());
  const usual = await open(site);
  t.teardown(() => usual.close());
  t.is((await source.discover()).length, 13);
  t.deepEqual(await records(source, 'computers'), await records(usual, 'computers'));
});

test('a dataset says about how many rows it has, and which columns are gone with a view', async (t) => {
  const source = await open(site.filter(({ name }) => name !== 'v_GS_X86_PC_MEMORY'));
  t.teardown(() => source.close());
  const found = (await source.discover()).find(({ name }) => name === 'computers');
  t.deepEqual(found?.emptied, ['TotalPhysicalMemory0']);
  // SQLite's driver of the tests takes every table for one of three rows.
  t.is(found?.rowsEstimate, 3);
});
