import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { sqlAdapter } from '../../../adapters/sql/adapter-of.ts';
import { sqlOptions } from '../../../adapters/sql/options.ts';
import { readQueries } from '../../../adapters/sql/query-file.ts';
import type { Source } from '../../../core/adapter/contract.ts';
import { loadMapping } from '../../../core/mapping/load.ts';
import { option } from '../../../core/options/option.ts';
import { parseOptions } from '../../../core/options/parse.ts';
import { type DryRun, dryRun } from '../../../core/run/dry-run.ts';
import { sqliteDriver } from '../sql/sqlite-driver.ts';
import { deviceId, makeSite, type SiteTable, without, writeSite } from './site.ts';

/** The queries and mappings on a made-up site, in SQLite: they keep to what it and SQL Server read alike. */

const root = join(import.meta.dirname, '../../..');
const queries = join(root, 'adapters/sccm/queries');
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

let sites = 0;
async function openSite(tables: readonly SiteTable[], more: Readonly<Record<string, unknown>> = {}): Promise<Source> {
  const database = join(folder, `site-${++sites}.db`);
  writeSite(database, tables);
  return adapter.open(parseOptions(options, { database, queries, source: 'emea', ...more }, { directory: folder }), {
    signal,
  });
}

/** What a mapping makes of a site. */
async function mapSite(name: string, tables = site, more: Readonly<Record<string, unknown>> = {}): Promise<DryRun> {
  const source = await openSite(tables, more);
  try {
    const dataset = (await source.discover()).find((each) => each.name === name);
    if (dataset === undefined) throw source.absent?.(name) ?? new Error(`no ${name}`);
    return await dryRun(loadMapping(join(root, `mappings/sccm/${name}.yaml`)), source, dataset, { signal });
  } finally {
    await source.close();
  }
}

const site = makeSite({ devices: 40 });
const left = [2, 3, 4, 5, 7, 12];
const kept = Array.from({ length: 40 }, (_, index) => index + 1).filter((number) => !left.includes(number));
const scanned = kept.filter((number) => number !== 17);

interface Made {
  readonly [field: string]: unknown;
}

function recordsOf({ records }: DryRun, entity: string): readonly Made[] {
  return (records.get(entity) ?? []).map((line) => JSON.parse(line));
}

/** The records of a device; a Computer by its key. */
function of(made: DryRun, entity: string, number: number): readonly Made[] {
  const id = String(deviceId(number));
  return recordsOf(made, entity).filter((each) => (each.computer ?? each.key) === id);
}

test('SQLite: each device that counts is one computer, and what was left out is counted', async (t) => {
  const made = await mapSite('computers');
  t.deepEqual(
    recordsOf(made, 'Computer').map(({ key }) => key),
    kept.map((number) => String(deviceId(number))),
  );
  t.deepEqual(made.rows, {
    read: 40,
    mapped: kept.length,
    filtered: { 'Computer: LeftOut = null': left.length },
    rejected: {},
    merged: {},
  });
  t.deepEqual(made.issues, []);
});

test('SQLite: an ordinary computer has all that the site knows of it', async (t) => {
  const [computer] = of(await mapSite('computers'), 'Computer', 18);
  t.like(computer, {
    name: 'PC-00018',
    domainFlat: 'EMEA',
    domainQualified: 'EMEA.EXAMPLE',
    kind: 'physical',
    status: 'active',
    serialNumber: 'SN18',
    uuid: '4c4c4544-0042-3510-8057-000000000018',
    chassis: 'laptop',
    osName: 'Microsoft Windows 11 Enterprise',
    osArchitecture: 'x64',
    sockets: 1,
    cores: '8',
    threads: 16,
    memoryBytes: 17_179_869_184,
    ips: ['10.0.0.18', 'fe80::13'],
    macs: ['00:1A:2B:00:00:12'],
    siteCode: 'P01',
    hardwareScanAt: '2024-03-19T22:15:00Z',
    scanState: 'ok',
  });
});

for (const [number, what, wanted] of [
  [1, 'the newest revision of a class with one instance counts', { serialNumber: 'SN1' }],
  [6, 'a device of which the site says nothing is kept', { name: 'PC-00006', status: 'active' }],
  [8, 'of a machine that was installed again the newest scan counts', { name: 'pc-twin' }],
  [9, 'a placeholder UUID makes no twins', { name: 'PC-SAME', uuid: null }],
  [10, 'a placeholder serial number gives way to the next class', { name: 'PC-SAME', serialNumber: 'SN10' }],
  [11, 'an obsolete record replaces nothing, however new its scan', { name: 'PC-BACK' }],
  [13, 'a guest is virtual', { kind: 'virtual' }],
  [14, 'cores are summed over sockets, each in its newest revision', { sockets: 2, cores: '64', threads: 128 }],
  [15, 'a sum with a gap is none', { sockets: 2, cores: null, threads: null }],
  [16, 'a docking station is not the case of its laptop', { chassis: 'laptop', chassisSerial: 'SN16' }],
  [17, 'a client that was never scanned is there', { scanState: 'noHardware', serialNumber: null, sockets: null }],
  [20, 'a scan that never was has no time', { softwareScanAt: null }],
] as const)
  test(`SQLite: ${what}`, async (t) => {
    t.like(of(await mapSite('computers'), 'Computer', number)[0], wanted);
  });

for (const [dataset, entity, perDevice] of [
  ['disks', 'Disk', 2],
  ['network-adapters', 'NetworkAdapter', 1],
  ['recognized-installs', 'RecognizedInstall', 1],
  ['file-evidence', 'FileEvidence', 1],
  ['recently-used', 'Usage', 1],
] as const)
  test(`SQLite: ${dataset} are those of devices that count, and of no others`, async (t) => {
    const made = await mapSite(dataset);
    const expected = scanned.flatMap((number) => Array.from({ length: perDevice }, () => String(deviceId(number))));
    t.deepEqual(
      recordsOf(made, entity).map(({ computer }) => computer),
      expected,
    );
    t.deepEqual(made.issues, []);
  });

test('SQLite: each socket is a processor, once', async (t) => {
  const made = await mapSite('processors');
  t.deepEqual(
    of(made, 'Processor', 14).map(({ socket, cores }) => [socket, cores]),
    [
      ['CPU0', '32'],
      ['CPU1', '32'],
    ],
  );
  t.is(recordsOf(made, 'Processor').length, scanned.length + 2);
});

test('SQLite: an adapter is found with its configuration by its address, and junk is dropped', async (t) => {
  const made = await mapSite('network-adapters');
  t.like(of(made, 'NetworkAdapter', 18)[0], { mac: '00:1A:2B:00:00:12', ips: ['10.0.0.18', 'fe80::13'] });
});

test('SQLite: evidence is byte for byte, and says where it stood', async (t) => {
  const made = await mapSite('installer-evidence');
  t.deepEqual(
    of(made, 'InstallerEvidence', 13).map(({ name, version, publisher, type, architecture }) => [
      name,
      version,
      publisher,
      type,
      architecture,
    ]),
    [
      ['Visio', '1.0.0.2', null, 'appv', null],
      [' Adobe®  Reader ', '11.0.00 ', 'Adobe Systems, Inc.', 'msi', 'x86'],
      ['7-Zip 23.01 (x64)', '23.01', 'Igor Pavlov', 'arp', 'x64'],
    ],
  );
  t.deepEqual(made.issues, []);
});

test('SQLite: a program that was updated is one installation, in its newest revision', async (t) => {
  const made = await mapSite('installer-evidence');
  t.deepEqual(
    of(made, 'InstallerEvidence', 19).map(({ name, version }) => [name, version]),
    [
      [' Adobe®  Reader ', '11.0.00 '],
      ['Notepad++', '8.6'],
      ['7-Zip 23.01 (x64)', '23.01'],
      ['PuTTY 0.80', '0.80'],
    ],
  );
  const recognized = of(await mapSite('recognized-installs'), 'RecognizedInstall', 19);
  t.deepEqual(
    recognized.map(({ productId }) => productId),
    ['mp0001'],
  );
});

test('SQLite: a user whom a newer revision of the console replaces is no user of the device', async (t) => {
  const users = of(await mapSite('computer-users'), 'ComputerUser', 19);
  t.false(users.some(({ user }) => user === 'emea\\former'));
});

test('SQLite: of a program in several folders the one used last counts', async (t) => {
  const older = new Map<string, string | number>([
    ['ResourceID', deviceId(19)],
    ['GroupID', 2],
    ['RevisionID', 1],
    ['ExplorerFileName0', 'winword.exe'],
    ['FileVersion0', '16.0.1'],
    ['FolderPath0', 'C:\\Archive\\'],
    ['LaunchCount0', 1],
    ['LastUsedTime0', '2020-01-01 08:00:00'],
    ['LastUserName0', 'EMEA\\user19'],
  ]);
  const both = site.map((table) =>
    table.name === 'v_GS_CCM_RECENTLY_USED_APPS'
      ? { ...table, rows: [table.columns.map(([name]) => older.get(name) ?? null), ...table.rows] }
      : table,
  );
  t.like(of(await mapSite('recently-used', both), 'Usage', 19), [{ name: 'winword.exe', launches: 12 }]);
});

test('SQLite: a device has its primary, console, top and last user, who are one person', async (t) => {
  const made = await mapSite('computer-users');
  t.deepEqual(
    of(made, 'ComputerUser', 18).map(({ user, relation, minutes }) => [user, relation, minutes]),
    [
      ['emea\\user18', 'calculated', null],
      ['emea\\user18', 'console', 1440],
      ['emea\\user18', 'lastLoggedOn', null],
      ['emea\\user18', 'primary', null],
    ],
  );
  t.deepEqual(made.issues, []);
});

test('SQLite: users are known by their account', async (t) => {
  const [user] = recordsOf(await mapSite('users'), 'User');
  t.like(user, { key: 'emea\\user1', account: 'user1', domainFlat: 'EMEA' });
});

test('SQLite: a guest has the name of its host', async (t) => {
  t.like(recordsOf(await mapSite('virtual-machines'), 'VirtualMachine'), {
    length: 1,
    0: { key: String(deviceId(13)), hostName: 'HV01', vCpus: '8' },
  });
});

test('SQLite: metering is by file, device, user and month', async (t) => {
  t.like(of(await mapSite('metering'), 'Usage', 20)[0], {
    user: 'emea\\user20',
    name: 'winword.exe',
    periodStart: '2024-03-01',
    launches: 12,
    minutes: '90.5',
  });
});

test('SQLite: a collection is the scope of every dataset of devices', async (t) => {
  for (const [dataset, entity] of [
    ['computers', 'Computer'],
    ['installer-evidence', 'Computer'],
  ] as const)
    t.deepEqual(
      recordsOf(await mapSite(dataset, site, { collection: 'P0100042' }), entity).map(({ key }) => key),
      [1, 11, 21, 31].map((number) => String(deviceId(number))),
      dataset,
    );
});

test('SQLite: whether a machine was replaced does not depend on the collection', async (t) => {
  const tables = site.map((table) =>
    table.name === 'v_FullCollectionMembership' ? { ...table, rows: [[deviceId(7), 'P0100007']] } : table,
  );
  const made = await mapSite('computers', tables, { collection: 'P0100007' });
  t.deepEqual(recordsOf(made, 'Computer'), []);
});

test('SQLite: fields of columns and views that a site does not have are not collected, and nothing else changes', async (t) => {
  const less = without(
    site,
    'v_GS_SYSTEM_ENCLOSURE',
    'v_GS_X86_PC_MEMORY',
    'v_R_System.Decommissioned0',
    'v_R_System.Is_Virtual_Machine0',
    'v_GS_PROCESSOR.NumberOfCores0',
    'v_GS_OPERATING_SYSTEM.TotalVisibleMemorySize0',
  );
  const made = await mapSite('computers', less);
  const gone = ['chassisSerial', 'chassis', 'assetTag', 'cores', 'memoryBytes'];
  t.deepEqual([...(made.program.notCollected.get('Computer') ?? [])].sort(), [...gone].sort());
  // Device 3 is decommissioned, which this site can not say.
  t.is(recordsOf(made, 'Computer').length, kept.length + 1);
  const [computer] = of(made, 'Computer', 18);
  t.like(computer, { sockets: 1, threads: 16, serialNumber: 'SN18' });
  t.deepEqual(
    gone.filter((field) => field in computer),
    [],
  );
});

test('SQLite: every optional view may be missing at once', async (t) => {
  const source = await openSite(site.filter(({ name }) => required.has(name)));
  t.deepEqual(
    (await source.discover()).map(({ name }) => name),
    readQueries(queries).map(({ dataset }) => dataset),
  );
  await source.close();
  const made = await mapSite(
    'computers',
    site.filter(({ name }) => name === 'v_R_System'),
  );
  t.is(made.rows.read, 40);
});

const needs = readQueries(queries).flatMap((query) => query.needs);
const required = new Set(needs.filter(({ role }) => role === 'required').map(({ names }) => names[0]));

for (const view of required)
  test(`SQLite: without ${view} its datasets are absent, with the reason, and the others are there`, async (t) => {
    const source = await openSite(without(site, view));
    const lost = readQueries(queries).filter((query) =>
      query.needs.some(({ names, role }) => role === 'required' && names[0] === view),
    );
    const found = (await source.discover()).map(({ name }) => name);
    t.deepEqual(
      lost.map(({ dataset }) => [found.includes(dataset), source.absent?.(dataset)?.faults[0].code]),
      lost.map(() => [false, 'sql/missing-object']),
    );
    t.is(found.length, readQueries(queries).length - lost.length);
    await source.close();
  });

test('SQLite: without the programs of 64 bits the dataset says that it lacks rows', async (t) => {
  const source = await openSite(without(site, 'v_GS_ADD_REMOVE_PROGRAMS_64'));
  const dataset = (await source.discover()).find(({ name }) => name === 'installer-evidence');
  t.deepEqual(dataset?.incomplete, ['v_GS_ADD_REMOVE_PROGRAMS_64']);
  await source.close();
});

test('SQLite: a view that a site calls by its other name is read by it', async (t) => {
  const renamed = site.map((table) =>
    table.name === 'v_GS_ADD_REMOVE_PROGRAMS_64' ? { ...table, name: 'v_GS_ADD_REMOVE_PROGRAMS640' } : table,
  );
  const made = await mapSite('installer-evidence', renamed);
  t.is(of(made, 'InstallerEvidence', 18).length, 2);
});

test('all queries on devices have the same condition on them', (t) => {
  const parts = readQueries(queries).flatMap(({ text }) => {
    const [part] = /INNER JOIN \(\n {4}-- The devices of the collection[\s\S]*?\n\) AS d/.exec(text) ?? [];
    return part === undefined ? [] : [part];
  });
  t.is(parts.length, readQueries(queries).length - 1);
  t.is(new Set(parts).size, 1);
});

test('every column that a query reads of a view is stated, and those of the made-up site are enough', async (t) => {
  const source = await openSite(site);
  for (const { name, columns, leftOut = [] } of await source.discover()) {
    if (name === 'scans') continue;
    const used = loadMapping(join(root, `mappings/sccm/${name}.yaml`)).columns;
    const unused = columns.map((column) => column.name).filter((column) => !used.has(column));
    t.deepEqual(unused, [], `${name} gives what its mapping does not declare`);
    t.false(leftOut.includes('v_R_System'));
  }
  await source.close();
});

test('every mapping finds all its columns in its query', (t) => {
  for (const { dataset, text } of readQueries(queries)) {
    // It is for bookmarks, and no mapping reads it.
    if (dataset === 'scans') continue;
    const used = [...loadMapping(join(root, `mappings/sccm/${dataset}.yaml`)).columns.keys()];
    const [, list = ''] = /^SELECT\n([\s\S]*?)^FROM /m.exec(text) ?? [];
    const given = [...list.matchAll(/^ {4}\S.*?(\w+),?$/gm)].map(([, name]) => name).filter((name) => name !== 'CASE');
    t.deepEqual(
      used.filter((name) => !given.includes(name)),
      [],
      dataset,
    );
  }
});

for (const folder of ['sccm', 'oracle', 'ilmt'])
  test(`every column that a query of ${folder} gives is said to be personal or plain`, (t) => {
    for (const { dataset, text, disclosure } of readQueries(join(root, 'adapters', folder, 'queries'))) {
      const used = columnsUsed(folder, dataset);
      t.deepEqual(
        used.filter((name) => disclosure.personal.has(name) === disclosure.plain.has(name)),
        [],
        dataset,
      );
      const said = [...disclosure.personal.keys(), ...disclosure.plain, ...disclosure.related.keys()];
      t.deepEqual(
        said.filter((name) => !new RegExp(`\\b${name}\\b`).test(text.replaceAll(/^--.*$/gm, ''))),
        [],
        dataset,
      );
    }
  });

test('queries that say so are ordered by what they share', (t) => {
  for (const { dataset, text, disclosure } of readQueries(queries))
    if (disclosure.ordered !== undefined)
      t.regex(text, new RegExp(`^ORDER BY \\w+\\.${disclosure.ordered}\\b`, 'm'), dataset);
});

/** The columns that mappings of a dataset read. Some datasets have no mapping. */
function columnsUsed(adapter: string, dataset: string): readonly string[] {
  const folder = join(root, 'mappings', adapter);
  const mappings = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => loadMapping(join(folder, name)));
  return mappings.filter(({ source }) => source.dataset === dataset).flatMap(({ columns }) => [...columns.keys()]);
}
