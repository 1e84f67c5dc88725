import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import odbc from '../../adapters/odbc/adapter.ts';
import { hostileColumns, hostileRows } from '../conformance/hostile.ts';
import { testAdapter } from '../conformance/suite.ts';
import { lacking } from './odbc/support.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-odbc-'));
const reason = lacking('SQLite3');
if (reason !== undefined) console.log(`# ODBC is not tested: ${reason}`);

function makeDatabase(path: string, fill: (database: DatabaseSync) => void): Readonly<Record<string, unknown>> {
  const database = new DatabaseSync(path);
  fill(database);
  database.close();
  return { connection: `Driver=SQLite3;Database=${path}` };
}

const small = makeDatabase(join(folder, 'small.db'), (database) =>
  database.exec(`
    CREATE TABLE hosts (id INTEGER, name TEXT, price DECIMAL(10, 2), picture BLOB, seen TIMESTAMP);
    INSERT INTO hosts VALUES (1, 'pc-1', 1.5, x'00ff', '2024-03-31 22:15:00'), (9007199254740993, ' pc-2 ', NULL, NULL, NULL);
  `),
);

const hostile = makeDatabase(join(folder, 'hostile.db'), (database) => {
  const columns = hostileColumns.map((name) => `"${name.replaceAll('"', '""')}" TEXT`);
  database.exec(`CREATE TABLE hostile (${columns.join(', ')})`);
  const insert = database.prepare(`INSERT INTO hostile VALUES (${hostileColumns.map(() => '?').join(', ')})`);
  for (const row of hostileRows) insert.run(...row);
});

testAdapter(odbc, {
  lacking: reason,
  options: small,
  dataset: 'hosts',
  rows: 2,
  hostile,
  missing: {
    options: { connection: `Driver=SQLite3;Database=${join(folder, 'none', 'none.db')}` },
    code: 'sql/unreachable',
  },
  makeLarge: async (empty) =>
    makeDatabase(join(empty, 'large.db'), (database) =>
      database.exec(`
        CREATE TABLE hosts (id INTEGER, name TEXT, filler TEXT);
        WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 25000)
        INSERT INTO hosts SELECT id, 'pc-' || id, 'made up' FROM n;
      `),
    ),
});
