import { createRequire } from 'node:module';
import {
  isolationLevels,
  type PackageConnection,
  type PackageResult,
  type PackageTarget,
  wholeResult,
} from './package.ts';
import type { DriverColumn } from './protocol.ts';

/** What is used of the package `ibm_db`, which brings IBM's driver along. */
interface IbmDb {
  readonly open: (connectionString: string, options: object) => Promise<Database>;
}
interface Database {
  readonly queryResult: (text: string, parameters: readonly unknown[]) => Promise<readonly [Result, unknown]>;
  readonly tables: (...names: readonly (string | null)[]) => Promise<readonly Row[]>;
  readonly columns: (...names: readonly (string | null)[]) => Promise<readonly Row[]>;
  readonly setIsolationLevel: (level: number) => void;
  readonly beginTransaction: () => Promise<unknown>;
  readonly rollbackTransaction: () => Promise<unknown>;
}
interface Result {
  readonly getColumnMetadataSync: () => readonly Metadata[];
  readonly fetchN: (count: number, options: { readonly fetchMode: 3 }) => Promise<readonly (readonly unknown[])[]>;
  readonly close: () => Promise<unknown>;
}
type Row = Readonly<Record<string, unknown>>;
interface Metadata {
  readonly SQL_DESC_NAME: string;
  readonly SQL_DESC_TYPE_NAME: string;
  /** So it is spelt there. */
  readonly SQL_DESC_CONSIZE_TYPE: number;
  readonly SQL_DESC_PRECISION: number;
  readonly SQL_DESC_SCALE: number;
}

export function loadIbmDb(path: string): IbmDb {
  return createRequire(import.meta.url)(path);
}

/** A connection by `ibm_db`. IBM's driver reads by cursors that are right, a block at a time. */
export async function connectIbmDb(ibmDb: IbmDb, target: PackageTarget): Promise<PackageConnection> {
  const database = await ibmDb.open(target.connectionString, { connectTimeout: target.loginSeconds });
  return {
    async query(text, parameters) {
      // It binds texts and doubles; a column of whole numbers takes a text as exactly.
      const bound = parameters.map((value) => (isInt32(value) ? value : value === null ? null : String(value)));
      const [result] = await database.queryResult(text, bound);
      return resultOf(result);
    },
    async catalog(what, [catalog, schema, name]) {
      if (what === 'primaryKeys') throw new Error('The package ibm_db does not ask for keys.');
      const rows = await database[what](catalog, schema, name, null);
      return wholeResult(
        Object.keys(rows[0] ?? {}).map((each) => columnOf(each)),
        rows.map((row) => Object.values(row)),
      );
    },
    async begin(isolation) {
      if (isolation !== undefined) database.setIsolationLevel(isolationLevels[isolation]);
      await database.beginTransaction();
    },
    async rollback() {
      await database.rollbackTransaction();
    },
    cancel: () => Promise.reject(new Error('The package ibm_db can not cancel.')),
  };
}

function isInt32(value: string | number | bigint | null): value is number {
  return typeof value === 'number' && (value | 0) === value;
}

function resultOf(result: Result): PackageResult {
  const columns = result.getColumnMetadataSync().map((each) =>
    columnOf(each.SQL_DESC_NAME, {
      dataType: each.SQL_DESC_CONSIZE_TYPE,
      dataTypeName: each.SQL_DESC_TYPE_NAME,
      columnSize: each.SQL_DESC_PRECISION,
      decimalDigits: each.SQL_DESC_SCALE,
    }),
  );
  let isOpen = true;
  const close = async () => {
    if (isOpen) await result.close();
    isOpen = false;
  };
  return {
    columns,
    async take(count) {
      if (!isOpen) return [];
      const rows = columns.length === 0 ? [] : await result.fetchN(count, { fetchMode: 3 });
      // A cursor that is not closed keeps its locks.
      if (rows.length < count) await close();
      return rows;
    },
    close,
  };
}

/** The package does not say whether a column can be null. */
function columnOf(name: string, type: Partial<DriverColumn> = {}): DriverColumn {
  return { name, dataType: 12, dataTypeName: 'VARCHAR', columnSize: 0, decimalDigits: 0, ...type, nullable: true };
}
