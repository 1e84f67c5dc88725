import type { CatalogTable } from './driver.ts';
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
  | { readonly kind: 'absent'; readonly code: 'sql/missing-object' | 'sql/missing-column'; readonly missing: string };

/**
 * Fits a query to the catalog of the database that it is for. A view that lacks columns becomes a table in which they are null; one that is
 * missing, a table without rows; what of the result would then be null for all rows is left out, since unread is not empty. Only names
 * that the query itself states, and those of the catalog, come into the text.
 */
export function fitQuery(
  text: string,
  needs: readonly Need[],
  tables: readonly CatalogTable[],
  quoteName: (name: string) => string,
): Fit {
  const catalog = new Map<string, CatalogTable>();
  for (const table of tables)
    if (!catalog.has(fold(table.name)) || fold(table.schema) === 'dbo') catalog.set(fold(table.name), table);
  const missing: string[] = [];
  const incomplete: string[] = [];
  /** By column of the result: whether something gives it. */
  const given = new Map<string, boolean>();
  let fitted = text;
  for (const need of needs) {
    const [name] = need.names;
    const table = need.names.map((each) => catalog.get(fold(each))).find((each) => each !== undefined);
    if (table === undefined && need.role === 'required')
      return { kind: 'absent', code: 'sql/missing-object', missing: name };
    const has = new Set(table?.columns.map((column) => fold(column.name)));
    const lacks = need.columns.filter(
      (column) => !(table !== undefined && (column.name === '*' || has.has(fold(column.name)))),
    );
    const needed = lacks.find(({ optional }) => !optional);
    if (table !== undefined && needed !== undefined && need.role === 'required')
      return { kind: 'absent', code: 'sql/missing-column', missing: `${name}.${needed.name}` };
    const isThere = table !== undefined && needed === undefined;
    const gone = isThere ? lacks : need.columns;
    for (const column of need.columns)
      for (const result of column.results) given.set(result, (given.get(result) ?? false) || !gone.includes(column));
    if (!isThere) missing.push(needed === undefined || table === undefined ? name : `${name}.${needed.name}`);
    else missing.push(...lacks.map((column) => `${name}.${column.name}`));
    if (!isThere && need.role === 'adds') incomplete.push(name);
    fitted = replaceView(fitted, name, isThere ? standIn(need, table, lacks, quoteName) : emptyTable(need));
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

function fold(name: string): string {
  return name.toLowerCase();
}

/** The view itself, or a table that has the columns that it lacks. */
function standIn(
  { names: [name], columns }: Need,
  table: CatalogTable,
  lacks: readonly NeededColumn[],
  quoteName: (name: string) => string,
): string | undefined {
  const isOther = fold(table.name) !== fold(name);
  const from = isOther
    ? [table.schema, table.name]
        .filter((each) => each !== '')
        .map(quoteName)
        .join('.')
    : name;
  if (lacks.length === 0) return isOther ? from : undefined;
  const list = columns.flatMap((column) => {
    if (column.name === '*') return [];
    return [lacks.includes(column) ? nullFor(column) : `t.${column.name}`];
  });
  return `(SELECT ${list.join(', ')} FROM ${from} AS t)`;
}

function emptyTable({ columns }: Need): string {
  return `(SELECT ${columns.flatMap((column) => (column.name === '*' ? [] : [nullFor(column)])).join(', ')} WHERE 1 = 0)`;
}

function nullFor({ name, type }: NeededColumn): string {
  return `CAST(NULL AS ${type}) AS ${name}`;
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
