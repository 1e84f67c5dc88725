import { mssqlDriver } from '../../../adapters/mssql/driver.ts';
import { type MssqlSettings, mssqlDefaults } from '../../../adapters/mssql/settings.ts';
import { Secret } from '../../../core/options/option.ts';
import { connectOptions, rowsOf } from '../mssql/support.ts';
import { kinds, type Naming } from './database.ts';
import type { SiteTable, Value } from './site.ts';

/** The made-up site on a real server: its tables are in a schema of their own, which is made before and taken away afterwards. */

export const naming: Naming = {
  schema: 'tributary_ilmt',
  table: (name) => `${name.replace('ilmt_', '').replace(/s$/, '')}_facts`,
  column: (name) => name.replace('dns_name', 'host dns_name'),
};

export interface Live {
  readonly settings: MssqlSettings;
  /** The lines of a source file that reach it. */
  readonly reached: Readonly<Record<string, unknown>>;
  readonly run: (...statements: readonly string[]) => Promise<void>;
}

/** The server of that address; a text says why no table may be made there. */
export async function liveServer(address: string): Promise<Live | string> {
  const { hostname, port, username, password, pathname } = new URL(address);
  const [name, word] = [decodeURIComponent(pathname.slice(1)), decodeURIComponent(password)];
  process.env.TRIBUTARY_TEST_MSSQL_PASSWORD = word;
  const server = { server: hostname, port: Number(port || 1433), trustServerCertificate: true } as const;
  const login = { kind: 'sql', user: decodeURIComponent(username), password: new Secret(word) } as const;
  const settings: MssqlSettings = { ...mssqlDefaults, ...server, database: name, login };
  const user = { user: login.user, password: 'env:TRIBUTARY_TEST_MSSQL_PASSWORD' };
  const reached = { ...server, ...user, databaseName: name, readOnlyIntent: false };
  const ask = async (statements: readonly string[]) => {
    const connection = await mssqlDriver.connect(settings, connectOptions());
    try {
      let rows: readonly (readonly unknown[])[] = [];
      for (const statement of statements) rows = await rowsOf(connection, statement);
      return rows;
    } finally {
      await connection.close();
    }
  };
  const others = `SELECT COUNT(*) AS others FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA <> '${naming.schema}'`;
  if (!/(^|[^a-z])tests?([^a-z]|$)/i.test(name) && Number((await ask([others]))[0][0]) > 0)
    return `the database ${name} has tables, and “test” is no word of its name`;
  return { settings, reached, run: async (...statements) => void (await ask(statements)) };
}

/** Statements that make the tables, once those of an earlier run are gone. */
export function made(tables: readonly SiteTable[]): readonly string[] {
  return [
    ...removed(tables),
    `CREATE SCHEMA ${naming.schema}`,
    ...tables.flatMap(({ name, columns, rows }) => {
      const declared = columns.map((each) => `[${naming.column(each)}] ${typeOf(each)} NULL`);
      const values = rows.map(
        (row) => `(${row.map((value, index) => literal(value, typeOf(columns[index]))).join(', ')})`,
      );
      const insert = `INSERT INTO ${tableOf(name)} VALUES ${values.join(', ')}`;
      return [`CREATE TABLE ${tableOf(name)} (${declared.join(', ')})`, ...(rows.length === 0 ? [] : [insert])];
    }),
  ];
}

export function removed(tables: readonly SiteTable[]): readonly string[] {
  const each = tables.map(({ name }) => `DROP TABLE IF EXISTS ${tableOf(name)}`);
  return [...each, `DROP SCHEMA IF EXISTS ${naming.schema}`];
}

export function tableOf(name: string): string {
  return `[${naming.schema}].[${naming.table(name)}]`;
}

const types: Readonly<Record<string, string>> = {
  integer: 'int',
  decimal: 'decimal(18, 3)',
  moment: 'datetime2(7)',
  peak: 'datetimeoffset(3)',
  day: 'date',
  padded: 'nvarchar(400)',
  hardware_serial_number: 'nchar(80)',
  metric_code_name: 'nchar(80)',
  status: 'char(20)',
  // Flags, and moments of the older kind.
  is_deleted: 'bit',
  is_charged: 'bit',
  is_excluded: 'bit',
  default_pvu_value: 'bit',
  deletion_date: 'datetime',
  valid_to: 'datetime',
};

function typeOf(column: string): string {
  return types[column] ?? types[kinds.get(column) ?? ''] ?? 'nvarchar(400)';
}

function literal(value: Value, type: string): string {
  if (value === null || typeof value === 'number') return String(value);
  return `CAST(N'${value.replaceAll("'", "''")}' AS ${type})`;
}
