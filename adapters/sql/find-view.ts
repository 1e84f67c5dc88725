import type { NameElsewhere, NamesValue } from '../../core/options/option.ts';
import type { CatalogTable, Dialect, SqlColumn } from './driver.ts';

/** What a query is fitted to. */
export interface Site {
  readonly tables: readonly CatalogTable[];
  readonly dialect: Pick<Dialect, 'quoteName' | 'nullType' | 'oneRow'>;
  /** What views and columns are called here, where that is not as queries call them; `*` stands for all others. */
  readonly views?: NamesValue;
  /** The alias of a view that is read as the query has it. */
  readonly settled?: string | undefined;
}

/** The view or table that stands where a query names a view. */
export type FoundView =
  | {
      readonly kind: 'there';
      readonly table: CatalogTable;
      /** By the name that the query has for it. */
      readonly columns: ReadonlyMap<string, SqlColumn>;
      /** It is another one than the name alone would lead to. */
      readonly moved: boolean;
      /** What the source file calls it, if it does. */
      readonly said: string | undefined;
    }
  | { readonly kind: 'missing' }
  /** What the source file names is not there, or nobody says which of several counts: no query can do without that. */
  | {
      readonly kind: 'unclear';
      readonly missing: readonly [view: string, column?: string];
      readonly message?: string;
    };

/**
 * Finds the view that is meant by one of its names: where the source file says, else the one of that very name. Of several schemas
 * that have it `dbo` counts, and without that nobody guesses.
 */
export function findView(names: readonly string[], columns: readonly string[], site: Site): FoundView {
  const { tables, views = new Map() } = site;
  const elsewhere = names.map((name) => saidOf(views, name)).find((each) => each !== undefined);
  if (elsewhere !== undefined) {
    const found = tablesNamed(tables, elsewhere.name);
    if (found.length === 0) return { kind: 'unclear', missing: [elsewhere.name] };
    return found.length > 1 ? several(names[0], found) : withColumns(found[0], columns, { moved: true, elsewhere });
  }
  const all = saidOf(views, '*');
  for (const name of names) {
    const wanted = all?.name.replace('*', () => name) ?? name;
    const found = tablesNamed(tables, wanted);
    if (found.length === 0) continue;
    if (found.length > 1) return several(name, found);
    const [table] = found;
    const isAlone = tables.filter((each) => fold(each.name) === fold(table.name)).length === 1;
    const moved = all !== undefined || fold(table.name) !== fold(names[0]) || !isAlone;
    return withColumns(table, columns, { moved, elsewhere: all && { name: wanted, columns: new Map() } });
  }
  return { kind: 'missing' };
}

/** What the source file calls a view. */
export function saidOf(views: NamesValue, name: string): NameElsewhere | undefined {
  return [...views].find(([each]) => fold(each) === fold(name))?.[1];
}

/** `name` or `schema.name`, spelled alike if there is one. Of several schemas, dbo comes first. */
function tablesNamed(tables: readonly CatalogTable[], name: string): readonly CatalogTable[] {
  const all = tables.filter(
    ({ schema, name: bare }) => fold(bare) === fold(name) || fold(`${schema}.${bare}`) === fold(name),
  );
  if (all.length < 2) return all;
  const exactly = all.filter((table) => `${table.schema}.${table.name}` === name);
  const usual = all.filter(({ schema }) => fold(schema) === 'dbo');
  const spelled = all.filter((table) => table.name === name);
  return [exactly, usual, spelled].find(({ length }) => length === 1) ?? all;
}

function several(name: string, found: readonly CatalogTable[]): FoundView {
  const schemas = found.map(({ schema }) => schema);
  const lines = found.map((table) => `views: { ${name}: ${table.schema}.${table.name} }`);
  const message = `${name} is in the schemas ${schemas.join(' and ')}. Say in the source file which one counts:\n${lines.join('\n')}`;
  return { kind: 'unclear', missing: [name], message };
}

function withColumns(
  table: CatalogTable,
  columns: readonly string[],
  { moved, elsewhere }: { readonly moved: boolean; readonly elsewhere: NameElsewhere | undefined },
): FoundView {
  const found = new Map<string, SqlColumn>();
  const said = new Map([...(elsewhere?.columns ?? [])].map(([name, other]) => [fold(name), other]));
  for (const name of columns) {
    const other = said.get(fold(name));
    const column = columnNamed(table, other ?? name);
    if (column !== undefined) found.set(name, column);
    else if (other !== undefined && elsewhere !== undefined)
      return { kind: 'unclear', missing: [elsewhere.name, other] };
  }
  return { kind: 'there', table, columns: found, moved, said: elsewhere?.name };
}

function columnNamed(table: CatalogTable, name: string): SqlColumn | undefined {
  return (
    table.columns.find((column) => column.name === name) ??
    table.columns.find((column) => fold(column.name) === fold(name))
  );
}

export function fold(name: string): string {
  return name.toLowerCase();
}
