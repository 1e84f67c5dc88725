import type { Connection, ConnectOptions, Consistency, Driver } from '../sql/driver.ts';
import { ask, readAbout } from './about.ts';
import { readCatalog } from './catalog.ts';
import { describer } from './describe.ts';
import { dialect } from './dialect.ts';
import { type Running, readBatches } from './read.ts';
import { closeSession, openSession } from './session.ts';
import { type MssqlSettings, placeText } from './settings.ts';

/** SQL Server, and what else speaks its protocol, by the package mssql. */
export const mssqlDriver: Driver<MssqlSettings> = {
  name: 'mssql',
  dialect,
  connect,
};

async function connect(settings: MssqlSettings, options: ConnectOptions): Promise<Connection> {
  const opened = await openSession(settings, options);
  const { session, tedious } = opened;
  const running: Running = { opened, options, what: `Reading from ${placeText(opened.place)}` };
  try {
    // In case of doubt others go first.
    await ask(`SET LOCK_TIMEOUT ${Math.trunc(settings.lockTimeout)}`, running);
    await ask('SET DEADLOCK_PRIORITY LOW', running);
  } catch (error) {
    closeSession(session, tedious);
    throw error;
  }
  return {
    about: () => readAbout(running),
    catalog: () => readCatalog(running),
    describe: describer(running),
    read: (query) => readBatches(query, running),
    snapshot: () => beginSnapshot(running),
    isOpen: () => session.closed !== true,
    close: async () => closeSession(session, tedious),
  };
}

/**
 * One state of the database from here on, where it keeps row versions for that. Else each query sees its own state, if the database
 * reads committed rows from versions, and otherwise what is there when a row is read.
 */
async function beginSnapshot(running: Running): Promise<Consistency> {
  const states = 'CONVERT(int, snapshot_isolation_state), CONVERT(int, is_read_committed_snapshot_on)';
  const [snapshot, versions] =
    (await ask(`SELECT ${states} FROM sys.databases WHERE database_id = DB_ID()`, running)) ?? [];
  if (snapshot === 1) {
    const begin = 'SET TRANSACTION ISOLATION LEVEL SNAPSHOT; BEGIN TRANSACTION; SELECT @@TRANCOUNT';
    const [count] = (await ask(begin, running)) ?? [];
    if (Number(count) > 0) return 'snapshot';
    await ask('IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION', running);
  }
  await ask('SET TRANSACTION ISOLATION LEVEL READ COMMITTED', running);
  return versions === 1 ? 'statement' : 'none';
}
