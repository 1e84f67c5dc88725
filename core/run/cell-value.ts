import { type Cell, cellText } from '../adapter/batch.ts';
import type { BoundColumn } from '../mapping/columns.ts';
import type { Value } from '../mapping/functions/value.ts';

/** Turns a cell into a value of the language: text where the column is text, numbers exact. */
export function cellValue(cell: Cell, column: BoundColumn): Value {
  if (cell === null || typeof cell === 'string') return cell;
  if (column.type === 'number') {
    if (typeof cell === 'bigint') return Number.isSafeInteger(Number(cell)) ? Number(cell) : String(cell);
    return typeof cell === 'number' ? cell : cellText(cell);
  }
  return typeof cell === 'boolean' && column.type === 'boolean' ? cell : cellText(cell);
}
