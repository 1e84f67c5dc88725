import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import sccm from '../../../adapters/sccm/adapter.ts';
import type { Source } from '../../../core/adapter/contract.ts';
import { loadMapping } from '../../../core/mapping/load.ts';
import { parseOptions } from '../../../core/options/parse.ts';
import { dryRun } from '../../../core/run/dry-run.ts';
import { makeSite, writeSite } from './site.ts';
import adapter, { siteOptions, siteQueries } from './site-adapter.ts';

/**
 * A real server makes of the made-up site what SQLite makes of it, where there is one: TRIBUTARY_TEST_SCCM=mssql://user:password@host:port/database
 * names a database that has the statements of `siteSql(makeSite({ devices: 40 }))`. Nothing is written there.
 */
const live = process.env.TRIBUTARY_TEST_SCCM;
const onServer = live === undefined ? test.skip : test.serial;
const { signal } = new AbortController();
const mappings = join(siteQueries, '../../../mappings/sccm');

const names = [
  'computer-users',
  'computers',
  'disks',
  'file-evidence',
  'installer-evidence',
  'metering',
  'network-adapters',
  'processors',
  'recently-used',
  'recognized-installs',
  'users',
  'virtual-machines',
] as const;

async function onLive(t: ExecutionContext, collection: string): Promise<Source> {
  const { hostname, port, username, password, pathname } = new URL(live ?? '');
  process.env.TRIBUTARY_TEST_SCCM_PASSWORD = decodeURIComponent(password);
  const values = {
    server: hostname,
    port: Number(port || 1433),
    database: pathname.slice(1),
    user: username,
    password: 'env:TRIBUTARY_TEST_SCCM_PASSWORD',
    trustServerCertificate: true,
    source: 'emea',
    collection,
  };
  const source = await sccm.open(parseOptions(sccm.options, values, { directory: tmpdir() }), { signal });
  t.teardown(() => source.close());
  return source;
}

async function onSqlite(t: ExecutionContext, collection: string): Promise<Source> {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-sccm-'));
  const database = join(folder, 'site.db');
  writeSite(database, makeSite({ devices: 40 }));
  const values = { database, queries: siteQueries, source: 'emea', collection };
  const source = await adapter.open(parseOptions(siteOptions, values, { directory: folder }), { signal });
  t.teardown(async () => {
    await source.close();
    rmSync(folder, { recursive: true });
  });
  return source;
}

async function madeOf(source: Source, name: string) {
  const dataset = (await source.discover()).find((each) => each.name === name);
  if (dataset === undefined) throw source.absent?.(name) ?? new Error(`no ${name}`);
  const { rows, records, issues } = await dryRun(loadMapping(join(mappings, `${name}.yaml`)), source, dataset, {
    signal,
  });
  const columns = dataset.columns.map((column) => column.name);
  return { columns, leftOut: dataset.leftOut, rows, records, issues };
}

for (const collection of ['SMS00001', 'P0100042'])
  onServer(`live: each mapping makes the same of ${collection} as on SQLite`, async (t) => {
    const [server, sqlite] = [await onLive(t, collection), await onSqlite(t, collection)];
    for (const name of names) t.deepEqual(await madeOf(server, name), await madeOf(sqlite, name), name);
  });
