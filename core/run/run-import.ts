import { join } from 'node:path';
import type { Dataset } from '../adapter/contract.ts';
import { StorageError } from '../errors/errors.ts';
import type { BackEnd } from '../mapping/compile/record.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { Completeness, PackageContent } from '../package/content.ts';
import { storageFault } from '../package/storage-fault.ts';
import { writePackage } from '../package/write.ts';
import type { HoldReason, SealedPackage } from '../spool/entry.ts';
import type { Spool } from '../spool/spool.ts';
import type { AskColumn } from './bind-dataset.ts';
import type { Compression } from './blocks.ts';
import { contentOf } from './content.ts';
import { holdReasons } from './holds.ts';
import type { Input } from './input.ts';
import { type Counts, type RecordLedger, type RowLedger, recordsClose, rowsClose } from './ledger.ts';
import { type Processed, processDataset } from './pipeline.ts';
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
}

export interface ImportResult {
  readonly status: 'sealed' | 'held';
  readonly package: SealedPackage;
  readonly rows: RowLedger;
  readonly records: ReadonlyMap<string, RecordLedger>;
  readonly issues: Counts;
  readonly decisions: readonly string[];
  readonly unusedColumns: readonly string[];
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
    const request = await pack(options, processed, run.folder);
    options.signal.throwIfAborted();
    const sealed = run.seal({ ...request, read: { from: readFrom, to: new Date().toISOString() } });
    return resultOf(sealed, processed, (performance.now() - started) / 1000);
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

/** Writes package and rejected rows into the folder of the run, and says all that the spool is to know of them. */
async function pack(options: ImportOptions, processed: Processed, folder: string) {
  const { input, mapping, compression, kind } = options;
  const { source, adapter } = input;
  const stated = options.completeness ?? (kind === 'adHoc' ? 'additions' : undefined);
  const content = contentOf(processed, {
    adapter: adapter.name,
    identity: source.identity,
    compression,
    ...(stated === undefined ? {} : { completeness: stated }),
  });
  const [file, rejects] = ['package.zip', 'rejects.csv'];
  const written = await writePackage(join(folder, file), content);
  const rejected = await writeRejects(join(folder, rejects), processed, source, compression);
  return {
    written,
    file,
    ...(rejected > 0 ? { rejects } : {}),
    reasons: reasonsToHold(options, processed, content),
    // What a person has answered is part of it.
    mapping: { name: mapping.name, digest: processed.program.mapping.digest },
    source: content.source,
    entities: content.entities.map(({ entity, completeness, scope, ledger }) => ({
      entity: entity.name,
      completeness,
      scope,
      records: ledger.written,
    })),
    rows: content.rows,
    issues: content.issues.counts,
    columns: processed.dataset.columns.map(({ name }) => name),
    full: kind === 'run',
    bookmark: null,
    context: { options: input.options, directory: input.directory },
  };
}

/** The package is compared with the last one of the same mapping and source, and with the last one of a full run. */
function reasonsToHold(
  { input, mapping, spool }: ImportOptions,
  processed: Processed,
  { entities }: PackageContent,
): readonly HoldReason[] {
  const { identity } = input.source;
  const key = { mapping: mapping.name, source: { kind: identity.kind, name: identity.name } };
  const last = spool.lastAccepted(key);
  const lastFull = spool.lastAccepted({ ...key, full: true });
  const earlier = { ...(last ? { last } : {}), ...(lastFull ? { lastFull } : {}) };
  return holdReasons(processed, entities, identity, earlier);
}

function resultOf(
  sealed: SealedPackage,
  { finalized, decisions, notices, program }: Processed,
  seconds: number,
): ImportResult {
  return {
    status: sealed.state === 'held' ? 'held' : 'sealed',
    package: sealed,
    rows: finalized.rows,
    records: new Map(finalized.entities.map(({ entity, ledger }) => [entity.name, ledger])),
    issues: finalized.issues.counts,
    decisions: [...decisions.map(({ sentence }) => sentence), ...notices],
    unusedColumns: program.columns.unused,
    seconds,
  };
}
