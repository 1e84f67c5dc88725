import { type FoundView, fold, type Site } from './find-view.ts';
import type { Need, NeededColumn } from './needs.ts';

/** What is read in place of a view: its columns by the names of the query, and null for those that it lacks; undefined if nothing differs. */
export function standIn(
  { names: [name], columns }: Need,
  { table, columns: found, moved, said }: FoundView & { readonly kind: 'there' },
  dialect: Site['dialect'],
): string | undefined {
  const from = moved ? qualified(table, dialect) : name;
  const shown = columns.filter((column) => column.name !== '*');
  const isAlike = ({ name: column }: NeededColumn) => fold(found.get(column)?.name ?? '') === fold(column);
  if (said === undefined && shown.every(isAlike)) return moved ? from : undefined;
  const list = shown.map((column) => {
    const there = found.get(column.name);
    if (there === undefined) return nullFor(column, dialect);
    // Names that somebody has said are the catalog's to the letter: servers differ in what they make of bare ones.
    if (said === undefined && isAlike(column)) return `t.${column.name}`;
    return `t.${dialect.quoteName(there.name)} AS ${column.name}`;
  });
  return `(SELECT ${list.join(', ')} FROM ${from} AS t)`;
}

/** A table or view with its schema, in quotes. */
export function qualified(
  { schema, name }: { readonly schema: string; readonly name: string },
  { quoteName }: Site['dialect'],
): string {
  return [schema, name]
    .filter((each) => each !== '')
    .map((each) => quoteName(each))
    .join('.');
}

/** What is read in place of a view that is not there: a table without rows. */
export function emptyTable({ columns }: Need, dialect: Site['dialect']): string {
  const nulls = columns.flatMap((column) => (column.name === '*' ? [] : [nullFor(column, dialect)]));
  return `(SELECT ${nulls.join(', ')}${dialect.oneRow ?? ''} WHERE 1 = 0)`;
}

function nullFor({ name, type }: NeededColumn, { nullType = (each) => each }: Site['dialect']): string {
  return `CAST(NULL AS ${nullType(type)}) AS ${name}`;
}
