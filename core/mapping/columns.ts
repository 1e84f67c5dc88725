import { markColumn, originColumn, reasonsColumn, textColumn } from '../adapter/annotation.ts';
import type { Column } from '../adapter/contract.ts';
import { foldColumnName } from '../model/synonyms.ts';
import type { Type } from './functions/value.ts';
import { columnsOf } from './language/tree.ts';
import type { Mapping } from './mapping.ts';
import { maskedColumns } from './mask.ts';

/** A column that a mapping reads, where it stands in the dataset, and what its cells are. */
export interface BoundColumn {
  /** As the mapping calls it. */
  readonly name: string;
  /** As the dataset calls it. */
  readonly found: string;
  readonly index: number;
  readonly type: Type;
  readonly cell: Column['type'];
  /** Cells that the program keeps as a number, or as a date: all others are null. */
  readonly only?: 'number' | 'moment';
}

export interface BoundColumns {
  /** By the mapping's name, in the dataset's order. */
  readonly found: ReadonlyMap<string, BoundColumn>;
  /** Declared, but not in the data. */
  readonly missing: ReadonlySet<string>;
  /** Declared, but several columns could be meant: which ones. */
  readonly ambiguous: ReadonlyMap<string, readonly string[]>;
  /** In the data, but neither declared nor used. */
  readonly unused: readonly string[];
  readonly unusedIndexes: readonly number[];
  /** Columns whose cells are shown as dots. */
  readonly maskedIndexes: ReadonlySet<number>;
}

/** Every column that an expression of the mapping names. */
export function usedColumns(mapping: Mapping): ReadonlySet<string> {
  const used = new Set<string>();
  for (const { each, when, fields } of mapping.records) {
    for (const text of [each, when, ...fields.map(({ value }) => value)]) {
      if (text !== undefined) for (const name of columnsOf(text.tree)) used.add(name);
    }
  }
  return used;
}

/**
 * Finds the columns that a mapping names in those of a dataset: by their very name, else without case, else by an alias, else
 * without case, blanks and punctuation for declared ones.
 */
export function bindColumns(mapping: Mapping, used: ReadonlySet<string>, columns: readonly Column[]): BoundColumns {
  const exact = new Map(columns.map((column, index) => [column.name, index]));
  const folded = uniqueIndex(columns, (name) => name.toLowerCase());
  const loose = uniqueIndex(columns, foldColumnName);
  const found = new Map<string, BoundColumn>();
  const missing = new Set<string>();
  const ambiguous = new Map<string, readonly string[]>();
  for (const name of new Set([...mapping.columns.keys(), ...used])) {
    const rule = mapping.columns.get(name);
    const spellings = [name, ...(rule?.aliases ?? [])];
    const index =
      first(spellings, (each) => exact.get(each)) ??
      first(spellings, (each) => folded.get(each.toLowerCase())) ??
      (rule && first(spellings, (each) => loose.get(foldColumnName(each))));
    if (index !== undefined) {
      const { name: spelling, type } = columns[index];
      found.set(name, { name, found: spelling, index, type: valueType(type), cell: type });
    } else if (rule !== undefined) {
      missing.add(name);
      const candidates = columns.filter((column) => spellings.some((each) => loosely(each, column.name)));
      if (candidates.length > 0)
        ambiguous.set(
          name,
          candidates.map((column) => column.name),
        );
    }
  }
  const taken = new Set([...found.values()].map(({ index }) => index));
  const unusedIndexes = columns.flatMap(({ name }, index) =>
    taken.has(index) || rejectColumns.some((each) => each === name) ? [] : [index],
  );
  const unused = unusedIndexes.map((index) => columns[index].name);
  return { found, missing, ambiguous, unused, unusedIndexes, maskedIndexes: maskedColumns(mapping, columns) };
}

/** Columns that a rejects file has besides those of the data: its rows can be corrected and imported again as they are. */
export const rejectColumns = [originColumn, reasonsColumn, textColumn, markColumn] as const;

function loosely(wanted: string, name: string): boolean {
  const folded = foldColumnName(wanted);
  return folded !== '' && folded === foldColumnName(name);
}

/** The language's type for the cells of a column. */
function valueType(type: Column['type']): Type {
  if (type === 'integer' || type === 'decimal') return 'number';
  return type === 'bytes' ? 'text' : type;
}

function uniqueIndex(columns: readonly Column[], fold: (name: string) => string): ReadonlyMap<string, number> {
  const index = new Map<string, number>();
  const twice = new Set<string>();
  columns.forEach(({ name }, at) => {
    const folded = fold(name);
    // A name of signs alone folds to nothing, which is like nothing else.
    if (folded === '') return;
    if (index.has(folded)) twice.add(folded);
    index.set(folded, at);
  });
  for (const folded of twice) index.delete(folded);
  return index;
}

function first<Item, Result>(items: readonly Item[], of: (item: Item) => Result | undefined): Result | undefined {
  for (const item of items) {
    const result = of(item);
    if (result !== undefined) return result;
  }
  return undefined;
}
