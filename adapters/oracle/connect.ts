import type { Socket } from 'node:net';
import type { Connection, ConnectOptions, Consistency } from '../sql/driver.ts';
import { sqlFault } from '../sql/faults.ts';
import { within } from '../sql/waiting.ts';
import { about } from './about.ts';
import { readCatalog } from './catalog.ts';
import { oracleFault } from './faults.ts';
import { keepTimesExact } from './inside.ts';
import type { OracleSettings } from './options.ts';
import { type Library, loadOracledb, type OracleConnection, type Oracledb } from './package.ts';
import { describe, read } from './read.ts';
import { Session } from './session.ts';
import { destroyAll, watchingSockets } from './sockets.ts';

/** Connects and logs in, in this process: by the package alone, or by a client that is loaded and stays. */
export async function openSession(
  settings: OracleSettings,
  options: ConnectOptions,
  library?: Library,
): Promise<Session> {
  const package_ = await loadOracledb(library);
  const sockets = new Set<Socket>();
  try {
    if (library !== undefined) loadClient(package_, library, settings);
    const opening = watchingSockets(() => open(package_, settings, options), sockets);
    const connection = await within(opening, limitOf(settings, options));
    return new Session({ ...settings, package: package_, connection, sockets, signal: options.signal });
  } catch (error) {
    destroyAll(sockets);
    if (options.signal.aborted) throw options.signal.reason;
    throw oracleFault(error, { server: settings.server });
  }
}

function loadClient(package_: Oracledb, { folder }: Library, { tnsnames, wallet, checkName }: OracleSettings): void {
  // The package then writes them into the descriptor; without them the client is left to find names by itself, LDAP and all.
  if (wallet !== undefined || !checkName) package_.thickModeDSNPassthrough = false;
  package_.initOracleClient({
    ...(folder === undefined ? {} : { libDir: folder }),
    ...(tnsnames === undefined ? {} : { configDir: tnsnames }),
  });
}

function open(package_: Oracledb, settings: OracleSettings, { timeouts }: ConnectOptions): Promise<OracleConnection> {
  const seconds = Math.max(1, Math.ceil(timeouts.connect / 1000));
  return package_.getConnection({
    user: settings.user,
    password: settings.password.reveal(),
    connectString: settings.connectString,
    connectTimeout: seconds,
    transportConnectTimeout: seconds,
    // Large packets: a message that comes in many is read from its start with each of them. A client has its own.
    ...(package_.thin ? { sdu: 65_535 } : {}),
    stmtCacheSize: 0,
    program: 'tributary',
    driverName: 'tributary',
    sslServerDNMatch: settings.checkName,
    ...(settings.tnsnames === undefined ? {} : { configDir: settings.tnsnames }),
    ...(settings.wallet === undefined ? {} : { walletLocation: settings.wallet }),
    ...(settings.walletPassword === undefined ? {} : { walletPassword: settings.walletPassword.reveal() }),
  });
}

function limitOf({ server }: OracleSettings, { timeouts, signal }: ConnectOptions) {
  const late = () =>
    sqlFault('sql/unreachable', `No connection to ${server} in ${timeouts.connect / 1000} s.`, { name: server });
  return { milliseconds: timeouts.connect, signal, late };
}

/** Texts that the server makes of numbers and times are the same whatever the country of the session. */
const settle = `ALTER SESSION SET NLS_NUMERIC_CHARACTERS = '.,' NLS_DATE_FORMAT = 'YYYY-MM-DD HH24:MI:SS'
  NLS_TIMESTAMP_FORMAT = 'YYYY-MM-DD HH24:MI:SS.FF' NLS_TIMESTAMP_TZ_FORMAT = 'YYYY-MM-DD"T"HH24:MI:SS.FFTZH:TZM'
  NLS_SORT = BINARY NLS_COMP = BINARY TIME_ZONE = '+00:00'`;
/** Nothing can be written from here on, and all queries see the database as it is now, by its SCN. */
const readOnly = 'SET TRANSACTION READ ONLY';

/** The connection of a session: it can only read from here on. */
export async function connectionOf(session: Session, options: ConnectOptions): Promise<Connection> {
  const { connection } = session;
  connection.module = 'Tributary';
  connection.action = 'read';
  const { timeouts, note = () => {} } = options;
  // A client hands out texts of the server.
  if (session.package.thin && !keepTimesExact(connection)) {
    note('This version of oracledb gives times to the millisecond, and none in hours that a change of clocks skips.');
  }
  const limit = { milliseconds: timeouts.connect, waitsFor: 'set up the session' };
  await session.call(() => connection.execute(settle, [], {}), limit);
  let consistency = await freeze(session, timeouts.connect, note);
  return {
    about: () => about(session, options),
    catalog: () => readCatalog(session, timeouts.firstRow),
    describe: (query) => describe(session, query, timeouts),
    read: (query) => read(session, query, timeouts),
    async snapshot() {
      await session.call(() => connection.rollback(), limit);
      consistency = await freeze(session, timeouts.connect, note);
      return consistency;
    },
    close: () => session.close(),
  };
}

/** A database that is only mounted knows no transactions: its V$ views say what is there when they are read. */
async function freeze(session: Session, milliseconds: number, note: (sentence: string) => void): Promise<Consistency> {
  try {
    const limit = { milliseconds, waitsFor: 'begin a read-only transaction' };
    await session.call(() => session.connection.execute(readOnly, [], {}), limit);
    return 'snapshot';
  } catch (error) {
    if (!(error instanceof Error && /ORA-01109|ORA-01219/.test(error.message))) throw error;
    note('The database is mounted and not open: only its V$ views can be read, and they have no common state.');
    return 'none';
  }
}
