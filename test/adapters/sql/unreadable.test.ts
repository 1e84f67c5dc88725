import test from 'ava';
import { sqlFault } from '../../../adapters/sql/faults.ts';
import { openPackage } from '../../../core/index.ts';
import { makeSite, query } from './site.ts';
import { sqliteAdapter } from './sqlite-adapter.ts';

/** Rows that the server can not give: with a key that never changes they are found and rejected alone. */

const first = 16_777_217;
const tables = `
CREATE TABLE v_R_System (ResourceID INTEGER, Name0 TEXT, Serial0 TEXT, Scan TEXT, Site TEXT);
CREATE TABLE v_GS_COMPUTER (ResourceID INTEGER, Model0 TEXT);
WITH RECURSIVE g(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM g WHERE n < 2499)
INSERT INTO v_R_System SELECT ${first} + n * 3, 'pc-' || n, n, NULL, 'EMEA' FROM g;
`;
const immutable = query.replace('-- key: ResourceID', '-- key: ResourceID, immutable');

async function run(t: Parameters<typeof makeSite>[0], bad: (row: number) => boolean, sql = immutable) {
  // What is asked for keys alone does not touch the other columns.
  const onRow = (values: readonly unknown[]) => {
    if (values.length > 2 && bad((Number(values[0]) - first) / 3)) throw sqlFault('sql/bad-value', 'No text: 0xff.');
  };
  const site = makeSite(t, { sql: tables, adapter: sqliteAdapter({ onRow }), 'queries/computers.sql': sql });
  const spool = ['--spool', site.at('spool')];
  const ended = await site.call('run', site.at('computers.yaml'), '--source', site.at('emea.yaml'), ...spool, '--json');
  const queue = JSON.parse((await site.call('queue', 'list', ...spool, '--json')).printed);
  return { ...ended, packages: queue.packages };
}

for (const bad of [[0], [1700], [2499], [3, 4, 1999]])
  test(`of 2,500 rows the bad ones are rejected with their keys, the others come: ${bad.join(', ')}`, async (t) => {
    const { printed, said } = await run(t, (row) => bad.includes(row));
    const result = JSON.parse(printed);
    t.is(result.ledger.read, 2500);
    t.is(result.ledger.mapped, 2500 - bad.length);
    t.is(result.ledger.rejected, bad.length);
    t.regex(said, /ResourceID=\d+ can not be read: No text: 0xff/);
    const opened = await openPackage(result.package.path);
    t.teardown(opened.close);
    const { entities } = opened.manifest.tributary;
    t.is(entities.find(({ entity }) => entity === 'Computer')?.completeness, 'everything');
    const present = await Array.fromAsync(opened.present());
    t.deepEqual(
      present,
      bad.map((row) => ({ entity: 'Computer', key: { key: String(first + row * 3) } })),
    );
    const [{ origin, code }] = await Array.fromAsync(opened.issues());
    t.deepEqual([origin, code], [`emea/computers ResourceID=${first + bad[0] * 3}`, 'row/unreadable']);
  });

test('a dataset with more of them than a few fails, and nothing is published', async (t) => {
  const { exitCode, said, packages } = await run(t, (row) => row > 1000);
  t.is(exitCode, 3);
  t.regex(said, /sql\/bad-value/);
  t.deepEqual(packages, []);
});

test('without such a key the dataset fails, and says behind which row', async (t) => {
  const unkeyed = query.replace('-- key: ResourceID\n', '');
  const { exitCode, said, packages } = await run(t, (row) => row === 1700, unkeyed);
  t.is(exitCode, 3);
  t.regex(said, /sql\/bad-value[\s\S]*behind row 1000 of the query/);
  t.deepEqual(packages, []);
});
