import type { Cell } from '../../core/adapter/batch.ts';
import { SourceError } from '../../core/errors/errors.ts';
import type { ServerInfo } from '../sql/driver.ts';
import { type Running, readAll } from './read.ts';
import { placeText } from './settings.ts';

/** What the server says of itself. Each thing is asked alone, since other servers of this protocol lack some. */
export async function readAbout(running: Running): Promise<ServerInfo> {
  const { place, encryption, tedious } = running.opened;
  const one = async (expression: string) => textOf((await ask(`SELECT ${expression}`, running))?.[0]);
  const banner = await one('@@VERSION');
  const version = (await one("CONVERT(nvarchar(128), SERVERPROPERTY('ProductVersion'))")) ?? '';
  const database = (await one('DB_NAME()')) ?? '';
  const login = (await one('SUSER_SNAME()')) ?? '';
  const server = (await one("CONVERT(nvarchar(128), SERVERPROPERTY('ServerName'))")) ?? (await one('@@SERVERNAME'));
  const zone = await one('DATENAME(TzOffset, SYSDATETIMEOFFSET())');
  return {
    product: product(banner ?? 'SQL Server', version),
    version,
    database,
    login,
    id: await identity(server ?? placeText(place), database, running),
    ...(zone === undefined ? {} : { zone }),
    ...(encryption === undefined ? {} : { encryption }),
    driver: tedious.version,
  };
}

/** `Microsoft SQL Server 2022 (16.0.4135.4)`, of a banner of several lines. */
function product(banner: string, version: string): string {
  const [first] = banner.split(/\r?\n/);
  const name = first.replace(/\s+-\s.*$|\s*\(.*$/, '').trim();
  return version === '' ? name : `${name} (${version})`;
}

/**
 * The database's own id, which a restored copy shares, with the server's name. Databases of an availability group are one, on whatever
 * server they are read.
 */
async function identity(server: string, database: string, running: Running): Promise<string> {
  const ofDatabase = 'FROM sys.databases WHERE database_id = DB_ID()';
  const guid = async (column: string) =>
    textOf((await ask(`SELECT CONVERT(nvarchar(36), ${column}) ${ofDatabase}`, running))?.[0]);
  const group = await guid('group_database_id');
  if (group !== undefined) return group.toLowerCase();
  const own = await guid('service_broker_guid');
  const place = `${server}/${database}`.toLowerCase();
  return own === undefined ? place : `${place}/${own.toLowerCase()}`;
}

/** The first row of an answer; undefined where the server can't or won't say. */
export async function ask(text: string, running: Running): Promise<readonly Cell[] | undefined> {
  try {
    const [row] = await readAll({ text }, running);
    return row;
  } catch (error) {
    if (error instanceof SourceError && !error.retryable) return undefined;
    throw error;
  }
}

function textOf(cell: Cell | undefined): string | undefined {
  return cell === null || cell === undefined ? undefined : String(cell);
}
