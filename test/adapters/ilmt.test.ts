import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import ilmt from '../../adapters/ilmt/adapter.ts';
import { hostileColumns, hostileRows } from '../conformance/hostile.ts';
import { testAdapter } from '../conformance/suite.ts';
import { smallDatabase } from './mssql/small-database.ts';
import { startStandIn } from './mssql/tds-stand-in/stand-in.ts';
import { standInType as type } from './mssql/tds-stand-in/types.ts';

/** The adapter with the driver of SQL Server over a socket to a stand-in that has no tables of the product, but some for queries of one's own. */

// The sample refers to it.
process.env.ILMT_PASSWORD ??= 'right';

const id = { name: 'id', type: type.int, serverType: 'int' };
const name = { name: 'name', type: type.nvarchar(50), serverType: 'nvarchar(50)' };
const text = { type: type.nvarcharMax, serverType: 'nvarchar(max)' };
const tables = [
  {
    name: 'devices',
    columns: [id, name],
    rows: () => [
      [1, 'pc-1'],
      [2, ' pc-2 '],
      [3, null],
    ],
  },
  { name: 'hostile', columns: hostileColumns.map((each) => ({ ...text, name: each })), rows: () => hostileRows },
  {
    name: 'large',
    columns: [id, name],
    *rows() {
      for (let number = 1; number <= 25_000; number++) yield [number, `pc-${number}`];
    },
  },
];

const folder = mkdtempSync(join(tmpdir(), 'tributary-ilmt-'));
const server = await startStandIn({ encryption: 'inside', answer: smallDatabase(tables) });
test.after.always(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});
writeFileSync(join(folder, 'ca.pem'), server.certificate);
writeFileSync(join(folder, 'password.txt'), 'right');

/** A folder with one query of one's own beside those that are shipped. */
function options(table: string): Readonly<Record<string, unknown>> {
  const queries = join(folder, table);
  mkdirSync(queries, { recursive: true });
  writeFileSync(join(queries, `${table}.sql`), `-- A table.\nSELECT * FROM ${table}\n`);
  const { port } = server;
  const password = `file:${join(folder, 'password.txt')}`;
  const ca = join(folder, 'ca.pem');
  return { server: 'localhost', port, ca, user: 'reader', password, readOnlyIntent: false, queries };
}

const small = options('devices');

testAdapter(ilmt, {
  options: small,
  dataset: 'devices',
  rows: 3,
  hostile: options('hostile'),
  makeLarge: async () => options('large'),
  missing: { options: { ...small, port: 1 }, code: 'sql/unreachable' },
  login: { ...small, user: 'nobody' },
  locked: { user: 'nobody' },
});
