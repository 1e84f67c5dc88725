import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Mapping } from '../../mapping/mapping.ts';
import { storageFault } from '../../package/storage-fault.ts';
import type { Compression } from '../blocks.ts';
import { type Input, membersOf } from '../input.ts';
import type { RowLedger } from '../ledger.ts';
import { type Processed, processDatasets } from '../pipeline.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { diffIssues, type IssueDiff } from './issues.ts';
import { diffRecords, type EntityDiff } from './records.ts';
import { diffRows, type RowDiff, type RowSide } from './rows.ts';

/** What other mappings make of the same source. */
export interface MappingDiff {
  readonly source: string;
  /** Mappings that were left out, since the source does not have their datasets. */
  readonly absent: readonly string[];
  /** Nothing that a package would carry differs. */
  readonly isEqual: boolean;
  readonly entities: readonly EntityDiff[];
  readonly datasets: readonly DatasetDiff[];
  readonly issues: readonly IssueDiff[];
  /** What is said of entities, where it differs. */
  readonly claims: readonly ClaimDiff[];
}

/** A mapping and the dataset that it reads, before and after. */
export interface DatasetDiff {
  readonly mapping: string;
  readonly old: ReadDataset | null;
  readonly new: ReadDataset | null;
  /** What became of its rows, where that differs; null if both are not the same rows. */
  readonly rows: readonly RowDiff[] | null;
}

export interface ReadDataset {
  readonly dataset: string;
  readonly ledger: RowLedger;
}

export interface ClaimDiff {
  readonly entity: string;
  /** `completeness`, or `notCollected`. */
  readonly claim: string;
  readonly old: string;
  readonly new: string;
}

/** Mappings of one source, and how it is opened: once for each side, so that it is read as its mappings say. */
export interface DiffSide {
  readonly mappings: readonly Mapping[];
  readonly open: () => Promise<Input>;
}

export interface DiffOptions {
  readonly workers: number;
  /** How many records, and rows of each kind, are shown. */
  readonly most: number;
  readonly signal: AbortSignal;
}

/**
 * Runs two mappings, or two sets of them, over the same source, and compares what they make; nothing is published. Memory does not grow with the rows.
 * @throws ConfigError, SourceError, StorageError.
 */
export async function diffMappings(old: DiffSide, now: DiffSide, options: DiffOptions): Promise<MappingDiff> {
  const temporary = temporaryFolder('diff');
  try {
    const before = await processSide(old, join(temporary.path, 'old'), options);
    const after = await processSide(now, join(temporary.path, 'new'), options);
    const folder = join(temporary.path, 'compared');
    mkdirSync(folder);
    const compared = compare({ old: before.processed, new: after.processed }, { folder, ...options });
    return { source: after.source, absent: [...new Set([...before.absent, ...after.absent])], ...compared };
  } catch (cause) {
    throw storageFault(cause, 'compare mappings');
  } finally {
    temporary.remove();
  }
}

const compression = 'zstd';

async function processSide(
  { mappings, open }: DiffSide,
  folder: string,
  { workers, signal }: DiffOptions,
): Promise<{ readonly processed: Processed; readonly source: string; readonly absent: readonly string[] }> {
  mkdirSync(folder);
  const input = await open();
  try {
    const { adapter, options, directory, source, crew } = input;
    const { members, absent } = membersOf(input, mappings);
    const processed = await processDatasets(
      members,
      source,
      { adapter: adapter.module, options, directory },
      {
        folder,
        workers,
        compression,
        backEnd: 'generated',
        progress: () => undefined,
        signal,
        ...(crew === undefined ? {} : { crew }),
      },
    );
    return { processed, source: source.identity.name, absent: absent.map(({ mapping }) => mapping.name) };
  } finally {
    await input.source.close();
  }
}

function compare(
  sides: { readonly old: Processed; readonly new: Processed },
  { folder, most }: DiffOptions & { readonly folder: string },
): Omit<MappingDiff, 'source' | 'absent'> {
  const scratch = { folder, compression, most } as const;
  const { old, new: now } = sides;
  const finalized = [now, old].flatMap((side) => side.finalized.entities);
  const entities = [...new Map(finalized.map(({ entity }) => [entity.name, entity])).values()].map((entity) => {
    const blocks = (side: Processed) =>
      side.finalized.entities.find((each) => each.entity.name === entity.name)?.blocks ?? [];
    return diffRecords({ entity, old: blocks(old), new: blocks(now) }, scratch);
  });
  const issues = diffIssues({ old: old.finalized.issues.blocks, new: now.finalized.issues.blocks }, scratch);
  const [claims, datasets] = [diffClaims(sides), diffDatasets(sides, scratch)];
  const isEqual =
    entities.every(({ changed, appeared, gone }) => changed + appeared + gone === 0) &&
    datasets.every(({ rows }) => rows?.length === 0) &&
    issues.length + claims.length === 0;
  return { isEqual, entities, datasets, issues, claims };
}

/** The datasets of mappings that are called alike; if there is one on each side, those two. */
function diffDatasets(
  { old, new: now }: { readonly old: Processed; readonly new: Processed },
  scratch: { readonly folder: string; readonly compression: Compression; readonly most: number },
): readonly DatasetDiff[] {
  const before = rowSides(old);
  const left = new Set(before);
  const isSingle = before.length === 1 && now.datasets.length === 1;
  const pairs = rowSides(now).map((after) => {
    const name = nameOf(after);
    const was = isSingle ? before[0] : before.find((each) => nameOf(each) === name);
    if (was !== undefined) left.delete(was);
    const isSame = was !== undefined && was.processed.dataset.name === after.processed.dataset.name;
    const rows = isSame ? diffRows({ old: was, new: after }, scratch) : null;
    return { mapping: name, old: was === undefined ? null : readOf(was), new: readOf(after), rows };
  });
  return [...pairs, ...[...left].map((was) => ({ mapping: nameOf(was), old: readOf(was), new: null, rows: null }))];
}

function rowSides({ datasets, finalized }: Processed): readonly RowSide[] {
  return datasets.map((processed, index) => {
    return { processed, index, ledger: finalized.datasets[index].rows, lateRejects: finalized.lateRejects.blocks };
  });
}

function nameOf({ processed }: RowSide): string {
  return processed.program.mapping.name;
}

function readOf({ processed, ledger }: RowSide): ReadDataset {
  return { dataset: processed.dataset.name, ledger };
}

function diffClaims({ old, new: now }: { readonly old: Processed; readonly new: Processed }): readonly ClaimDiff[] {
  const programs = (side: Processed) => side.datasets.map(({ program }) => program);
  const names = new Set([old, now].flatMap(programs).flatMap(({ mapping }) => [...mapping.completeness.keys()]));
  const list = (words: readonly string[]) => [...new Set(words)].sort().join(', ');
  return [...names].flatMap((entity) => {
    const completeness = (side: Processed) =>
      list(programs(side).flatMap(({ mapping }) => mapping.completeness.get(entity) ?? []));
    const notCollected = (side: Processed) =>
      list(programs(side).flatMap((program) => program.notCollected.get(entity) ?? []));
    return [
      { claim: 'completeness', old: completeness(old), new: completeness(now) },
      { claim: 'notCollected', old: notCollected(old), new: notCollected(now) },
    ]
      .filter((each) => each.old !== each.new)
      .map((each) => ({ entity, ...each }));
  });
}
