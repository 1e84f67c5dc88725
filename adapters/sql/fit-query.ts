import type { NamesValue } from '../../core/options/option.ts';
import type { CatalogTable, Dialect, SqlColumn } from './driver.ts';
import type { Need, NeededColumn } from './needs.ts';

/** A query as it can be read here, or why it can't be. */
export type Fit =
  | {
      readonly kind: 'fits';
      readonly text: string;
      /** Views, and columns as `view.column`, that the database does not have. */
      readonly missing: readonly string[];
      /** Columns of the result that are gone with them. */
      readonly emptied: readonly string[];
      /** Views that are missing, and some of the rows with them. */
      readonly incomplete: readonly string[];
    }
  | {
      readonly kind: 'absent';
      readonly code: 'sql/missing-object' | 'sql/missing-column';
      /** The view and perhaps its column, as the database or the source file calls them. */
      readonly missing: readonly [view: string, column?: string];
    };

/** What a query is fitted to. */
export interface Site {
  readonly tables: readonly CatalogTable[];
  readonly dialect: Pick<Dialect, 'quoteName' | 'nullType' | 'oneRow'>;
  /** What views and columns are called here, where that is not as queries call them. */
  readonly views?: NamesValue;
}

/**
 * Fits a query to the catalog of the database that it is for. A view that lacks columns becomes a table in which they are null; one that is
 * missing, a table without rows; what of the result would then be null for all rows is left out, since unread is not empty. Only names
 * that the query itself states, and those of the catalog, come into the text.
 */
export function fitQuery(text: string, needs: readonly Need[], site: Site): Fit {
  const missing: string[] = [];
  const incomplete: string[] = [];
  /** By column of the result: whether something gives it. */
  const given = new Map<string, boolean>();
  let fitted = text;
  for (const need of needs) {
    const [name] = need.names;
    const found = findView(need, site);
    if (found.lost !== undefined) return absent(found.lost);
    const { table } = found;
    if (table === undefined && need.role === 'required') return absent([name]);
    const lacks = need.columns.filter(({ name: column }) => column !== '*' && found.columns.get(column) === undefined);
    const needed = lacks.find(({ optional }) => !optional);
    if (table !== undefined && needed !== undefined && need.role === 'required')
      return absent([found.said ?? name, needed.name]);
    const isThere = table !== undefined && needed === undefined;
    const gone = isThere ? lacks : need.columns;
    for (const column of need.columns)
      for (const result of column.results) given.set(result, (given.get(result) ?? false) || !gone.includes(column));
    if (!isThere) missing.push(needed === undefined || table === undefined ? name : `${name}.${needed.name}`);
    else missing.push(...lacks.map((column) => `${name}.${column.name}`));
    if (!isThere && need.role === 'adds') incomplete.push(name);
    fitted = replaceView(
      fitted,
      name,
      isThere ? standIn(need, table, found, site.dialect) : emptyTable(need, site.dialect),
    );
  }
  const emptied = [...given].flatMap(([result, isGiven]) => (isGiven ? [] : [result]));
  return {
    kind: 'fits',
    text: withoutResults(fitted, new Set(emptied)),
    missing,
    emptied: shownIn(text, emptied),
    incomplete,
  };
}

function absent(missing: readonly [view: string, column?: string]): Fit {
  return { kind: 'absent', code: missing[1] === undefined ? 'sql/missing-object' : 'sql/missing-column', missing };
}

function fold(name: string): string {
  return name.toLowerCase();
}

interface FoundView {
  readonly table: CatalogTable | undefined;
  /** By the name that the query has for it. */
  readonly columns: ReadonlyMap<string, SqlColumn>;
  /** What the source file calls it, if it does. */
  readonly said?: string;
  /** What the source file names, and the database does not have: that is never a view or column that a query can do without. */
  readonly lost?: readonly [view: string, column?: string];
}

function findView({ names, columns }: Need, { tables, views = new Map() }: Site): FoundView {
  const elsewhere = names.map((name) => [...views].find(([each]) => fold(each) === fold(name))?.[1]).find(Boolean);
  const table =
    elsewhere === undefined
      ? names.map((name) => tableNamed(tables, name)).find((each) => each !== undefined)
      : tableNamed(tables, elsewhere.name);
  const said = elsewhere === undefined ? {} : { said: elsewhere.name };
  const found = new Map<string, SqlColumn>();
  if (elsewhere !== undefined && table === undefined) return { table, columns: found, lost: [elsewhere.name], ...said };
  const saidColumns = new Map([...(elsewhere?.columns ?? [])].map(([name, other]) => [fold(name), other]));
  for (const { name } of columns) {
    const other = saidColumns.get(fold(name));
    const column = columnNamed(table, other ?? name);
    if (column !== undefined) found.set(name, column);
    else if (other !== undefined && elsewhere !== undefined)
      return { table, columns: found, lost: [elsewhere.name, other], ...said };
  }
  return { table, columns: found, ...said };
}

/** `name` or `schema.name`, spelled alike if there is one. Of several schemas, dbo comes first. */
function tableNamed(tables: readonly CatalogTable[], name: string): CatalogTable | undefined {
  const isIt = ({ schema, name: bare }: CatalogTable) =>
    fold(bare) === fold(name) || fold(`${schema}.${bare}`) === fold(name);
  const all = tables.filter(isIt);
  const exactly = all.find((table) => `${table.schema}.${table.name}` === name);
  return exactly ?? all.find(({ schema }) => fold(schema) === 'dbo') ?? all[0];
}

function columnNamed(table: CatalogTable | undefined, name: string): SqlColumn | undefined {
  return (
    table?.columns.find((column) => column.name === name) ??
    table?.columns.find((column) => fold(column.name) === fold(name))
  );
}

/** The view itself, or a table that has its columns by the names of the query, and nulls for those that it lacks. */
function standIn(
  { names: [name], columns }: Need,
  table: CatalogTable,
  { columns: found, said }: FoundView,
  dialect: Site['dialect'],
): string | undefined {
  const isOther = fold(table.name) !== fold(name);
  const from = isOther
    ? [table.schema, table.name]
        .filter((each) => each !== '')
        .map((each) => dialect.quoteName(each))
        .join('.')
    : name;
  const shown = columns.filter((column) => column.name !== '*');
  const isAlike = ({ name: column }: NeededColumn) => fold(found.get(column)?.name ?? '') === fold(column);
  if (said === undefined && shown.every(isAlike)) return isOther ? from : undefined;
  const list = shown.map((column) => {
    const there = found.get(column.name);
    if (there === undefined) return nullFor(column, dialect);
    // Names that somebody has said are the catalog's to the letter: servers differ in what they make of bare ones.
    if (said === undefined && isAlike(column)) return `t.${column.name}`;
    return `t.${dialect.quoteName(there.name)} AS ${column.name}`;
  });
  return `(SELECT ${list.join(', ')} FROM ${from} AS t)`;
}

function emptyTable({ columns }: Need, dialect: Site['dialect']): string {
  const nulls = columns.flatMap((column) => (column.name === '*' ? [] : [nullFor(column, dialect)]));
  return `(SELECT ${nulls.join(', ')}${dialect.oneRow ?? ''} WHERE 1 = 0)`;
}

function nullFor({ name, type }: NeededColumn, { nullType = (each) => each }: Site['dialect']): string {
  return `CAST(NULL AS ${nullType(type)}) AS ${name}`;
}

/** Each place where a query reads the view: `FROM v_R_System AS s`. Comments stay. */
function replaceView(text: string, view: string, by: string | undefined): string {
  if (by === undefined) return text;
  const pattern = new RegExp(`\\b(FROM|JOIN)(\\s+)(?:dbo\\.)?${view}(?=\\s+AS\\s)`, 'gi');
  const lines = text.split('\n');
  return lines
    .map((line) =>
      /^\s*--/.test(line)
        ? line
        : line.replace(pattern, (_whole, word: string, blank: string) => `${word}${blank}${by}`),
    )
    .join('\n');
}

/** A column of the outermost list of a query: the lines from `SELECT` to `FROM` that begin in the first column. */
interface Item {
  readonly name: string;
  readonly lines: readonly string[];
}

/** The outermost list has an item on each line, indented by four; a CASE ends on a line that is indented alike. */
function outerList(lines: readonly string[]): {
  readonly from: number;
  readonly to: number;
  readonly items: readonly Item[];
} {
  const from = lines.indexOf('SELECT') + 1;
  const to = lines.findIndex((line, index) => index >= from && line.startsWith('FROM '));
  const items: Item[] = [];
  let open: string[] = [];
  for (const line of from === 0 || to < 0 ? [] : lines.slice(from, to)) {
    open.push(line);
    const [, name] = /^ {4}\S.*?(\w+),?$/.exec(line) ?? [];
    if (name === undefined || line.trim() === 'CASE') continue;
    items.push({ name, lines: open });
    open = [];
  }
  return { from, to, items };
}

function shownIn(text: string, results: readonly string[]): readonly string[] {
  const shown = new Set(outerList(text.split('\n')).items.map(({ name }) => name));
  return results.filter((result) => shown.has(result));
}

function withoutResults(text: string, gone: ReadonlySet<string>): string {
  const lines = text.split('\n');
  const { from, to, items } = outerList(lines);
  const left = items.filter(({ name }) => !gone.has(name));
  if (left.length === items.length) return text;
  const list = left.flatMap((item, index) => {
    const last = (item.lines.at(-1) ?? '').replace(/,$/, '');
    return [...item.lines.slice(0, -1), index < left.length - 1 ? `${last},` : last];
  });
  return [...lines.slice(0, from), ...list, ...lines.slice(to)].join('\n');
}
