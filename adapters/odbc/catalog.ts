import type { CatalogTable } from '../sql/driver.ts';
import type { Child } from './odbc-process.ts';
import type { Product, ProductCatalog } from './products.ts';
import type { CatalogNames, DriverColumn, Request, Rows } from './protocol.ts';
import { columnTypeOf, driverTypeName } from './types.ts';

/** Tables and views by the catalog functions of ODBC, whose answers have the same columns with all drivers. */
export async function readCatalog(child: Child, product: Product): Promise<readonly CatalogTable[]> {
  if (product.catalog !== undefined) {
    const rows = await allRows(child, { op: 'query', text: product.catalog.text, parameters: [] });
    return tablesOf(rows, product, product.catalog);
  }
  const isHidden = (catalog: string, schema: string) => system.test(schemaOf(product, catalog, schema));
  const tables = await allRows(child, asked('tables', [null, null, null]));
  const wanted = tables.filter(([catalog, schema, , type]) => kinds.has(type) && !isHidden(catalog, schema));
  const columns = new Map<string, CatalogTable['columns'][number][]>();
  const places = new Map(wanted.map(([catalog, schema]) => [placeOf(catalog, schema), [catalog, schema] as const]));
  for (const [catalog, schema] of places.values()) {
    // The schema is a pattern, so that others may come, too.
    for (const row of await allRows(child, asked('columns', [catalog || null, schema || null, null]))) {
      const place = placeOf(row[0], row[1], row[2]);
      if (row[1] !== schema) continue;
      columns.set(place, [...(columns.get(place) ?? []), columnOf(row, product)]);
    }
  }
  return wanted.map(([catalog, schema, name, type]) => ({
    schema: schemaOf(product, catalog, schema),
    name,
    kind: kinds.get(type) ?? 'table',
    columns: columns.get(placeOf(catalog, schema, name)) ?? [],
  }));
}

/** Of the rows that the query of a product's own catalog gives. */
export function tablesOf(
  rows: readonly (readonly string[])[],
  { selected }: Product,
  { column: parse }: ProductCatalog,
): readonly CatalogTable[] {
  const tables = new Map<string, CatalogTable & { readonly columns: CatalogTable['columns'][number][] }>();
  for (const row of rows) {
    const { schema, table, column, ...about } = parse(row);
    const place = placeOf(schema, table);
    const found = tables.get(place) ?? { schema, name: table, columns: [], ...about };
    tables.set(place, found);
    const { kind } = selected(column.name, column, column.dataTypeName);
    const { name, nullable } = column;
    found.columns.push({ name, type: columnTypeOf(kind), serverType: driverTypeName(column), nullable });
  }
  return [...tables.values()];
}

const placeOf = (...names: readonly string[]) => JSON.stringify(names);

const kinds = new Map<string, CatalogTable['kind']>([
  ['TABLE', 'table'],
  ['BASE TABLE', 'table'],
  ['VIEW', 'view'],
]);
const system = /^(information_schema|pg_catalog|pg_toast.*|sys|SYS.*|performance_schema|mysql)$/;

/** MariaDB has databases in place of schemas, and calls them catalogs. */
function schemaOf({ name }: Product, catalog: string, schema: string): string {
  return name === 'mariadb' ? catalog : schema;
}

/** The columns of a table's primary key in their order; undefined if there is none, or the driver does not say. */
export async function primaryKey(
  child: Child,
  { catalog }: Product,
  table: readonly string[],
): Promise<readonly string[] | undefined> {
  const [name = '', schema = null] = [...table].reverse();
  if (catalog !== undefined) {
    const request = { op: 'query', text: catalog.primaryKey, parameters: [name, schema] } as const;
    const columns = (await allRows(child, request).catch(() => [])).map(([column]) => column);
    return columns.length === 0 ? undefined : columns;
  }
  const rows = await allRows(child, asked('primaryKeys', [null, schema, name])).catch(() => []);
  const byPlace = rows.toSorted((a, b) => Number(a[4]) - Number(b[4]));
  return byPlace.length === 0 ? undefined : byPlace.map((row) => row[3]);
}

function columnOf(row: readonly string[], product: Product): CatalogTable['columns'][number] {
  const [, , , name, dataType, dataTypeName, size, , digits, , nullable] = row;
  const column: DriverColumn = {
    name,
    dataType: Number(dataType),
    dataTypeName,
    columnSize: Number(size),
    decimalDigits: Number(digits),
    nullable: nullable !== '0',
  };
  const { kind } = product.selected(name, column, typeNames.get(dataTypeName) ?? dataTypeName);
  return { name, type: columnTypeOf(kind), serverType: driverTypeName(column), nullable: column.nullable };
}

/** PostgreSQL's driver gives the short names. */
const typeNames = new Map([
  ['int2', 'smallint'],
  ['int4', 'integer'],
  ['serial', 'integer'],
  ['int8', 'bigint'],
  ['bigserial', 'bigint'],
  ['float4', 'real'],
  ['float8', 'double precision'],
  ['bool', 'boolean'],
  ['timestamp', 'timestamp without time zone'],
  ['timestamptz', 'timestamp with time zone'],
]);

function asked(what: 'tables' | 'columns' | 'primaryKeys', names: CatalogNames): Request {
  return { op: 'catalog', what, names };
}

async function allRows(child: Child, request: Request): Promise<readonly (readonly string[])[]> {
  const rows: string[][] = [];
  let batch: Rows = await child.rows(request);
  for (;;) {
    const width = batch.columns.length;
    for (let row = 0; row < batch.rows; row++)
      rows.push(batch.cells.slice(row * width, (row + 1) * width).map((cell) => (cell === null ? '' : String(cell))));
    if (!batch.more) return rows;
    batch = await child.rows({ op: 'next' });
  }
}
