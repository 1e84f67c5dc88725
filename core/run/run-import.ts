import { join } from 'node:path';
import type { Dataset, SourceIdentity } from '../adapter/contract.ts';
import { identityOf } from '../adapter/identity.ts';
import { StorageError } from '../errors/errors.ts';
import type { BackEnd } from '../mapping/compile/record.ts';
import { type Readings, readingsOf } from '../mapping/evidence/decision.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { Completeness, Corrects, PackageContent } from '../package/content.ts';
import { storageFault } from '../package/storage-fault.ts';
import { type WrittenPackage, writePackage } from '../package/write.ts';
import type { HoldReason, SealedPackage } from '../spool/entry.ts';
import type { Spool } from '../spool/spool.ts';
import { annotate } from './annotate.ts';
import type { AskColumn } from './bind-dataset.ts';
import type { Compression } from './blocks.ts';
import { contentOf } from './content.ts';
import { holdCorrections, holdReasons } from './holds.ts';
import type { Input } from './input.ts';
import type { FindKnown } from './known-keys.ts';
import { type Counts, type RecordLedger, type RowLedger, recordsClose, rowsClose } from './ledger.ts';
import { type Processed, processDataset, removeParts } from './pipeline.ts';
import { writeRejects } from './rejects-file.ts';

/**
 * The straight path of an import. One part in one thread, plain code on batches (`pipeline.ts`): source, decode, map,
 * validate, serialize, compress. Then once for all parts: finalize; and here: seal, spool.
 */

export interface ImportOptions {
  readonly input: Input;
  readonly mapping: Mapping;
  readonly dataset: Dataset;
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
  /** Asks a person what the values of a column do not tell. */
  readonly ask?: AskColumn;
  /** The rows are those that an earlier package has rejected, corrected. */
  readonly corrects?: Correction;
}

/** What rows that come back are imported with: all that was decided for the package that they correct. */
export interface Correction {
  readonly package: SealedPackage;
  /** `sha256:…` of the file with the corrected rows. */
  readonly file: string;
  readonly readings: Readings;
  readonly known: FindKnown;
}

export interface ImportResult {
  /** `known`: the same corrections were imported before, as this package; nothing was done. */
  readonly status: 'sealed' | 'held' | 'known';
  readonly package: SealedPackage;
  readonly rows: RowLedger;
  readonly records: ReadonlyMap<string, RecordLedger>;
  readonly issues: Counts;
  readonly decisions: readonly string[];
  readonly unusedColumns: readonly string[];
  /** What a person has to know of the annotated copy, in sentences. */
  readonly annotation: readonly string[];
  readonly seconds: number;
}

/**
 * Imports one dataset: read, map, check, seal, queue. Either the whole package is in the spool when this returns, or nothing is.
 * @throws ConfigError, SourceError, StorageError.
 */
export async function importDataset(options: ImportOptions): Promise<ImportResult> {
  const { input, mapping, spool } = options;
  const started = performance.now();
  const { kind, name } = input.source.identity;
  const run = spool.beginRun({ mapping: mapping.name, source: { kind, name } });
  try {
    const readFrom = new Date().toISOString();
    const processed = await readAndMap(options, run.folder);
    const { content, identity, written } = await write(options, processed, run.folder);
    const seconds = () => (performance.now() - started) / 1000;
    const same = options.corrects && spool.ofContent(written.contentDigest);
    if (same !== undefined) return resultOf(same, 'known', processed, [], seconds());
    const { annotation, ...request } = await pack(options, processed, { content, identity, written }, run.folder);
    options.signal.throwIfAborted();
    const sealed = run.seal({ ...request, read: { from: readFrom, to: new Date().toISOString() } });
    return resultOf(sealed, sealed.state === 'held' ? 'held' : 'sealed', processed, annotation, seconds());
  } catch (cause) {
    throw storageFault(cause, 'write what the run makes');
  } finally {
    run.abandon();
  }
}

/** @throws StorageError `spool/open-ledger` if rows or records are unaccounted for. */
async function readAndMap(
  {
    input,
    mapping,
    dataset,
    workers,
    compression,
    backEnd = 'generated',
    progress = () => undefined,
    ask,
    corrects,
    signal,
  }: ImportOptions,
  folder: string,
): Promise<Processed> {
  const reopen = { adapter: input.adapter.module, options: input.options, directory: input.directory };
  const processed = await processDataset(mapping, input.source, dataset, reopen, {
    folder,
    workers,
    compression,
    backEnd,
    progress,
    signal,
    ...(input.crew ? { crew: input.crew } : {}),
    ...(ask ? { ask } : {}),
    ...(corrects ? { readings: corrects.readings, known: corrects.known } : {}),
  });
  const { rows, entities } = processed.finalized;
  if (!rowsClose(rows) || !entities.every(({ ledger }) => recordsClose(ledger))) {
    throw new StorageError(
      'spool/open-ledger',
      `The ledger does not close: ${JSON.stringify({ rows, entities: entities.map(({ ledger }) => ledger) })}`,
    );
  }
  return processed;
}

const packageName = 'package.zip';

interface Made {
  readonly content: PackageContent;
  readonly identity: SourceIdentity;
  readonly written: WrittenPackage;
}

/** Writes the package into the folder of the run. */
async function write(options: ImportOptions, processed: Processed, folder: string): Promise<Made> {
  const { input, compression, kind, corrects } = options;
  const stated = options.completeness ?? (kind === 'adHoc' ? 'additions' : undefined);
  const identity = await identityOf(input.source);
  const content = contentOf(processed, {
    adapter: input.adapter.name,
    identity,
    compression,
    ...(input.source.consistency === undefined ? {} : { consistency: input.source.consistency }),
    ...(stated === undefined ? {} : { completeness: stated }),
    ...(corrects === undefined ? {} : { corrects: correctsOf(corrects) }),
  });
  // What goes back to people is made of the parts, too.
  const isClean = content.issues.blocks.length === 0;
  const meanwhile = () => isClean && removeParts(folder);
  const { measures } = processed;
  return {
    content,
    identity,
    written: await writePackage(join(folder, packageName), content, { measures, meanwhile }),
  };
}

/** Writes what goes back to people, and says all that the spool is to know of the package. */
async function pack(
  options: ImportOptions,
  processed: Processed,
  { content, identity, written }: Made,
  folder: string,
) {
  const { input, compression, kind, corrects } = options;
  const { source } = input;
  const [rejects, annotated] = ['rejects.csv', 'annotated'];
  const to = { compression, contentDigest: written.contentDigest };
  const rejected = await writeRejects(join(folder, rejects), processed, source, to);
  const { copy, sentences } = await annotate(join(folder, annotated), processed, source, to);
  const readings = corrects?.readings ?? readingsOf(processed.decisions);
  return {
    written,
    file: packageName,
    ...(rejected > 0 ? { rejects } : {}),
    ...(copy === undefined ? {} : { annotated: { file: annotated, extension: copy.extension } }),
    annotation: sentences,
    reasons: reasonsToHold(options, processed, content, identity),
    mapping: content.mapping,
    source: content.source,
    datasets: content.datasets.map(({ mapping, digest, dataset, absent, rows, columns }) => ({
      mapping,
      digest,
      dataset,
      absent: absent !== undefined,
      rows,
      columns,
    })),
    entities: content.entities.map(({ entity, completeness, scope, ledger }) => ({
      entity: entity.name,
      completeness,
      scope,
      records: ledger.written,
    })),
    rows: content.rows,
    issues: content.issues.counts,
    full: kind === 'run',
    retries: retriesIn(processed),
    context: { options: input.options, directory: input.directory, readings: [[...readings]] },
    ...(corrects === undefined ? {} : { corrects: correctsOf(corrects) }),
  };
}

function retriesIn({ parts }: Processed): number {
  return parts.reduce((sum, { retries = 0 }) => sum + retries, 0);
}

function correctsOf({ package: { id, contentDigest }, file }: Correction): Corrects {
  return { package: id, contentDigest, file };
}

/** The package is compared with the last one of the same mapping and source, and with the last one of a full run. */
function reasonsToHold(
  { mapping, spool, corrects }: ImportOptions,
  processed: Processed,
  { entities }: PackageContent,
  identity: SourceIdentity,
): readonly HoldReason[] {
  if (corrects !== undefined) return holdCorrections(corrects.package);
  const key = { mapping: mapping.name, source: { kind: identity.kind, name: identity.name } };
  const last = spool.lastAccepted(key);
  const lastFull = spool.lastAccepted({ ...key, full: true });
  const earlier = { ...(last ? { last } : {}), ...(lastFull ? { lastFull } : {}) };
  return holdReasons(processed, entities, identity, earlier);
}

function resultOf(
  sealed: SealedPackage,
  status: ImportResult['status'],
  { finalized, decisions, notices, program }: Processed,
  annotation: readonly string[],
  seconds: number,
): ImportResult {
  return {
    status,
    package: sealed,
    rows: finalized.rows,
    records: new Map(finalized.entities.map(({ entity, ledger }) => [entity.name, ledger])),
    issues: finalized.issues.counts,
    decisions: [...decisions.map(({ sentence }) => sentence), ...notices],
    unusedColumns: program.columns.unused,
    annotation,
    seconds,
  };
}
