import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { BlockWriter, Compression } from '../blocks.ts';
import { type Counts, count, type RecordLedger, type RowLedger } from '../ledger.ts';
import type { EntityPlan, RunPlan } from '../plan.ts';
import { Bits } from './bits.ts';
import { Journal } from './journal.ts';
import { Partitions } from './partitions.ts';
import { keyEntries, type Records, referenceEntries } from './records.ts';
import type { Repeats } from './repeats.ts';

/** What the steps of finalizing share. */
export interface Run {
  readonly plan: RunPlan;
  readonly folder: string;
  readonly compression: Compression;
  /** What is known of each dataset, and counted for it. */
  readonly datasets: readonly {
    readonly originOf: (position: number) => string;
    readonly rows: RowLedger;
    rejects: number;
  }[];
  readonly masked: (entity: string, field: string) => boolean;
  readonly bounds: Bounds;
  readonly known: ReadonlyMap<string, Uint32Array>;
  readonly signal: AbortSignal | undefined;
  readonly issues: BlockWriter;
  readonly issueCounts: Counts;
  readonly present: { readonly lines: BlockWriter; count: number };
  readonly rejects: { readonly lines: BlockWriter; count: number };
  readonly repeats: Repeats;
  /** The entities that are done, and the one that is being worked on. */
  readonly done: Map<string, EntityState>;
}

/** How much is held in memory at a time. */
export interface Bounds {
  /** Digests in a table. */
  readonly digests: number;
  /** Keys of an entity from which on it is worth while to deal them out before they are compared. */
  readonly dealt: number;
  /** Keys of an entity whose references to itself are followed in memory, some 20 bytes each. */
  readonly followed: number;
  /** Keys whose duplicates are folded at a time. */
  readonly keys: number;
  /** Records whose notes are sorted at a time. */
  readonly range: number;
}

export const usualBounds: Bounds = {
  digests: 1 << 20,
  dealt: 1 << 15,
  followed: 1 << 20,
  keys: 1 << 13,
  range: 1 << 11,
};
const mostBuckets = 1 << 10;
/** Up to 2^4 buckets, reading all keys again for each costs less than spreading them over a scratch file. */
const mostBitsRead = 4;

/** One entity while it is finalized, and afterwards what its children need: its keys, and which records are gone. */
export interface EntityState {
  readonly index: number;
  readonly plan: EntityPlan;
  readonly records: Records;
  readonly ledger: RecordLedger;
  /** Records that are not written: merged, rejected or filtered; and of these the filtered ones. */
  readonly gone: Bits;
  readonly filtered: Bits;
  readonly journal: Journal;
  /** Records whose line was merged: their references were read again from the new line, and are here, a bucket for each. */
  readonly merged: { readonly records: Bits; readonly references: Partitions };
  /** Entries of keys by buckets of digests; undefined if there are few buckets. */
  readonly keys: Partitions | undefined;
  /** How many buckets of digests there are: 2^bits. */
  readonly bits: number;
}

export async function openEntity(
  run: Run,
  plan: EntityPlan,
  records: Records,
  ledger: RecordLedger,
): Promise<EntityState> {
  const index = run.done.size;
  const bits = bitsFor(records.keys, run.bounds.digests);
  const state: EntityState = {
    index,
    plan,
    records,
    ledger,
    gone: new Bits(records.count),
    filtered: new Bits(records.count),
    journal: new Journal(join(run.folder, `${index}.notes`), records.count, run.bounds.range),
    merged: {
      records: new Bits(records.count),
      references: new Partitions(join(run.folder, `${index}.merged`), Math.max(1, plan.references.length)),
    },
    keys: bits <= mostBitsRead ? undefined : new Partitions(join(run.folder, `${index}.keys`), 2 ** bits),
    bits,
  };
  run.done.set(plan.entity.name, state);
  if (state.keys === undefined) return state;
  for (const entries of keyEntries(records)) {
    for (let at = 0; at < entries.length; at += 4) {
      const bucket = bucketOf(entries[at + 1], bits);
      state.keys.entry(bucket, entries[at], entries[at + 1], entries[at + 2], entries[at + 3]);
    }
    await turn(run);
  }
  return state;
}

/** The entries of keys in one bucket, good until the next ones are asked for. */
export function keysIn({ keys, records, bits }: EntityState, bucket: number): Iterable<Uint32Array> {
  if (keys !== undefined) return keys.entries(bucket);
  return bits === 0 ? keyEntries(records) : inBucket(keyEntries(records), bucket, bits);
}

function* inBucket(all: Iterable<Uint32Array>, bucket: number, bits: number): Generator<Uint32Array> {
  for (const entries of all) {
    let end = 0;
    for (let at = 0; at < entries.length; at += 4) {
      if (bucketOf(entries[at + 1], bits) !== bucket) continue;
      if (end < at) entries.copyWithin(end, at, at + 4);
      end += 4;
    }
    yield entries.subarray(0, end);
  }
}

/** The entries of one reference: as parts wrote them, except for merged records, whose line says what they refer to now. */
export function* referencesIn({ records, merged }: EntityState, index: number): Generator<Uint32Array> {
  for (const entries of referenceEntries(records)) {
    let end = 0;
    for (let at = 0; at < entries.length; at += 4) {
      if (entries[at + 3] !== index || merged.records.has(entries[at + 2])) continue;
      if (end < at) entries.copyWithin(end, at, at + 4);
      end += 4;
    }
    yield entries.subarray(0, end);
  }
  yield* merged.references.entries(index);
}

/** How many bits of a digest make buckets of at most `most` entries, if digests are even. */
export function bitsFor(entries: number, most: number): number {
  let bits = 0;
  while (entries > most * 2 ** bits && 2 ** bits < mostBuckets) bits++;
  return bits;
}

export function bucketOf(high: number, bits: number): number {
  return bits === 0 ? 0 : high >>> (32 - bits);
}

/** Lets events in, such as an interrupt, and ends with its reason if there was one. */
export async function turn({ signal }: Run): Promise<void> {
  await setImmediate();
  signal?.throwIfAborted();
}

/** Moves a row from mapped to where it belongs now. */
export function moveRow(
  { datasets }: Run,
  dataset: number,
  kind: 'filtered' | 'rejected' | 'merged',
  name: string,
): void {
  const { rows } = datasets[dataset];
  rows.mapped--;
  count(rows[kind], name);
}

/** Prints where a record came from: a row of its dataset. */
export function originOf({ datasets }: Run, dataset: number, position: number): string {
  return datasets[dataset].originOf(position);
}
