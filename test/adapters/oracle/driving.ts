import type { ExecutionContext } from 'ava';
import { oracleDriver } from '../../../adapters/oracle/driver.ts';
import type { OracleSettings } from '../../../adapters/oracle/options.ts';
import type { Connection } from '../../../adapters/sql/driver.ts';
import { type Batch, type Cell, cellAt } from '../../../core/adapter/batch.ts';
import { SourceError } from '../../../core/errors/errors.ts';
import { Secret } from '../../../core/options/option.ts';
import { type Script, type StandIn, startStandIn } from './tns-stand-in/server.ts';

export const patient = { connect: 30_000, firstRow: 30_000, read: 30_000 };

/** Settings that lead to a stand-in, with its user and password. */
export function settingsOf(port: number, changes: Partial<OracleSettings> = {}): OracleSettings {
  return {
    connectString: `(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=127.0.0.1)(PORT=${port}))(CONNECT_DATA=(SERVICE_NAME=STANDIN)))`,
    server: 'db01:1521/STANDIN',
    tnsnames: undefined,
    wallet: undefined,
    walletPassword: undefined,
    checkName: true,
    user: 'audit',
    password: new Secret('right'),
    client: undefined,
    ...changes,
  };
}

interface Opened {
  readonly connection: Connection;
  readonly standIn: StandIn;
  readonly notes: string[];
}

/** Runs a test on a session of a stand-in that answers by a script; both are closed when it ends. */
export async function withSession(
  script: Script,
  run: (opened: Opened) => Promise<void>,
  timeouts = patient,
): Promise<void> {
  const standIn = await startStandIn(script);
  const notes: string[] = [];
  const options = { signal: new AbortController().signal, timeouts, note: (sentence: string) => notes.push(sentence) };
  try {
    const connection = await oracleDriver.connect(settingsOf(standIn.port), options);
    try {
      await run({ connection, standIn, notes });
    } finally {
      await connection.close();
    }
  } finally {
    await standIn.close();
  }
}

/** All rows, as lists of cells. */
export async function rowsOf(batches: AsyncIterable<Batch>): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  for await (const batch of batches) {
    for (let row = 0; row < batch.rows; row += 1) {
      rows.push(Array.from({ length: batch.width }, (_, column) => cellAt(batch, row * batch.width + column)));
    }
  }
  return rows;
}

/** The error of a source that something ends with. */
export async function faultOf(t: ExecutionContext, run: () => Promise<unknown>): Promise<SourceError> {
  const error = await t.throwsAsync(run);
  if (error instanceof SourceError) return error;
  throw error ?? new Error('nothing was thrown');
}
