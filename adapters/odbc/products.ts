import type { Consistency, Dialect } from '../sql/driver.ts';
import { db2 } from './product-db2.ts';
import { mssql } from './product-mssql.ts';
import type { DriverColumn, Isolation } from './protocol.ts';
import { decimalsAsText, exactKeys, parameter, quotes, standard } from './standard-sql.ts';
import { type CellKind, kindOf } from './types.ts';

/**
 * What differs between the servers behind ODBC. The package reads decimals as doubles, unsigned integers as signed ones, and cuts texts
 * at the length that a driver states (PostgreSQL's and SQLite's state 255 where they know none): a product says how each column is
 * asked for so that all of it comes.
 */
export interface Product {
  readonly name: ProductName;
  /** The names of its drivers. */
  readonly drivers: RegExp;
  /**
   * Gives rows on this product alone. One row: product, version, database, login, what tells the server from others, and, where
   * anybody may ask it, the protocol of encryption, which is blank without one.
   */
  readonly about: string;
  readonly dialect: Dialect;
  /** What a session begins with: it reads only, and writes dates in one way. */
  readonly session: readonly string[];
  /** Attributes that its driver needs. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
  /** What its queries see where there is no snapshot; the state at their beginning, if nothing is said. */
  readonly consistency?: Consistency;
  /** One state of the database for all queries. */
  readonly snapshot?: { readonly isolation: Isolation };
  /** What lets it keep an ORDER BY in parentheses. */
  readonly keepOrder?: string;
  /**
   * How rows without a key come within one state of the database: by `DECLARE` and `FETCH`, or by `OFFSET` where a query gives its
   * rows in the same order each time. Without either they come all at once. Cursors of drivers are not used: MariaDB's loses rows.
   */
  readonly cursor?: 'declare' | 'offset';
  /** Names the types of the columns as the server knows them, where the driver's codes say less. Reads no row. */
  readonly typeNames?: (query: string, columns: readonly string[]) => string;
  /** Its tables, where its own catalog says more than the functions of ODBC. */
  readonly catalog?: ProductCatalog;
  /** What is put into the list of a SELECT for a column, and what comes of it. */
  readonly selected: (name: string, column: DriverColumn, typeName: string | undefined) => Selected;
  /** A SELECT with these expressions whose columns are all given as long texts, where casts alone don't do. */
  readonly widened?: (select: string, count: number) => string;
  /** The parameter that is compared with a key of this kind. */
  readonly keyParameter: (kind: CellKind, column: DriverColumn) => string;
}

export interface ProductCatalog {
  /** Gives a row for each column of each table, a table's together and in their order. */
  readonly text: string;
  readonly column: (row: readonly string[]) => {
    readonly schema: string;
    readonly table: string;
    readonly kind: 'table' | 'view';
    readonly column: DriverColumn;
    readonly rowsEstimate?: number;
  };
  /** Gives the columns of a primary key in their order; its parameters are table and schema, which may be null. */
  readonly primaryKey: string;
}

export type ProductName = (typeof productNames)[number];
export const productNames = ['postgresql', 'mariadb', 'sqlite', 'mssql', 'oracle', 'db2', 'other'] as const;

export interface Selected {
  readonly expression: string;
  readonly kind: CellKind;
}

const limit = (query: string, rows: number) => `${query}\nLIMIT ${rows}`;

const postgresql: Product = {
  name: 'postgresql',
  drivers: /postgres|psqlodbc/i,
  about: `SELECT 'PostgreSQL ' || current_setting('server_version'), current_setting('server_version'), current_database(), current_user,
 'postgresql:' || (SELECT system_identifier FROM pg_control_system()) || '/' || current_database(),
 (SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid())`,
  dialect: { quoteName: quotes, parameter, wholeNumber: () => 'CAST(? AS bigint)', limit },
  session: [
    'SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY',
    "SET TIME ZONE 'UTC'",
    "SET DateStyle = 'ISO'",
    "SET IntervalStyle = 'iso_8601'",
    'SET extra_float_digits = 1',
  ],
  attributes: [
    ['TextAsLongVarchar', '1'],
    ['UnknownsAsLongVarchar', '1'],
    ['ByteaAsLongVarBinary', '1'],
  ],
  snapshot: { isolation: 'repeatableRead' },
  cursor: 'declare',
  typeNames: (query, columns) =>
    `SELECT ${columns.map((name) => `CAST(pg_typeof(q.${name}) AS text)`).join(', ')} FROM (SELECT 1) AS one LEFT JOIN (\n${query}\n) AS q ON false`,
  selected: (name, column, typeName) => {
    if (typeName === 'smallint' || typeName === 'integer' || typeName === 'bigint' || typeName === 'bytea')
      return { expression: name, kind: kindOf(column) };
    const kind = postgresKinds.get(typeName ?? '') ?? 'text';
    // What has an end comes quicker: texts without one are asked for piece by piece. No mapping takes longer numbers.
    if (kind !== 'text') return { expression: `CAST(${name} AS varchar(500))`, kind };
    const isShort = column.columnSize > 0 && column.columnSize < noLength;
    const hasEnd = isShort && (typeName === 'character varying' || typeName === 'character');
    return { expression: hasEnd ? name : `CAST(${name} AS text)`, kind };
  },
  // A parameter takes the type of what it is compared with.
  keyParameter: (kind) => (kind === 'integer' ? 'CAST(? AS bigint)' : '?'),
};

/** The length that the driver states for texts that have none. */
const noLength = 255;

const postgresKinds = new Map<string, CellKind>([
  ['numeric', 'decimal'],
  ['real', 'float'],
  ['double precision', 'float'],
  ['boolean', 'boolean'],
  ['date', 'date'],
  ['timestamp without time zone', 'moment'],
  ['timestamp with time zone', 'instant'],
]);

const backticks = (name: string) => `\`${name.replaceAll('`', '``')}\``;

const mariadb: Product = {
  name: 'mariadb',
  drivers: /maria|mysql|maodbc|myodbc/i,
  about: `SELECT CASE WHEN VERSION() LIKE '%MariaDB%' THEN CONCAT('MariaDB ', VERSION()) ELSE CONCAT('MySQL ', VERSION()) END, VERSION(), COALESCE(DATABASE(), ''),
 CURRENT_USER(), CONCAT('mariadb:', @@hostname, ':', @@port, '/', COALESCE(DATABASE(), '')),
 (SELECT VARIABLE_VALUE FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME = 'Ssl_version')`,
  dialect: { quoteName: backticks, parameter, limit },
  session: ['SET SESSION TRANSACTION READ ONLY'],
  attributes: [['CHARSET', 'utf8mb4']],
  snapshot: { isolation: 'repeatableRead' },
  keepOrder: 'LIMIT 18446744073709551615',
  selected: (name, column) => {
    const kind = kindOf(column);
    switch (kind) {
      // Whether an integer has a sign is not told.
      case 'integer':
      case 'decimal':
      case 'date':
      case 'moment':
        return { expression: `CAST(${name} AS CHAR)`, kind };
      case 'boolean':
        return { expression: `CAST(${name} AS UNSIGNED)`, kind: column.columnSize > 1 ? 'integer' : 'boolean' };
      case 'text':
        // Long, so that it comes with its length: a short one would end at a zero character.
        return { expression: `CAST(${name} AS CHAR(1000000))`, kind };
      default:
        return { expression: name, kind };
    }
  },
  keyParameter: (kind, column) => {
    if (kind === 'date') return 'CAST(? AS DATE)';
    return kind === 'moment' ? 'CAST(? AS DATETIME(6))' : exactKeys(kind, column);
  },
};

const sqlite: Product = {
  name: 'sqlite',
  drivers: /sqlite/i,
  about: `SELECT 'SQLite ' || sqlite_version(), sqlite_version(), (SELECT file FROM pragma_database_list WHERE name = 'main'), '',
 'sqlite:' || (SELECT file FROM pragma_database_list WHERE name = 'main'), ''`,
  dialect: { quoteName: quotes, parameter, remainder: (a, b) => `${a} % ${b}`, limit },
  // The driver, told to keep long names, asks for those with a table before them; otherwise it would cut names that have a point.
  session: ['PRAGMA query_only = 1', 'PRAGMA full_column_names = 0', 'PRAGMA short_column_names = 1'],
  attributes: [
    ['StepAPI', 'Yes'],
    ['LongNames', 'Yes'],
    ['NoCreat', '1'],
  ],
  snapshot: { isolation: 'serializable' },
  cursor: 'offset',
  selected: (name, column) => {
    const kind = kindOf(column);
    if (kind === 'bytes') return { expression: `hex(${name})`, kind: 'hex' };
    // As text a number would lose its last digits.
    return kind === 'float' ? { expression: `printf('%!.17g', ${name})`, kind } : { expression: name, kind };
  },
  // The first SELECT names the types of all: the one text column that every database has makes them long.
  widened: (select, count) =>
    `SELECT ${new Array(count).fill('sql').join(', ')} FROM sqlite_master WHERE 0 UNION ALL SELECT * FROM (\n${select}\n)`,
  keyParameter: () => '?',
};

const oracle: Product = {
  name: 'oracle',
  drivers: /oracle/i,
  about: `SELECT 'Oracle Database', (SELECT MAX(version) FROM product_component_version), SYS_CONTEXT('USERENV', 'DB_NAME'), SYS_CONTEXT('USERENV', 'SESSION_USER'),
 'oracle:' || SYS_CONTEXT('USERENV', 'DB_UNIQUE_NAME') || '/' || SYS_CONTEXT('USERENV', 'SERVICE_NAME') FROM DUAL`,
  dialect: standard,
  session: ["ALTER SESSION SET TIME_ZONE = 'UTC'"],
  attributes: [],
  selected: decimalsAsText((name) => `TO_CHAR(${name}, 'TM9', 'NLS_NUMERIC_CHARACTERS=''.,''')`),
  keyParameter: (kind) => (kind === 'decimal' ? "TO_NUMBER(?, 'TM9')" : '?'),
};

/** Any other server, by what the standard of SQL says. */
export const other: Product = {
  name: 'other',
  drivers: /^$/,
  about: '',
  dialect: standard,
  session: [],
  attributes: [],
  selected: decimalsAsText((name) => `CAST(${name} AS VARCHAR(60))`),
  keyParameter: exactKeys,
};

export const products: readonly Product[] = [postgresql, mariadb, sqlite, mssql, oracle, db2];

/** What `snapshot` gives, and what a session without one has. */
export function consistencyOf({ snapshot, consistency = 'statement' }: Product): Consistency {
  return snapshot === undefined ? consistency : 'snapshot';
}
