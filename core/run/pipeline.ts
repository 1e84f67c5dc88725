import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Dataset, Source } from '../adapter/contract.ts';
import { limited } from '../adapter/memory.ts';
import { configError } from '../errors/errors.ts';
import type { BackEnd } from '../mapping/compile/record.ts';
import type { DateDecision } from '../mapping/dates.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { MappingProgram } from '../mapping/program.ts';
import { bindDataset } from './bind-dataset.ts';
import type { Compression } from './blocks.ts';
import { type Finalized, finalize } from './finalize/finalize.ts';
import type { Job } from './job.ts';
import { mapParts } from './map-parts.ts';
import type { PartResult } from './part-result.ts';
import type { RunPlan } from './plan.ts';

export interface PipelineOptions {
  /** An empty folder for everything that is written on the way. */
  readonly folder: string;
  readonly workers: number;
  readonly compression: Compression;
  readonly backEnd: BackEnd;
  readonly progress: (rows: number) => void;
  readonly signal: AbortSignal;
  /** Map no more than the first rows, in this thread: for previews. */
  readonly limitRows?: number;
}

/** How the source was opened, so that worker threads can open it too. */
export interface Reopen {
  readonly adapter: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly directory: string;
}

/** A dataset that has been read, mapped and put together; nothing is published yet. */
export interface Processed {
  readonly dataset: Dataset;
  readonly program: MappingProgram;
  readonly plan: RunPlan;
  readonly decisions: readonly DateDecision[];
  readonly parts: readonly PartResult[];
  readonly finalized: Finalized;
}

/**
 * The straight path up to the seal; previews and tests of mappings go it too.
 * 1. Decide what only all values tell: the order of day and month (`date-scan.ts`).
 * 2. Bind the mapping to the columns of the dataset: from here on everything is resolved and typed (`bind-dataset.ts`).
 * 3. Map each part, in this thread or in workers (`map-parts.ts`, and `map-one-part.ts` for the loop over batches).
 * 4. See the parts together: merge duplicate keys, check references (`finalize/`).
 */
export async function processDataset(
  mapping: Mapping,
  source: Source,
  dataset: Dataset,
  reopen: Reopen,
  options: PipelineOptions,
): Promise<Processed> {
  const { folder, compression, backEnd, signal, limitRows } = options;
  const { program, plan, decisions, patterns } = await bindDataset(mapping, source, dataset, signal);
  refuseDrift(program);
  const job: Job = {
    ...reopen,
    identity: source.identity,
    dataset: dataset.name,
    mapping: { text: mapping.text, file: mapping.file, directory: mapping.source.directory },
    decisions: patterns,
    compression,
    backEnd,
    folder,
  };
  const open = { job, dataset, program, plan };
  const parts =
    limitRows === undefined
      ? await mapParts({ ...open, source }, options)
      : await mapParts({ ...open, source: limited(source, limitRows) }, { ...options, workers: 1 });
  const scratch = join(folder, 'final');
  mkdirSync(scratch);
  const masked = maskedIn(program);
  const finalized = await finalize(parts, plan, {
    folder: scratch,
    compression,
    originOf: dataset.origin,
    masked,
    signal,
  });
  return { dataset, program, plan, decisions, parts, finalized };
}

function maskedIn({ records }: MappingProgram): (entity: string, field: string) => boolean {
  const nameOf = (entity: string, field: string) => `${entity}.${field}`;
  const masked = records.flatMap(({ entity, fields }) =>
    fields
      .filter((field) => field.masked)
      .map(({ rule }) => nameOf(entity.name, rule.custom === undefined ? rule.name : `custom.${rule.name}`)),
  );
  const names = new Set(masked);
  return (entity, field) => names.has(nameOf(entity, field));
}

function refuseDrift({ mapping, columns }: MappingProgram): void {
  if (mapping.drift !== 'freeze') return;
  const [gone, come] = [[...columns.missing], columns.unused];
  if (gone.length + come.length === 0) return;
  const said = [
    gone.length > 0 ? `Missing: ${gone.join(', ')}.` : '',
    come.length > 0 ? `New: ${come.join(', ')}.` : '',
  ];
  throw configError(
    'mapping/drift',
    `The columns are not those of the mapping, which has drift: freeze. ${said.join(' ').trim()}`,
    { place: mapping.source.place() },
  );
}
