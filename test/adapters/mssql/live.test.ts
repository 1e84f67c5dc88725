import test from 'ava';
import { mssqlDriver } from '../../../adapters/mssql/driver.ts';
import { mssqlDefaults } from '../../../adapters/mssql/settings.ts';
import type { Connection } from '../../../adapters/sql/driver.ts';
import { Secret } from '../../../core/options/option.ts';
import { connectOptions, faultOf, rowsOf } from './support.ts';

/**
 * The same promises on a real server, where there is one: TRIBUTARY_TEST_MSSQL=mssql://user:password@host:port/database. Nothing is
 * written there, and no table has to be there.
 */
const live = process.env.TRIBUTARY_TEST_MSSQL;

/** Expressions, and the cells that they give. */
const values: readonly (readonly [expression: string, cell: unknown])[] = [
  ["CAST('12345678901234567.89' AS decimal(19, 2))", '12345678901234567.89'],
  ["CAST('-0.0001' AS money)", '-0.0001'],
  ["CAST('9007199254740993' AS bigint)", 9007199254740993n],
  ["CAST('2024-03-31T22:15:00.003' AS datetime)", '2024-03-31 22:15:00.003'],
  ["CAST('2024-03-31 22:15:00.123456' AS datetime2(6))", '2024-03-31 22:15:00.123456'],
  ["CAST('2024-03-31 22:15:00 +02:00' AS datetimeoffset)", '2024-03-31T20:15:00Z'],
  ["CAST('2024-03-31' AS date)", '2024-03-31'],
  ["CAST('00112233-4455-6677-8899-aabbccddeeff' AS uniqueidentifier)", '00112233-4455-6677-8899-AABBCCDDEEFF'],
  ["CAST('ab' AS char(5))", 'ab   '],
  ["CAST(N'Grüße ☃' AS nvarchar(max))", 'Grüße ☃'],
  ['CAST(0x00ff AS varbinary(10))', Uint8Array.from([0, 255])],
  ['CAST(1 AS bit)', true],
  ['CAST(NULL AS int)', null],
  ["CAST(N'<a/>' AS xml)", '<a/>'],
];

// Some servers send all rows before they take notice of being told to stop.
const many = 'SELECT TOP (200000) a.object_id AS id FROM sys.all_objects a CROSS JOIN sys.all_objects b';

async function connection(): Promise<Connection> {
  const { hostname, port, username, password, pathname } = new URL(live ?? '');
  const login = { kind: 'sql', user: username, password: new Secret(decodeURIComponent(password)) } as const;
  const settings = {
    ...mssqlDefaults,
    server: hostname,
    port: Number(port || 1433),
    database: pathname.slice(1),
    login,
  };
  return await mssqlDriver.connect({ ...settings, encrypt: 'off', trustServerCertificate: true }, connectOptions());
}

const onServer = live === undefined ? test.skip : test.serial;

for (const [expression, cell] of values) {
  onServer(`live: ${expression} is exact`, async (t) => {
    const open = await connection();
    t.teardown(() => open.close());
    t.deepEqual(await rowsOf(open, `SELECT ${expression} AS value`), [[cell]]);
  });
}

onServer('live: the columns of a query are those of its rows', async (t) => {
  const open = await connection();
  t.teardown(() => open.close());
  const described = await open.describe({ text: "SELECT CAST(1 AS int) AS n, CAST(N'x' AS nvarchar(7)) AS t" });
  t.deepEqual(
    described.map(({ name, type, serverType }) => [name, type, serverType.replace('(7)', '')]),
    [
      ['n', 'integer', 'int'],
      ['t', 'text', 'nvarchar'],
    ],
  );
});

onServer('live: what is missing is named', async (t) => {
  const open = await connection();
  t.teardown(() => open.close());
  const fault = await faultOf(t, open.describe({ text: 'SELECT a FROM dbo.no_such_table_31' }));
  t.is(fault.code, 'sql/missing-object');
  t.regex(fault.place ?? '', /no_such_table_31/);
});

onServer('live: a query is left, and the connection used again', async (t) => {
  const open = await connection();
  t.teardown(() => open.close());
  for await (const batch of open.read({ text: many })) {
    t.true(batch.rows > 0);
    break;
  }
  t.deepEqual(await rowsOf(open, { text: 'SELECT @p1 AS a, @p2 AS b', parameters: ['x', 31] }), [['x', 31]]);
});

onServer('live: the server says what it is, and how reads fit together', async (t) => {
  const open = await connection();
  t.teardown(() => open.close());
  const about = await open.about();
  t.not(about.product, '');
  t.not(about.database, '');
  t.true(['snapshot', 'statement', 'none'].includes(await open.snapshot()));
  t.true(Array.isArray(await open.catalog()));
});
