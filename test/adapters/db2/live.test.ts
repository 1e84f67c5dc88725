import test from 'ava';
import { db2Driver } from '../../../adapters/db2/driver.ts';
import type { Connection } from '../../../adapters/sql/driver.ts';
import { Secret } from '../../../core/options/option.ts';
import { rowsOf } from '../odbc/support.ts';
import { settingsFor } from './drda/support.ts';

/**
 * The same promises on a real DB2, where there is one: TRIBUTARY_TEST_DB2=db2://user:password@host:port/database, with `?driver=ibm_db` for another driver
 * than drda, and `&encrypt=required&ca=FILE` for TLS. Nothing is written there, and no table has to be there.
 */
const live = process.env.TRIBUTARY_TEST_DB2;
const url = new URL(live ?? 'db2://none/none');
const wanted = (name: string) => url.searchParams.get(name) ?? undefined;

/** Expressions, and the cells that they give. */
const values: readonly (readonly [expression: string, cell: unknown])[] = [
  ["CAST('-12345678901234567890123456.78901' AS DECIMAL(31, 5))", '-12345678901234567890123456.78901'],
  ["CAST('9007199254740993' AS BIGINT)", 9007199254740993n],
  ['CAST(-5 AS SMALLINT)', -5],
  ['CAST(0.1 AS DOUBLE)', '0.1'],
  ["CAST('2024-03-31' AS DATE)", '2024-03-31'],
  ["CAST('22:15:01' AS TIME)", '22:15:01'],
  ["CAST('2024-03-31 22:15:00.5' AS TIMESTAMP)", '2024-03-31 22:15:00.5'],
  ["CAST('ab' AS CHAR(5))", 'ab   '],
  ["CAST('Grüße' AS VARCHAR(20))", 'Grüße'],
  ["CAST('' AS VARCHAR(20))", ''],
  ['CAST(NULL AS INTEGER)', null],
  ["CAST(X'00FF' AS VARCHAR(5) FOR BIT DATA)", Uint8Array.from([0, 255])],
  ["CLOB('long')", 'long'],
  ["BLOB(X'0102')", Uint8Array.from([1, 2])],
];

async function connection(): Promise<Connection> {
  const settings = settingsFor(
    { port: Number(url.port || 50_000) },
    {
      host: url.hostname,
      database: url.pathname.slice(1),
      user: decodeURIComponent(url.username),
      password: new Secret(decodeURIComponent(url.password)),
      driver: wanted('driver') === 'ibm_db' ? 'ibm_db' : wanted('driver') === 'odbc' ? 'odbc' : 'drda',
      encrypt: wanted('encrypt') === 'required' ? 'required' : wanted('encrypt') === 'password' ? 'password' : 'off',
      ca: wanted('ca'),
      odbcName: 'IBM DB2 ODBC DRIVER',
    },
  );
  const timeouts = { connect: 30_000, firstRow: 60_000, read: 60_000 };
  return await db2Driver.connect(settings, { signal: new AbortController().signal, timeouts });
}

const onServer = live === undefined ? test.skip : test.serial;

for (const [expression, cell] of values)
  onServer(`live: ${expression} is exact`, async (t) => {
    const open = await connection();
    t.teardown(() => open.close());
    t.deepEqual(await rowsOf(open, { text: `SELECT ${expression} AS VALUE FROM SYSIBM.SYSDUMMY1` }), [[cell]]);
  });

onServer('live: parameters are bound as they are', async (t) => {
  const open = await connection();
  t.teardown(() => open.close());
  const text =
    'SELECT CAST(? AS VARCHAR(60)) AS A, CAST(? AS BIGINT) AS B, CAST(? AS INTEGER) AS C FROM SYSIBM.SYSDUMMY1';
  const parameters = ["'; DROP TABLE x -- ä", 9007199254740993n, null];
  t.deepEqual(await rowsOf(open, { text, parameters }), [parameters]);
});

onServer('live: what is missing is named', async (t) => {
  const open = await connection();
  t.teardown(() => open.close());
  const error = await t.throwsAsync(open.describe({ text: 'SELECT a FROM NO_SUCH_TABLE_31' }));
  t.like(error, { faults: [{ code: 'sql/missing-object' }] });
  t.regex(error.message, /NO_SUCH_TABLE_31/);
});

onServer('live: a query is left, and the connection used again', async (t) => {
  const open = await connection();
  t.teardown(() => open.close());
  for await (const batch of open.read({ text: 'SELECT a.COLNAME, b.COLNO FROM SYSCAT.COLUMNS a, SYSCAT.COLUMNS b' })) {
    t.true(batch.rows > 0);
    break;
  }
  t.deepEqual(await rowsOf(open, { text: 'SELECT 31 AS N FROM SYSIBM.SYSDUMMY1' }), [[31]]);
});

onServer('live: the server says what it is and has, and how reads fit together', async (t) => {
  const open = await connection();
  t.teardown(() => open.close());
  const about = await open.about();
  t.regex(about.product, /DB2/i);
  t.not(about.id, '');
  t.is(await open.snapshot(), 'none');
  t.true(Array.isArray(await open.catalog()));
});
