import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import test, { type ExecutionContext } from 'ava';
import { sqlAdapter } from '../../../adapters/sql/adapter-of.ts';
import { sqlOptions } from '../../../adapters/sql/options.ts';
import { loadMapping } from '../../../core/mapping/load.ts';
import { option } from '../../../core/options/option.ts';
import { parseOptions } from '../../../core/options/parse.ts';
import { openPackage } from '../../../core/package/open.ts';
import type { Wish } from '../../../core/run/reading.ts';
import { importDatasets } from '../../../core/run/run-import.ts';
import { openSpool } from '../../../core/spool/spool.ts';
import { sqliteDriver } from '../sql/sqlite-driver.ts';
import { deviceId, makeSite, type SiteTable, without, writeSite } from './site.ts';

/** Devices are read again when their scans differ, whatever their clocks say, and with all that belongs to them. */

const root = join(import.meta.dirname, '../../..');
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
const small = makeSite({ devices: 40 });
const weekly: Wish = { kind: 'incremental', reconcileDays: 7 };
const { signal } = new AbortController();

interface Ran {
  readonly kind: string;
  readonly because: string;
  readonly completeness: Readonly<Record<string, string>>;
  readonly issues: readonly string[];
  /** By entity, the keys or parents of its records, each once. */
  readonly path: string;
  readonly keys: ReadonlyMap<string, readonly string[]>;
}

interface Site {
  readonly change: (sql: string) => void;
  /** Runs mappings together, at a day from the first. */
  readonly run: (names: readonly string[], day?: number, more?: Readonly<Record<string, unknown>>) => Promise<Ran>;
}

function siteOf(t: ExecutionContext, tables: readonly SiteTable[] = small): Site {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-sccm-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const database = join(folder, 'site.db');
  writeSite(database, tables);
  return {
    change(sql) {
      const books = new DatabaseSync(database);
      books.exec(sql);
      books.close();
    },
    async run(names, day = 0, more = {}) {
      const values = { database, queries: join(root, 'adapters/sccm/queries'), source: 'emea', ...more };
      const source = await adapter.open(parseOptions(options, values, { directory: folder }), { signal });
      const spool = openSpool(join(folder, 'spool'));
      try {
        const datasets = await source.discover();
        const members = names.map((name) => {
          const dataset = datasets.find((each) => each.name === name);
          if (dataset === undefined) throw new Error(`no ${name}`);
          return { mapping: loadMapping(join(root, `mappings/sccm/${name}.yaml`)), dataset };
        });
        const result = await importDatasets({
          input: { adapter, options: values, directory: folder, source, datasets },
          members,
          ...(names.length > 1 ? { name: 'sccm' } : {}),
          spool,
          signal,
          kind: 'run',
          workers: 1,
          compression: 'gzip',
          wish: weekly,
          now: () => new Date(Date.UTC(2026, 0, 1 + day, 2)),
        });
        const { kind, because } = result.reading;
        const { entities } = result.package;
        const completeness = Object.fromEntries(entities.map((each) => [each.entity, each.completeness]));
        const issues = Object.keys(result.issues);
        const { path } = result.package;
        return { kind, because: because.join(' '), completeness, issues, path, keys: await keysIn(path) };
      } finally {
        spool.close();
        await source.close();
      }
    },
  };
}

async function keysIn(path: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const opened = await openPackage(path);
  try {
    const keys = new Map<string, readonly string[]>();
    for (const { entity } of opened.manifest.tributary.entities) {
      const found = new Set<string>();
      for await (const record of opened.records(entity)) found.add(String(record.key ?? record.computer));
      keys.set(entity, [...found].sort());
    }
    return keys;
  } finally {
    await opened.close();
  }
}

const id = (number: number) => String(deviceId(number));
const scanned = (number: number, time: string) =>
  `UPDATE v_GS_WORKSTATION_STATUS SET LastHWScan = '${time}' WHERE ResourceID = ${deviceId(number)};`;

test('only devices whose scans differ are read, and their children are complete', async (t) => {
  const { run, change } = siteOf(t);
  t.like(await run(['processors']), { kind: 'full', completeness: { Processor: 'everything' } });
  change(
    `${scanned(20, '2024-05-01 08:00:00')} UPDATE v_GS_LastSoftwareScan SET LastScanDate = '2024-05-02' WHERE ResourceID = ${id(21)}`,
  );
  const next = await run(['processors'], 1);
  t.like(next, { kind: 'incremental', completeness: { Processor: 'perParent', Computer: 'additions' } });
  t.is(next.because, '2 of 40 devices differ from the last run.');
  t.deepEqual(next.keys.get('Processor'), [id(20), id(21)]);
  t.deepEqual((await run(['processors'], 2)).keys.get('Processor'), []);
});

test('a clock in 2038 keeps nobody out, and one that goes back is a change', async (t) => {
  const { run, change } = siteOf(t);
  change(scanned(20, '2038-01-19 03:14:07'));
  await run(['disks']);
  change(scanned(21, '2024-04-01 08:00:00'));
  t.deepEqual((await run(['disks'], 1)).keys.get('Disk'), [id(21)]);
  change(scanned(20, '2024-04-02 08:00:00') + scanned(22, '1999-01-01 00:00:00'));
  t.deepEqual((await run(['disks'], 2)).keys.get('Disk'), [id(20), id(22)]);
});

test('a device that is new, or counts again, is read; one that has gone is said, and waits for the full run', async (t) => {
  const { run, change } = siteOf(t);
  await run(['computers']);
  change(`UPDATE v_R_System SET Obsolete0 = 1 WHERE ResourceID = ${id(20)}; DELETE FROM v_R_System WHERE ResourceID = ${id(21)};
    INSERT INTO v_R_System (ResourceID, Netbios_Name0, Name0, Client0) VALUES (999, 'PC-NEW', 'PC-NEW', 1)`);
  const next = await run(['computers'], 1);
  t.is(next.because, '2 of 40 devices differ from the last run; 1 are gone, which the next full run says.');
  t.deepEqual(next.keys.get('Computer'), ['999']);
  t.is(next.completeness.Computer, 'additions');
  const full = await run(['computers'], 7);
  t.like(full, { kind: 'full', completeness: { Computer: 'everything' } });
  t.regex(full.because, /one is due after 7 days/);
  t.false(full.keys.get('Computer')?.includes(id(21)));
});

test('what is due is counted from the last full run, by the clock that is given', async (t) => {
  const { run } = siteOf(t);
  const kinds: string[] = [];
  for (const day of [0, 1, 6, 7, 8, 13, 14, 3]) kinds.push((await run(['disks'], day)).kind);
  t.deepEqual(kinds, ['full', 'incremental', 'incremental', 'full', 'incremental', 'incremental', 'full', 'full']);
});

test('another collection is another question: everything is read', async (t) => {
  const { run } = siteOf(t);
  await run(['computers']);
  const other = await run(['computers'], 1, { collection: 'P0100042' });
  t.is(other.kind, 'full');
  t.regex(other.because, /is read in another way/);
});

test('without the view of scans there is no telling: everything is read, and no bookmark is kept', async (t) => {
  const { run } = siteOf(t, without(small, 'v_GS_WORKSTATION_STATUS'));
  await run(['disks']);
  const next = await run(['disks'], 1);
  t.is(next.kind, 'full');
  t.regex(next.because, /has no bookmark yet/);
});

test('more devices than a list is good for are read as everything', async (t) => {
  const { run, change } = siteOf(t, makeSite({ devices: 1500 }));
  await run(['disks']);
  change(`UPDATE v_GS_WORKSTATION_STATUS SET LastHWScan = '2024-06-01 00:00:00' WHERE ResourceID < ${deviceId(900)}`);
  const some = await run(['disks'], 1);
  t.is(some.kind, 'incremental');
  t.true((some.keys.get('Disk')?.length ?? 0) > 800);
  change(`UPDATE v_GS_WORKSTATION_STATUS SET LastHWScan = '2024-06-02 00:00:00' WHERE ResourceID < ${deviceId(1200)}`);
  const most = await run(['disks'], 2);
  t.like(most, { kind: 'full', completeness: { Disk: 'everything' } });
  t.regex(most.because, /of 1500 devices differ/);
  t.is((await run(['disks'], 8)).kind, 'incremental');
});

test('mappings that run together read the same devices', async (t) => {
  const { run, change } = siteOf(t);
  await run(['computers', 'processors', 'disks']);
  change(scanned(20, '2024-05-01 08:00:00'));
  const next = await run(['computers', 'processors', 'disks'], 1);
  t.is(next.kind, 'incremental');
  for (const entity of ['Computer', 'Processor', 'Disk']) t.deepEqual(next.keys.get(entity), [id(20)], entity);
  t.like(next.completeness, { Computer: 'additions', Processor: 'perParent', Disk: 'perParent' });
});

test('together with what is always read whole, nothing is lost and nothing dangles', async (t) => {
  const { run, change } = siteOf(t);
  await run(['computers', 'disks', 'metering']);
  change(scanned(20, '2024-05-01 08:00:00'));
  const next = await run(['computers', 'disks', 'metering'], 1);
  t.is(next.kind, 'incremental');
  t.deepEqual(next.keys.get('Disk'), [id(20)]);
  // Metering names devices whose disks were not read: only those that are written have all of theirs.
  t.like(next.completeness, { Computer: 'additions', Disk: 'perParent', Usage: 'additions' });
  const opened = await openPackage(next.path);
  t.teardown(() => opened.close());
  const { entities } = opened.manifest.tributary;
  t.is(entities.find(({ entity }) => entity === 'Disk')?.parents, 'written');
  const modes: Record<string, string> = {};
  for await (const { key, mode } of opened.records('Computer')) modes[String(key)] = String(mode ?? 'upsert');
  t.true(Object.keys(modes).length > 1);
  t.deepEqual(
    Object.keys(modes).filter((key) => modes[key] === 'upsert'),
    [id(20)],
  );
});

test('all shipped mappings together: a device that was scanned again is read with all that belongs to it', async (t) => {
  const { run, change } = siteOf(t);
  const all = readdirSync(join(root, 'mappings/sccm')).map((name) => name.replace(/\.yaml$/, ''));
  const first = await run(all);
  t.is(first.kind, 'full');
  change(scanned(20, '2024-05-01 08:00:00'));
  const next = await run(all, 1);
  t.is(next.kind, 'incremental');
  for (const entity of [
    'Processor',
    'Disk',
    'NetworkAdapter',
    'InstallerEvidence',
    'FileEvidence',
    'RecognizedInstall',
  ])
    t.deepEqual(next.keys.get(entity), [id(20)], entity);
  t.deepEqual(next.keys.get('User'), first.keys.get('User'));
  t.is(next.completeness.Computer, 'additions');
  // Nothing dangles because only a few computers were read.
  t.deepEqual(
    next.issues.filter((code) => !first.issues.includes(code)),
    [],
  );
});
