import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { parse, stringify } from 'yaml';
import { callHere } from '../../support/call.ts';
import { type Naming, siteDatabase, viewsOf } from './database.ts';
import { db2With } from './db2.ts';
import { fromDb2, run, said } from './importing.ts';
import { type SiteTable, site } from './site.ts';

/** What `probe` proposes where nobody has published the names of tables: lines to check and to paste, and nothing that is read by itself. */

/** Names as somebody else would choose them. */
const others: Naming = {
  schema: 'ADM',
  table: (name) => `${name.replace('ilmt_', '').replace(/s$/, '')}_facts`.toUpperCase(),
  column: (name) => name.toUpperCase().replace('DNS_NAME', 'HOST_DNS_NAME'),
};

function adapterOf(t: ExecutionContext, tables: readonly SiteTable[], onRead = (_text: string) => {}) {
  const database = siteDatabase(others, tables);
  t.teardown(() => database.close());
  return db2With(() => database, others, 'TEMADB', { tables, onRead });
}

async function probe(t: ExecutionContext, source: object, tables = site) {
  return call(t, source, ['probe'], tables);
}

async function call(t: ExecutionContext, source: object, words: readonly string[], tables = site) {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-ilmt-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'emea.yaml'), stringify(source));
  const read: string[] = [];
  const adapter = adapterOf(t, tables, (text) => read.push(text));
  const called = await callHere([...words, join(folder, 'emea.yaml')], { ilmt: async () => ({ default: adapter }) });
  t.is(called.exitCode, 0, called.said);
  t.deepEqual(read, []);
  return called.printed;
}

test('without a line of the source file there is no dataset, and all that could be said is proposed', async (t) => {
  const shown = await probe(t, said);
  t.regex(shown, /0 datasets/);
  const [, block = ''] = shown.split('before it does.\n\n');
  const { views } = parse(block);
  t.deepEqual(Object.keys(views).sort(), site.map(({ name }) => name).sort());
  t.is(views.ilmt_servers, 'ADM.SERVER_FACTS');
  t.deepEqual(views.ilmt_computers, { name: 'ADM.COMPUTER_FACTS', columns: { dns_name: 'HOST_DNS_NAME' } });
  t.regex(block, /# ADM.LICENSE_USAGE_PER_SERVER_FACTS has 6 of 7 columns; not found: computer_group_id\./);
});

for (const mapping of ['computers', 'software-instances', 'license-usage-per-server'])
  test(`${mapping}: what was proposed gives the same records, once a person has pasted it`, async (t) => {
    const [, block = ''] = (await probe(t, said)).split('before it does.\n\n');
    const made = await run(t, mapping, adapterOf(t, site), { ...said, ...parse(block) });
    const { records } = await fromDb2(t, mapping);
    t.deepEqual(made.records, records);
  });

test('once all is said, nothing is proposed', async (t) => {
  const shown = await probe(t, { ...said, views: viewsOf(others) });
  t.regex(shown, /10 datasets/);
  t.false(shown.includes('views:'), shown);
});

test('what is said stays in the proposal, and what nothing looks like is named with its columns', async (t) => {
  const tables = site.filter(({ name }) => name !== 'ilmt_data_imports');
  const { ilmt_computers } = viewsOf(others);
  const shown = await probe(t, { ...said, views: { ilmt_computers } }, tables);
  const [, block = ''] = shown.split('before it does.\n\n');
  t.deepEqual(parse(block).views.ilmt_computers, ilmt_computers);
  t.regex(block, /# ilmt_data_imports: nothing looks like it\. It would have start_time, end_time, status\./);
});

test('a table of another product with some of the columns is no proposal', async (t) => {
  const tables: readonly SiteTable[] = [{ name: 'ilmt_invoices', columns: ['id', 'name', 'status'], rows: [] }];
  const shown = await probe(t, said, tables);
  t.false(shown.includes('INVOICE'), shown);
});

test('a record of the catalog has the tables that the source file names, and lacks none', async (t) => {
  const shown = await call(t, { ...said, views: viewsOf(others) }, ['datasets', '--catalog']);
  for (const { name } of site) t.true(shown.includes(others.table(name)), shown);
  t.false(shown.includes('ilmt_computers'), shown);
});
