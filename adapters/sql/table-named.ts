import { printable } from '../../core/adapter/printable.ts';
import { SourceError } from '../../core/errors/errors.ts';
import type { Connections } from './connections.ts';
import type { CatalogTable, Dialect } from './driver.ts';
import { qualified } from './stand-in-view.ts';

/**
 * A table or view by its very name, `schema.name` or `name`, without the catalog, which may be large. Undefined if the server does not find
 * it so: the catalog then says what is there.
 */
export async function tableNamed(
  dataset: string,
  {
    connections,
    dialect,
    name,
  }: { readonly connections: Connections; readonly dialect: Dialect; readonly name: string },
): Promise<CatalogTable | undefined> {
  const [schema, ...rest] = dataset.split('.');
  const table = rest.length === 0 ? { schema: '', name: dataset } : { schema, name: rest.join('.') };
  try {
    const query = { text: `SELECT * FROM ${qualified(table, dialect)}` };
    const what = `${name}/${printable(dataset)}`;
    const columns = await connections.ask(what, (each) => each.describe(query), 'firstRow');
    return columns.length === 0 ? undefined : { ...table, kind: 'table', columns };
  } catch (error) {
    if (error instanceof SourceError && !error.retryable && error.faults[0].code !== 'source/closed') return undefined;
    throw error;
  }
}
