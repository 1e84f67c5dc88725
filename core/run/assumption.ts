import { type Batch, cellAt } from '../adapter/batch.ts';
import type { WatchedColumn } from './column-scan.ts';

/**
 * Most files hold plain numbers and ISO dates, so they are mapped without being read twice. The first value that is neither
 * is a doubt: then all values are looked at, and mapping starts again.
 */
export interface Doubt {
  readonly column: string;
  readonly position: number;
}

/** The first column in a row whose value is not what was assumed. */
export function doubtIn(assumed: readonly WatchedColumn[], batch: Batch, row: number): Doubt | undefined {
  for (let each = 0; each < assumed.length; each++) {
    const { index, reads, column } = assumed[each];
    const at = row * batch.width + index;
    if (!(reads === 'number' ? isPlainNumber(batch, at) : isIsoDate(batch, at)))
      return { column, position: batch.positions[row] };
  }
  return undefined;
}

function isPlainNumber(batch: Batch, at: number): boolean {
  if (batch.layout === 'cells' || batch.valueAt !== undefined) {
    const cell = cellAt(batch, at);
    return typeof cell !== 'string' || cell === '' || plainNumber.test(cell);
  }
  const { bytes, starts, ends, kinds } = batch;
  const [start, end] = [starts[at], ends[at]];
  if (kinds[at] === 3) return true;
  let from = start;
  while (from < end && bytes[from] >= 0x30 && bytes[from] <= 0x39) from++;
  return from === end || plainNumber.test(bytes.toString('latin1', start, end));
}

/** Without one sign and three digits behind it, which can be above a thousand. */
const plainNumber = /^-?(?:\d+|0\.\d+|\d{4,}\.\d+|\d{1,3}\.(?:\d{1,2}|\d{4,}))$/;

function isIsoDate(batch: Batch, at: number): boolean {
  if (batch.layout === 'cells' || batch.valueAt !== undefined) {
    const cell = cellAt(batch, at);
    return typeof cell !== 'string' || cell === '' || isoDate.test(cell);
  }
  const { bytes, starts, ends, kinds } = batch;
  const [start, end] = [starts[at], ends[at]];
  if (start === end || kinds[at] === 4) return true;
  return end - start >= 10 && bytes[start + 4] === 0x2d && bytes[start + 7] === 0x2d && isDigit(bytes[start]);
}

const isoDate = /^\d{4}-\d\d-\d\d(?!\d)/;

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
