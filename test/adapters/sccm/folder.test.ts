import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { openPackage } from '../../../core/package/open.ts';
import { type CalledHere, callHere } from '../../support/call.ts';
import { deviceId, makeSite, type SiteTable, without, writeSite } from './site.ts';
import adapter, { siteQueries } from './site-adapter.ts';

/** All shipped mappings over a made-up site, as one import. */

const mappings = join(import.meta.dirname, '../../../mappings/sccm');
const tables = makeSite({ devices: 40 });

interface Site {
  readonly at: (name: string) => string;
  readonly write: (tables: readonly SiteTable[]) => void;
  readonly call: (...words: readonly string[]) => Promise<CalledHere>;
}

function siteOf(t: ExecutionContext): Site {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-folder-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const at = (name: string) => join(folder, name);
  return {
    at,
    write: (site) => {
      rmSync(at('site.db'), { force: true });
      writeSite(at('site.db'), site);
      writeFileSync(at('emea.yaml'), `source: emea\nadapter: sccm\ndatabase: site.db\nqueries: ${siteQueries}\n`);
    },
    call: (...words) => callHere([...words, '--spool', at('spool')], { sccm: async () => ({ default: adapter }) }),
  };
}

test('run FOLDER: computers, users, disks and software of a site are one package', async (t) => {
  const site = siteOf(t);
  site.write(tables);
  const { exitCode, printed, said } = await site.call('run', mappings, '--source', site.at('emea.yaml'), '--json');
  t.is(exitCode, 0, said);
  const result = JSON.parse(printed);
  t.is(result.mapping.name, 'sccm');
  t.is(result.records.Computer, 34);
  t.is(result.datasets.length, 12);
  t.is(result.datasets[0].mapping, 'sccm/computers');
  t.like(result.datasets[0].rows, { read: 40, mapped: 34, filtered: 6 });
  t.like(result.completeness, { Computer: 'everything', User: 'additions', Disk: 'everything', Usage: 'additions' });
  const opened = await openPackage(result.package.path);
  try {
    t.deepEqual(await opened.verify({ deep: true }), []);
    const computers = new Set<unknown>();
    for await (const { key, mode } of opened.records('Computer')) {
      t.is(mode, undefined);
      computers.add(key);
    }
    t.true(computers.has(String(deviceId(1))));
    for (const entity of ['Disk', 'Processor', 'InstallerEvidence', 'ComputerUser'])
      for await (const { computer } of opened.records(entity)) t.true(computers.has(computer));
  } finally {
    await opened.close();
  }
});

test('run FOLDER: a table by entity and one by mapping', async (t) => {
  const site = siteOf(t);
  site.write(tables);
  const { printed } = await site.call('run', mappings, '--source', site.at('emea.yaml'));
  t.regex(printed, /rows of emea were read in .* with the 12 mappings of sccm\./);
  t.regex(printed, /^ {2}Computer +34 +0 +0 +0 +everything$/m);
  t.regex(printed, /^ {2}sccm\/computers +40 +34 +6 +0 +0$/m);
  const { printed: shown } = await site.call('queue', 'show', 'sccm');
  t.regex(shown, /^ {2}sccm\/disks +66 +66 +0 +0 +0$/m);
});

test('run FOLDER: a view that a site does not have is said, and the rest of the folder is imported', async (t) => {
  const site = siteOf(t);
  site.write(without(tables, 'v_GS_LOGICAL_DISK'));
  const { exitCode, printed, said } = await site.call('run', mappings, '--source', site.at('emea.yaml'), '--json');
  t.is(exitCode, 0, said);
  t.regex(said, /sccm\/disks is not read\. .*v_GS_LOGICAL_DISK/);
  const { completeness, records, datasets } = JSON.parse(printed);
  t.like(completeness, { Disk: 'unknown', Computer: 'everything' });
  t.is(records.Computer, 34);
  const absent = datasets.at(-1);
  t.is(absent.mapping, 'sccm/disks');
  t.regex(absent.absent, /v_GS_LOGICAL_DISK/);
});

test('run FOLDER: a view that has gone since the last run holds the package', async (t) => {
  const site = siteOf(t);
  site.write(tables);
  t.is((await site.call('run', mappings, '--source', site.at('emea.yaml'))).exitCode, 0);
  site.write(without(tables, 'v_GS_LOGICAL_DISK'));
  const { exitCode, printed } = await site.call('run', mappings, '--source', site.at('emea.yaml'));
  t.is(exitCode, 5);
  t.regex(printed, /hold\/missing-dataset {2}sccm\/disks: sccm-000001-\S+ had the dataset disks, which is missing now/);
});

test('run FOLDER: explain finds the rows behind a record, each in its own dataset', async (t) => {
  const site = siteOf(t);
  site.write(tables);
  await site.call('run', mappings, '--source', site.at('emea.yaml'));
  const computer = String(deviceId(1));
  const one = JSON.parse((await site.call('explain', 'sccm', 'Computer', computer, '--json')).printed);
  t.deepEqual(
    one.rows.map(({ origin }: { readonly origin: string }) => origin),
    [`emea/computers ResourceID=${computer}`],
  );
  const disk = JSON.parse(
    (await site.call('explain', 'sccm', 'Disk', `computer=${computer},device=C:`, '--json')).printed,
  );
  t.is(disk.record.computer, computer);
  t.regex(disk.rows[0].origin, /^emea\/disks:/);
  const user = JSON.parse((await site.call('explain', 'sccm', 'User', 'emea\\user1', '--json')).printed);
  t.true(new Set(user.rows.map(({ origin }: { readonly origin: string }) => origin.split(' ')[0])).size > 2);
});

test('run FOLDER: a computer without a name takes its children with it, and each file of rejected rows is named', async (t) => {
  const site = siteOf(t);
  const nameless = tables.map((table) => {
    const named = table.columns.map(([column]) => column === 'Name0' || column === 'Netbios_Name0');
    const rows = table.rows.map((row) =>
      row.includes(deviceId(21)) ? row.map((cell, column) => (named[column] ? null : cell)) : row,
    );
    return table.name === 'v_R_System' ? { ...table, rows } : table;
  });
  site.write(nameless);
  const { exitCode, printed } = await site.call('run', mappings, '--source', site.at('emea.yaml'));
  t.is(exitCode, 0, printed);
  t.regex(printed, /^ {2}sccm\/computers +40 +33 +6 +1 +0$/m);
  t.regex(printed, /^ {2}sccm\/processors +35 +34 +0 +1 +0$/m);
  t.regex(printed, /^ {2}tributary import --corrections .*sccm-computers\.csv$/m);
  t.regex(printed, /^ {2}tributary import --corrections .*sccm-processors\.csv$/m);
  t.regex((await site.call('queue', 'show', 'sccm')).printed, /sccm-computers\.csv or .*sccm-processors\.csv/);
  t.is((await site.call('queue', 'check', '--deep')).exitCode, 0);
});

test('preview FOLDER: the first rows of each dataset, and nothing is published', async (t) => {
  const site = siteOf(t);
  site.write(tables);
  const { exitCode, printed } = await callPreview(site, '--json');
  t.is(exitCode, 0, printed);
  const { datasets, records, issues } = JSON.parse(printed);
  t.is(datasets.length, 12);
  t.like(datasets[0], { mapping: 'sccm/computers', ledger: { read: 3 } });
  t.is(records.Disk.length, 3);
  t.deepEqual(issues, [], 'a parent that is not among the first rows is not missing');
  t.regex((await callPreview(site)).printed, /^ {2}sccm\/disks +3 +3 +0 +0 +0$/m);
  const row = await callPreview(site, '--row', '1');
  t.is(row.exitCode, 2);
  t.regex(row.said, /--row: of one mapping, not of 12/);
});

function callPreview({ at }: Site, ...more: readonly string[]): Promise<CalledHere> {
  const words = ['preview', mappings, '--source', at('emea.yaml'), '--limit', '3', ...more];
  return callHere(words, { sccm: async () => ({ default: adapter }) });
}

test('check FOLDER: what mappings say against each other is a fault', async (t) => {
  const site = siteOf(t);
  const registry = { sccm: async () => ({ default: adapter }) };
  const good = await callHere(['check', mappings], registry);
  t.is(good.exitCode, 0, good.said);
  cpSync(mappings, site.at('mine'), { recursive: true });
  const users = readFileSync(site.at('mine/users.yaml'), 'utf8').replace('User: additions', 'User: everything');
  const uses = readFileSync(site.at('mine/metering.yaml'), 'utf8').replace('User: additions', 'User: everything');
  writeFileSync(site.at('mine/users.yaml'), users);
  writeFileSync(site.at('mine/metering.yaml'), uses);
  const bad = await callHere(['check', site.at('mine'), '--json'], registry);
  t.is(bad.exitCode, 2);
  const { status, together } = JSON.parse(bad.printed);
  t.is(status, 'failed');
  t.is(together[0].code, 'mapping/contradiction');
  t.regex(bad.said, /12 mappings checked, 1 fault if they are run together\./);
});
