import type { Dataset } from '../adapter/contract.ts';
import { configError } from '../errors/errors.ts';
import type { ColumnDecision } from '../mapping/evidence/decision.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { bindDataset } from './bind-dataset.ts';
import { dryRuns } from './dry-run.ts';
import type { Input } from './input.ts';
import type { Issue } from './issue.ts';
import type { RowLedger } from './ledger.ts';
import type { Member } from './together.ts';
import { type TracedRow, traceRows } from './trace-row.ts';

export interface Preview {
  /** Over all datasets. */
  readonly rows: RowLedger;
  /** In the order of reading. */
  readonly datasets: readonly { readonly mapping: string; readonly rows: RowLedger }[];
  /** By entity, the lines that a package would have. */
  readonly records: ReadonlyMap<string, readonly string[]>;
  readonly issues: readonly Issue[];
  readonly decisions: readonly ColumnDecision[];
  readonly notices: readonly string[];
  readonly unusedColumns: readonly string[];
}

/** Maps the first rows the way a run does, and publishes nothing. References are checked among these rows alone. */
export function previewDataset(
  mapping: Mapping,
  input: Input,
  dataset: Dataset,
  limitRows: number,
  signal: AbortSignal,
): Promise<Preview> {
  return previewDatasets([{ mapping, dataset }], input, limitRows, signal);
}

/** The first rows of each dataset of mappings that are run together. */
export async function previewDatasets(
  members: readonly Member[],
  { source }: Input,
  limitRows: number,
  signal: AbortSignal,
): Promise<Preview> {
  const { datasets, ...made } = await dryRuns(members, source, { signal, limitRows });
  return {
    ...made,
    datasets: datasets.map(({ program, rows }) => ({ mapping: program.mapping.name, rows })),
    decisions: datasets.flatMap(({ decisions }) => decisions),
    notices: datasets.flatMap(({ notices }) => notices),
    unusedColumns: datasets.flatMap(({ program }) => program.columns.unused),
  };
}

/**
 * Follows one row from its cells to its records.
 * @throws ConfigError if there is no row at this position.
 */
export async function previewRow(
  mapping: Mapping,
  { source }: Input,
  dataset: Dataset,
  position: number,
  signal: AbortSignal,
): Promise<TracedRow> {
  const bound = await bindDataset(mapping, source, dataset, { signal });
  let nearest = 0;
  const wants = (batch: { readonly positions: ArrayLike<number> }, row: number): boolean => {
    if (Math.abs(batch.positions[row] - position) < Math.abs(nearest - position)) nearest = batch.positions[row];
    return batch.positions[row] === position;
  };
  for await (const traced of traceRows(source, dataset, bound, wants, signal)) return traced;
  const hint =
    nearest === 0
      ? 'It has no rows.'
      : `The nearest one is ${nearest}. Rows are counted as in the file, with the header.`;
  throw configError('cli/usage', `${source.identity.name} has no row ${position}. ${hint}`);
}
