import { cellAt, cellText } from '../adapter/batch.ts';
import type { Dataset, Source } from '../adapter/contract.ts';
import { bindColumns } from '../mapping/columns.ts';
import { type DateDecision, DateEvidence, undecidedColumns } from '../mapping/dates.ts';
import type { Mapping } from '../mapping/mapping.ts';

/**
 * Decides the order of day and month in the columns that the mapping leaves open, by all of their values: a decision never
 * comes from the first rows alone. Reads the dataset once, and only if there is such a column.
 */
export async function decideDates(
  mapping: Mapping,
  source: Source,
  dataset: Dataset,
  signal: AbortSignal,
): Promise<readonly DateDecision[]> {
  const { found, maskedIndexes } = bindColumns(mapping, undecidedColumns(mapping), dataset.columns);
  const watched = [...undecidedColumns(mapping)].flatMap((name) => {
    const column = found.get(name);
    if (column === undefined) return [];
    const { index } = column;
    return [{ index, evidence: new DateEvidence(name, maskedIndexes.has(index)) }];
  });
  if (watched.length === 0) return [];
  for await (const part of source.parts(dataset.name)) {
    for await (const batch of source.read(part)) {
      signal.throwIfAborted();
      for (let row = 0; row < batch.rows; row++) {
        for (const { index, evidence } of watched) {
          const cell = cellAt(batch, row * batch.width + index);
          if (cell !== null) evidence.see(cellText(cell));
        }
      }
    }
  }
  return watched.map(({ evidence }) => evidence.decide(mapping.source.dates));
}
