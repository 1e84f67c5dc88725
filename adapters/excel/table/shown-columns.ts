import type { PerColumnValue } from '../../../core/options/option.ts';
import type { ShownColumns } from '../values/display.ts';
import { foldName } from './entries.ts';
import type { Table } from './tables.ts';

/** What the cells of each column are to give. */
export type CellChoice = PerColumnValue<'values' | 'displayed'>;

/** Which columns of a table's sheet are given as the program shows them, and which of those that were named it does not have. */
export function shownColumns(
  { columns, place }: Table,
  cells: CellChoice,
): { readonly shown: ShownColumns | undefined; readonly missing: readonly string[] } {
  if (cells.all === 'displayed') return { shown: 'all', missing: [] };
  const shown = new Set<number>();
  const missing: string[] = [];
  for (const [name, choice] of cells.columns) {
    if (choice !== 'displayed') continue;
    const exact = columns.findIndex((column) => column.name === name);
    const index = exact >= 0 ? exact : columns.findIndex((column) => foldName(column.name) === foldName(name));
    if (index < 0) missing.push(name);
    else shown.add(place.columns?.[index] ?? place.firstColumn + index);
  }
  return { shown: shown.size === 0 ? undefined : shown, missing };
}
