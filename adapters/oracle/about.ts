import type { ConnectOptions, ServerInfo } from '../sql/driver.ts';
import { containersQuery, unreadContainers } from './containers.ts';
import { encryptionOf } from './inside.ts';
import { packageName } from './package.ts';
import type { Session } from './session.ts';

/** What everybody may ask of the session. */
const everybody = `SELECT SYS_CONTEXT('USERENV', 'DB_NAME'), SYS_CONTEXT('USERENV', 'DB_UNIQUE_NAME'),
  SYS_CONTEXT('USERENV', 'CON_NAME'), SYS_CONTEXT('USERENV', 'SESSION_USER'),
  SYS_CONTEXT('USERENV', 'INSTANCE_NAME'), TO_CHAR(SYSTIMESTAMP, 'TZH:TZM')
FROM DUAL`;
const banner = 'SELECT BANNER FROM V$VERSION WHERE ROWNUM = 1';
const database = `SELECT DBID, OPEN_MODE, DATABASE_ROLE, CDB FROM V$DATABASE`;

/** What the server says of itself. What this login may not see is left out, and said. */
export async function about(session: Session, { timeouts, note = () => {} }: ConnectOptions): Promise<ServerInfo> {
  const limit = timeouts.firstRow;
  const [[name, unique, container, login, instance, zone] = []] = await session.ask(everybody, limit);
  const [[product] = []] = await asked(session, banner, limit);
  const [[dbid, openMode, role, isContainer] = []] = await asked(session, database, limit);
  if (dbid === undefined) {
    note('This login may not read V$DATABASE: the database is known by its name alone, and not by its DBID.');
  } else {
    note(`The database is open as ${openMode} (${role}${isContainer === 'YES' ? `, container ${container}` : ''}).`);
  }
  for (const sentence of unreadContainers(await asked(session, containersQuery, limit))) note(sentence);
  const encryption = encryptionOf(session.connection);
  const version = session.connection.oracleServerVersionString;
  return {
    product: product ?? `Oracle Database ${version}`,
    version,
    database: isContainer === 'YES' || (container && container !== name) ? `${name}/${container}` : (name ?? ''),
    login: login ?? '',
    id: [dbid ?? 'no-dbid', unique ?? name ?? instance, container].filter((part) => part).join('/'),
    ...(zone ? { zone } : {}),
    ...(encryption === undefined ? {} : { encryption }),
    driver: `${packageName} ${session.package.versionString} (thin)`,
  };
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
