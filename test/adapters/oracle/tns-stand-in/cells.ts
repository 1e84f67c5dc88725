/** Part of a stand-in for Oracle Database: rows of a test as texts, made into what its columns have on the wire. */
import type { AnswerCell, AnswerColumn } from './replies.ts';
import { rowIdBytes } from './replies.ts';
import { doubleBytes, floatBytes, intervalDsBytes, intervalYmBytes, numberBytes, timeBytes } from './values.ts';

/** A value as a person writes it: numbers and times as text, intervals and row ids as their parts. */
export type Written = string | number | Uint8Array | readonly number[] | null;

export function rowOf(columns: readonly AnswerColumn[], values: readonly Written[]): AnswerCell[] {
  return columns.map((column, index) => cellOf(column, values[index] ?? null));
}

function cellOf({ type, national }: AnswerColumn, value: Written): AnswerCell {
  if (value === null || value instanceof Uint8Array) return value;
  if (typeof value === 'number') return type === 'binaryFloat' ? floatBytes(value) : doubleBytes(value);
  if (typeof value === 'string') return textOf(type, value, national);
  const [first = 0, second = 0, third = 0, fourth = 0] = value;
  if (type === 'rowid') return rowIdBytes(first, second, third, fourth);
  return type === 'intervalYm' ? intervalYmBytes(first, second) : intervalDsBytes(first, value.slice(1));
}

function textOf(type: AnswerColumn['type'], value: string, national: true | undefined): AnswerCell {
  if (type === 'number') return numberBytes(value);
  if (type === 'date') return timeBytes(value, 'date');
  if (type === 'timestamp' || type === 'timestampLtz') return timeBytes(value, 'timestamp');
  if (type === 'timestampTz') return timeBytes(value, 'zoned');
  return national ? Buffer.from(value, 'utf16le').swap16() : Buffer.from(value);
}
