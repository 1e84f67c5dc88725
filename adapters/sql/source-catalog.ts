import type { SourceCatalog, SourceTable } from '../../core/adapter/contract.ts';
import type { NamesValue } from '../../core/options/option.ts';
import { alikeTables, type Wanted } from './alike-tables.ts';
import type { CatalogTable, ServerInfo } from './driver.ts';
import { saidOf } from './find-view.ts';
import { tablePlaces } from './places.ts';
import type { QueryFile } from './query-file.ts';

/**
 * What queries read of a database, by its catalog. `formerly` is what a record has of it: of what has gone since, those are named that
 * may have taken its place.
 */
export function sourceCatalog(
  queries: readonly QueryFile[],
  all: readonly CatalogTable[],
  { product, version }: Pick<ServerInfo, 'product' | 'version'>,
  formerly: readonly SourceTable[] = [],
  /** What the source file calls them. */
  views: NamesValue = new Map(),
): SourceCatalog {
  const found = new Set<CatalogTable>();
  const absent = new Map<string, Wanted>();
  const look = (wanted: Wanted, tables: readonly CatalogTable[]) => {
    if (tables.length === 0) absent.set(wanted.name, wanted);
    for (const each of tables) found.add(each);
  };
  for (const { names, wanted } of queries.flatMap(readBy)) look(wanted, named(all, called(names, views)));
  for (const { schema, name, columns } of formerly) {
    const names = columns.map((column) => column.name);
    const there = all.filter((table) => same(table.name, name) && same(table.schema, schema));
    look({ name, needed: [], columns: names }, there);
  }
  const known = new Set([...found].map(({ name }) => name.toLowerCase()));
  for (const wanted of absent.values()) for (const each of alikeTables(wanted, all, known)) found.add(each);
  return { product, version, tables: [...found], absent: [...absent.keys()] };
}

/** The names that count: those of the source file, where it has any. */
function called(names: readonly string[], views: NamesValue): readonly string[] {
  const said = names.flatMap((name) => saidOf(views, name)?.name ?? []);
  const all = saidOf(views, '*');
  if (said.length > 0 || all === undefined) return said.length > 0 ? said : names;
  return names.map((name) => all.name.replace('*', () => name));
}

/** The views that a query reads: as its first comment says it, else as it stands behind FROM and JOIN. */
function readBy({ needs, text }: QueryFile): readonly { readonly names: readonly string[]; readonly wanted: Wanted }[] {
  if (needs.length > 0)
    return needs.map(({ names, columns }) => {
      const read = columns.filter(({ name }) => name !== '*');
      const needed = read.filter(({ optional }) => !optional).map(({ name }) => name);
      return { names, wanted: { name: names[0], needed, columns: read.map(({ name }) => name) } };
    });
  return tablePlaces(text).map(({ names }) => {
    const name = names.at(-1) ?? '';
    return { names: [names.slice(-2).join('.')], wanted: { name, needed: [], columns: [] } };
  });
}

/** The tables of the first name that there is: of that name in any schema, or in the one that is named. */
function named(all: readonly CatalogTable[], names: readonly string[]): readonly CatalogTable[] {
  for (const name of names) {
    const found = all.filter((table) => same(table.name, name) || same(`${table.schema}.${table.name}`, name));
    if (found.length > 0) return found;
  }
  return [];
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
