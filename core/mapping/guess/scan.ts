import { type Cell, cellAt, cellText } from '../../adapter/batch.ts';
import type { Dataset, Source } from '../../adapter/contract.ts';
import { ColumnProfile } from './profile.ts';

/** What the rows of a dataset show, and which of the first ones shows most. */
export interface Scan {
  /** How many rows there are, and how many of them were looked at. */
  readonly rows: number;
  readonly looked: number;
  readonly profiles: readonly ColumnProfile[];
  /** Of the first rows the one with the fewest blanks. */
  readonly fullest: readonly Cell[];
}

// Far enough to meet a row that is filled, near enough to be found again by eye.
const sampled = 1000;

// A guess is a proposal: past so many rows, one batch in ten is enough, all over the file.
const lookedAtAll = 100_000;
const stride = 10;

/** Reads a dataset once: all of its rows, or of a large one a share from everywhere. */
export async function scanDataset(source: Source, { name, columns }: Dataset, signal: AbortSignal): Promise<Scan> {
  const profiles = columns.map((column) => new ColumnProfile(column.name));
  let rows = 0;
  let looked = 0;
  let batches = 0;
  let fullest: readonly Cell[] = [];
  let mostFilled = 0;
  let fullestOf = 0;
  for await (const part of source.parts(name)) {
    for await (const batch of source.read(part)) {
      signal.throwIfAborted();
      const broken = batch.broken?.size ?? 0;
      rows += batch.rows - broken;
      if (looked >= lookedAtAll && batches++ % stride !== 0) continue;
      looked += batch.rows - broken;
      for (let row = 0; row < batch.rows; row++) {
        if (batch.broken?.has(row)) continue;
        const cells = columns.map((_, column) => cellAt(batch, row * batch.width + column));
        for (const [column, cell] of cells.entries()) profiles[column].see(cell === null ? null : cellText(cell));
        if (fullestOf++ >= sampled) continue;
        const filled = cells.filter((cell) => cell !== null && cellText(cell).trim() !== '').length;
        if (filled > mostFilled) [mostFilled, fullest] = [filled, cells];
      }
    }
  }
  for (const profile of profiles) profile.finish();
  return { rows, looked, profiles, fullest };
}
