import { likeness } from '../../core/adapter/alike.ts';
import type { CatalogTable } from './driver.ts';

/** A view that is not there, and what is known of it. */
export interface Wanted {
  readonly name: string;
  /** Columns that it must have. */
  readonly needed: readonly string[];
  /** All that are read of it. */
  readonly columns: readonly string[];
}

/**
 * Tables and views that may have taken the place of one that is not there: of a similar name, or with all its columns. The likeliest
 * first, three at most. They are for a person to choose from: nothing is ever read of them by itself.
 */
export function alikeTables(
  { name, needed, columns }: Wanted,
  tables: readonly CatalogTable[],
  taken: ReadonlySet<string>,
): readonly CatalogTable[] {
  const scored = tables.flatMap((table) => {
    if (taken.has(table.name.toLowerCase()) && table.name.toLowerCase() !== name.toLowerCase()) return [];
    const has = new Set(table.columns.map((column) => column.name.toLowerCase()));
    if (!needed.every((each) => has.has(each.toLowerCase()))) return [];
    const there = columns.filter((each) => has.has(each.toLowerCase())).length;
    const share = columns.length === 0 ? 0 : there / columns.length;
    const byName = likeness(name, table.name);
    const isSameShape = share === 1 && columns.length >= fewColumns && !isOtherKind(name, table.name);
    const isAlike = byName > 0 && (columns.length === needed.length || share >= 0.5);
    return isAlike || isSameShape ? [[table, byName + share] as const] : [];
  });
  return scored
    .sort(([, a], [, b]) => b - a)
    .slice(0, 3)
    .map(([table]) => table);
}

/** Fewer columns than these are those that every view has. */
const fewColumns = 6;

/** Views of history have the columns of those of today. */
function isOtherKind(name: string, other: string): boolean {
  const [a, b] = [name, other].map((each) => each.toLowerCase().split('_').slice(0, 2).join('_'));
  return /^v_[a-z]{1,2}$/.test(a) && /^v_[a-z]{1,2}$/.test(b) && a !== b;
}
