import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import odbc from '../../../adapters/odbc/adapter.ts';
import type { Adapter } from '../../../core/adapter/contract.ts';
import { callHere } from '../../support/call.ts';
import { startPostgres, testDatabase, testLogin } from '../../support/servers.ts';
import { lacking } from './support.ts';

/** Incremental runs over a server, by keys and by scans, with values that are bound. */

const driverName = 'PostgreSQL Unicode';
const server = lacking(driverName) ?? (await startPostgres());
const promise = typeof server === 'string' ? test.skip : test.serial;
const run = (sql: string) => (typeof server === 'string' ? undefined : server.run(sql));
const folder = mkdtempSync(join(tmpdir(), 'tributary-odbc-bookmarks-'));
test.after.always(async () => {
  rmSync(folder, { recursive: true });
  if (typeof server !== 'string') await server.stop();
});

const at = (name: string) => join(folder, name);
const mapping = (dataset: string) => `
mapping: site/${dataset}
source: { adapter: odbc, dataset: ${dataset} }
completeness: { Disk: everything, Computer: additions }
records:
  - { entity: Disk, fields: { computer: device, device: slot } }
  - { entity: Computer, mode: lookup, onReject: record, key: device }
`;

test.before(() => {
  if (typeof server === 'string') return;
  run(`CREATE TABLE disk (id bigint PRIMARY KEY, device int, slot text);
    INSERT INTO disk SELECT g, g % 1500, 'slot ' || g FROM generate_series(1, 3000) g;
    CREATE TABLE device (device int, scanned timestamp);
    INSERT INTO device SELECT g, '2024-01-01' FROM generate_series(0, 1499) g; GRANT SELECT ON disk, device TO reader;`);
  mkdirSync(at('queries'));
  writeFileSync(
    at('queries/bykey.sql'),
    '-- Disks.\n-- key: id\n-- bookmark: key id\nWITH d AS (SELECT * FROM disk) -- all\nSELECT d.id, d.device, d.slot FROM d ORDER BY d.id',
  );
  writeFileSync(
    at('queries/byscan.sql'),
    '-- Disks.\n-- bookmark: scans device\nSELECT device, slot FROM disk ORDER BY slot',
  );
  writeFileSync(at('queries/scans.sql'), '-- Scans.\nSELECT device, scanned FROM device ORDER BY device');
  for (const dataset of ['bykey', 'byscan']) writeFileSync(at(`${dataset}.yaml`), mapping(dataset));
  process.env.TRIBUTARY_TEST_BOOKMARKS = testLogin.password;
  writeFileSync(
    at('site.yaml'),
    `source: site\nadapter: odbc\nconnection: Driver=${driverName};Server=127.0.0.1;Port=${server.port};Database=${testDatabase}
user: ${testLogin.user}\npassword: env:TRIBUTARY_TEST_BOOKMARKS\nqueries: queries\nincremental: {}\n`,
  );
});

async function runs(dataset: string, ...words: readonly string[]) {
  const common = ['--source', at('site.yaml'), '--spool', at('spool'), '--json'];
  const adapters = { odbc: async () => ({ default: odbc as Adapter }) };
  const { printed, said } = await callHere(['run', at(`${dataset}.yaml`), ...common, ...words], adapters);
  if (!printed.startsWith('{') || said.includes('odbc/')) throw new Error(printed + said);
  const { reading, ledger, completeness } = JSON.parse(printed);
  return { kind: reading.kind, because: reading.because.join(' '), read: ledger.read, completeness };
}

promise('keys: what was added since', async (t) => {
  t.like(await runs('bykey'), { kind: 'full', read: 3000 });
  run(`INSERT INTO disk VALUES (9007199254740990, 7, 'beyond')`);
  t.like(await runs('bykey'), { kind: 'incremental', read: 1, completeness: { Disk: 'additions' } });
  t.like(await runs('bykey'), { kind: 'incremental', read: 0 });
  t.like(await runs('bykey', '--from', '10', '--to', '12'), { kind: 'range', read: 3 });
  run('DELETE FROM disk WHERE id > 3000');
});

promise('scans: all rows of the devices that differ, in a few queries', async (t) => {
  t.like(await runs('byscan'), { kind: 'full', read: 3000 });
  run(`UPDATE device SET scanned = '2023-01-01' WHERE device < 20`);
  const some = await runs('byscan');
  t.like(some, { kind: 'incremental', read: 40, completeness: { Disk: 'perParent' } });
  t.is(some.because, '20 of 1500 devices differ from the last run.');
  run(`UPDATE device SET scanned = '2038-01-19' WHERE device < 1000`);
  t.like(await runs('byscan'), { kind: 'incremental', read: 2000 });
  run(`UPDATE device SET scanned = '2038-01-20'`);
  t.like(await runs('byscan'), { kind: 'full', read: 3000, completeness: { Disk: 'everything' } });
});
