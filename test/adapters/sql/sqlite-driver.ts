import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import type { CatalogTable, Connection, Dialect, Driver, Query, SqlColumn } from '../../../adapters/sql/driver.ts';
import { sqlFault } from '../../../adapters/sql/faults.ts';
import { type Batch, batchRows, type Cell } from '../../../core/adapter/batch.ts';
import type { ColumnType } from '../../../core/adapter/contract.ts';

/** A driver over the SQLite that comes with Node: a real engine for tests, wherever they run. */

export interface SqliteSettings {
  readonly path: string;
  readonly password?: string;
  /** The SHA-256 of the password that opens it; without one, every login does. */
  readonly opens?: string;
}

export interface Watch {
  /** What the dialect has beside the usual. */
  readonly dialect?: Partial<Dialect>;
  /** Is shown the text of each statement that the engine runs or describes. */
  readonly onStatement?: (kind: 'describe' | 'read' | 'own', text: string) => void;
  /** Is shown each row before it is given; what it throws breaks the connection there. */
  readonly onRow?: (values: readonly unknown[]) => void;
}

export function sqliteDriver({
  onStatement = () => undefined,
  onRow = () => undefined,
  dialect = {},
}: Watch = {}): Driver<SqliteSettings> {
  return {
    name: 'sqlite',
    dialect: {
      quoteName: (name) => `"${name.replaceAll('"', '""')}"`,
      parameter: (number) => `?${number}`,
      remainder: (a, b) => `${a} % ${b}`,
      limit: (query, rows) => `SELECT * FROM (${query}) LIMIT ${rows}`,
      // Rows keep the number of their change as text of one length, and a table the next number.
      marks: { rowversion: { now: 'SELECT Next FROM Counter', value: (parameter) => parameter } },
      ...dialect,
    },
    async connect({ path, password, opens }) {
      if (!existsSync(path)) throw sqlFault('sql/unreachable', 'Expected a database, found none.', { name: path });
      if (
        opens !== undefined &&
        opens !==
          createHash('sha256')
            .update(password ?? '')
            .digest('hex')
      )
        throw sqlFault('sql/login', `The login was refused: not ${password}.`, { name: path });
      return connectionTo(path, { onStatement, onRow, dialect });
    },
  };
}

function connectionTo(path: string, watch: Required<Watch>): Connection {
  const { onStatement } = watch;
  const database = new DatabaseSync(path, { readOnly: true });
  const prepare = (text: string): StatementSync => {
    try {
      const statement = database.prepare(text);
      statement.setReadBigInts(true);
      statement.setReturnArrays(true);
      return statement;
    } catch (cause) {
      throw refusal(cause);
    }
  };
  const columnsOf = (text: string) => prepare(text).columns().map(columnOf);
  const own = (text: string): readonly (readonly unknown[])[] => {
    onStatement('own', text);
    return prepare(text)
      .all()
      .map((row) => (Array.isArray(row) ? row : Object.values(row)));
  };
  return {
    async about() {
      const version = String(own('SELECT sqlite_version()')[0][0]);
      const id = String(own('PRAGMA application_id')[0][0]);
      return {
        product: `SQLite ${version}`,
        version,
        database: basename(path).replace(/\.[a-z]+$/, ''),
        login: 'nobody',
        id: `sqlite:${id}:${basename(path)}`,
        driver: `node:sqlite ${version}`,
      };
    },
    async catalog() {
      const tables = own("SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY rowid");
      return tables.map(
        ([type, name]): CatalogTable => ({
          schema: '',
          name: String(name),
          kind: type === 'view' ? 'view' : 'table',
          columns: columnsOf(`SELECT * FROM "${String(name).replaceAll('"', '""')}"`),
          rowsEstimate: 3,
        }),
      );
    },
    async describe({ text }) {
      onStatement('describe', text);
      return columnsOf(text);
    },
    read: (query) => read(prepare, query, watch),
    async snapshot() {
      database.exec('BEGIN');
      return 'snapshot';
    },
    async close() {
      if (database.isOpen) database.close();
    },
  };
}

async function* read(
  prepare: (text: string) => StatementSync,
  { text, parameters = [] }: Query,
  { onStatement, onRow }: Required<Watch>,
): AsyncGenerator<Batch> {
  onStatement('read', text);
  const statement = prepare(text);
  const columns = statement.columns().map(columnOf);
  let cells: Cell[] = [];
  let first = 1;
  const batch = (): Batch => {
    const rows = cells.length / columns.length;
    const positions = Array.from({ length: rows }, (_, row) => first + row);
    first += rows;
    return { layout: 'cells', rows, width: columns.length, positions, cells };
  };
  for (const row of statement.iterate(...parameters)) {
    const values: readonly unknown[] = Array.isArray(row) ? row : Object.values(row);
    onRow(values);
    cells.push(...values.map((value, column) => cellOf(value, columns[column].type)));
    if (cells.length < batchRows * columns.length) continue;
    yield batch();
    cells = [];
    await setImmediate();
  }
  if (cells.length > 0) yield batch();
}

const types: readonly (readonly [RegExp, ColumnType])[] = [
  [/INT/i, 'integer'],
  [/BLOB/i, 'bytes'],
  [/REAL|NUMERIC|DECIMAL/i, 'decimal'],
  [/^DATE$/i, 'date'],
];

function columnOf({ name, type }: { readonly name: string; readonly type: string | null }): SqlColumn {
  const [, known = 'text'] = types.find(([pattern]) => pattern.test(type ?? '')) ?? [];
  return { name, type: known, serverType: type ?? 'unknown', nullable: true };
}

function cellOf(value: unknown, type: ColumnType): Cell {
  if (value === null || value instanceof Uint8Array) return value;
  if (typeof value === 'bigint' && type === 'integer')
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  return String(value);
}

function refusal(cause: unknown): Error {
  const message = cause instanceof Error ? cause.message : String(cause);
  const [, what, name] = /no such (table|column): (.+)/.exec(message) ?? [];
  if (what === undefined) return sqlFault('sql/failed', `${message}.`, { cause });
  return sqlFault(what === 'table' ? 'sql/missing-object' : 'sql/missing-column', `There is no ${what} ${name}.`, {
    name,
    cause,
  });
}
