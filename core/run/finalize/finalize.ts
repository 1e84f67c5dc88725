import { join } from 'node:path';
import type { Entity } from '../../model/define.ts';
import { BlockWriter, type Compression } from '../blocks.ts';
import type { Issue } from '../issue.ts';
import {
  addRecordLedger,
  addRowLedger,
  type Counts,
  count,
  emptyRecordLedger,
  emptyRowLedger,
  type RecordLedger,
  type RowLedger,
} from '../ledger.ts';
import type { BlockFile, PartResult, PlacedBlock } from '../part-result.ts';
import type { EntityPlan, RunPlan } from '../plan.ts';
import { mergeDuplicates } from './duplicates.ts';
import { lateIssue } from './late-issue.ts';
import { copyPresentKeys } from './present.ts';
import { recordsOf } from './records.ts';
import { checkReferences } from './references.ts';
import { Repeats } from './repeats.ts';
import { rewriteBlocks } from './rewrite.ts';
import { type Bounds, openEntity, type Run, usualBounds } from './state.ts';

/** The parts of one dataset, in their order. */
export interface DatasetParts {
  readonly parts: readonly PartResult[];
  /** Prints where the row at a position came from. */
  readonly originOf: (position: number) => string;
}

/** What a run writes, once its parts are seen together. Blocks lie in the folders of the parts and in the scratch folder. */
export interface Finalized {
  /** Summed over the datasets. */
  readonly rows: RowLedger;
  readonly datasets: readonly FinalizedDataset[];
  /** In the order of the plan. */
  readonly entities: readonly FinalizedEntity[];
  /** The issues of the parts in the order of datasets and parts, then the late ones: by entity in the order of the plan, then by record. */
  readonly issues: { readonly blocks: readonly PlacedBlock[]; readonly counts: Counts };
  /** Lines `{ entity, key: { … } }`: keys of rejected records, which are at the source all the same. */
  readonly present: { readonly blocks: readonly PlacedBlock[]; readonly count: number };
  /** Lines `{ dataset, part, position, entity, code }` of the rows that were rejected here: by entity in the order of the plan, then by record. */
  readonly lateRejects: { readonly blocks: readonly PlacedBlock[]; readonly count: number };
}

export interface FinalizedDataset {
  /** Summed over the parts, and corrected by what was merged, filtered and rejected here. */
  readonly rows: RowLedger;
  /** By entity: how many records were rejected and had no readable key. Entities without any are left out. */
  readonly unreadable: ReadonlyMap<string, number>;
  /** How many of its rows were rejected here. */
  readonly lateRejects: number;
}

export interface FinalizedEntity {
  readonly entity: Entity;
  readonly ledger: RecordLedger;
  readonly blocks: readonly PlacedBlock[];
}

export interface FinalizeOptions {
  /** A scratch folder, which exists and is empty. Results lie in it until they are packed. */
  readonly folder: string;
  readonly compression: Compression;
  /** Whether a mapping masks a field in issues; by default none. */
  readonly masked?: (entity: string, field: string) => boolean;
  /** Issues that the parts together have shown. */
  readonly issues?: readonly Issue[];
  readonly signal?: AbortSignal;
  /** By entity, digests of keys that references may have besides those of the records: low and high by turns. */
  readonly known?: ReadonlyMap<string, Uint32Array>;
  /** How much is held in memory at a time; tests make it small. */
  readonly bounds?: Bounds;
}

/**
 * Sees the parts of a run together: merges duplicate keys and checks references, entity by entity, parents first. The outcome
 * depends on the records and their order alone, never on how they lie in parts.
 *
 * Memory: tables and buckets of fixed size, the block indexes of parts and result, and up to a byte for each
 * record of entities that lose or change some.
 */
export async function finalize(
  datasets: readonly DatasetParts[],
  plan: RunPlan,
  options: FinalizeOptions,
): Promise<Finalized> {
  const parts = datasets.flatMap((dataset) => dataset.parts);
  const issues = new BlockWriter(join(options.folder, 'late-issues'), 'late-issues', options.compression);
  const present = new BlockWriter(join(options.folder, 'present'), 'present', options.compression);
  const rejects = new BlockWriter(join(options.folder, 'late-rejects'), 'late-rejects', options.compression);
  const run: Run = {
    plan,
    folder: options.folder,
    compression: options.compression,
    masked: options.masked ?? (() => false),
    bounds: options.bounds ?? usualBounds,
    known: options.known ?? new Map(),
    signal: options.signal,
    datasets: datasets.map(({ originOf }) => ({ originOf, rows: emptyRowLedger(), rejects: 0 })),
    issues,
    issueCounts: {},
    present: { lines: present, count: 0 },
    rejects: { lines: rejects, count: 0 },
    repeats: new Repeats(),
    done: new Map(),
  };
  try {
    for (const [index, dataset] of datasets.entries())
      for (const part of dataset.parts) addRowLedger(run.datasets[index].rows, part.rows);
    for (const part of parts) {
      for (const [code, by] of Object.entries(part.issueCounts)) count(run.issueCounts, code, by);
    }
    for (const issue of options.issues ?? []) issues.line(lateIssue(run, issue));
    const entities: FinalizedEntity[] = [];
    for (const each of plan.entities) entities.push(await finalizeEntity(run, datasets, each));
    const late = place(options.folder, issues.finish());
    const rows = emptyRowLedger();
    for (const dataset of run.datasets) addRowLedger(rows, dataset.rows);
    return {
      rows,
      datasets: run.datasets.map((dataset, index) => ({
        rows: dataset.rows,
        unreadable: unreadableKeys(datasets[index].parts),
        lateRejects: dataset.rejects,
      })),
      entities,
      issues: {
        blocks: [...parts.flatMap((part) => place(part.folder, part.issues)), ...late],
        counts: run.issueCounts,
      },
      present: { blocks: place(options.folder, present.finish()), count: run.present.count },
      lateRejects: { blocks: place(options.folder, rejects.finish()), count: run.rejects.count },
    };
  } finally {
    for (const { keys } of run.done.values()) keys?.close();
    for (const writer of [issues, present, rejects]) writer.close();
  }
}

async function finalizeEntity(run: Run, datasets: readonly DatasetParts[], plan: EntityPlan): Promise<FinalizedEntity> {
  const ledger = emptyRecordLedger();
  for (const part of datasets.flatMap(({ parts }) => parts)) {
    const result = part.entities.find(({ entity }) => entity === plan.entity.name);
    if (result === undefined) continue;
    addRecordLedger(ledger, result.ledger);
    const { file, bytes } = result.rejectedKeys;
    if (bytes > 0) await copyPresentKeys(run, plan.entity.name, join(part.folder, file));
  }
  const state = await openEntity(run, plan, recordsOf(datasets, plan), ledger);
  try {
    await mergeDuplicates(run, state);
    await checkReferences(run, state);
    return { entity: plan.entity, ledger, blocks: await rewriteBlocks(run, state) };
  } finally {
    state.journal.close();
    state.merged.references.close();
  }
}

function unreadableKeys(parts: readonly PartResult[]): Map<string, number> {
  const unreadable = new Map<string, number>();
  for (const { entity, unreadableKeys: more } of parts.flatMap((part) => part.entities)) {
    if (more > 0) unreadable.set(entity, (unreadable.get(entity) ?? 0) + more);
  }
  return unreadable;
}

function place(folder: string, { file, blocks }: BlockFile): PlacedBlock[] {
  const path = join(folder, file);
  return blocks.map((block) => ({ ...block, path }));
}
