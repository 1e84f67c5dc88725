import type { Cell } from '../../core/adapter/batch.ts';
import type { TooLarge } from '../sql/serve.ts';
import type { CellKind } from './types.ts';

/**
 * What is said between this process and the child that has the ODBC driver: one request at a time, each with one reply. Both are sent as
 * structured clones, so that big integers and bytes arrive as they are.
 */
export type Request =
  | {
      readonly op: 'connect';
      readonly packageName: PackageName;
      /** Where the package is: the child imports it from there. */
      readonly path: string;
      /** With its secrets: it goes through the pipe, where no list of processes shows it. */
      readonly connectionString: string;
      readonly loginSeconds: number;
      readonly memoryMb: number;
    }
  /** Opens a result and gives its first batch. */
  | {
      readonly op: 'query';
      readonly text: string;
      readonly parameters: readonly (string | number | bigint | null)[];
      /** How the value of each column becomes a cell; without it values are given as they come. */
      readonly kinds?: readonly CellKind[];
    }
  /** The next batch of the open result. */
  | { readonly op: 'next' }
  /** Forgets the open result. */
  | { readonly op: 'end' }
  | { readonly op: 'catalog'; readonly what: 'tables' | 'columns' | 'primaryKeys'; readonly names: CatalogNames }
  | { readonly op: 'begin'; readonly isolation?: Isolation }
  | { readonly op: 'rollback' };

/** The package of npm that calls the driver; `ibm_db` brings IBM's own along. */
export type PackageName = 'odbc' | 'ibm_db';

/** Catalog, schema and name; for columns and tables the driver takes patterns, and null is any. */
export type CatalogNames = readonly [catalog: string | null, schema: string | null, name: string | null];

export type Isolation = 'readCommitted' | 'repeatableRead' | 'serializable';

export type Reply =
  | { readonly kind: 'done' }
  | Rows
  | { readonly kind: 'fault'; readonly message: string; readonly states: readonly DriverState[] }
  | { readonly kind: 'missing'; readonly message: string }
  | TooLarge;

/** A batch of up to 1,000 rows; none at all only if the result has ended. */
export interface Rows {
  readonly kind: 'rows';
  readonly columns: readonly DriverColumn[];
  readonly rows: number;
  /** Row after row. */
  readonly cells: readonly Cell[];
  /** There may be more: `next` gives it. */
  readonly more: boolean;
}

/** A column as SQLDescribeCol tells it. */
export interface DriverColumn {
  readonly name: string;
  readonly dataType: number;
  readonly dataTypeName: string;
  readonly columnSize: number;
  readonly decimalDigits: number;
  readonly nullable: boolean;
}

/** A line of SQLGetDiagRec. */
export interface DriverState {
  readonly state: string;
  readonly code: number;
  readonly message: string;
}
