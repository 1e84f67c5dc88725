import { createRequire } from 'node:module';
import { isolationLevels, type PackageConnection, type PackageTarget, wholeResult } from './package.ts';
import type { DriverColumn } from './protocol.ts';

/** What is used of the package `odbc`. */
interface Odbc {
  readonly connect: (options: object) => Promise<OdbcConnection>;
}
interface OdbcConnection {
  readonly query: (text: string, parameters: readonly unknown[], options: object) => Promise<Result>;
  readonly tables: (...names: readonly (string | null)[]) => Promise<Result>;
  readonly columns: (...names: readonly (string | null)[]) => Promise<Result>;
  readonly primaryKeys: (...names: readonly (string | null)[]) => Promise<Result>;
  readonly setIsolationLevel: (level: number) => Promise<void>;
  readonly beginTransaction: () => Promise<void>;
  readonly rollback: () => Promise<void>;
  readonly cancel: () => Promise<void>;
}
type Result = readonly (readonly unknown[])[] & { readonly columns?: readonly DriverColumn[] };

/** The package takes so much for each long text, and more when it has to. */
const longTextBytes = 256;

export function loadOdbc(path: string): Odbc {
  return createRequire(import.meta.url)(path);
}

/** A connection by `odbc`. A result is whole: the cursors of some drivers lose rows in silence. */
export async function connectOdbc(odbc: Odbc, target: PackageTarget): Promise<PackageConnection> {
  const connection = await odbc.connect({
    connectionString: target.connectionString,
    loginTimeout: target.loginSeconds,
    // Rows as arrays: as objects they would lose columns of equal names.
    fetchArray: true,
  });
  const whole = (result: Result) => wholeResult((result.columns ?? []).map(plainColumn), result);
  return {
    query: async (text, parameters) =>
      whole(await connection.query(text, parameters, { initialBufferSize: longTextBytes })),
    async catalog(what, names) {
      const read = { tables: [null], columns: [null], primaryKeys: [] }[what];
      return whole(await connection[what](...names, ...read));
    },
    async begin(isolation) {
      if (isolation !== undefined) await connection.setIsolationLevel(isolationLevels[isolation]);
      await connection.beginTransaction();
    },
    rollback: () => connection.rollback(),
    cancel: () => connection.cancel(),
  };
}

function plainColumn(column: DriverColumn): DriverColumn {
  const { name, dataType, dataTypeName, columnSize, decimalDigits, nullable } = column;
  return { name, dataType, dataTypeName, columnSize, decimalDigits, nullable };
}
