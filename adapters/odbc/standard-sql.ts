import type { Dialect } from '../sql/driver.ts';
import type { Product } from './products.ts';
import type { DriverColumn } from './protocol.ts';
import { kindOf } from './types.ts';

/** What the standard of SQL says, and most servers do. */
export const quotes = (name: string) => `"${name.replaceAll('"', '""')}"`;
export const parameter = () => '?';
export const standard: Dialect = {
  quoteName: quotes,
  parameter,
  limit: (query, rows) => `${query}\nFETCH FIRST ${rows} ROWS ONLY`,
};

/** Up to 15 digits a double has them all; longer decimals go through text. */
export function decimalsAsText(toText: (name: string, column: DriverColumn) => string): Product['selected'] {
  return (name, column) => {
    const kind = kindOf(column);
    const isLong = kind === 'decimal' && (column.columnSize > 15 || column.columnSize <= 0);
    return { expression: isLong ? toText(name, column) : name, kind };
  };
}

export const exactKeys: Product['keyParameter'] = (kind, { columnSize, decimalDigits }) => {
  if (kind === 'decimal') return `CAST(? AS DECIMAL(${columnSize}, ${decimalDigits}))`;
  return kind === 'date' ? 'CAST(? AS DATE)' : '?';
};
