import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import mssql from '../../adapters/mssql/adapter.ts';
import { hostileColumns, hostileRows } from '../conformance/hostile.ts';
import { testAdapter } from '../conformance/suite.ts';
import { smallDatabase } from './mssql/small-database.ts';
import { startStandIn } from './mssql/tds-stand-in/stand-in.ts';
import { standInType as type } from './mssql/tds-stand-in/types.ts';

/** The real driver over a real socket to a stand-in, whose certificate is checked. */

// The sample refers to it.
process.env.MSSQL_PASSWORD ??= 'right';

const text = { type: type.nvarcharMax, serverType: 'nvarchar(max)' };
const hosts = {
  name: 'hosts',
  columns: [
    { name: 'id', type: type.bigint, serverType: 'bigint' },
    { name: 'name', type: type.nvarchar(50), serverType: 'nvarchar(50)' },
    { name: 'price', type: type.decimal(19, 4), serverType: 'decimal(19,4)' },
    { name: 'scanned', type: type.datetimeoffset(7), serverType: 'datetimeoffset(7)' },
    { name: 'picture', type: type.varbinaryMax, serverType: 'varbinary(max)' },
  ],
  rows: () => [
    ['1', 'pc-1', '15000', '729000000000 738975 120', '00ff'],
    ['9007199254740993', ' pc-2 ', null, null, null],
    ['3', null, '120000', null, null],
  ],
};
const hostile = {
  name: 'hostile',
  columns: hostileColumns.map((name) => ({ ...text, name })),
  rows: () => hostileRows,
};
const large = {
  name: 'large',
  columns: [
    { name: 'id', type: type.int, serverType: 'int' },
    { name: 'name', type: type.nvarchar(50), serverType: 'nvarchar(50)' },
  ],
  *rows() {
    for (let id = 1; id <= 25_000; id++) yield [id, `pc-${id}`];
  },
};

const servers = await Promise.all(
  [hosts, hostile, large].map((table) => startStandIn({ encryption: 'inside', answer: smallDatabase([table]) })),
);
const folder = mkdtempSync(join(tmpdir(), 'tributary-mssql-'));
test.after.always(async () => {
  for (const server of servers) await server.close();
  rmSync(folder, { recursive: true });
});

const password = `file:${join(folder, 'password.txt')}`;
writeFileSync(join(folder, 'password.txt'), 'right');
const [smallOptions, hostileOptions, largeOptions] = servers.map(({ port, certificate }) => {
  const ca = join(folder, `${port}.pem`);
  writeFileSync(ca, certificate);
  return { server: 'localhost', port, ca, user: 'reader', password, readOnlyIntent: false };
});

testAdapter(mssql, {
  options: smallOptions,
  dataset: 'dbo.hosts',
  rows: 3,
  hostile: hostileOptions,
  makeLarge: async () => largeOptions,
  missing: { options: { ...smallOptions, port: 1 }, code: 'sql/unreachable' },
  login: { ...smallOptions, user: 'nobody' },
  locked: { user: 'nobody' },
});
