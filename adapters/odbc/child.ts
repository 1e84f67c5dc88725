import { batchRows, type Cell } from '../../core/adapter/batch.ts';
import { serve, watchMemory } from '../sql/serve.ts';
import { type PackageConnection, type PackageResult, statesOf } from './package.ts';
import { connectIbmDb, loadIbmDb } from './package-ibm-db.ts';
import { connectOdbc, loadOdbc } from './package-odbc.ts';
import type { Reply, Request, Rows } from './protocol.ts';
import { type CellKind, cellOf } from './types.ts';

/** The process that has an ODBC driver. */

/** A result that is read batch by batch. */
interface Open {
  readonly kinds: readonly CellKind[] | undefined;
  readonly result: PackageResult;
}

let connection: PackageConnection | undefined;
let open: Open | undefined;

serve<Request>({
  answer,
  faultOf,
  cancel: async () => connection?.cancel(),
  leave: async () => undefined,
});

async function answer(request: Request): Promise<Reply> {
  if (request.op === 'connect') return connect(request);
  if (connection === undefined) throw new Error('There is no connection.');
  switch (request.op) {
    case 'query':
      await open?.result.close();
      open = { kinds: request.kinds, result: await connection.query(request.text, request.parameters) };
      return nextRows();
    case 'next':
      return nextRows();
    case 'end': {
      const left = open;
      open = undefined;
      await left?.result.close();
      return { kind: 'done' };
    }
    case 'catalog':
      open = { kinds: undefined, result: await connection.catalog(request.what, request.names) };
      return nextRows();
    case 'begin':
      await connection.begin(request.isolation);
      return { kind: 'done' };
    case 'rollback':
      await connection.rollback();
      return { kind: 'done' };
  }
}

async function connect(request: Request & { readonly op: 'connect' }): Promise<Reply> {
  const { path, packageName, memoryMb } = request;
  watchMemory(memoryMb);
  let connecting: () => Promise<PackageConnection>;
  try {
    if (packageName === 'ibm_db') {
      const ibmDb = loadIbmDb(path);
      connecting = () => connectIbmDb(ibmDb, request);
    } else {
      const odbc = loadOdbc(path);
      connecting = () => connectOdbc(odbc, request);
    }
  } catch (error) {
    return { kind: 'missing', message: error instanceof Error ? error.message.split('\n', 1)[0] : String(error) };
  }
  connection = await connecting();
  return { kind: 'done' };
}

async function nextRows(): Promise<Rows> {
  if (open === undefined) throw new Error('There is no open result.');
  const { result, kinds } = open;
  const { columns } = result;
  const rows = await result.take(batchRows);
  const cells: Cell[] = [];
  for (const row of rows)
    for (let column = 0; column < columns.length; column++)
      cells.push(cellOf(kinds === undefined ? 'text' : kinds[column], row[column]));
  const more = rows.length === batchRows;
  if (!more) open = undefined;
  return { kind: 'rows', columns, rows: rows.length, cells, more };
}

function faultOf(error: unknown): Reply {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'fault', message, states: statesOf(error) };
}
