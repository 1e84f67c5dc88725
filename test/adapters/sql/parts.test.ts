import { DatabaseSync } from 'node:sqlite';
import test from 'ava';
import { sqlFault } from '../../../adapters/sql/faults.ts';
import type { Source } from '../../../core/adapter/contract.ts';
import { openPackage } from '../../../core/index.ts';
import { parseOptions } from '../../../core/options/parse.ts';
import { makeSite, mappingText, query } from './site.ts';
import { sqliteAdapter } from './sqlite-adapter.ts';
import type { Watch } from './sqlite-driver.ts';

/** Datasets whose key never changes, in ranges of it: each can be read alone, and together they are the whole. */

const rows = 120_000;
const first = 16_777_217;
const tables = `
CREATE TABLE v_R_System (ResourceID INTEGER PRIMARY KEY, Name0 TEXT, Serial0 TEXT, Scan TEXT, Site TEXT);
CREATE TABLE v_GS_COMPUTER (ResourceID INTEGER PRIMARY KEY, Model0 TEXT);
WITH RECURSIVE g(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM g WHERE n < ${rows - 1})
INSERT INTO v_R_System SELECT ${first} + n * (1 + n % 3), 'pc-' || n, n, NULL, 'EMEA' FROM g WHERE true ON CONFLICT DO NOTHING;
`;
const immutable = query.replace('-- key: ResourceID', '-- key: ResourceID, immutable');

function site(t: Parameters<typeof makeSite>[0], connections: number, sql = immutable, watch: Watch = {}) {
  const made = makeSite(t, {
    sql: tables,
    adapter: sqliteAdapter(watch),
    'queries/computers.sql': sql,
    'emea.yaml': `source: emea\nadapter: sqlite\ndatabase: site.db\nqueries: queries\nsite: EMEA\nretrySeconds: 0\nmaxConnections: ${connections}\n`,
    'computers.yaml': mappingText,
  });
  const open = async (): Promise<Source> => {
    const adapter = sqliteAdapter(watch);
    const set = { database: 'site.db', queries: 'queries', site: 'EMEA', maxConnections: connections, retrySeconds: 0 };
    const options = parseOptions(adapter.options, set, { directory: made.at('.') });
    return adapter.open(options, { signal: new AbortController().signal });
  };
  const run = async (workers: number) => {
    const words = ['--spool', made.at(`spool-${workers}`), '--workers', String(workers), '--json'];
    const ended = await made.call('run', made.at('computers.yaml'), '--source', made.at('emea.yaml'), ...words);
    const result = JSON.parse(ended.printed);
    const opened = await openPackage(result.package.path);
    t.teardown(opened.close);
    const members = opened.members.map(({ name, resource }) => [name, resource.hash]);
    return { result, members, consistency: opened.manifest.tributary.consistency };
  };
  return { made, open, run };
}

async function partsOf(source: Source) {
  return Array.fromAsync(source.parts('computers'));
}

async function keysOf(source: Source, part: Parameters<Source['read']>[0]): Promise<readonly number[]> {
  const keys: number[] = [];
  for await (const batch of source.read(part)) keys.push(...Array.from(batch.positions));
  return keys;
}

test('parts come from the rows alone, and each is read alone, in any order', async (t) => {
  const { made, open } = site(t, 2);
  const database = new DatabaseSync(made.at('site.db'), { readOnly: true });
  const all = database.prepare('SELECT ResourceID FROM v_R_System ORDER BY 1').all();
  database.close();
  const source = await open();
  t.teardown(source.close);
  const parts = await partsOf(source);
  t.is(parts.length, Math.floor(all.length / 50_000) + 1);
  t.deepEqual(JSON.parse(JSON.stringify(parts)), parts);
  t.deepEqual(await partsOf(source), parts);
  const keys = new Map<number, readonly number[]>();
  for (const part of parts.toReversed()) keys.set(part.number, await keysOf(source, part));
  t.deepEqual(
    parts.flatMap(({ number }) => keys.get(number) ?? []),
    all.map(({ ResourceID }) => Number(ResourceID)),
  );
});

for (const [title, connections, sql] of [
  ['with one connection', 1, immutable],
  ['whose key may change', 4, query],
  ['without a key', 4, query.replace('-- key: ResourceID\n', '')],
] as const)
  test(`a dataset ${title} is one part`, async (t) => {
    const source = await site(t, connections, sql).open();
    t.teardown(source.close);
    t.is((await partsOf(source)).length, 1);
  });

test('one thread or three, two connections or four: the same package, which does not claim one state', async (t) => {
  const made = await Promise.all([1, 2, 4].map((connections) => site(t, connections)));
  const [alone, two, four] = [await made[0].run(3), await made[1].run(2), await made[2].run(3)];
  const inTurn = await made[1].run(1);
  t.is(alone.consistency, 'snapshot');
  t.is(two.consistency, 'statement');
  t.deepEqual(
    [four, inTurn].map(({ result }) => result.package.contentDigest),
    [two.result.package.contentDigest, two.result.package.contentDigest],
  );
  t.deepEqual(four.members, two.members);
  t.is(alone.result.ledger.mapped, two.result.ledger.mapped);
});

test('a part that breaks goes on by itself, and the others are not read again', async (t) => {
  let left = 1;
  const reads: string[] = [];
  const watch: Watch = {
    onStatement: (kind, text) =>
      void (kind === 'read' && text.includes('Name0') && !text.includes('border') && reads.push(text)),
    onRow: ([key]) => {
      if (Number(key) !== first + 60_000 || left-- < 1) return;
      throw sqlFault('sql/killed', 'It broke.');
    },
  };
  const source = await site(t, 2, immutable, watch).open();
  t.teardown(source.close);
  let read = 0;
  const parts = await partsOf(source);
  for (const part of parts) read += (await keysOf(source, part)).length;
  t.is(reads.length, parts.length + 1);
  t.is(source.retries, 1);
  t.true(read > 80_000);
});
