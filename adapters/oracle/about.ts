import type { ConnectOptions, ServerInfo } from '../sql/driver.ts';
import { containersQuery, unreadContainers } from './containers.ts';
import { encryptionOf } from './inside.ts';
import { type Oracledb, packageName } from './package.ts';
import type { Session } from './session.ts';

/** What everybody may ask of the session. Servers before 12.1 have no containers, and no name for them. */
const everybody = (
  container: string,
) => `SELECT SYS_CONTEXT('USERENV', 'DB_NAME'), SYS_CONTEXT('USERENV', 'DB_UNIQUE_NAME'),
  ${container}, SYS_CONTEXT('USERENV', 'SESSION_USER'),
  SYS_CONTEXT('USERENV', 'INSTANCE_NAME'), TO_CHAR(SYSTIMESTAMP, 'TZH:TZM')
FROM DUAL`;
const banner = 'SELECT BANNER FROM V$VERSION WHERE ROWNUM = 1';
const database = (isContainer: string) => `SELECT DBID, OPEN_MODE, DATABASE_ROLE, ${isContainer} FROM V$DATABASE`;
const protocol = "SELECT SYS_CONTEXT('USERENV', 'NETWORK_PROTOCOL') FROM DUAL";

/** What the server says of itself. What this login may not see is left out, and said. */
export async function about(session: Session, { timeouts, note = () => {} }: ConnectOptions): Promise<ServerInfo> {
  const limit = timeouts.firstRow;
  const isOld = Number.parseInt(session.connection.oracleServerVersionString, 10) < 12;
  const [[name, unique, container, login, instance, zone] = []] = await session.ask(
    everybody(isOld ? 'NULL' : "SYS_CONTEXT('USERENV', 'CON_NAME')"),
    limit,
  );
  const [[product] = []] = await asked(session, banner, limit);
  const [[dbid, openMode, role, isContainer] = []] = await asked(session, database(isOld ? "'NO'" : 'CDB'), limit);
  if (dbid === undefined) {
    note('This login may not read V$DATABASE: the database is known by its name alone, and not by its DBID.');
  } else {
    note(`The database is open as ${openMode} (${role}${isContainer === 'YES' ? `, container ${container}` : ''}).`);
  }
  if (isOld)
    note('The server is older than 12.1: queries that read its containers (CDB_…, V$CONTAINERS) have nothing to read.');
  for (const sentence of unreadContainers(await asked(session, containersQuery, limit))) note(sentence);
  const encryption = session.package.thin ? encryptionOf(session.connection) : await encryptionByClient(session, limit);
  const version = session.connection.oracleServerVersionString;
  return {
    product: product ?? `Oracle Database ${version}`,
    version,
    database: isContainer === 'YES' || (container && container !== name) ? `${name}/${container}` : (name ?? ''),
    login: login ?? '',
    id: [dbid ?? 'no-dbid', unique ?? name ?? instance, container].filter((part) => part).join('/'),
    ...(zone ? { zone } : {}),
    ...(encryption === undefined ? {} : { encryption }),
    driver: `${packageName} ${session.package.versionString} (${modeOf(session.package)})`,
  };
}

function modeOf({ thin, oracleClientVersionString: client }: Oracledb): string {
  return thin ? 'thin' : `thick, client ${client ?? 'of an unknown version'}`;
}

/** What a client does is seen from the server alone; encryption by its own means (sqlnet.ora) is not. */
async function encryptionByClient(session: Session, limit: number): Promise<string> {
  const [[name] = []] = await session.ask(protocol, limit);
  return name === 'tcps' ? 'TLS' : 'unknown';
}

/** The answer to a question that this login may not be allowed to ask. */
async function asked(session: Session, text: string, limit: number): Promise<readonly (readonly (string | null)[])[]> {
  try {
    return await session.ask(text, limit);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && /^(.*\s)?sql\/missing-/.test(error.message);
}
