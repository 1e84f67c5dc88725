import { DatabaseSync } from 'node:sqlite';
import test, { type ExecutionContext } from 'ava';
import { openPackage } from '../../../core/package/open.ts';
import { openSpool } from '../../../core/spool/spool.ts';
import type { CalledHere } from '../../support/call.ts';
import { makeSite, type Site } from './site.ts';
import { sqliteAdapter } from './sqlite-adapter.ts';

/** Incremental runs over a real database: what has changed since the last accepted package, and nothing lost between two. */

const mapping = `
mapping: site/usage
source: { adapter: sqlite, dataset: usage }
completeness: { Computer: everything }
limits: { rejects: 30% }
columns: { Id: {}, Name: {} }
records:
  - entity: Computer
    key: Id
    fields: { name: { value: Name, required: true } }
`;
const query = `-- What came in.
-- key: Id
-- bookmark: key Id
SELECT u.Id, u.Name FROM Usage u ORDER BY u.Id
`;
const tables = `
CREATE TABLE Usage (Id INTEGER, Name TEXT);
INSERT INTO Usage VALUES (1, 'a'), (2, 'b');
`;
const source =
  'source: emea\nadapter: sqlite\ndatabase: site.db\nqueries: queries\nincremental: { reconcileDays: 7 }\n';

interface Ran {
  readonly status: string;
  readonly read: number;
  readonly kind: string;
  readonly because: readonly string[];
  readonly completeness: Readonly<Record<string, string>>;
  readonly id: string;
}

interface Changing extends Site {
  readonly change: (sql: string) => void;
  readonly run: (...words: readonly string[]) => Promise<Ran>;
  readonly bookmark: (...words: readonly string[]) => Promise<CalledHere>;
}

function changing(t: ExecutionContext, files: Readonly<Record<string, unknown>> = {}): Changing {
  const site = makeSite(t, {
    sql: tables,
    'usage.yaml': mapping,
    'queries/usage.sql': query,
    'emea.yaml': source,
    ...files,
  });
  const { at, call } = site;
  return {
    ...site,
    change(sql) {
      const database = new DatabaseSync(at('site.db'));
      database.exec(sql);
      database.close();
    },
    async run(...words) {
      const common = ['--source', at('emea.yaml'), '--spool', at('spool'), '--json'];
      const { printed, said } = await call('run', at('usage.yaml'), ...common, ...words);
      if (!printed.startsWith('{') || !printed.includes('"reading"')) throw new Error(printed + said);
      const { status, ledger, reading, completeness, package: sealed } = JSON.parse(printed);
      return { status, read: ledger.read, ...reading, completeness, id: sealed.id };
    },
    bookmark: (...words) => call('bookmark', ...words, '--spool', at('spool')),
  };
}

test('a first run reads everything, the next ones what came since', async (t) => {
  const { run, change } = changing(t);
  t.like(await run(), { kind: 'full', read: 2, because: ['Everything was read: usage has no bookmark yet.'] });
  t.like(await run(), { kind: 'incremental', read: 0, completeness: { Computer: 'additions' } });
  change(`INSERT INTO Usage VALUES (3, 'c'), (4, 'd')`);
  t.like(await run(), { kind: 'incremental', read: 2, because: ['usage: Id since 2.'] });
  t.like(await run('--full'), { kind: 'full', read: 4, completeness: { Computer: 'everything' } });
  t.like(await run(), { kind: 'incremental', read: 0 });
});

test('without a word about it a run reads everything and keeps no bookmark', async (t) => {
  const { run, bookmark } = changing(t, { 'emea.yaml': source.replace(/incremental.*\n/, '') });
  t.like(await run(), { kind: 'full', because: [] });
  t.like(await bookmark('list'), { printed: '', said: 'There is no bookmark: no incremental run was accepted yet.\n' });
  t.like(await run('--incremental'), { kind: 'full' });
  t.like(await run('--incremental'), { kind: 'incremental' });
});

test('a held package moves its bookmark when it is released; one that is dropped never does', async (t) => {
  const { run, change, call, at } = changing(t);
  await run();
  change('INSERT INTO Usage VALUES (3, NULL)');
  const held = await run();
  t.like(held, { status: 'held', read: 1 });
  const again = await run();
  t.like(again, { status: 'held', read: 1, because: ['usage: Id since 2.'] });
  await call('queue', 'drop', again.id, '--spool', at('spool'));
  t.like(await run(), { read: 1 });
  await call('queue', 'release', held.id, '--spool', at('spool'));
  t.like(await run(), { kind: 'incremental', read: 0, because: ['usage: Id since 3.'] });
});

test('a mapping, a query or a source that has changed is read whole', async (t) => {
  const { run, at, change } = changing(t);
  const { writeFileSync } = await import('node:fs');
  await run();
  writeFileSync(at('usage.yaml'), mapping.replace('value: Name', 'value: Name | upper'));
  t.like(await run(), { kind: 'full', because: ['Everything was read: the mapping of usage has changed.'] });
  t.like(await run(), { kind: 'incremental' });
  writeFileSync(at('queries/usage.sql'), query.replace('ORDER BY', 'WHERE u.Id > 0 ORDER BY'));
  t.regex((await run()).because.join(), /is read in another way/);
  change('PRAGMA application_id = 77');
  const other = await run();
  t.like(other, { kind: 'full', status: 'held', because: ['Everything was read: the source is another one.'] });
});

test('a key that went back is a table that was emptied: it is read whole', async (t) => {
  const { run, change } = changing(t);
  await run();
  change(`DELETE FROM Usage; INSERT INTO Usage VALUES (1, 'z')`);
  const { kind, because } = await run();
  t.is(kind, 'full');
  t.regex(because.join(), /Id went back from 2 to 1/);
});

test('a range is read without moving the bookmark', async (t) => {
  const { run, change, call, at } = changing(t);
  await run();
  change(`INSERT INTO Usage VALUES (3, 'c'), (4, 'd')`);
  const range = await run('--from', '2', '--to', '3');
  t.like(range, { kind: 'range', read: 2, completeness: { Computer: 'additions' } });
  t.like(await run(), { kind: 'incremental', read: 2 });
  const words = ['run', at('usage.yaml'), '--source', at('emea.yaml'), '--spool', at('spool')];
  t.true((await call(...words, '--from', "1' OR 1=1", '--to', '3')).said.includes('bookmark/wrong-value'));
  t.regex((await call(...words, '--from', '1')).said, /cli\/usage/);
  t.regex((await call(...words, '--full', '--incremental')).said, /cli\/usage/);
});

test('a range needs a column: a dataset without a bookmark has none', async (t) => {
  const { call, at } = changing(t, { 'queries/usage.sql': query.replace(/-- bookmark.*\n/, '') });
  const words = ['run', at('usage.yaml'), '--source', at('emea.yaml'), '--spool', at('spool')];
  t.like(await call(...words, '--from', '1', '--to', '2'), { exitCode: 2 });
  t.true((await call(...words, '--from', '1', '--to', '2')).said.includes('bookmark/none'));
  t.regex((await call(...words)).printed, /no dataset of it declares a bookmark/);
});

test('bookmarks are listed, shown, set and cleared', async (t) => {
  const { run, bookmark, change } = changing(t);
  await run();
  t.regex((await bookmark('list')).printed, /^site\/usage {2}emea {2}usage {2}\S+Z {2}key: 2\n$/);
  t.regex((await bookmark('show', 'site/usage')).printed, /value +2\n[\s\S]*key of Id[\s\S]*by site-usage-000001/);
  change(`INSERT INTO Usage VALUES (3, 'c')`);
  t.regex((await bookmark('set', 'site/usage', 'yesterday')).said, /bookmark\/wrong-value[\s\S]*a whole number/);
  t.regex((await bookmark('set', 'site/usage', '1')).printed, /goes on at 1/);
  t.like(await run(), { kind: 'incremental', read: 2 });
  t.regex((await bookmark('clear', 'site/usage')).printed, /The next run reads everything/);
  t.like(JSON.parse((await bookmark('show', 'site/usage', '--json')).printed), { cleared: true, by: null });
  t.like(await run(), { kind: 'full', because: ['Everything was read: the bookmark of usage was cleared.'] });
  t.regex((await bookmark('show', 'site/usag')).said, /bookmark\/unknown[\s\S]*Did you mean "site\/usage"/);
});

test('changes of rows are read up to the oldest open transaction, each once', async (t) => {
  const number = (n: number) => `0x${n.toString(16).toUpperCase().padStart(16, '0')}`;
  const { run, change } = changing(t, {
    sql: `CREATE TABLE Counter (Next TEXT); INSERT INTO Counter VALUES ('${number(12)}');
      CREATE TABLE Usage (Id INTEGER, Name TEXT, Version TEXT);
      INSERT INTO Usage VALUES (1, 'a', '${number(10)}'), (2, 'b', '${number(11)}');`,
    'usage.yaml': mapping.replace('Name: {}', 'Name: {}, Version: {}'),
    'queries/usage.sql': '-- Rows.\n-- bookmark: rowversion Version\nSELECT Id, Name, Version FROM Usage ORDER BY Id',
  });
  t.like(await run(), { kind: 'full', read: 2 });
  // 12 is of a transaction that is still open, 13 of one that is done: neither is read before the first ends.
  change(`UPDATE Usage SET Version = '${number(13)}' WHERE Id = 1`);
  t.like(await run(), { kind: 'incremental', read: 0 });
  change(`INSERT INTO Usage VALUES (3, 'c', '${number(12)}'); UPDATE Counter SET Next = '${number(14)}'`);
  t.like(await run(), { kind: 'incremental', read: 2 });
  t.like(await run(), { kind: 'incremental', read: 0 });
  change(`UPDATE Counter SET Next = '${number(5)}'`);
  t.regex((await run()).because.join(), /went back/);
});

test('a server that does not say how far it is is read whole', async (t) => {
  const marks = { rowversion: { now: 'SELECT Next FROM Nowhere', value: (parameter: string) => parameter } };
  const { run } = changing(t, {
    adapter: sqliteAdapter({ dialect: { marks } }),
    'queries/usage.sql': query.replace('key Id\nSELECT', 'rowversion Id\nSELECT'),
  });
  await run();
  const { kind, because } = await run('--full');
  t.is(kind, 'full');
  t.is(because.join(), 'Everything was read: that was asked for.');
});

test('what a server does not count is no bookmark there', async (t) => {
  for (const [line, message] of [
    ['scn Id', /this server has no scn/],
    ['key Ident', /expected a column of the query, found Ident/],
    ['time Name', /expected one of rowversion, scn, key, scans/],
  ] as const) {
    const { call, at } = changing(t, { 'queries/usage.sql': query.replace('key Id\nSELECT', `${line}\nSELECT`) });
    const { exitCode, said } = await call('datasets', at('emea.yaml'));
    t.is(exitCode, 2);
    t.regex(said, message);
  }
});

test('what changes while a run is under way is read by it or by the next one', async (t) => {
  const number = (n: number) => `0x${n.toString(16).toUpperCase().padStart(16, '0')}`;
  const moments: Record<string, (text: string) => boolean> = {
    'before the end of the read is asked for': (text) => text.includes('Counter'),
    'after the end of the read was asked for': (text) => text === 'end',
    'before the first row': (text) => text.includes('Usage') && !text.includes('Counter'),
    'in the middle of the rows': (text) => text === 'row',
  };
  for (const [moment, isNow] of Object.entries(moments)) {
    let change: (() => void) | undefined;
    const see = (text: string) => {
      if (!isNow(text)) return;
      change?.();
      change = undefined;
    };
    const adapter = sqliteAdapter({
      onStatement: (kind, text) => kind === 'read' && see(text),
      onRow: (values) => see(values.length > 1 ? 'row' : 'end'),
    });
    const site = changing(t, {
      adapter,
      sql: `PRAGMA journal_mode = WAL; CREATE TABLE Counter (Next TEXT); INSERT INTO Counter VALUES ('${number(3)}');
        CREATE TABLE Usage (Id INTEGER, Name TEXT, Version TEXT);
        INSERT INTO Usage VALUES (1, 'a', '${number(1)}'), (2, 'b', '${number(2)}');`,
      'usage.yaml': mapping.replace('Name: {}', 'Name: {}, Version: {}'),
      'queries/usage.sql': '-- Rows.\n-- bookmark: rowversion Version\nSELECT Id, Name, Version FROM Usage ORDER BY Id',
    });
    let next = 3;
    const write = () =>
      site.change(`INSERT INTO Usage VALUES (${next}, 'new', '${number(next)}');
        UPDATE Usage SET Name = 'changed', Version = '${number(next + 1)}' WHERE Id = 1;
        UPDATE Counter SET Next = '${number(next + 2)}'`);
    const seen = new Set<string>();
    for (let round = 0; round < 4; round++) {
      change = write;
      const keys = await keysOf(site.at, await site.run());
      for (const key of keys) seen.add(key);
      t.true(change === undefined, moment);
      next += 2;
    }
    for (const key of await keysOf(site.at, await site.run())) seen.add(key);
    t.deepEqual([...seen].sort(), ['1', '2', '3', '5', '7', '9'], moment);
  }
});

/** The keys of the records of a package. */
async function keysOf(at: Site['at'], { id }: Ran): Promise<readonly string[]> {
  const spool = openSpool(at('spool'));
  try {
    const opened = await openPackage(spool.show(id).path);
    const keys: string[] = [];
    for await (const { key } of opened.records('Computer')) keys.push(String(key));
    await opened.close();
    return keys;
  } finally {
    spool.close();
  }
}
