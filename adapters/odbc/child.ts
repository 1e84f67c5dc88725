import { createRequire } from 'node:module';
import { batchRows, type Cell } from '../../core/adapter/batch.ts';
import type { DriverColumn, DriverState, Interruption, Isolation, Reply, Request, Rows } from './protocol.ts';
import { type CellKind, cellOf } from './types.ts';

/**
 * The process that has an ODBC driver: native code of somebody else, which may crash, hang or take all memory. It has one connection,
 * does what it is told, and ends with the process that started it.
 */

/** What is used of the package `odbc`. */
interface Package {
  readonly connect: (options: object) => Promise<PackageConnection>;
}
interface PackageConnection {
  readonly query: (text: string, parameters: readonly unknown[], options: object) => Promise<Result>;
  readonly tables: (...names: readonly (string | null)[]) => Promise<Result>;
  readonly columns: (...names: readonly (string | null)[]) => Promise<Result>;
  readonly primaryKeys: (...names: readonly (string | null)[]) => Promise<Result>;
  readonly setIsolationLevel: (level: number) => Promise<void>;
  readonly beginTransaction: () => Promise<void>;
  readonly rollback: () => Promise<void>;
  readonly cancel: () => Promise<void>;
}
type Result = readonly (readonly unknown[])[] & { readonly columns: readonly DriverColumn[] };

/** A result that is read batch by batch. */
interface Open {
  readonly kinds: readonly CellKind[] | undefined;
  readonly result: Result;
  /** How many of its rows have been passed on. */
  given: number;
}

const isolationLevels = { readCommitted: 2, repeatableRead: 4, serializable: 8 } satisfies Record<Isolation, number>;
const memoryMilliseconds = 100;
/** The package takes so much for each long text, and more when it has to. */
const longTextBytes = 256;

let connection: PackageConnection | undefined;
let open: Open | undefined;

process.on('message', (message: Request | Interruption) => {
  if (message.op === 'cancel') {
    // What is cancelled answers for itself; a driver that can't cancel is ended by its parent.
    connection?.cancel().catch(() => undefined);
    return;
  }
  answer(message).then(reply, (error: unknown) => reply(faultOf(error)));
});
// Nothing is to be saved, and a driver that hangs would keep an orderly end waiting.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

function reply(message: Reply): void {
  process.send?.(message);
}

async function answer(request: Request): Promise<Reply> {
  if (request.op === 'connect') return connect(request);
  if (connection === undefined) throw new Error('There is no connection.');
  switch (request.op) {
    case 'query':
      return query(connection, request);
    case 'next':
      return nextRows();
    case 'end':
      open = undefined;
      return { kind: 'done' };
    case 'catalog': {
      const read = { tables: [null], columns: [null], primaryKeys: [] }[request.what];
      const result = await connection[request.what](...request.names, ...read);
      open = { kinds: undefined, result, given: 0 };
      return nextRows();
    }
    case 'begin':
      if (request.isolation !== undefined) await connection.setIsolationLevel(isolationLevels[request.isolation]);
      await connection.beginTransaction();
      return { kind: 'done' };
    case 'rollback':
      await connection.rollback();
      return { kind: 'done' };
  }
}

async function connect(request: Request & { readonly op: 'connect' }): Promise<Reply> {
  watchMemory(request.memoryMb);
  let odbc: Package;
  try {
    odbc = createRequire(import.meta.url)(request.package);
  } catch (error) {
    return { kind: 'missing', message: error instanceof Error ? error.message.split('\n', 1)[0] : String(error) };
  }
  connection = await odbc.connect({
    connectionString: request.connectionString,
    loginTimeout: request.loginSeconds,
    // Rows as arrays: as objects they would lose columns of equal names.
    fetchArray: true,
  });
  return { kind: 'done' };
}

/** Ends this process before it takes the memory of others. */
function watchMemory(megabytes: number): void {
  setInterval(() => {
    const used = process.memoryUsage.rss() / (1 << 20);
    if (used > megabytes)
      process.send?.({ kind: 'memory', megabytes: Math.round(used) } satisfies Reply, () =>
        process.kill(process.pid, 'SIGKILL'),
      );
  }, memoryMilliseconds).unref();
}

async function query(on: PackageConnection, request: Request & { readonly op: 'query' }): Promise<Reply> {
  const result = await on.query(request.text, request.parameters, { initialBufferSize: longTextBytes });
  open = { kinds: request.kinds, result, given: 0 };
  return nextRows();
}

function nextRows(): Rows {
  if (open === undefined) throw new Error('There is no open result.');
  const { result, given, kinds } = open;
  const columns = result.columns ?? [];
  const end = Math.min(result.length, given + batchRows);
  const cells: Cell[] = [];
  for (let row = given; row < end; row++)
    for (let column = 0; column < columns.length; column++)
      cells.push(cellOf(kinds === undefined ? 'text' : kinds[column], result[row][column]));
  open.given = end;
  const more = end < result.length;
  if (!more) open = undefined;
  return { kind: 'rows', columns: columns.map(plainColumn), rows: end - given, cells, more };
}

function plainColumn(column: DriverColumn): DriverColumn {
  const { name, dataType, dataTypeName, columnSize, decimalDigits, nullable } = column;
  return { name, dataType, dataTypeName, columnSize, decimalDigits, nullable };
}

function faultOf(error: unknown): Reply {
  const message = error instanceof Error ? error.message : String(error);
  const states: DriverState[] = [];
  if (error instanceof Error && 'odbcErrors' in error && Array.isArray(error.odbcErrors))
    for (const { state, code, message } of error.odbcErrors)
      states.push({ state: String(state), code: Number(code), message: String(message) });
  return { kind: 'fault', message, states };
}
