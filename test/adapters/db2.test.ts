import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import db2 from '../../adapters/db2/adapter.ts';
import { testAdapter } from '../conformance/suite.ts';
import { startDerby } from '../support/derby.ts';
import { testDatabase, testLogin } from '../support/servers.ts';

/** What adapters promise, kept by this one over Apache Derby, which speaks the protocol of DB2; the driver is drda. */

const server = await startDerby();
const lacking = typeof server === 'string' ? server : undefined;
if (typeof server === 'string') console.log(`# DB2’s protocol is not tested on a server: ${server}`);
else {
  test.after.always(() => server.stop());
  server.run(`
    CREATE TABLE hosts (id BIGINT, name VARCHAR(100), price DECIMAL(10, 2), picture BLOB, seen TIMESTAMP);
    INSERT INTO hosts VALUES (1, 'pc-1', 1.5, CAST(X'00ff' AS BLOB), '2024-03-31 22:15:00'), (9007199254740993, ' pc-2 ', NULL, NULL, NULL), (3, '', -12, NULL, NULL);
    CREATE TABLE digits (n INTEGER);
    INSERT INTO digits VALUES 0, 1, 2, 3, 4, 5, 6, 7, 8, 9;
    CREATE SCHEMA large;
    CREATE TABLE large.hosts (id INTEGER, name VARCHAR(60));
    INSERT INTO large.hosts SELECT a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n, 'pc-' || CAST(a.n AS CHAR(1))
      FROM digits a, digits b, digits c, digits d, digits e WHERE e.n < 3;
    GRANT SELECT ON hosts TO PUBLIC;
    GRANT SELECT ON large.hosts TO PUBLIC;
  `);
}

// As the sample has it.
process.env.DB2_PASSWORD = 'none';
process.env.TRIBUTARY_TEST_DB2_PASSWORD = testLogin.password;

const options = {
  driver: 'drda',
  host: '127.0.0.1',
  port: typeof server === 'string' ? 1 : server.port,
  database: testDatabase,
  user: testLogin.user,
  password: 'env:TRIBUTARY_TEST_DB2_PASSWORD',
  encrypt: 'off',
};

testAdapter(db2, {
  title: 'db2, with Apache Derby',
  lacking,
  options,
  dataset: 'OWNER.HOSTS',
  rows: 3,
  hostile: options,
  makeLarge: async (folder) => {
    writeFileSync(join(folder, 'large.sql'), '-- Many rows.\nSELECT id, name FROM LARGE.HOSTS ORDER BY id\n');
    return { ...options, queries: folder };
  },
  missing: { options: { ...options, port: 1 }, code: 'sql/unreachable' },
  login: { ...options, password: 'env:DB2_PASSWORD' },
  waivers: {
    'survives hostile names and values':
      'names of columns have at most 128 letters there; a test of the driver has the others',
  },
});

// A DB2, where there is one: TRIBUTARY_TEST_DB2=db2://user:password@host:port/database?driver=drda&encrypt=off. Nothing is written there.
const live = process.env.TRIBUTARY_TEST_DB2;
const url = new URL(live ?? 'db2://reader:none@localhost/NONE');
process.env.TRIBUTARY_TEST_DB2_LIVE_PASSWORD = decodeURIComponent(url.password);

function liveQueries(queries: string): Readonly<Record<string, unknown>> {
  return {
    encrypt: 'off',
    ...Object.fromEntries(url.searchParams),
    host: url.hostname,
    port: Number(url.port || 50_000),
    database: url.pathname.slice(1),
    user: decodeURIComponent(url.username),
    password: 'env:TRIBUTARY_TEST_DB2_LIVE_PASSWORD',
    queries,
  };
}

const folder = mkdtempSync(join(tmpdir(), 'tributary-db2-'));
const small = `-- Three rows.
SELECT 1 AS ID, 'pc-1' AS NAME, CAST(1.5 AS DECIMAL(10, 2)) AS PRICE FROM SYSIBM.SYSDUMMY1
UNION ALL SELECT 2 AS ID, ' pc-2 ' AS NAME, CAST(NULL AS DECIMAL(10, 2)) AS PRICE FROM SYSIBM.SYSDUMMY1
UNION ALL SELECT 3 AS ID, '' AS NAME, CAST(-12 AS DECIMAL(10, 2)) AS PRICE FROM SYSIBM.SYSDUMMY1
ORDER BY 1
`;
writeFileSync(join(folder, 'a-small.sql'), small);

testAdapter(db2, {
  title: 'db2, live',
  lacking: live === undefined ? 'TRIBUTARY_TEST_DB2 names no server' : undefined,
  options: liveQueries(folder),
  dataset: 'a-small',
  rows: 3,
  hostile: liveQueries(folder),
  makeLarge: async (empty) => {
    const columns = 'a.TABNAME, a.COLNAME, b.COLNO';
    const query = `SELECT ${columns} FROM SYSCAT.COLUMNS a, SYSCAT.COLUMNS b FETCH FIRST 25000 ROWS ONLY`;
    writeFileSync(join(empty, 'a-large.sql'), `-- Many rows.\n${query}\n`);
    return liveQueries(empty);
  },
  missing: { options: { ...liveQueries(folder), port: 1 }, code: 'sql/unreachable' },
  login: { ...liveQueries(folder), password: 'env:DB2_PASSWORD' },
  waivers: {
    'survives hostile names and values':
      'names of columns have at most 128 letters there; a test of the driver has the others',
  },
});
