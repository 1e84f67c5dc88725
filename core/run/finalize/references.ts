import { join } from 'node:path';
import type { ReferencePlan } from '../plan.ts';
import { Bits } from './bits.ts';
import { DigestTable } from './digests.ts';
import { Partitions } from './partitions.ts';
import { noRecord, referenceEntries } from './records.ts';
import { bucketOf, type EntityState, keysIn, type Run, turn } from './state.ts';

/**
 * Checks every reference against the keys that its target writes. Equal digests suffice here (62 bits of them): that any of
 * 10^7 dangling references is taken for one of 10^7 keys by chance has odds of about 1 in 46,000. Verdicts are noted in the journal.
 */
export async function checkReferences(run: Run, state: EntityState): Promise<void> {
  const { entity, references } = state.plan;
  const isSelf = ({ target }: ReferencePlan) => target === entity.name;
  const others = references.filter((reference) => !isSelf(reference));
  const self = references.filter(isSelf);
  for (const reference of others) await check(run, state, reference);
  // A record that goes takes those with it that require it, and so on, level by level.
  const required = self.filter((reference) => reference.required);
  for (let went = 1; went > 0; ) {
    went = 0;
    for (const reference of required) went += await check(run, state, reference);
  }
  for (const reference of self.filter((each) => !each.required)) await check(run, state, reference);
}

/** Checks one reference of all records; returns how many records went. */
async function check(run: Run, state: EntityState, reference: ReferencePlan): Promise<number> {
  const target = run.done.get(reference.target);
  if (target === undefined) throw new Error(`${reference.target} has to come before ${state.plan.entity.name}.`);
  const verdicts: Verdicts = {
    reference,
    went: 0,
    gone: new Bits(state.records.count),
    filtered: new Bits(state.records.count),
  };
  const index = state.plan.references.indexOf(reference);
  const spread =
    target.bits === 0 ? undefined : new Partitions(join(run.folder, `${state.index}.references`), 2 ** target.bits);
  try {
    if (spread !== undefined) await spreadEntries(run, state, index, target.bits, spread);
    for (let bucket = 0; bucket < 2 ** target.bits; bucket++) {
      const table = await finalKeys(run, target, bucket);
      for (const entries of spread?.entries(bucket) ?? entriesOf(state, index)) {
        judge(state, index, entries, table, verdicts);
        await turn(run);
      }
    }
  } finally {
    spread?.close();
  }
  // Only now: the same keys are judged whatever the order of the buckets.
  state.gone.add(verdicts.gone);
  state.filtered.add(verdicts.filtered);
  return verdicts.went;
}

interface Verdicts {
  readonly reference: ReferencePlan;
  readonly gone: Bits;
  readonly filtered: Bits;
  went: number;
}

const written = 1;
const filtered = 2;

/** Digests of a bucket: those of records that are written, and those that rules or parents filtered. */
async function finalKeys(run: Run, target: EntityState, bucket: number): Promise<DigestTable> {
  const table = new DigestTable(target.records.keys / 2 ** target.bits);
  for (const entries of keysIn(target, bucket)) {
    for (let at = 0; at < entries.length; at += 4) {
      const record = entries[at + 2];
      if (record !== noRecord && !target.gone.has(record)) table.put(entries[at], entries[at + 1], written);
      else if (record === noRecord || target.filtered.has(record)) table.add(entries[at], entries[at + 1], filtered);
    }
    await turn(run);
  }
  return table;
}

/** The entries of one reference: as parts wrote them, except for merged records, whose line says what they refer to now. */
function* entriesOf({ records, merged }: EntityState, index: number): Generator<Uint32Array> {
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

async function spreadEntries(run: Run, state: EntityState, index: number, bits: number, into: Partitions) {
  for (const entries of entriesOf(state, index)) {
    for (let at = 0; at < entries.length; at += 4) {
      into.entry(bucketOf(entries[at + 1], bits), entries[at], entries[at + 1], entries[at + 2], entries[at + 3]);
    }
    await turn(run);
  }
}

function judge(state: EntityState, index: number, entries: Uint32Array, table: DigestTable, verdicts: Verdicts): void {
  const { required } = verdicts.reference;
  for (let at = 0; at < entries.length; at += 4) {
    const found = table.state(entries[at], entries[at + 1]);
    const record = entries[at + 2];
    if (found === written || state.gone.has(record)) continue;
    if (!required) {
      state.journal.note(record, found === filtered ? 'drop' : 'omit', index);
      continue;
    }
    verdicts.went++;
    verdicts.gone.set(record);
    if (found === filtered) verdicts.filtered.set(record);
    state.journal.note(record, found === filtered ? 'filter' : 'reject', index);
  }
}
