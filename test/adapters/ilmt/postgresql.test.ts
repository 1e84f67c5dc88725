import { join } from 'node:path';
import test from 'ava';
import { product, productOptions } from '../../../adapters/ilmt/product.ts';
import { odbcDriver } from '../../../adapters/odbc/driver.ts';
import { sqlAdapter } from '../../../adapters/sql/adapter-of.ts';
import { sqlOptions } from '../../../adapters/sql/options.ts';
import { startPostgres } from '../../support/servers.ts';
import { lacking, settingsFor } from '../odbc/support.ts';
import { kinds, type Naming, viewsOf } from './database.ts';
import { fromDb2, run } from './importing.ts';
import { type SiteTable, site } from './site.ts';

/** The queries as they are on a real engine with real types, by ODBC: it gives the records that the stand-ins give. */

const driverName = 'PostgreSQL Unicode';
const server = lacking(driverName) ?? (await startPostgres());
if (typeof server === 'string') console.log(`# The queries of ilmt are not tried on PostgreSQL: ${server}`);
const promise = typeof server === 'string' ? test.skip : test.serial;
const settings = typeof server === 'string' ? { connection: '' } : settingsFor(driverName, server);

const naming: Naming = {
  schema: 'SAM',
  table: (name) => name.replace('ilmt_', 'T ').toUpperCase(),
  column: (name) => `C_${name.toUpperCase()}`,
};
const adapter = sqlAdapter({
  name: 'ilmt',
  summary: 'The queries over PostgreSQL.',
  module: import.meta.url,
  options: { ...productOptions, ...sqlOptions },
  driver: odbcDriver,
  settingsOf: () => settings,
  ...product,
});

test.before(() => {
  if (typeof server === 'string') return;
  server.run(
    `CREATE SCHEMA "SAM"; ${site.map(tableText).join(' ')} GRANT USAGE ON SCHEMA "SAM" TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA "SAM" TO reader;`,
  );
});
test.after.always(async () => {
  if (typeof server !== 'string') await server.stop();
});

const types: Readonly<Record<string, string>> = {
  integer: 'smallint',
  decimal: 'numeric(18,3)',
  moment: 'timestamp',
  peak: 'timestamptz',
  day: 'date',
};

function tableText({ name, columns, rows }: SiteTable): string {
  const table = `"SAM"."${naming.table(name)}"`;
  const declared = columns.map((each) => `"${naming.column(each)}" ${typeOf(each)}`);
  const values = rows.map((row) => `(${row.map((value, index) => literal(value, typeOf(columns[index]))).join(', ')})`);
  return `CREATE TABLE ${table} (${declared.join(', ')}); INSERT INTO ${table} VALUES ${values.join(', ')};`;
}

/** `id` of some tables is above what a small number holds. */
function typeOf(column: string): string {
  const type = types[kinds.get(column) ?? ''] ?? 'varchar(400)';
  return type === 'smallint' && !column.startsWith('is_') ? 'integer' : type;
}

function literal(value: string | number | null, type: string): string {
  if (value === null || typeof value === 'number') return String(value);
  return type === 'timestamptz' ? `'${value}Z'` : `'${value.replaceAll("'", "''")}'`;
}

for (const mapping of [
  'computers',
  'hosts',
  'processors',
  'virtual-machines',
  'host-pools',
  'software-instances',
  'license-usage',
  'license-usage-per-server',
])
  promise(`PostgreSQL: ${mapping}`, async (t) => {
    const queries = join(import.meta.dirname, '../../../adapters/ilmt/queries');
    const said = {
      source: 'emea',
      adapter: 'ilmt',
      computerGroup: 3,
      asOf: '2024-03-31',
      queries,
      views: viewsOf(naming),
    };
    const [real, standIn] = [await run(t, mapping, adapter, said), await fromDb2(t, mapping)];
    t.deepEqual([real.rows, real.records, real.issues], [standIn.rows, standIn.records, standIn.issues]);
  });
