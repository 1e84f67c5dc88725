import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Dataset, Source } from '../adapter/contract.ts';
import { limited } from '../adapter/memory.ts';
import { configError, SourceError } from '../errors/errors.ts';
import type { BackEnd } from '../mapping/compile/record.ts';
import type { ColumnDecision, Readings } from '../mapping/evidence/decision.ts';
import type { MappingProgram } from '../mapping/program.ts';
import { toSend } from '../mapping/sent.ts';
import type { Completeness } from '../package/content.ts';
import { EarlyMeasures } from '../package/measure.ts';
import { removeTree } from '../spool/folder.ts';
import { type AskColumn, type BoundDataset, bindDataset } from './bind-dataset.ts';
import type { Compression } from './blocks.ts';
import type { Crew } from './crew.ts';
import { damagedCodes } from './damaged-codes.ts';
import { type Finalized, finalize } from './finalize/finalize.ts';
import { bindProgram, type Job, sentShare } from './job.ts';
import type { FindKnown } from './known-keys.ts';
import { mapParts } from './map-parts.ts';
import type { PartResult } from './part-result.ts';
import type { RunPlan } from './plan.ts';
import { alone, type Beside, type Member, type Share, type SharedMember, type Together, together } from './together.ts';

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
  /** Overrules what the mappings say that absence means. */
  readonly completeness?: Completeness | undefined;
  /** Is told which dataset is about to be read, and by which mapping. */
  readonly onDataset?: (dataset: Dataset, mapping: string) => void;
  /** What other mappings have written of the package whose rows come back. */
  readonly beside?: Beside;
  /** Finds the keys that references may have besides those of the rows. */
  readonly known?: FindKnown;
}

/** How the source was opened, so that worker threads can open it too. */
export interface Reopen {
  readonly adapter: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly directory: string;
}

/** Datasets that have been read, mapped and put together; nothing is published yet. */
export interface Processed {
  /** In the order in which they were read. */
  readonly datasets: readonly ProcessedDataset[];
  /** Over all datasets. */
  readonly plan: RunPlan;
  readonly measures: EarlyMeasures;
  readonly finalized: Finalized;
}

/** A dataset that has been read and mapped. Its place in `datasets` is that in `finalized.datasets`. */
export interface ProcessedDataset {
  readonly dataset: Dataset;
  readonly program: MappingProgram;
  readonly decisions: readonly ColumnDecision[];
  /** What everybody has to know of the data, in sentences. */
  readonly notices: readonly string[];
  /** Not all of its rows were read, as was meant. */
  readonly partial: boolean;
  readonly parts: readonly PartResult[];
}

/**
 * The straight path up to the seal; previews and tests of mappings go it too. Each dataset, one after the other (`together.ts` says in which order):
 * 1. Decide what only all values tell: the order of day and month, the decimal sign (`column-scan.ts`). Columns of which the
 *    mapping says nothing are taken to be plain until a value is not (`assumption.ts`): then all of it starts again.
 * 2. Bind the mapping to the columns of the dataset: from here on everything is resolved and typed (`bind-dataset.ts`).
 * 3. Map each part, in this thread or in workers (`map-parts.ts`, and `map-one-part.ts` for the loop over batches).
 *
 * Then once for all of them:
 *
 * 4. See the parts together: merge duplicate keys, check references (`finalize/`).
 */
export async function processDatasets(
  members: readonly Member[],
  source: Source,
  reopen: Reopen,
  options: PipelineOptions,
): Promise<Processed> {
  const joined = joinMappings(members, options);
  const datasets: MappedDataset[] = [];
  const measures = new EarlyMeasures();
  for (const member of joined?.members ?? members) {
    options.onDataset?.(member.dataset, member.mapping.name);
    const reading = { source, reopen, options, measures, index: datasets.length };
    datasets.push(await named(member, members.length, () => mapDataset(member, reading)));
  }
  return putTogether(datasets, joined?.plan ?? datasets[0].plan, measures, options);
}

/** What mappings are to know of each other; undefined if there is one alone. Of the first rows nobody can say that something is absent. */
function joinMappings(
  members: readonly Member[],
  { beside, completeness, limitRows }: PipelineOptions,
): Together | undefined {
  if (beside !== undefined) return alone(members[0], beside);
  if (members.length === 1) return undefined;
  return together(members, limitRows === undefined ? completeness : 'additions');
}

/** A dataset and the plan of its own entities. */
interface MappedDataset extends ProcessedDataset {
  readonly plan: RunPlan;
}

/** What is the same for all tries to map a dataset. */
interface Reading {
  readonly source: Source;
  readonly reopen: Reopen;
  readonly options: PipelineOptions;
  readonly measures: EarlyMeasures;
  /** How many datasets came before it. */
  readonly index: number;
}

/** A fault of one of several datasets names it. */
async function named<Result>({ mapping, dataset }: Member, of: number, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (of === 1 || !(error instanceof SourceError)) throw error;
    const [{ code, message, place }] = error.faults;
    const { retryable } = error;
    const text = `${message} It was the dataset ${dataset.name} of ${mapping.name}; nothing of the others is published either.`;
    throw new SourceError(code, text, { retryable, cause: error, ...(place === undefined ? {} : { place }) });
  }
}

async function mapDataset(
  { mapping, dataset, partial = false, share }: Member & Partial<SharedMember>,
  reading: Reading,
): Promise<MappedDataset> {
  const { source, measures, index, options } = reading;
  const { signal, ask, readings } = options;
  measures.begin();
  const finish = (bound: BoundDataset, parts: readonly PartResult[], notices: readonly string[]): MappedDataset => {
    const { program, plan, decisions } = bound;
    return { dataset, program, plan, decisions, notices, partial, parts };
  };
  if (readings !== undefined && readings.size > 0) {
    const bound = bindProgram(mapping, dataset, readings, share);
    const decided = { ...bound, decisions: [], readings, assumed: [] };
    return finish(decided, await mapBound(decided, `parts-${index}`, dataset, share, reading), []);
  }
  const common = { signal, share, ...(ask ? { ask } : {}) };
  const assumed = await bindDataset(mapping, source, dataset, { ...common, assume: true });
  const first = await mapBound(assumed, `parts-${index}`, dataset, share, reading);
  const doubt = first.find((part) => part.doubt !== undefined)?.doubt;
  if (doubt === undefined) return finish(assumed, first, []);
  removeTree(join(options.folder, `parts-${index}`));
  options.progress(-first.reduce((sum, { rows }) => sum + rows.read, 0));
  const bound = await bindDataset(mapping, source, dataset, common);
  measures.beginAgain();
  const again = await mapBound(bound, `parts-${index}-again`, dataset, share, reading);
  const notice = `${doubt.column} is not plain throughout, as ${dataset.origin(doubt.position)} shows: all its values were looked at, and the reading started again.`;
  return finish(bound, again, doubt.position > farRow ? [notice] : []);
}

/** A start again so early costs nothing, and need not be said. */
const farRow = 100_000;

/** Removes what parts have written, as far as that is possible now. */
export function removeParts(folder: string): void {
  for (const name of readdirSync(folder)) if (name.startsWith('parts-')) removeTree(join(folder, name));
}

async function mapBound(
  { program, plan, readings, assumed }: BoundDataset,
  subfolder: string,
  dataset: Dataset,
  share: Share | undefined,
  { source, reopen, options, measures }: Reading,
): Promise<readonly PartResult[]> {
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
    ...(share === undefined ? {} : { share: sentShare(share) }),
    readings,
    assumed,
    compression: options.compression,
    backEnd: options.backEnd,
    folder,
  };
  const open = { job, dataset, program, plan };
  const onPart = measures.add.bind(measures);
  return options.limitRows === undefined
    ? await mapParts({ ...open, source }, { ...options, onPart })
    : await mapParts({ ...open, source: limited(source, options.limitRows) }, { ...options, onPart, workers: 1 });
}

async function putTogether(
  mapped: readonly MappedDataset[],
  plan: RunPlan,
  measures: EarlyMeasures,
  { folder, compression, signal, known }: PipelineOptions,
): Promise<Processed> {
  const scratch = join(folder, 'final');
  mkdirSync(scratch);
  const damages = mapped.map(({ parts, program, dataset }) => damagedCodes(parts, program, dataset));
  const keys = await known?.(
    mapped.flatMap(({ parts }) => parts),
    plan,
  );
  const finalized = await finalize(
    mapped.map(({ parts, dataset }) => ({ parts, originOf: dataset.origin })),
    plan,
    {
      folder: scratch,
      compression,
      masked: maskedIn(mapped.map(({ program }) => program)),
      issues: damages.flatMap(({ issues }) => issues),
      signal,
      ...(keys === undefined ? {} : { known: keys }),
    },
  );
  const datasets = mapped.map(({ plan: _, notices, ...rest }, index) => {
    return { ...rest, notices: [...notices, ...damages[index].sentences] };
  });
  return { datasets, plan, measures, finalized };
}

/** What one mapping masks, an issue about the records of another does not show either. */
function maskedIn(programs: readonly MappingProgram[]): (entity: string, field: string) => boolean {
  const nameOf = (entity: string, field: string) => `${entity}.${field}`;
  const masked = programs
    .flatMap(({ records }) => records)
    .flatMap(({ entity, fields }) =>
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
