import { cellText } from '../../core/adapter/batch.ts';
import { printable } from '../../core/adapter/printable.ts';
import { SourceError } from '../../core/errors/errors.ts';
import type { CatalogTable, Dialect, SqlColumn } from '../sql/driver.ts';
import type { FoundDatabase, FoundQuery } from '../sql/found-queries.ts';
import { replacePlaces } from '../sql/places.ts';
import type { QueryFile } from '../sql/query-file.ts';
import { qualified } from '../sql/stand-in-view.ts';

/**
 * The inventory classes that a site collects, its own among them: each is a dataset `class/NAME` of the view `v_GS_NAME`, with the devices
 * that all other datasets have. The catalog says which there are; the site's own tables, what people call them.
 */
export async function findClasses(database: FoundDatabase): Promise<readonly FoundQuery[]> {
  const template = database.aside('class');
  const views = classViews(database);
  if (template === undefined || views.size === 0) return [];
  const names = await namesOf(database);
  return [...views].sort(byName).map(([name, table]) => {
    const known = names.get(viewName(name));
    const columns = table.columns.filter((column) => isPlain(column.name)).map((column) => labelled(column, known));
    const title = known?.title === undefined ? name : `${known.title} (${name})`;
    const dataset = `class/${name}`;
    const summary = `${title}, an inventory class of this site: one row an instance.`;
    const text = queryText(template, table, columns, database.dialect);
    const labels = new Map(
      columns.flatMap((column) => (column.label === undefined ? [] : [[column.name, column.label]])),
    );
    return { file: { ...template, dataset, summary, text, labels, settled: 'k' }, columns };
  });
}

const prefix = 'v_GS_';
const viewName = (name: string) => `${prefix}${name}`.toLowerCase();
const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);

/** By the name of the class. Of several schemas `dbo` counts; where the source file has all views elsewhere, those are they. */
function classViews({ tables, views }: FoundDatabase): ReadonlyMap<string, CatalogTable> {
  const [schema, pattern] = placeOf(views.get('*')?.name);
  const found = new Map<string, readonly [string, CatalogTable]>();
  for (const table of tables) {
    const name = pattern.exec(table.name)?.[1];
    if (name === undefined || !has(table, 'ResourceID') || !isPlain(name)) continue;
    if (schema !== undefined && table.schema.toLowerCase() !== schema.toLowerCase()) continue;
    const key = name.toLowerCase();
    if (!found.has(key) || table.schema.toLowerCase() === 'dbo') found.set(key, [name, table]);
  }
  return new Map(found.values());
}

/** `reporting.rep_*`: the schema, and the name of a view of a class. */
function placeOf(everywhere = '*'): readonly [schema: string | undefined, pattern: RegExp] {
  const [name = '*', schema] = everywhere.split('.').reverse();
  const [before, after] = name.split('*').map((part) => part.replaceAll(/[^\w]/g, '\\$&'));
  return [schema, new RegExp(`^${before}${prefix}(.+)${after}$`, 'i')];
}

interface ClassNames {
  readonly title?: string;
  /** What attributes are called, by the column in small letters. */
  readonly labels: Map<string, string>;
}

/** What the site calls its classes, by their view in small letters; nothing where that can not be read. */
async function namesOf({ rowsOf }: FoundDatabase): Promise<ReadonlyMap<string, ClassNames>> {
  const names = new Map<string, ClassNames>();
  const read = async (query: string) => (await rowsOf(query, most).catch(refused)) ?? [];
  const keyOf = (row: ReadonlyMap<string, unknown>) => {
    const name = textOf(row, 'invclassname');
    return viewName(name.replace(new RegExp(`^${prefix}`, 'i'), ''));
  };
  for (const row of await read('classes')) {
    const title = textOf(row, 'displayname') || textOf(row, 'mifclass');
    names.set(keyOf(row), { ...(title === '' ? {} : { title }), labels: new Map() });
  }
  for (const row of names.size === 0 ? [] : await read('class-columns'))
    names.get(keyOf(row))?.labels.set(textOf(row, 'columnname').toLowerCase(), textOf(row, 'attributename'));
  return names;
}

/** More classes or attributes than any site has. */
const most = 100_000;

function refused(error: unknown): undefined {
  if (error instanceof SourceError && !error.retryable) return undefined;
  throw error;
}

function textOf(row: ReadonlyMap<string, unknown>, column: string): string {
  const cell = row.get(column);
  return typeof cell === 'string' || typeof cell === 'number' ? printable(cellText(cell)).trim() : '';
}

function labelled(column: SqlColumn, names: ClassNames | undefined): SqlColumn {
  const label = names?.labels.get(column.name.toLowerCase()) ?? '';
  // Foo0 shows the attribute Foo.
  return label === '' || label.toLowerCase() === column.name.replace(/0+$/, '').toLowerCase()
    ? column
    : { ...column, label };
}

function queryText({ text }: QueryFile, table: CatalogTable, columns: readonly SqlColumn[], dialect: Dialect): string {
  const list = columns.map(({ name }) => `    x.${dialect.quoteName(name)}`).join(',\n');
  const view = qualified(table, dialect);
  const lacks = ['GroupID', 'RevisionID'].filter((name) => !has(table, name));
  const nulls = lacks.map((name) => `, CAST(NULL AS int) AS ${name}`).join('');
  const from = nulls === '' ? view : `(SELECT t.*${nulls} FROM ${view} AS t)`;
  const placed = replacePlaces(text, ({ names }) => (names.at(-1) === 'v_GS_CLASS' ? from : undefined));
  return placed.replace('SELECT\n    x.ResourceID\n', () => `SELECT\n${list}\n`);
}

function has({ columns }: CatalogTable, name: string): boolean {
  return columns.some((column) => column.name.toLowerCase() === name.toLowerCase());
}

/** A name that messages and statements can show as it is. */
function isPlain(name: string): boolean {
  return !/\p{C}/u.test(name);
}
