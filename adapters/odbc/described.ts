import { type Derived, derived } from '../sql/derived.ts';
import type { Query, SqlColumn } from '../sql/driver.ts';
import { sqlFault } from '../sql/faults.ts';
import type { Child } from './odbc-process.ts';
import type { Product, Selected } from './products.ts';
import type { DriverColumn } from './protocol.ts';
import { columnTypeOf, driverTypeName } from './types.ts';

/** A query with its columns, and how each of them is read. */
export interface Described {
  readonly query: Query;
  readonly source: Derived;
  readonly columns: readonly SqlColumn[];
  readonly driverColumns: readonly DriverColumn[];
  readonly selected: readonly Selected[];
}

/** Asks the server for the columns of a query; no row of it is read. */
export async function describeQuery(child: Child, product: Product, query: Query): Promise<Described> {
  const source = derived(query.text, product.keepOrder);
  const parameters = query.parameters ?? [];
  const { columns: found } = await child.rows({
    op: 'query',
    text: `${source.lead}SELECT * FROM ${source.from} WHERE 1 = 0`,
    parameters,
  });
  if (found.length === 0)
    throw sqlFault('sql/failed', 'Expected a query that gives columns, found one that gives none. Write a SELECT.');
  const repeated = found.find(({ name }, index) => found.findIndex((other) => other.name === name) < index);
  if (repeated !== undefined)
    throw sqlFault(
      'sql/failed',
      `Expected columns of different names, found ${repeated.name} twice. Give one of them another name by AS.`,
    );
  const names = found.map(({ name }) => product.dialect.quoteName(name));
  const typeNames = await typesOf(child, product, query, names);
  const selected = found.map((column, index) => product.selected(names[index], column, typeNames[index]));
  const columns = found.map((column, index) => ({
    name: column.name,
    type: columnTypeOf(selected[index].kind),
    serverType: typeNames[index] ?? driverTypeName(column),
    nullable: column.nullable,
  }));
  return { query, source, columns, driverColumns: found, selected };
}

async function typesOf(
  child: Child,
  product: Product,
  { text, parameters = [] }: Query,
  names: readonly string[],
): Promise<readonly (string | undefined)[]> {
  if (product.typeNames === undefined) return [];
  const request = { op: 'query', text: product.typeNames(text.replace(/[\s;]+$/, ''), names), parameters } as const;
  const { cells } = await child.rows(request);
  return cells.map((cell) => (cell === null ? undefined : String(cell)));
}
