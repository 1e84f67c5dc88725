import { DatabaseSync } from 'node:sqlite';
import { site, type Value } from './site.ts';

/** The made-up site as a database with names of its own. */

/** What a site calls its tables and columns. */
export interface Naming {
  readonly schema: string;
  readonly table: (name: string) => string;
  readonly column: (name: string) => string;
}

/** The lines of a source file that say so. */
export function viewsOf({ schema, table, column }: Naming, tables = site) {
  return Object.fromEntries(
    tables.map(({ name, columns }) => [
      name,
      {
        name: `${schema}.${table(name)}`,
        columns: Object.fromEntries(columns.map((each) => [each, column(each)])),
      },
    ]),
  );
}

/** The database in SQLite, which runs the text of the queries: days alone are written otherwise there. */
export function siteDatabase({ schema, table, column }: Naming, tables = site) {
  const database = new DatabaseSync(':memory:');
  database.exec(
    `ATTACH ':memory:' AS ${quoted(schema)}; ATTACH ':memory:' AS SYSIBM; CREATE TABLE SYSIBM.SYSDUMMY1 (one); INSERT INTO SYSIBM.SYSDUMMY1 VALUES (1)`,
  );
  for (const { name, columns, rows } of tables) {
    const qualified = `${quoted(schema)}.${quoted(table(name))}`;
    database.exec(`CREATE TABLE ${qualified} (${columns.map((each) => quoted(column(each))).join(', ')})`);
    const insert = database.prepare(`INSERT INTO ${qualified} VALUES (${columns.map(() => '?').join(', ')})`);
    for (const row of rows) insert.run(...row);
  }
  return {
    columnsOf: (query: string): readonly string[] =>
      prepared(database, query)
        .columns()
        .map(({ name }) => name),
    rowsOf(
      query: string,
      parameters: Readonly<Record<string, string | number | bigint | null>>,
    ): readonly (readonly Value[])[] {
      const statement = prepared(database, query);
      statement.setReturnArrays(true);
      const used = Object.fromEntries(
        Object.entries(parameters).filter(([name]) => new RegExp(`[@:]${name}\\b`).test(query)),
      );
      return statement.all(used).map((row) => Object.values(row).map(asValue));
    },
    close: () => database.close(),
  };
}

export type SiteDatabase = ReturnType<typeof siteDatabase>;

function prepared(database: DatabaseSync, query: string) {
  return database.prepare(query.replaceAll(/CAST\(([\w.:@]+) AS DATE\)/g, 'date($1)'));
}

function asValue(value: unknown): Value {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  throw new Error(`Expected a text or a number, found ${typeof value}.`);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** What the columns of the queries hold, where it is not text. */
export const kinds: ReadonlyMap<string, 'integer' | 'decimal' | 'moment' | 'day' | 'peak' | 'padded'> = new Map([
  ...[
    'id',
    'is_deleted',
    'computer_type',
    'server_id',
    'host_id',
    'partition_cores',
    'server_type',
    'type',
    'total_processors',
    'server_cores',
    'cores',
    'pvu_per_core',
    'physical_id',
    'first_id',
    'computers',
    'default_pvu_value',
    'custom_pvu_per_core',
    'online_vp_count',
    'is_capped',
    'is_shared_type',
    'cluster_cores_count',
    'no_processors_shared_pool',
    'no_processors_pshared_pool',
    'instance_id',
    'computer_id',
    'computer_group_id',
    'release_id',
    'product_id',
    'is_charged',
    'is_excluded',
    'metric_id',
    'bundle_id',
    'product_bundle_ratio_factor',
    'product_bundle_ratio_divider',
    'bundle_metric_contribution',
  ].map((name) => [name, 'integer'] as const),
  ...['hwm_quantity', 'quantity', 'entitlement'].map((name) => [name, 'decimal'] as const),
  ...['last_seen', 'deletion_date', 'valid_from', 'valid_to', 'start_time', 'end_time'].map(
    (name) => [name, 'moment'] as const,
  ),
  ...['start_date', 'end_date', 'usage_date'].map((name) => [name, 'day'] as const),
  ['hwm_peak_time', 'peak'] as const,
  ...[
    'hardware_serial_number',
    'metric_code_name',
    'name',
    'component_id',
    'shared_pool_id',
    'product_publisher_name',
    'status',
  ].map((name) => [name, 'padded'] as const),
]);
