import test from 'ava';
import ilmt from '../../../adapters/ilmt/adapter.ts';
import { startDerby } from '../../support/derby.ts';
import { testDatabase, testLogin } from '../../support/servers.ts';
import { kinds, type Naming, viewsOf } from './database.ts';
import { fromDb2, run, said } from './importing.ts';
import { type SiteTable, site } from './site.ts';

/**
 * The adapter as it is, over a real socket to a real server that speaks DB2's protocol: Apache Derby. It has no windows, which most of the
 * queries need; this one reads a table that is there, perhaps one that is not, and both that are checked before.
 */

const server = await startDerby();
if (typeof server === 'string') console.log(`# ilmt is not tried on a server of DRDA: ${server}`);
const promise = typeof server === 'string' ? test.skip : test.serial;
test.after.always(async () => {
  if (typeof server !== 'string') await server.stop();
});

process.env.TRIBUTARY_TEST_DERBY_PASSWORD = testLogin.password;

const naming: Naming = {
  schema: 'SAM',
  table: (name) => name.replace('ilmt_', '').toUpperCase(),
  column: (name) => `C_${name.toUpperCase()}`,
};
const all = ['ilmt_license_usage', 'ilmt_products', 'ilmt_computer_groups', 'ilmt_data_imports'];
const types: Readonly<Record<string, string>> = {
  integer: 'SMALLINT',
  decimal: 'DECIMAL(18, 3)',
  moment: 'TIMESTAMP',
  peak: 'TIMESTAMP',
  day: 'DATE',
  padded: 'CHAR(80)',
};

function tableText({ name, columns, rows }: SiteTable): string {
  const table = `"SAM"."${naming.table(name)}"`;
  const typeOf = (column: string) => types[kinds.get(column) ?? ''] ?? 'VARCHAR(400)';
  const declared = columns.map((each) => `"${naming.column(each)}" ${typeOf(each)}`);
  const literal = (value: string | number | null, type: string) => {
    if (value === null || typeof value === 'number') return String(value);
    return type === 'TIMESTAMP' ? `'${value.replace('T', ' ')}'` : `'${value}'`;
  };
  const values = rows.map((row) => `(${row.map((value, index) => literal(value, typeOf(columns[index]))).join(', ')})`);
  const text = `CREATE TABLE ${table} (${declared.join(', ')}); INSERT INTO ${table} VALUES ${values.join(', ')};`;
  return `${text} GRANT SELECT ON ${table} TO PUBLIC;`;
}

/** Some rows have the name of their product themselves. */
const tables = site
  .filter(({ name }) => all.includes(name))
  .map((table) => {
    if (table.name !== 'ilmt_license_usage') return table;
    const rows = table.rows.map((row, index) => [...row, index % 2 === 0 ? `Product ${index}` : null]);
    return { ...table, columns: [...table.columns, 'product_name'], rows };
  });

test.before(() => {
  if (typeof server === 'string') return;
  server.run(`CREATE SCHEMA "SAM"; ${tables.map(tableText).join(' ')}`);
});

for (const [title, named] of [
  ['with the table of products', all],
  // Rows without a name of their own are then rejected, and not lost.
  ['without it', all.filter((name) => name !== 'ilmt_products')],
] as const)
  promise(`Apache Derby: metric results come as from the stand-in, ${title}`, async (t) => {
    if (typeof server === 'string') return;
    const there = tables.filter(({ name }) => named.includes(name));
    const { queries: _, ...rest } = said;
    const reached = { database: 'db2', databaseName: testDatabase, server: '127.0.0.1', port: server.port };
    const login = {
      user: testLogin.user,
      password: 'env:TRIBUTARY_TEST_DERBY_PASSWORD',
      driver: 'drda',
      encrypt: 'off',
    };
    const views = viewsOf(naming, there);
    const real = await run(t, 'license-usage', ilmt, { ...rest, ...reached, ...login, views });
    const standIn = await fromDb2(t, 'license-usage', there);
    t.deepEqual([real.rows, real.records, real.issues], [standIn.rows, standIn.records, standIn.issues]);
    t.is(real.rows.read, 6);
  });
