import { join } from 'node:path';
import type { Dataset } from '../adapter/contract.ts';
import { identityOf } from '../adapter/identity.ts';
import { ConfigError, StorageError } from '../errors/errors.ts';
import type { BackEnd } from '../mapping/compile/record.ts';
import type { Readings } from '../mapping/evidence/decision.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { Completeness, PackageContent } from '../package/content.ts';
import { storageFault } from '../package/storage-fault.ts';
import { writePackage } from '../package/write.ts';
import type { SealedPackage } from '../spool/entry.ts';
import type { Spool } from '../spool/spool.ts';
import type { AskColumn } from './bind-dataset.ts';
import type { Compression } from './blocks.ts';
import { type AbsentMember, contentOf } from './content.ts';
import { contradictions } from './contradictions.ts';
import type { Input } from './input.ts';
import type { FindKnown } from './known-keys.ts';
import { type Counts, type RecordLedger, type RowLedger, recordsClose, rowsClose } from './ledger.ts';
import { correctsOf, type Made, pack, packageFile, statedIn } from './pack.ts';
import { type Processed, processDatasets, removeParts } from './pipeline.ts';
import { planReading, type Reading, type Wish } from './reading.ts';
import type { Beside, Member } from './together.ts';

/**
 * The straight path of an import. One part in one thread, plain code on batches (`pipeline.ts`): source, decode, map,
 * validate, serialize, compress. Then once for all parts of all datasets: finalize; and here: seal, spool.
 */

export type { AbsentMember, Member };

export interface ImportOptions extends ImportSettings {
  readonly mapping: Mapping;
  readonly dataset: Dataset;
}

/** Mappings of one source, each with its dataset. */
export interface DatasetsImportOptions extends ImportSettings {
  readonly members: readonly Member[];
  /** Mappings whose datasets the source does not have: nothing is known of their entities then. */
  readonly absent?: readonly AbsentMember[];
  /** What packages of these mappings are called: their runs are compared under it. One mapping alone has its own name. */
  readonly name?: string;
}

export interface ImportSettings {
  readonly input: Input;
  readonly spool: Spool;
  readonly signal: AbortSignal;
  /** A run of the mapping as it stands, or a single file by a person, which claims no more than additions. */
  readonly kind: 'run' | 'adHoc';
  /** Overrules the mapping: a person has typed it. */
  readonly completeness?: Completeness;
  readonly workers: number;
  readonly compression: Compression;
  /** How expressions are computed (default: generated code; `closures` where a host forbids that). */
  readonly backEnd?: BackEnd;
  readonly progress?: (rows: number) => void;
  /** Is told which dataset is about to be read. */
  readonly onDataset?: (dataset: Dataset, mapping: string) => void;
  /** Asks a person what the values of a column do not tell. */
  readonly ask?: AskColumn;
  /** The rows are those that an earlier package has rejected, corrected. */
  readonly corrects?: Correction;
  /** How much of the source is read (default: everything, and no bookmark moves). */
  readonly wish?: Wish;
  /** What time it is, for what is due (default: the clock). */
  readonly now?: () => Date;
}

/** What rows that come back are imported with: all that was decided for the package that they correct. */
export interface Correction {
  readonly package: SealedPackage;
  /** `sha256:…` of the file with the corrected rows. */
  readonly file: string;
  readonly readings: Readings;
  readonly known: FindKnown;
  /** What the other mappings of the package have written. */
  readonly beside?: Beside;
}

export interface ImportResult {
  /** `known`: the same corrections were imported before, as this package; nothing was done. */
  readonly status: 'sealed' | 'held' | 'known';
  readonly package: SealedPackage;
  /** Over all datasets. */
  readonly rows: RowLedger;
  /** In the order in which they were read; those that the source does not have at the end. */
  readonly datasets: readonly DatasetResult[];
  readonly records: ReadonlyMap<string, RecordLedger>;
  readonly issues: Counts;
  /** How much of the source was read, and why, in sentences. */
  readonly reading: Pick<Reading, 'kind' | 'because'>;
  /** What a person has to know of the annotated copy, in sentences. */
  readonly annotation: readonly string[];
  readonly seconds: number;
}

export interface DatasetResult {
  readonly mapping: string;
  readonly dataset: string;
  /** Why it was not read, where the source does not have it. */
  readonly absent?: string;
  readonly rows: RowLedger;
  readonly decisions: readonly string[];
  readonly unusedColumns: readonly string[];
}

/**
 * Imports one dataset: read, map, check, seal, queue. Either the whole package is in the spool when this returns, or nothing is.
 * @throws ConfigError, SourceError, StorageError.
 */
export function importDataset({ mapping, dataset, ...settings }: ImportOptions): Promise<ImportResult> {
  return importDatasets({ ...settings, members: [{ mapping, dataset }] });
}

/**
 * Imports the datasets of several mappings as one package, in the order of their references. Either all of it is in the spool when
 * this returns, or nothing is.
 * @throws ConfigError, SourceError, StorageError.
 */
export async function importDatasets(wanted: DatasetsImportOptions): Promise<ImportResult> {
  const { input, members, absent = [], spool, now = () => new Date() } = wanted;
  const faults = contradictions([...members, ...absent].map(({ mapping }) => mapping));
  if (faults.length > 0) throw new ConfigError(faults);
  const started = performance.now();
  const { kind, name } = input.source.identity;
  const key = { mapping: nameOf(wanted), source: { kind, name } };
  const run = spool.beginRun(key);
  try {
    const readFrom = now().toISOString();
    const { source } = input;
    const reading = await planReading(wishOf(wanted), members, { source, spool, key, now: now() });
    const options = { ...wanted, reading, members: reading.members, input: { ...input, source: reading.source } };
    const processed = await readAndMap(options, run.folder);
    const { content, written } = await write(options, processed, run.folder);
    const seconds = () => (performance.now() - started) / 1000;
    const same = options.corrects && spool.ofContent(written.contentDigest);
    if (same !== undefined) return resultOf(same, 'known', processed, { content, reading }, [], seconds());
    const { annotation, ...request } = await pack(options, processed, { content, written }, run.folder);
    options.signal.throwIfAborted();
    const sealed = run.seal({ ...request, read: { from: readFrom, to: now().toISOString() } });
    const status = sealed.state === 'held' ? 'held' : 'sealed';
    return resultOf(sealed, status, processed, { content, reading }, annotation, seconds());
  } catch (cause) {
    throw storageFault(cause, 'write what the run makes');
  } finally {
    run.abandon();
  }
}

/** Only runs of mappings as they stand go on where others have ended. */
function wishOf({ kind, corrects, wish }: ImportSettings): Wish {
  return wish === undefined || kind === 'adHoc' || corrects !== undefined ? { kind: 'everything' } : wish;
}

function nameOf({ name, members }: DatasetsImportOptions): string {
  return name ?? members[0].mapping.name;
}

/** @throws StorageError `spool/open-ledger` if rows or records are unaccounted for. */
async function readAndMap(
  {
    input,
    members,
    workers,
    compression,
    backEnd = 'generated',
    progress = () => undefined,
    onDataset,
    ask,
    corrects,
    signal,
    ...options
  }: DatasetsImportOptions,
  folder: string,
): Promise<Processed> {
  const reopen = { adapter: input.adapter.module, options: input.options, directory: input.directory };
  const processed = await processDatasets(members, input.source, reopen, {
    folder,
    workers,
    compression,
    backEnd,
    progress,
    signal,
    completeness: statedIn({ ...options, input }),
    ...(input.crew ? { crew: input.crew } : {}),
    ...(onDataset ? { onDataset } : {}),
    ...(ask ? { ask } : {}),
    ...(corrects ? { readings: corrects.readings, known: corrects.known } : {}),
    ...(corrects?.beside ? { beside: corrects.beside } : {}),
  });
  const { datasets, entities } = processed.finalized;
  if (!datasets.every(({ rows }) => rowsClose(rows)) || !entities.every(({ ledger }) => recordsClose(ledger))) {
    const rows = datasets.map((dataset) => dataset.rows);
    throw new StorageError(
      'spool/open-ledger',
      `The ledger does not close: ${JSON.stringify({ rows, entities: entities.map(({ ledger }) => ledger) })}`,
    );
  }
  return processed;
}

/** Writes the package into the folder of the run. */
async function write(options: DatasetsImportOptions, processed: Processed, folder: string): Promise<Made> {
  const { input, compression, absent, name, corrects } = options;
  const stated = statedIn(options);
  const content = contentOf(processed, {
    adapter: input.adapter.name,
    identity: await identityOf(input.source),
    compression,
    ...(absent === undefined ? {} : { absent }),
    ...(name === undefined ? {} : { name }),
    ...(input.source.consistency === undefined ? {} : { consistency: input.source.consistency }),
    ...(stated === undefined ? {} : { completeness: stated }),
    ...(corrects === undefined ? {} : { corrects: correctsOf(corrects) }),
  });
  // What goes back to people is made of the parts, too.
  const isClean = content.issues.blocks.length === 0;
  const meanwhile = () => isClean && removeParts(folder);
  const { measures } = processed;
  return { content, written: await writePackage(join(folder, packageFile), content, { measures, meanwhile }) };
}

function resultOf(
  sealed: SealedPackage,
  status: ImportResult['status'],
  { finalized, datasets }: Processed,
  { content, reading: { kind, because } }: { readonly content: PackageContent; readonly reading: Reading },
  annotation: readonly string[],
  seconds: number,
): ImportResult {
  return {
    status,
    package: sealed,
    rows: finalized.rows,
    datasets: content.datasets.map(({ mapping, dataset, absent, rows, decisions, unusedColumns }, index) => ({
      mapping,
      dataset,
      ...(absent === undefined ? {} : { absent }),
      rows,
      decisions: [...decisions, ...(datasets.at(index)?.notices ?? [])],
      unusedColumns,
    })),
    records: new Map(
      finalized.entities
        .filter(({ entity }) => content.entities.some((each) => each.entity === entity))
        .map(({ entity, ledger }) => [entity.name, ledger]),
    ),
    issues: finalized.issues.counts,
    reading: { kind, because },
    annotation,
    seconds,
  };
}
