import { drdaDriver } from '../../../../adapters/db2/drda/driver.ts';
import { type Db2Settings, db2Settings } from '../../../../adapters/db2/options.ts';
import type { Connection } from '../../../../adapters/sql/driver.ts';
import { Secret } from '../../../../core/options/option.ts';
import { type TestServer, testDatabase, testLogin } from '../../../support/servers.ts';

export function settingsFor({ port }: Pick<TestServer, 'port'>, changes: Partial<Db2Settings> = {}): Db2Settings {
  const settings = db2Settings({
    host: '127.0.0.1',
    port,
    database: testDatabase,
    user: testLogin.user,
    password: new Secret(testLogin.password),
    driver: 'drda',
    encrypt: 'off',
    ca: undefined,
    keystore: undefined,
    stash: undefined,
    odbcName: '',
    isolation: 'cs',
    memoryMb: 512,
  });
  return { ...settings, ...changes };
}

/** One connection for a few queries; it is closed whatever happens. */
export async function withConnection<Result>(
  settings: Db2Settings,
  use: (connection: Connection) => Promise<Result>,
  signal: AbortSignal = new AbortController().signal,
): Promise<Result> {
  const timeouts = { connect: 10_000, firstRow: 20_000, read: 20_000 };
  const connection = await drdaDriver.connect(settings, { signal, timeouts });
  try {
    return await use(connection);
  } finally {
    await connection.close();
  }
}
