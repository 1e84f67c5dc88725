import { join } from 'node:path';
import type { ReferencePlan } from '../plan.ts';
import { Bits } from './bits.ts';
import { cascade, fitsMemory } from './cascade.ts';
import { DigestTable } from './digests.ts';
import { Partitions } from './partitions.ts';
import { noRecord } from './records.ts';
import { bucketOf, type EntityState, keysIn, type Run, referencesIn, turn } from './state.ts';

/**
 * Checks every reference against the keys that its target writes. Equal digests suffice here (62 bits of them): that any of
 * 10^7 dangling references is taken for one of 10^7 keys by chance has odds of about 1 in 46,000. Verdicts are noted in the journal.
 */
export async function checkReferences(run: Run, state: EntityState): Promise<void> {
  const { entity, references } = state.plan;
  const isSelf = ({ target }: ReferencePlan) => target === entity.name;
  const self = references.filter(isSelf);
  for (const reference of references) if (!isSelf(reference)) await check(run, state, reference);
  await settle(
    run,
    state,
    self.filter((reference) => reference.required),
  );
  for (const reference of self) if (!reference.required) await check(run, state, reference);
}

/** A record that goes takes those with it that require it, and so on, until nothing changes. */
async function settle(run: Run, state: EntityState, required: readonly ReferencePlan[]): Promise<void> {
  const went: Bits[] = [];
  for (const reference of required) went.push(await check(run, state, reference));
  if (went.every((each) => each.isEmpty)) return;
  if (fitsMemory(run, state)) return cascade(run, state, required, went);
  // Too many to hold: one pass for each level.
  for (let more = true; more; ) {
    more = false;
    for (const reference of required) if (!(await check(run, state, reference)).isEmpty) more = true;
  }
}

/** Checks one reference of all records; returns those that went. */
async function check(run: Run, state: EntityState, reference: ReferencePlan): Promise<Bits> {
  const target = run.done.get(reference.target);
  if (target === undefined) throw new Error(`${reference.target} has to come before ${state.plan.entity.name}.`);
  const { bits } = target;
  const index = state.plan.references.indexOf(reference);
  const verdicts: Verdicts = { index, gone: new Bits(state.records.count), filtered: new Bits(state.records.count) };
  const spread = bits === 0 ? undefined : new Partitions(join(run.folder, `${state.index}.references`), 2 ** bits);
  try {
    if (spread !== undefined) await spreadEntries(run, state, index, bits, spread);
    for (let bucket = 0; bucket < 2 ** bits; bucket++) {
      const table = await finalKeys(run, target, bucket);
      for (const entries of spread?.entries(bucket) ?? referencesIn(state, index)) {
        judge(state, entries, table, verdicts);
        await turn(run);
      }
    }
  } finally {
    spread?.close();
  }
  // Only now: the same keys are judged whatever the order of the buckets.
  state.gone.add(verdicts.gone);
  state.filtered.add(verdicts.filtered);
  return verdicts.gone;
}

interface Verdicts {
  /** The reference, by its index in the plan. */
  readonly index: number;
  readonly gone: Bits;
  readonly filtered: Bits;
}

async function spreadEntries(run: Run, state: EntityState, index: number, bits: number, into: Partitions) {
  for (const entries of referencesIn(state, index)) {
    for (let at = 0; at < entries.length; at += 4) {
      into.entry(bucketOf(entries[at + 1], bits), entries[at], entries[at + 1], entries[at + 2], entries[at + 3]);
    }
    await turn(run);
  }
}

const written = 1;
const filtered = 2;

/** Digests of a bucket: those of records that are written, and those that rules or parents filtered. */
async function finalKeys(run: Run, target: EntityState, bucket: number): Promise<DigestTable> {
  const known = run.known.get(target.plan.entity.name) ?? noKeys;
  const table = new DigestTable(target.records.keys / 2 ** target.bits + known.length / 2);
  for (const entries of keysIn(target, bucket)) {
    for (let at = 0; at < entries.length; at += 4) {
      const record = entries[at + 2];
      if (record !== noRecord && !target.gone.has(record)) table.put(entries[at], entries[at + 1], written);
      else if (record === noRecord || target.filtered.has(record)) table.add(entries[at], entries[at + 1], filtered);
    }
    await turn(run);
  }
  for (let at = 0; at < known.length; at += 2) {
    if (bucketOf(known[at + 1], target.bits) === bucket) table.put(known[at], known[at + 1], written);
  }
  return table;
}

const noKeys = new Uint32Array(0);

function judge(
  { plan, gone, journal }: EntityState,
  entries: Uint32Array,
  table: DigestTable,
  verdicts: Verdicts,
): void {
  const { index } = verdicts;
  const { required } = plan.references[index];
  for (let at = 0; at < entries.length; at += 4) {
    const found = table.state(entries[at], entries[at + 1]);
    const record = entries[at + 2];
    if (found === written || gone.has(record)) continue;
    if (!required) {
      journal.note(record, found === filtered ? 'drop' : 'omit', index);
      continue;
    }
    verdicts.gone.set(record);
    if (found === filtered) verdicts.filtered.set(record);
    journal.note(record, found === filtered ? 'filter' : 'reject', index);
  }
}
