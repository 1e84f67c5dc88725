import type { CatalogNames, DriverColumn, DriverState, Isolation } from './protocol.ts';

/** What the child process wants of a package of npm that calls ODBC drivers: `odbc`, or IBM's own, `ibm_db`. */
export interface PackageConnection {
  readonly query: (text: string, parameters: readonly (string | number | bigint | null)[]) => Promise<PackageResult>;
  readonly catalog: (what: 'tables' | 'columns' | 'primaryKeys', names: CatalogNames) => Promise<PackageResult>;
  readonly begin: (isolation: Isolation | undefined) => Promise<void>;
  readonly rollback: () => Promise<void>;
  /** Ends what is under way. Who can not do it rejects, and is ended by the parent. */
  readonly cancel: () => Promise<void>;
}

export interface PackageResult {
  readonly columns: readonly DriverColumn[];
  /** The next rows, so many at most; fewer only if no more come. */
  readonly take: (rows: number) => Promise<readonly (readonly unknown[])[]>;
  readonly close: () => Promise<void>;
}

export interface PackageTarget {
  /** The folder of the package. */
  readonly path: string;
  readonly connectionString: string;
  readonly loginSeconds: number;
}

/** ODBC's numbers of them. */
export const isolationLevels = {
  readCommitted: 2,
  repeatableRead: 4,
  serializable: 8,
} satisfies Record<Isolation, number>;

/** Rows that are all there. */
export function wholeResult(columns: readonly DriverColumn[], rows: readonly (readonly unknown[])[]): PackageResult {
  let given = 0;
  return {
    columns,
    async take(count) {
      given += count;
      return rows.slice(given - count, given);
    },
    close: async () => undefined,
  };
}

/** What the driver said of a failure, by whichever package. */
export function statesOf(error: unknown): readonly DriverState[] {
  if (!(error instanceof Error)) return [];
  if ('odbcErrors' in error && Array.isArray(error.odbcErrors))
    return error.odbcErrors.map(({ state, code, message }) => {
      return { state: String(state), code: Number(code), message: String(message) };
    });
  if ('sqlstate' in error && 'sqlcode' in error)
    return [{ state: String(error.sqlstate), code: Number(error.sqlcode), message: error.message }];
  return [];
}
