import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import test, { type ExecutionContext } from 'ava';
import { ibmDbDriver } from '../../../adapters/odbc/driver.ts';
import type { Connection } from '../../../adapters/sql/driver.ts';
import { hasOdbcDriver, startPostgres } from '../../support/servers.ts';
import { described, rowsOf, settingsFor } from './support.ts';

/**
 * The package ibm_db, its own code, built over unixODBC in place of IBM's driver (test/support/ibm-db/build.sh): what lies between this product and the
 * package is real, DB2 is not.
 */
const built = process.env.TRIBUTARY_TEST_IBM_DB_OVER_UNIXODBC;
if (built !== undefined) process.env.TRIBUTARY_IBM_DB = built;
const lacking =
  built === undefined || !existsSync(join(built, 'node_modules', 'ibm_db'))
    ? 'TRIBUTARY_TEST_IBM_DB_OVER_UNIXODBC names no build of ibm_db'
    : ['PostgreSQL Unicode', 'SQLite3'].find((name) => !hasOdbcDriver(name));
const server = lacking === undefined ? await startPostgres() : lacking;
if (typeof server === 'string') console.log(`# ibm_db is not tested: ${server}`);
else test.after.always(() => server.stop());

const settings = typeof server === 'string' ? undefined : settingsFor('PostgreSQL Unicode', server);
const title = (name: string) => `ibm_db over unixODBC, with PostgreSQL: ${name}`;
const promise = (name: string, run: (t: ExecutionContext) => Promise<void>) =>
  settings === undefined ? test.skip(title(name), run) : test.serial(title(name), run);

async function withConnection<Result>(use: (connection: Connection) => Promise<Result>): Promise<Result> {
  if (settings === undefined) throw new Error('There is no server.');
  const connection = await ibmDbDriver.connect(settings, {
    signal: new AbortController().signal,
    timeouts: { connect: 10_000, firstRow: 20_000, read: 20_000 },
  });
  try {
    return await use(connection);
  } finally {
    await connection.close();
  }
}

promise('values are exact', async (t) => {
  const text = `SELECT CAST(9007199254740993 AS bigint) AS big, CAST('12345678901234567890.123' AS numeric(30, 3)) AS price,
    CAST('2024-03-31' AS date) AS day, CAST('2024-03-31 22:15:00.5' AS timestamp) AS moment, CAST(' ä€😀 ' AS varchar(20)) AS name,
    CAST('' AS varchar(5)) AS empty, CAST(NULL AS varchar(5)) AS nothing, CAST(7 AS integer) AS seven, repeat('long ', 20000) AS long`;
  t.deepEqual(
    (await withConnection((connection) => described(connection, text))).map(([name, type, , value]) => [
      name,
      type,
      value,
    ]),
    [
      ['big', 'integer', 9007199254740993n],
      ['price', 'decimal', '12345678901234567890.123'],
      ['day', 'date', '2024-03-31'],
      ['moment', 'text', '2024-03-31 22:15:00.5'],
      ['name', 'text', ' ä€😀 '],
      ['empty', 'text', ''],
      ['nothing', 'text', null],
      ['seven', 'integer', 7],
      ['long', 'text', 'long '.repeat(20_000)],
    ],
  );
});

promise('parameters are bound as they are', async (t) => {
  const text =
    'SELECT CAST(? AS text) AS a, CAST(? AS bigint) AS b, CAST(? AS text) AS c, CAST(? AS integer) AS d, CAST(? AS text) AS e';
  const parameters = ["'; DROP TABLE x --", 9007199254740993n, null, -5, ''];
  t.deepEqual(await withConnection((connection) => rowsOf(connection, { text, parameters })), [
    ["'; DROP TABLE x --", 9007199254740993n, null, -5, ''],
  ]);
});

promise('rows come batch by batch, all of them, and a reader may stop', async (t) => {
  const text = 'SELECT n, n * 2 AS twice FROM generate_series(1, 10500) AS n';
  await withConnection(async (connection) => {
    for await (const batch of connection.read({ text })) {
      t.true(batch.rows <= 1000);
      break;
    }
    const rows = await rowsOf(connection, { text });
    t.is(rows.length, 10_500);
    t.deepEqual(rows.at(-1), [10_500, 21_000]);
  });
});

for (const [text, code] of [
  ['SELECT * FROM nope', 'sql/missing-object'],
  ['SELECT nope FROM pg_class', 'sql/missing-column'],
  ['SELECT * FROM', 'sql/failed'],
] as const)
  promise(`${text} is ${code}, and the connection goes on`, async (t) => {
    await withConnection(async (connection) => {
      t.like(await t.throwsAsync(rowsOf(connection, { text })), { faults: [{ code }] });
      t.deepEqual(await rowsOf(connection, { text: 'SELECT 1 AS n' }), [[1]]);
    });
  });

promise('all queries see one state of the database', async (t) => {
  if (typeof server === 'string') return;
  server.run('CREATE TABLE seen (n integer); INSERT INTO seen VALUES (1); GRANT SELECT ON seen TO PUBLIC;');
  await withConnection(async (connection) => {
    t.is(await connection.snapshot(), 'snapshot');
    t.deepEqual(await rowsOf(connection, { text: 'SELECT n FROM seen' }), [[1]]);
    server.run('INSERT INTO seen VALUES (2)');
    t.deepEqual(await rowsOf(connection, { text: 'SELECT n FROM seen' }), [[1]]);
  });
});

promise('tables and columns are those of the server', async (t) => {
  if (typeof server === 'string') return;
  server.run('CREATE TABLE host (id integer NOT NULL PRIMARY KEY, price numeric(12, 2), name varchar(30))');
  const tables = await withConnection((connection) => connection.catalog());
  t.like(
    tables.find(({ name }) => name === 'host'),
    {
      schema: 'public',
      kind: 'table',
      columns: [
        { name: 'id', type: 'integer' },
        { name: 'price', type: 'decimal' },
        { name: 'name', type: 'text' },
      ],
    },
  );
});

promise('it says what it is', async (t) => {
  const { driver, product } = await withConnection((connection) => connection.about());
  t.regex(driver, /^ibm_db 4\.0\.1 /);
  t.regex(product, /PostgreSQL/);
});

const sqlite = lacking === undefined ? test : test.skip;
sqlite('ibm_db over unixODBC, with SQLite: a database and its rows', async (t) => {
  const path = join(mkdtempSync(join(tmpdir(), 'tributary-ibm-db-')), 'hosts.db');
  const database = new DatabaseSync(path);
  database.exec("CREATE TABLE hosts (id INTEGER, name VARCHAR(30)); INSERT INTO hosts VALUES (1, 'pc-1'), (2, NULL)");
  database.close();
  const connection = await ibmDbDriver.connect(
    { connection: `Driver=SQLite3;Database=${path}` },
    { signal: new AbortController().signal, timeouts: { connect: 10_000, firstRow: 20_000, read: 20_000 } },
  );
  try {
    t.deepEqual(await rowsOf(connection, { text: 'SELECT id, name FROM hosts ORDER BY id' }), [
      [1, 'pc-1'],
      [2, null],
    ]);
  } finally {
    await connection.close();
  }
});
