import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Dataset, Source } from '../adapter/contract.ts';
import { limited } from '../adapter/memory.ts';
import { configError } from '../errors/errors.ts';
import type { BackEnd } from '../mapping/compile/record.ts';
import type { ColumnDecision, Readings } from '../mapping/evidence/decision.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { MappingProgram } from '../mapping/program.ts';
import { toSend } from '../mapping/sent.ts';
import { EarlyMeasures } from '../package/measure.ts';
import { removeTree } from '../spool/folder.ts';
import { type AskColumn, type BoundDataset, bindDataset } from './bind-dataset.ts';
import type { Compression } from './blocks.ts';
import type { Crew } from './crew.ts';
import { damagedCodes } from './damaged-codes.ts';
import { type Finalized, finalize } from './finalize/finalize.ts';
import { bindProgram, type Job } from './job.ts';
import type { FindKnown } from './known-keys.ts';
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
  /** Threads that have been started already. */
  readonly crew?: Crew;
  /** Asks a person what the values of a column do not tell. */
  readonly ask?: AskColumn;
  /** What was decided before, for rows that come back: their values are not asked again. */
  readonly readings?: Readings;
  /** Finds the keys that references may have besides those of the rows. */
  readonly known?: FindKnown;
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
  readonly decisions: readonly ColumnDecision[];
  /** What everybody has to know of the data, in sentences. */
  readonly notices: readonly string[];
  readonly parts: readonly PartResult[];
  readonly measures: EarlyMeasures;
  readonly finalized: Finalized;
}

/**
 * The straight path up to the seal; previews and tests of mappings go it too.
 * 1. Decide what only all values tell: the order of day and month, the decimal sign (`column-scan.ts`). Columns of which the
 *    mapping says nothing are taken to be plain until a value is not (`assumption.ts`): then all of it starts again.
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
  const { signal, ask, readings } = options;
  if (readings !== undefined && readings.size > 0) {
    const decided = { ...bindProgram(mapping, dataset, readings), decisions: [], readings, assumed: [] };
    const mapped = await mapBound(decided, 'parts', source, dataset, reopen, options);
    return putTogether(decided, mapped, [], dataset, options);
  }
  const assumed = await bindDataset(mapping, source, dataset, { signal, assume: true, ...(ask ? { ask } : {}) });
  const first = await mapBound(assumed, 'parts', source, dataset, reopen, options);
  const doubt = first.parts.find((part) => part.doubt !== undefined)?.doubt;
  if (doubt === undefined) return putTogether(assumed, first, [], dataset, options);
  removeParts(options.folder);
  options.progress(-first.parts.reduce((sum, { rows }) => sum + rows.read, 0));
  const bound = await bindDataset(mapping, source, dataset, { signal, ...(ask ? { ask } : {}) });
  const again = await mapBound(bound, 'parts-again', source, dataset, reopen, options);
  const notice = `${doubt.column} is not plain throughout, as ${dataset.origin(doubt.position)} shows: all its values were looked at, and the reading started again.`;
  return putTogether(bound, again, doubt.position > farRow ? [notice] : [], dataset, options);
}

/** A start again so early costs nothing, and need not be said. */
const farRow = 100_000;

/** Removes what parts have written, as far as that is possible now. */
export function removeParts(folder: string): void {
  for (const name of ['parts', 'parts-again']) removeTree(join(folder, name));
}

interface Mapped {
  readonly parts: readonly PartResult[];
  readonly measures: EarlyMeasures;
}

async function mapBound(
  { program, plan, readings, assumed }: BoundDataset,
  subfolder: string,
  source: Source,
  dataset: Dataset,
  reopen: Reopen,
  options: PipelineOptions,
): Promise<Mapped> {
  refuseDrift(program);
  const { mapping } = program;
  const folder = join(options.folder, subfolder);
  mkdirSync(folder);
  const job: Job = {
    ...reopen,
    identity: source.identity,
    found: source.found,
    dataset: dataset.name,
    mapping: toSend(mapping),
    readings,
    assumed,
    compression: options.compression,
    backEnd: options.backEnd,
    folder,
  };
  const open = { job, dataset, program, plan };
  const measures = new EarlyMeasures();
  const onPart = measures.add.bind(measures);
  const parts =
    options.limitRows === undefined
      ? await mapParts({ ...open, source }, { ...options, onPart })
      : await mapParts({ ...open, source: limited(source, options.limitRows) }, { ...options, onPart, workers: 1 });
  return { parts, measures };
}

async function putTogether(
  { program, plan, decisions }: BoundDataset,
  { parts, measures }: Mapped,
  notices: readonly string[],
  dataset: Dataset,
  { folder, compression, signal, known }: PipelineOptions,
): Promise<Processed> {
  const scratch = join(folder, 'final');
  mkdirSync(scratch);
  const damage = damagedCodes(parts, program, dataset);
  const finalized = await finalize(parts, plan, {
    folder: scratch,
    compression,
    originOf: dataset.origin,
    masked: maskedIn(program),
    issues: damage.issues,
    signal,
    ...(known === undefined ? {} : { known: await known(parts, plan) }),
  });
  return { dataset, program, plan, decisions, notices: [...notices, ...damage.sentences], parts, measures, finalized };
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
