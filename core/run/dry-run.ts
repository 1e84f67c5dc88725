import type { Dataset, Source } from '../adapter/contract.ts';
import type { BackEnd } from '../mapping/compile/record.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { Issue } from './issue.ts';
import type { RowLedger } from './ledger.ts';
import { type ProcessedDataset, processDatasets } from './pipeline.ts';
import { linesOf } from './read-blocks.ts';
import { temporaryFolder } from './temporary-folder.ts';
import type { Member } from './together.ts';

export interface DryRunOptions {
  readonly signal: AbortSignal;
  /** Map no more than the first rows; by default all. */
  readonly limitRows?: number;
  readonly backEnd?: BackEnd;
}

/** What a package would hold. All of it is in memory, so it is for a few rows. */
export interface DryRun extends Pick<ProcessedDataset, 'program' | 'decisions' | 'notices'>, DryRecords {}

export interface DryRecords {
  /** Over all datasets. */
  readonly rows: RowLedger;
  /** By entity, its lines in their order. */
  readonly records: ReadonlyMap<string, readonly string[]>;
  readonly issues: readonly Issue[];
}

/** Several datasets, each by its mapping, in the order of reading. */
export interface DryRuns extends DryRecords {
  readonly datasets: readonly (Pick<ProcessedDataset, 'program' | 'decisions' | 'notices'> & {
    readonly rows: RowLedger;
  })[];
}

/** Maps rows the way a run does, in this thread, and publishes nothing: for previews, tests and guesses. */
export async function dryRun(
  mapping: Mapping,
  source: Source,
  dataset: Dataset,
  options: DryRunOptions,
): Promise<DryRun> {
  const { datasets, ...records } = await dryRuns([{ mapping, dataset }], source, options);
  const [{ program, decisions, notices }] = datasets;
  return { program, decisions, notices, ...records };
}

/** The same of mappings that are run together. */
export async function dryRuns(
  members: readonly Member[],
  source: Source,
  { signal, limitRows, backEnd = 'generated' }: DryRunOptions,
): Promise<DryRuns> {
  const temporary = temporaryFolder('dry-run');
  try {
    const { datasets, finalized } = await processDatasets(members, source, neverReopened, {
      folder: temporary.path,
      workers: 1,
      compression,
      backEnd,
      progress: () => undefined,
      signal,
      ...(limitRows === undefined ? {} : { limitRows }),
    });
    return {
      datasets: datasets.map(({ program, decisions, notices }, index) => {
        return { program, decisions, notices, rows: finalized.datasets[index].rows };
      }),
      rows: finalized.rows,
      records: new Map(
        finalized.entities.map(({ entity, blocks }) => [entity.name, [...linesOf(blocks, compression)]]),
      ),
      issues: [...linesOf(finalized.issues.blocks, compression)].map((line): Issue => JSON.parse(line)),
    };
  } finally {
    temporary.remove();
  }
}

const compression = 'gzip';

/** One worker is this thread, which has the source open. */
const neverReopened = { adapter: '', options: {}, directory: '' };
