import { type Cell, cellAt, cellText } from '../../adapter/batch.ts';
import type { Dataset, Source } from '../../adapter/contract.ts';
import { ColumnProfile } from './profile.ts';

/** What all rows of a dataset show, and the first row that shows most. */
export interface Scan {
  readonly rows: number;
  readonly profiles: readonly ColumnProfile[];
  /** Of the first rows the one with the fewest blanks. */
  readonly fullest: readonly Cell[];
}

// Far enough to meet a row that is filled, near enough to be found again by eye.
const sampled = 1000;

/** Reads every row of a dataset once. */
export async function scanDataset(source: Source, { name, columns }: Dataset, signal: AbortSignal): Promise<Scan> {
  const profiles = columns.map((column) => new ColumnProfile(column.name));
  let rows = 0;
  let fullest: readonly Cell[] = [];
  let mostFilled = 0;
  for await (const part of source.parts(name)) {
    for await (const batch of source.read(part)) {
      signal.throwIfAborted();
      for (let row = 0; row < batch.rows; row++) {
        if (batch.broken?.has(row)) continue;
        const cells = columns.map((_, column) => cellAt(batch, row * batch.width + column));
        for (const [column, cell] of cells.entries()) profiles[column].see(cell === null ? null : cellText(cell));
        if (rows++ >= sampled) continue;
        const filled = cells.filter((cell) => cell !== null && cellText(cell).trim() !== '').length;
        if (filled > mostFilled) [mostFilled, fullest] = [filled, cells];
      }
    }
  }
  for (const profile of profiles) profile.finish();
  return { rows, profiles, fullest };
}
