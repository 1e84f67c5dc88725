import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import test from 'ava';
import { described, lacking, rowsOf, withConnection } from './support.ts';

const reason = lacking('SQLite3');
if (reason !== undefined) console.log(`# SQLite by ODBC is not tested: ${reason}`);
const promise = reason === undefined ? test.serial : test.skip;
const path = join(mkdtempSync(join(tmpdir(), 'tributary-odbc-')), 'inventory.db');
const settings = { connection: `Driver=SQLite3;Database=${path}` };

test.before(() => {
  const database = new DatabaseSync(path);
  database.exec(`
    CREATE TABLE kinds (id INTEGER PRIMARY KEY, big BIGINT, exact DECIMAL(30,4), short VARCHAR(20), note TEXT, flag BOOLEAN, data BLOB, day DATE,
      seen TIMESTAMP, ratio DOUBLE, untyped, blank INT);
    INSERT INTO kinds VALUES (1, 9007199254740993, '12345678901234567.89', printf('%.*c', 5000, 'x'), printf('%.*c', 70000, 'y'), 1, x'00ff', '2024-02-29',
      '2024-03-31 22:15:00.5', 0.1, 'any', NULL);
    CREATE TABLE host (region INT, name TEXT, PRIMARY KEY (region, name));
    CREATE VIEW far AS SELECT * FROM host WHERE region > 100;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
      INSERT INTO host SELECT i / 100, 'host ' || (i % 100) FROM n;
  `);
  database.close();
});

promise('every type comes exactly, and texts that are longer than they should be', async (t) => {
  await withConnection(settings, async (connection) => {
    const columns = await described(connection, 'SELECT * FROM kinds');
    t.deepEqual(
      columns.map(([name, type, , cell]) => [name, type, cell]),
      [
        ['id', 'integer', 1],
        ['big', 'integer', 9007199254740993n],
        ['exact', 'text', '12345678901234568'],
        ['short', 'text', 'x'.repeat(5000)],
        ['note', 'text', 'y'.repeat(70000)],
        ['flag', 'boolean', true],
        ['data', 'bytes', new Uint8Array([0, 255])],
        ['day', 'date', '2024-02-29'],
        ['seen', 'text', '2024-03-31 22:15:00.5'],
        ['ratio', 'decimal', '0.1'],
        ['untyped', 'text', 'any'],
        ['blank', 'integer', null],
      ],
    );
  });
});

promise('expressions are text, whole', async (t) => {
  await withConnection(settings, async (connection) => {
    const columns = await described(
      connection,
      'SELECT note || note AS twice, 1 + 1 AS two, count(*) AS rows_ FROM kinds',
    );
    t.deepEqual(
      columns.map(([name, type, , cell]) => [name, type, cell]),
      [
        ['twice', 'text', 'y'.repeat(140000)],
        ['two', 'text', '2'],
        ['rows_', 'text', '1'],
      ],
    );
  });
});

const ways = [
  { title: 'a table in pages of its primary key', text: 'SELECT * FROM host' },
  { title: 'a query by offsets', text: "SELECT * FROM host WHERE name <> ''" },
  {
    title: 'a query with WITH, in the order of its key',
    text: 'WITH h AS (SELECT * FROM host) SELECT * FROM h',
    key: ['name', 'region'],
  },
];
for (const { title, ...query } of ways)
  for (const isSnapshot of [false, true])
    promise(`${title}: 20,000 rows, each once${isSnapshot ? ', in a snapshot' : ''}`, async (t) => {
      await withConnection(settings, async (connection) => {
        if (isSnapshot) t.is(await connection.snapshot(), 'snapshot');
        const rows = await rowsOf(connection, query);
        t.is(rows.length, 20_000);
        t.is(new Set(rows.map(([region, name]) => `${region} ${name}`)).size, 20_000);
      });
    });

promise('tables and views are in the catalog', async (t) => {
  await withConnection(settings, async (connection) => {
    const catalog = await connection.catalog();
    t.deepEqual(catalog.map(({ kind, name, columns }) => [kind, name, columns.length]).sort(), [
      ['table', 'host', 2],
      ['table', 'kinds', 12],
      ['view', 'far', 2],
    ]);
  });
});

promise('a session writes nothing', async (t) => {
  await withConnection(settings, async (connection) => {
    await t.throwsAsync(connection.describe({ text: 'DELETE FROM host' }));
    t.is((await rowsOf(connection, { text: 'SELECT * FROM host' })).length, 20_000);
  });
});

const refused = [
  ['SELECT * FROM nope', 'sql/missing-object', 'nope'],
  ['SELECT nope FROM host', 'sql/missing-column', 'nope'],
  ['SELECT * FROM', 'sql/failed', undefined],
] as const;
for (const [text, code, name] of refused)
  promise(`${text} is ${code}, and the connection goes on`, async (t) => {
    await withConnection(settings, async (connection) => {
      const error: unknown = await t.throwsAsync(connection.describe({ text }));
      t.like(error, { faults: [{ code }] });
      if (name !== undefined) t.like(error, { faults: [{ place: { file: name } }] });
      t.is((await rowsOf(connection, { text: 'SELECT 1 AS one' })).length, 1);
    });
  });

promise('a database that is not there is not made', async (t) => {
  const elsewhere = { connection: `Driver=SQLite3;Database=${path}.none` };
  const error: unknown = await t.throwsAsync(withConnection(elsewhere, async () => undefined));
  t.like(error, { faults: [{ code: 'sql/unreachable' }] });
});
