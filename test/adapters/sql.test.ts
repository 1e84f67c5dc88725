import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { hostileColumns, hostileRows } from '../conformance/hostile.ts';
import { testAdapter } from '../conformance/suite.ts';
import sqlite from './sql/sqlite-adapter.ts';

/** What adapters of databases promise is kept by the seam: here over SQLite. */

const folder = mkdtempSync(join(tmpdir(), 'tributary-sql-'));

function makeDatabase(path: string, fill: (database: DatabaseSync) => void): Readonly<Record<string, unknown>> {
  const database = new DatabaseSync(path);
  fill(database);
  database.close();
  return { database: path };
}

const small = makeDatabase(join(folder, 'small.db'), (database) =>
  database.exec(`
    CREATE TABLE hosts (id INTEGER, name TEXT, price DECIMAL(10, 2), picture BLOB);
    INSERT INTO hosts VALUES (1, 'pc-1', 1.5, x'00ff'), (9007199254740993, ' pc-2 ', NULL, NULL), (3, NULL, 12, NULL);
  `),
);

const hostile = makeDatabase(join(folder, 'hostile.db'), (database) => {
  const columns = hostileColumns.map((name) => `"${name.replaceAll('"', '""')}" TEXT`);
  database.exec(`CREATE TABLE hostile (${columns.join(', ')})`);
  const insert = database.prepare(`INSERT INTO hostile VALUES (${hostileColumns.map(() => '?').join(', ')})`);
  for (const row of hostileRows) insert.run(...row);
});

testAdapter(sqlite, {
  options: small,
  dataset: 'hosts',
  rows: 3,
  hostile,
  makeLarge: async (empty) =>
    makeDatabase(join(empty, 'large.db'), (database) =>
      database.exec(`
        CREATE TABLE large (id INTEGER, name TEXT);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 25000)
        INSERT INTO large SELECT i, 'pc-' || i FROM n;
      `),
    ),
  missing: { options: { database: join(folder, 'nothing.db') }, code: 'sql/unreachable' },
  login: { ...small, opens: 'another' },
  locked: { opens: 'another' },
  waivers: {
    'has a sample.yaml that parses, checks, and names every option': 'An adapter of the tests alone has no sample.',
    'has a README that lists its options as they are declared': 'An adapter of the tests alone has no page.',
  },
});
