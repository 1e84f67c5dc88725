import type { Batch } from '../../core/adapter/batch.ts';
import type { Column } from '../../core/adapter/contract.ts';

/**
 * One kind of database server behind one package of npm. Everything that products and datasets need of a server goes through these few
 * functions; how a package does it stays in its folder. Connections are read-only: no driver writes, creates or locks anything.
 */
export interface Driver<Settings> {
  /** `mssql`, `oracle`, `db2`, `odbc`. */
  readonly name: string;
  readonly dialect: Dialect;
  /**
   * Connects and logs in. What it takes is loaded here, so that an installation without the package works until somebody wants it.
   * @throws SourceError with one of the codes `sql/…`, saying whether the same may go well later.
   */
  readonly connect: (settings: Settings, options: ConnectOptions) => Promise<Connection>;
}

/** What differs in the text of SQL between servers, and nothing else. */
export interface Dialect {
  /** A name as it stands in SQL: `[name]`, `"name"`. Names come from the server's own catalog alone. */
  readonly quoteName: (name: string) => string;
  /** The parameter with a number, from 1, as it stands in SQL: `@p1`, `:1`, `?`. Values are bound, never written into the text. */
  readonly parameter: (number: number) => string;
  /** The same for a parameter that is compared with whole numbers, where a server has to be told; without it, `parameter`. */
  readonly wholeNumber?: (number: number) => string;
  /** The remainder of a division, where it is not MOD(a, b). */
  readonly remainder?: (a: string, b: number) => string;
  /** The first rows of a query alone. */
  readonly limit: (query: string, rows: number) => string;
  /** What a type of the comments of queries is called here, if not as in SQL Server: `timestamp` for `datetime`. */
  readonly nullType?: (type: string) => string;
  /** What a SELECT of one row is from, where it can't be from nothing: ` FROM SYSIBM.SYSDUMMY1`. */
  readonly oneRow?: string;
  /** Types of columns that rows can't be ordered by, beside those of bytes and of long texts elsewhere. */
  readonly unordered?: RegExp;
  /**
   * A query of the whole numbers that a parameter holds as one text, where the server can take it apart: `count` of them, each of `width`
   * digits, no more than 10,000. Else numbers are bound one by one, a thousand in a query.
   */
  readonly numbersIn?: (parameter: string, width: number, count: number) => string;
  /** How servers that count their changes are asked what has changed. */
  readonly marks?: { readonly [kind in 'rowversion' | 'scn']?: Mark };
}

export interface Mark {
  /** A query of one value: all changes with lower numbers are committed or undone. It sees the present, whatever the session's snapshot. */
  readonly now: string;
  /** Such a value that is bound as text, as the column has it. */
  readonly value: (parameter: string) => string;
}

export interface ConnectOptions {
  readonly signal: AbortSignal;
  readonly timeouts: Timeouts;
  readonly note?: (sentence: string) => void;
}

/** Each wait has its own limit, in milliseconds. */
export interface Timeouts {
  readonly connect: number;
  /** From a query to its first row. */
  readonly firstRow: number;
  /** Between two batches of rows. */
  readonly read: number;
}

/** One session. It is used for one query at a time. */
export interface Connection {
  /** Where it is not the driver's: behind ODBC is any server. */
  readonly dialect?: Dialect;
  /** What the server says of itself: never a row of anybody's data. */
  readonly about: () => Promise<ServerInfo>;
  /** The tables and views that this login may read, with their columns, from the server's own catalog. */
  readonly catalog: () => Promise<readonly CatalogTable[]>;
  /**
   * The columns that a query would give, without reading a row of it.
   * @throws SourceError `sql/missing-object`, `sql/missing-column`, `sql/missing-right`, each with the
   * name of what is missing as its place, as the server writes it: `sqlFault('sql/missing-column', …, { name: 'x.Foo0' })`.
   */
  readonly describe: (query: Query) => Promise<readonly SqlColumn[]>;
  /**
   * The rows of a query, in batches of 1 to 1,000 that hold what `describe` says. It reads no further ahead than one batch of the
   * package: a slow reader slows the server. Ending the loop early cancels the query; the connection can be used again.
   */
  readonly read: (query: Query) => AsyncIterable<Batch>;
  /** From here to the end of the session all queries see one state of the database, where the server can do that. Gives what it could do. */
  readonly snapshot: () => Promise<Consistency>;
  /** Whether the session is still there, where the driver knows: it may have broken while nobody used it, or been given up for a query that would not stop. */
  readonly isOpen?: () => boolean;
  /** Ends the session. May be called twice, and while a query runs. Never waits longer than a second. */
  readonly close: () => Promise<void>;
}

export interface Query {
  readonly text: string;
  /** Bound in this order. Texts, whole numbers, or null. */
  readonly parameters?: readonly (string | number | bigint | null)[];
  /** The columns that tell its rows apart, where they are known: rows may then be read in pages, in their order. */
  readonly key?: readonly string[];
}

/**
 * How what was read at different moments fits together: one state of the database (`snapshot`), the state at a moment for each query
 * (`statement`), or whatever was there when a row was read (`none`).
 */
export type Consistency = 'snapshot' | 'statement' | 'none';

export interface ServerInfo {
  /** `Microsoft SQL Server 2022 (16.0.4135.4)`. */
  readonly product: string;
  readonly version: string;
  readonly database: string;
  readonly login: string;
  /** Tells this server and database from all others, whatever host name it was reached by; without secrets. */
  readonly id: string;
  /** The offset or name of the time zone that the server's clock shows, if it says so. */
  readonly zone?: string;
  /** The session is encrypted, by which protocol: `TLS 1.2`; undefined if it is not. */
  readonly encryption?: string;
  /** What whoever reads it has to know of its licence. */
  readonly licence?: string;
  /** Package and version: `mssql 12.7.14 (tedious 20.3.0)`. */
  readonly driver: string;
}

export interface CatalogTable {
  readonly schema: string;
  readonly name: string;
  readonly kind: 'table' | 'view';
  readonly columns: readonly SqlColumn[];
  /** About how many rows it has, where the catalog knows. */
  readonly rowsEstimate?: number;
}

/** A column, its type as the adapter contract has it, and as the server calls it: `nvarchar(256)`. */
export interface SqlColumn extends Column {
  readonly serverType: string;
  readonly nullable: boolean;
}
