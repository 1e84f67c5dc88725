import { odbcDriver } from '../../../adapters/odbc/driver.ts';
import { findPackage, type OdbcSettings } from '../../../adapters/odbc/settings.ts';
import type { Connection, Query } from '../../../adapters/sql/driver.ts';
import type { Cell } from '../../../core/adapter/batch.ts';
import { cellAt } from '../../../core/adapter/batch.ts';
import { Secret } from '../../../core/options/option.ts';
import { hasOdbcDriver, type TestServer, testDatabase, testLogin } from '../../support/servers.ts';

/** What a test of ODBC lacks on this machine; undefined if nothing. */
export function lacking(driverName: string): string | undefined {
  if (!hasOdbcDriver(driverName)) return `the ODBC driver ${driverName} is not installed`;
  try {
    findPackage('odbc');
    return undefined;
  } catch {
    return 'the package odbc is not installed (TRIBUTARY_ODBC may name its folder)';
  }
}

export function settingsFor(driverName: string, { port }: Pick<TestServer, 'port'>): OdbcSettings {
  return {
    connection: `Driver=${driverName};Server=127.0.0.1;Port=${port};Database=${testDatabase}`,
    user: testLogin.user,
    password: new Secret(testLogin.password),
  };
}

/** One connection for a few queries; it is closed whatever happens. */
export async function withConnection<Result>(
  settings: OdbcSettings,
  use: (connection: Connection) => Promise<Result>,
  signal: AbortSignal = new AbortController().signal,
): Promise<Result> {
  const connection = await odbcDriver.connect(settings, {
    signal,
    timeouts: { connect: 10_000, firstRow: 20_000, read: 20_000 },
  });
  try {
    return await use(connection);
  } finally {
    await connection.close();
  }
}

export async function rowsOf(connection: Connection, query: Query): Promise<readonly (readonly Cell[])[]> {
  const rows: Cell[][] = [];
  for await (const batch of connection.read(query))
    for (let row = 0; row < batch.rows; row++)
      rows.push(Array.from({ length: batch.width }, (_, column) => cellAt(batch, row * batch.width + column)));
  return rows;
}

/** The columns with their types, and the only row. */
export async function described(connection: Connection, text: string): Promise<readonly (readonly Cell[])[]> {
  const columns = await connection.describe({ text });
  const [row] = await rowsOf(connection, { text });
  return columns.map(({ name, type, serverType }, index) => [name, type, serverType, row[index]]);
}
