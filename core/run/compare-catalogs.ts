import { mostAlike } from '../adapter/alike.ts';
import type { RecordedCatalog, RecordedColumn, RecordedTable } from './recorded-catalog.ts';

/** One thing in which a source is no longer as it was recorded. */
export interface CatalogChange {
  readonly kind: 'gone' | 'new' | 'type';
  /** A view as `schema.name`, a column as `schema.name.column`, a dataset by its name. */
  readonly what: string;
  readonly of: 'view' | 'column' | 'dataset';
  /** Of a type that has changed: how the server called it, and how it calls it now. */
  readonly was?: string;
  readonly is?: string;
  /** Of what is gone: what is there now, was not before, and looks like it. */
  readonly alike: readonly string[];
}

/** What has changed in the views that queries read, and in the list of datasets. Names count without case. */
export function compareCatalogs(before: RecordedCatalog, now: RecordedCatalog): readonly CatalogChange[] {
  return [...changedTables(before, now), ...changedDatasets(before, now)];
}

function* changedTables(before: RecordedCatalog, now: RecordedCatalog): Generator<CatalogChange> {
  const known = new Map(before.tables.map((table) => [keyOf(table), table]));
  const present = new Map(now.tables.map((table) => [keyOf(table), table]));
  const fresh = now.tables.filter((table) => !known.has(keyOf(table)));
  for (const [key, table] of known) {
    const there = present.get(key);
    if (there !== undefined) yield* changedColumns(table, there);
    else {
      const alike = mostAlike(table.name, fresh, ({ name }) => name).map(([each]) => nameOf(each));
      const same = fresh.filter(({ columns }) => hasAll(columns, table.columns)).map(nameOf);
      yield { kind: 'gone', of: 'view', what: nameOf(table), alike: [...new Set([...alike, ...same])].slice(0, 3) };
    }
  }
  const missed = new Set(before.absent.map((name) => name.toLowerCase()));
  for (const table of fresh)
    if (missed.has(table.name.toLowerCase())) yield { kind: 'new', of: 'view', what: nameOf(table), alike: [] };
}

function* changedColumns(before: RecordedTable, now: RecordedTable): Generator<CatalogChange> {
  const [known, present] = [before, now].map(
    ({ columns }) => new Map(columns.map((column) => [column.name.toLowerCase(), column])),
  );
  const fresh = now.columns.filter(({ name }) => !known.has(name.toLowerCase()));
  for (const [key, column] of known) {
    const what = `${nameOf(before)}.${column.name}`;
    const there = present.get(key);
    if (there === undefined) {
      const alike = mostAlike(column.name, fresh, ({ name }) => name).map(([{ name }]) => name);
      yield { kind: 'gone', of: 'column', what, alike: alike.slice(0, 3) };
    } else if (typeText(there) !== typeText(column))
      yield { kind: 'type', of: 'column', what, was: typeText(column), is: typeText(there), alike: [] };
  }
  for (const { name } of fresh) yield { kind: 'new', of: 'column', what: `${nameOf(now)}.${name}`, alike: [] };
}

function* changedDatasets(before: RecordedCatalog, now: RecordedCatalog): Generator<CatalogChange> {
  const [known, present] = [before, now].map(({ datasets }) => new Set(datasets.map(({ name }) => name)));
  const fresh = [...present].filter((name) => !known.has(name));
  for (const name of known)
    if (!present.has(name)) {
      const alike = mostAlike(name, fresh, (each) => each).map(([each]) => each);
      yield { kind: 'gone', of: 'dataset', what: name, alike: alike.slice(0, 3) };
    }
  for (const name of fresh) yield { kind: 'new', of: 'dataset', what: name, alike: [] };
}

export function typeText({ serverType, type }: RecordedColumn): string {
  return serverType === '' ? type : serverType;
}

function nameOf({ schema, name }: RecordedTable): string {
  return schema === '' ? name : `${schema}.${name}`;
}

function keyOf(table: RecordedTable): string {
  return nameOf(table).toLowerCase();
}

function hasAll(columns: readonly RecordedColumn[], wanted: readonly RecordedColumn[]): boolean {
  const names = new Set(columns.map(({ name }) => name.toLowerCase()));
  return wanted.length > 0 && wanted.every(({ name }) => names.has(name.toLowerCase()));
}
