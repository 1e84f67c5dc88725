import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { parse, stringify } from 'yaml';
import ilmt from '../../../adapters/ilmt/adapter.ts';
import { product, productOptions } from '../../../adapters/ilmt/product.ts';
import { mssqlDriver } from '../../../adapters/mssql/driver.ts';
import type { MssqlSettings } from '../../../adapters/mssql/settings.ts';
import { sqlAdapter } from '../../../adapters/sql/adapter-of.ts';
import { sqlOptions } from '../../../adapters/sql/options.ts';
import { callHere } from '../../support/call.ts';
import { rowsOf } from '../mssql/support.ts';
import { viewsOf } from './database.ts';
import { fromDb2, run, said } from './importing.ts';
import { liveServer, made, naming, removed, tableOf } from './live-server.ts';
import { odd } from './odd-site.ts';
import type { SiteTable } from './site.ts';

/**
 * The adapter as it is, with a real server, where there is one: TRIBUTARY_TEST_MSSQL=mssql://user:password@host:port/database. The
 * tables of the made-up site are made there, and taken away: in a database that is empty, or has the word “test” in its name, and in no other.
 */
const address = process.env.TRIBUTARY_TEST_MSSQL;
const live = address === undefined ? 'TRIBUTARY_TEST_MSSQL names no SQL Server' : await liveServer(address);
if (typeof live === 'string') console.log(`# The queries of ilmt are not tried on a real SQL Server: ${live}`);
const onServer = typeof live === 'string' ? test.skip : test.serial;

const views = viewsOf(naming);
const { queries: _queries, ...rest } = said;
const source = { ...rest, ...(typeof live === 'string' ? {} : live.reached) };
const folder = join(import.meta.dirname, '../../../mappings/ilmt');
const mappings = readdirSync(folder).map((file) => basename(file, '.yaml'));

async function load(tables: readonly SiteTable[] = odd): Promise<void> {
  if (typeof live !== 'string') await live.run(...made(tables));
}

async function change(t: ExecutionContext, ...statements: readonly string[]): Promise<void> {
  if (typeof live === 'string') return;
  t.teardown(() => load());
  await live.run(...statements);
}

test.before(() => load());
test.after.always(async () => {
  if (typeof live !== 'string') await live.run(...removed(odd));
});

async function call(t: ExecutionContext, words: readonly string[], more: object) {
  const here = mkdtempSync(join(tmpdir(), 'tributary-ilmt-'));
  t.teardown(() => rmSync(here, { recursive: true }));
  writeFileSync(join(here, 'emea.yaml'), stringify({ ...source, ...more }));
  const whole = words.map((word) => word.replace('HERE', here));
  return callHere(whole, { ilmt: async () => ({ default: ilmt }) });
}

async function proposed(t: ExecutionContext): Promise<{ readonly views: object }> {
  const { exitCode, printed, said: told } = await call(t, ['probe', 'HERE/emea.yaml'], {});
  t.is(exitCode, 0, told);
  return parse(printed.split('before it does.\n\n')[1] ?? '');
}

for (const mapping of mappings)
  onServer(`live: ${mapping} gives the records that the stand-in gives`, async (t) => {
    const real = await run(t, mapping, ilmt, { ...source, views });
    const standIn = await fromDb2(t, mapping, odd);
    t.deepEqual([real.rows, real.records, real.issues], [standIn.rows, standIn.records, standIn.issues]);
  });

onServer('live: what probe proposes is pasted, and then all is read as one package', async (t) => {
  const views = (await proposed(t)).views;
  t.deepEqual(Object.keys(views).toSorted(), odd.map(({ name }) => name).toSorted());
  const shown: string[] = [];
  for (const words of [
    ['datasets', 'HERE/emea.yaml'],
    ['check', ...mappings.map((name) => join(folder, `${name}.yaml`)), '--source', 'HERE/emea.yaml'],
    ['preview', join(folder, 'processors.yaml'), '--source', 'HERE/emea.yaml'],
    ['run', folder, '--source', 'HERE/emea.yaml', '--spool', 'HERE/spool'],
  ]) {
    const { exitCode, printed, said: told } = await call(t, words, { views });
    t.is(exitCode, 0, `${words[0]}: ${told}${printed}`);
    shown.push(`${printed}${told}`);
  }
  const [datasets, checked, previewed, ran] = shown;
  for (const each of [...mappings, 'computer-groups', 'data-imports']) t.true(datasets.includes(each), each);
  t.regex(checked, /8 mappings checked, no fault/);
  t.regex(previewed, /"pvuPerCore":"120","pvuSource":"default"/);
  t.regex(ran, /RecognizedInstall +8 +0 +0 +0 +everything/);
});

onServer('live: a computer group that is not there is said, with those that are', async (t) => {
  const error = await t.throwsAsync(run(t, 'computers', ilmt, { ...source, views, computerGroup: 77 }));
  t.regex(`${error?.message}`, /found 77\. There are 0 \(All Computers\), 3 \(EMEA\), 4 \(Nobody\)/);
});

onServer('live: a column that was renamed is named, and nothing is published', async (t) => {
  await change(t, ...made(odd.map(withoutDeletionDate)));
  const error = await t.throwsAsync(run(t, 'computers', ilmt, { ...source, views }));
  t.like(error, { faults: [{ code: 'sql/missing-column' }] });
  t.regex(`${error?.message}`, /deletion_date/);
});

function withoutDeletionDate(table: SiteTable): SiteTable {
  return { ...table, columns: table.columns.map((name) => (name === 'deletion_date' ? 'deleted_at' : name)) };
}

onServer('live: a table that is gone is named, and nothing is published', async (t) => {
  await change(t, `DROP TABLE ${tableOf('ilmt_group_computers')}`);
  const error = await t.throwsAsync(run(t, 'computers', ilmt, { ...source, views }));
  t.like(error, { faults: [{ code: 'sql/missing-object' }] });
  t.regex(`${error?.message}`, /group_computer_facts/);
});

for (const [title, end, found] of [
  ['runs', 'NULL', /found one that runs/],
  ['has come to its end', "'2024-03-31T03:00:00'", /to be the last one, found that of 2024-03-31 03:00:00/],
] as const)
  onServer(
    `live: a data import that began while rows were read, and ${title}, lets nothing be published`,
    async (t) => {
      const begun = `INSERT INTO ${tableOf('ilmt_data_imports')} VALUES ('2024-03-31T01:00:00', ${end}, 'OK')`;
      const adapter = duringRead('[software_instance_facts]', () => change(t, begun));
      const error = await t.throwsAsync(run(t, 'software-instances', adapter, { ...said, views }));
      t.like(error, { faults: [{ code: 'sql/unfinished' }] });
      t.regex(`${error?.message}`, found);
    },
  );

onServer('live: where the server ends the session in the middle, all is read again, and once', async (t) => {
  if (typeof live === 'string') return;
  const notes: string[] = [];
  const adapter = duringRead('[software_instance_facts]', (session) => live.run(`KILL ${session}`));
  const real = await run(t, 'software-instances', adapter, { ...said, views }, notes);
  t.regex(notes.join(), /sql\/dropped; all of it is read again/);
  const standIn = await fromDb2(t, 'software-instances', odd);
  t.deepEqual([real.rows, real.records], [standIn.rows, standIn.records]);
});

/** The adapter, with something that happens once, when the first rows of a table have come. */
function duringRead(table: string, happens: (session: unknown) => Promise<void>) {
  let isDue = true;
  return sqlAdapter({
    name: 'ilmt',
    summary: 'The queries over a real server, while something happens.',
    module: import.meta.url,
    options: { ...productOptions, ...sqlOptions },
    driver: {
      ...mssqlDriver,
      async connect(settings: MssqlSettings, options) {
        const connection = await mssqlDriver.connect(settings, options);
        const [[session]] = await rowsOf(connection, 'SELECT CONVERT(int, @@SPID) AS session');
        return {
          ...connection,
          // Where a database keeps one state for a reader, what begins meanwhile is in none of the rows.
          snapshot: async () => 'none',
          async *read(query) {
            for await (const batch of connection.read(query)) {
              if (isDue && query.text.includes(table)) {
                isDue = false;
                await happens(session);
              }
              yield batch;
            }
          },
        };
      },
    },
    settingsOf() {
      if (typeof live === 'string') throw new Error(live);
      return live.settings;
    },
    ...product,
  });
}
