import type { ExecutionContext } from 'ava';
import { mssqlDriver } from '../../../adapters/mssql/driver.ts';
import { type MssqlSettings, mssqlDefaults } from '../../../adapters/mssql/settings.ts';
import type { Connection, ConnectOptions, Query } from '../../../adapters/sql/driver.ts';
import { type Cell, cellAt } from '../../../core/adapter/batch.ts';
import { SourceError } from '../../../core/errors/errors.ts';
import { Secret } from '../../../core/options/option.ts';
import { type StandIn, type StandInOptions, startStandIn } from './tds-stand-in/stand-in.ts';

/** The real driver, connected to the stand-in over a real socket. */

export function settingsFor({ port }: Pick<StandIn, 'port'>, changes: Partial<MssqlSettings> = {}): MssqlSettings {
  return {
    ...mssqlDefaults,
    server: '127.0.0.1',
    port,
    database: 'CM_EX1',
    login: { kind: 'sql', user: 'reader', password: new Secret('right') },
    encrypt: 'off',
    ...changes,
  };
}

export function connectOptions(changes: Partial<ConnectOptions> = {}): ConnectOptions {
  const timeouts = { connect: 30_000, firstRow: 30_000, read: 30_000 };
  return { signal: new AbortController().signal, timeouts, ...changes };
}

/** Starts a stand-in and closes it when the test has ended. */
export async function standIn(t: ExecutionContext, options: StandInOptions = {}): Promise<StandIn> {
  const server = await startStandIn(options);
  t.teardown(() => server.close());
  return server;
}

/** A connection to a stand-in with that answer. */
export async function connected(
  t: ExecutionContext,
  answer: StandInOptions['answer'],
  changes: Partial<ConnectOptions> = {},
): Promise<Connection> {
  const server = await standIn(t, answer === undefined ? {} : { answer });
  const connection = await mssqlDriver.connect(settingsFor(server), connectOptions(changes));
  t.teardown(() => connection.close());
  return connection;
}

/** All rows, as arrays of their cells. */
export async function rowsOf(connection: Connection, query: string | Query): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  for await (const batch of connection.read(typeof query === 'string' ? { text: query } : query)) {
    for (let row = 0; row < batch.rows; row++)
      rows.push(Array.from({ length: batch.width }, (_, column) => cellAt(batch, row * batch.width + column)));
  }
  return rows;
}

/** The fault that something ends with: its code, whether it may go well later, and the message. */
export async function faultOf(t: ExecutionContext, act: Promise<unknown>) {
  const error = await t.throwsAsync(act);
  if (!(error instanceof SourceError)) throw error;
  const [{ code, message, place }] = error.faults;
  return { code, retryable: error.retryable, message, place: place?.file };
}
