import { join } from 'node:path';
import test from 'ava';
import { oracleDriver } from '../../../adapters/oracle/driver.ts';
import type { Connection } from '../../../adapters/sql/driver.ts';
import { readQueries } from '../../../adapters/sql/query-file.ts';
import { Secret } from '../../../core/options/option.ts';
import { patient, rowsOf, settingsOf } from './driving.ts';

/**
 * The same promises on a real server, where there is one: TRIBUTARY_TEST_ORACLE=oracle://user:password@host:port/service. Nothing is
 * written there. The user needs the rights of adapters/oracle/grants.sql.
 * With TRIBUTARY_TEST_ORACLE_CLIENT=FOLDER they are kept by the client of Oracle in that folder.
 */
const live = process.env.TRIBUTARY_TEST_ORACLE;
const folder = process.env.TRIBUTARY_TEST_ORACLE_CLIENT;

/** Expressions, and the cells that they give. */
const values: readonly (readonly [expression: string, cell: unknown])[] = [
  ["CAST('12345678901234567.89' AS NUMBER(19, 2))", '12345678901234567.89'],
  ['CAST(9007199254740993 AS NUMBER(16))', 9007199254740993n],
  ['CAST(-0.05 AS NUMBER)', '-0.05'],
  ["TO_DATE('2024-03-31 02:30:00', 'YYYY-MM-DD HH24:MI:SS')", '2024-03-31 02:30:00'],
  ["TIMESTAMP '2024-03-31 02:30:00.123456789'", '2024-03-31 02:30:00.123456789'],
  ["TIMESTAMP '2024-03-31 02:30:00.5 +02:00'", '2024-03-31T00:30:00.5Z'],
  ["CAST('ab' AS CHAR(5))", 'ab   '],
  ["TO_CLOB('Grüße ☃')", 'Grüße ☃'],
  ["HEXTORAW('00FF')", Buffer.from([0, 255])],
  ["INTERVAL '1-6' YEAR TO MONTH", 'P1Y6M'],
  ['CAST(0.1 AS BINARY_DOUBLE)', '0.1'],
  ['CAST(NULL AS NUMBER)', null],
];

async function connection(): Promise<Connection> {
  const { hostname, port, username, password, pathname } = new URL(live ?? '');
  const settings = settingsOf(0, {
    connectString: `(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=${hostname})(PORT=${port || 1521}))(CONNECT_DATA=(SERVICE_NAME=${pathname.slice(1)})))`,
    user: decodeURIComponent(username),
    password: new Secret(decodeURIComponent(password)),
    client: folder === undefined ? undefined : { folder, memoryMb: 1024 },
  });
  const timeouts = { ...patient, firstRow: 120_000 };
  return await oracleDriver.connect(settings, { signal: new AbortController().signal, timeouts });
}

const onServer = live === undefined ? test.skip : test.serial;

for (const [expression, cell] of values) {
  onServer(`live: ${expression} is exact`, async (t) => {
    const open = await connection();
    t.teardown(() => open.close());
    t.deepEqual(await rowsOf(open.read({ text: `SELECT ${expression} AS VALUE FROM DUAL` })), [[cell]]);
  });
}

for (const { dataset, text } of readQueries(join(import.meta.dirname, '../../../adapters/oracle/queries'))) {
  onServer(`live: ${dataset} is described and read`, async (t) => {
    const open = await connection();
    t.teardown(() => open.close());
    const columns = await open.describe({ text });
    const rows = await rowsOf(open.read({ text }));
    t.true(rows.every((row) => row.length === columns.length));
  });
}

onServer('live: the server says what it is', async (t) => {
  const open = await connection();
  t.teardown(() => open.close());
  t.regex((await open.about()).product, /Oracle/);
  t.true((await open.catalog()).length > 0);
  t.is(await open.snapshot(), 'snapshot');
});
