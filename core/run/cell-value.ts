import { type Batch, type Cell, cellAt, cellText, typedCell } from '../adapter/batch.ts';
import type { BoundColumn } from '../mapping/columns.ts';
import type { Value } from '../mapping/functions/value.ts';

/** The value of a slot in the row whose first cell is at an index. */
export function slotValue(batch: Batch, first: number, column: BoundColumn): Value {
  const at = first + column.index;
  if (column.only !== undefined && !isTyped(batch, at, column.only)) return null;
  return cellValue(cellAt(batch, at), column);
}

/** Whether the program keeps a number, or a date, in the cell: then its text is canonical. */
function isTyped(batch: Batch, at: number, only: 'number' | 'moment'): boolean {
  if (batch.layout === 'bytes' && batch.valueAt === undefined) return batch.kinds[at] === typedCell[only];
  const cell = cellAt(batch, at);
  return only === 'number' && (typeof cell === 'number' || typeof cell === 'bigint');
}

/** Turns a cell into a value of the language: text where the column is text, numbers exact. */
export function cellValue(cell: Cell, column: BoundColumn): Value {
  if (cell === null || typeof cell === 'string') return cell;
  if (column.type === 'number') {
    if (typeof cell === 'bigint') return Number.isSafeInteger(Number(cell)) ? Number(cell) : String(cell);
    return typeof cell === 'number' ? cell : cellText(cell);
  }
  return typeof cell === 'boolean' && column.type === 'boolean' ? cell : cellText(cell);
}
