import type { Adapter, Dataset, Source, SourceName } from '../adapter/contract.ts';
import { findDataset } from '../adapter/datasets.ts';
import { ConfigError } from '../errors/errors.ts';
import { bindMapping } from '../mapping/bind/bind.ts';
import type { BackEnd } from '../mapping/compile/record.ts';
import type { Readings } from '../mapping/evidence/decision.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { MappingProgram } from '../mapping/program.ts';
import { received, type SentMapping } from '../mapping/sent.ts';
import { parseOptions } from '../options/parse.ts';
import type { Compression } from './blocks.ts';
import type { WatchedColumn } from './column-scan.ts';
import type { RunPlan } from './plan.ts';
import { planOf } from './plan-of.ts';

/** All that a thread needs to map parts of a run, as a value that can be sent to it. It holds references to secrets, never secrets. */
export interface Job {
  /** Where the adapter is imported from. */
  readonly adapter: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Relative paths in the options start here. */
  readonly directory: string;
  readonly identity: SourceName;
  /** What the source has decided when it was opened first. */
  readonly found?: string | undefined;
  readonly dataset: string;
  readonly mapping: SentMapping;
  /** What the values decided. */
  readonly readings: Readings;
  /** Columns that are taken to be plain until a value says otherwise. */
  readonly assumed: readonly WatchedColumn[];
  readonly compression: Compression;
  readonly backEnd: BackEnd;
  /** Parts write into folders of their own in here. */
  readonly folder: string;
}

/** A job in the thread that does it: source open, mapping bound. */
export interface OpenJob {
  readonly job: Job;
  readonly source: Source;
  readonly dataset: Dataset;
  readonly program: MappingProgram;
  readonly plan: RunPlan;
}

/** Opens source and mapping of a job in this thread. The caller closes the source. */
export async function openJob(job: Job, adapter: Adapter, signal: AbortSignal): Promise<OpenJob> {
  const options = parseOptions(adapter.options, job.options, { directory: job.directory });
  const source = await adapter.open(options, {
    signal,
    identity: job.identity,
    dataset: job.dataset,
    ...(job.found === undefined ? {} : { found: job.found }),
  });
  try {
    const dataset = findDataset(await source.discover(), job.dataset, job.identity.name);
    return { job, source, dataset, ...bindProgram(received(job.mapping), dataset, job.readings) };
  } catch (cause) {
    await source.close();
    throw cause;
  }
}

/**
 * Holds a mapping against a dataset.
 * @throws ConfigError with every fault.
 */
export function bindProgram(
  mapping: Mapping,
  { columns }: Pick<Dataset, 'columns'>,
  readings: Readings = new Map(),
): { readonly program: MappingProgram; readonly plan: RunPlan } {
  const { program, faults } = bindMapping(mapping, columns, readings);
  const { plan, faults: planFaults } = planOf(program);
  if (faults.length + planFaults.length > 0) throw new ConfigError([...faults, ...planFaults]);
  return { program, plan };
}
