import type { Adapter, Dataset, Source, SourceName } from '../adapter/contract.ts';
import { findDataset } from '../adapter/datasets.ts';
import { ConfigError } from '../errors/errors.ts';
import { bindMapping } from '../mapping/bind/bind.ts';
import type { BackEnd } from '../mapping/compile/record.ts';
import type { Readings } from '../mapping/evidence/decision.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { MappingProgram } from '../mapping/program.ts';
import { received, type SentMapping } from '../mapping/sent.ts';
import { entities } from '../model/entities/index.ts';
import { parseOptions } from '../options/parse.ts';
import type { Compression } from './blocks.ts';
import type { WatchedColumn } from './column-scan.ts';
import type { EntityPlan, RunPlan } from './plan.ts';
import { planOf } from './plan-of.ts';
import { type Share, withoutLookups } from './together.ts';

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
  /** What other mappings of the import mean for it. */
  readonly share?: SentShare;
  /** What the values decided. */
  readonly readings: Readings;
  /** Columns that are taken to be plain until a value says otherwise. */
  readonly assumed: readonly WatchedColumn[];
  readonly compression: Compression;
  readonly backEnd: BackEnd;
  /** Parts write into folders of their own in here. */
  readonly folder: string;
}

/** A share as a value that can be sent: entities by their names. */
export interface SentShare {
  readonly noLookups: readonly string[];
  readonly plan: readonly (Omit<EntityPlan, 'entity'> & { readonly entity: string })[];
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
    const share = job.share && receivedShare(job.share);
    return { job, source, dataset, ...bindProgram(received(job.mapping), dataset, job.readings, share) };
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
  share?: Share,
): { readonly program: MappingProgram; readonly plan: RunPlan } {
  const { program, faults } = bindMapping(mapping, columns, readings);
  const { plan, faults: planFaults } = share === undefined ? planOf(program) : { plan: share.plan, faults: [] };
  if (faults.length + planFaults.length > 0) throw new ConfigError([...faults, ...planFaults]);
  return { program: share === undefined ? program : withoutLookups(program, share.noLookups), plan };
}

export function sentShare({ noLookups, plan }: Share): SentShare {
  return {
    noLookups: [...noLookups],
    plan: plan.entities.map(({ entity, ...rest }) => ({ entity: entity.name, ...rest })),
  };
}

function receivedShare({ noLookups, plan }: SentShare): Share {
  const known = plan.flatMap(({ entity: name, ...rest }) => {
    const entity = entities.get(name);
    return entity === undefined ? [] : [{ entity, ...rest }];
  });
  return { noLookups: new Set(noLookups), plan: { entities: known } };
}
