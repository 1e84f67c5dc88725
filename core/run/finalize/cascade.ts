import type { ReferencePlan } from '../plan.ts';
import { Bits } from './bits.ts';
import { DigestTable } from './digests.ts';
import { noRecord } from './records.ts';
import { type EntityState, keysIn, type Run, referencesIn, turn } from './state.ts';

/** Whether the references of an entity to itself can be followed in memory. */
export function fitsMemory({ bounds }: Run, { records }: EntityState): boolean {
  return records.keys <= bounds.followed;
}

/**
 * Records that went take those with them that require them. Lists of children make this cost what goes, however deep the
 * chains are. `went` has what the first check of each reference took. Levels are those of checking again and again.
 */
export async function cascade(
  run: Run,
  state: EntityState,
  required: readonly ReferencePlan[],
  went: readonly Bits[],
): Promise<void> {
  const { gone, filtered, journal, plan } = state;
  const keys = await indexKeys(run, state, went);
  const families: Family[] = [];
  for (const reference of required) {
    const index = plan.references.indexOf(reference);
    const children = await listChildren(run, state, index, keys);
    families.push({ index, children, news: went.flatMap((bits) => [...bits.members()]) });
  }
  let levels = 0;
  while (families.some(({ news }) => news.length > 0)) {
    for (const { index, children, news } of families) {
      for (const [child, parent] of children.of(news.splice(0), gone)) {
        const isFiltered = filtered.has(parent) || keys.ruled.has(parent);
        gone.set(child);
        if (isFiltered) filtered.set(child);
        journal.note(child, isFiltered ? 'filter' : 'reject', index);
        for (const family of families) family.news.push(child);
      }
    }
    if (++levels % levelsPerTurn === 0) await turn(run);
  }
}

const levelsPerTurn = 1024;

interface Family {
  /** The reference, by its index in the plan. */
  readonly index: number;
  readonly children: Children;
  /** Records that went, and whose children were not looked at yet. */
  readonly news: number[];
}

interface Keys {
  readonly recordOf: (low: number, high: number) => number;
  /** Records whose key a rule filtered elsewhere: without them, their children are filtered. */
  readonly ruled: Bits;
}

const written = 1;
const ruledOut = 2;

/** Finds the record of a key, among those that are written or went just now. */
async function indexKeys(run: Run, state: EntityState, went: readonly Bits[]): Promise<Keys> {
  const table = new DigestTable(state.records.keys);
  const records = new Uint32Array(table.capacity).fill(noRecord);
  const ruled = new Bits(state.records.count);
  for (let bucket = 0; bucket < 2 ** state.bits; bucket++) {
    for (const entries of keysIn(state, bucket)) {
      for (let at = 0; at < entries.length; at += 4) {
        const [low, high, record] = [entries[at], entries[at + 1], entries[at + 2]];
        const isRule = record === noRecord;
        if (!isRule && state.gone.has(record) && !went.some((bits) => bits.has(record))) continue;
        table.put(low, high, table.state(low, high) | (isRule ? ruledOut : written));
        const slot = table.slot(low, high);
        if (!isRule) records[slot] = record;
        if (table.state(low, high) === (written | ruledOut)) ruled.set(records[slot]);
      }
      await turn(run);
    }
  }
  return { recordOf: (low, high) => records[table.slot(low, high)], ruled };
}

interface Children {
  readonly of: (parents: readonly number[], gone: Bits) => readonly (readonly [child: number, parent: number])[];
}

/** For each record a list of those that refer to it. */
async function listChildren(run: Run, state: EntityState, index: number, keys: Keys): Promise<Children> {
  const first = new Uint32Array(state.records.count).fill(noRecord);
  const next = new Uint32Array(state.records.count).fill(noRecord);
  for (const entries of referencesIn(state, index)) {
    for (let at = 0; at < entries.length; at += 4) {
      const parent = keys.recordOf(entries[at], entries[at + 1]);
      const child = entries[at + 2];
      if (parent === noRecord || state.gone.has(child)) continue;
      next[child] = first[parent];
      first[parent] = child;
    }
    await turn(run);
  }
  const of = (parents: readonly number[], gone: Bits) => {
    const found: [number, number][] = [];
    for (const parent of parents) {
      for (let child = first[parent]; child !== noRecord; child = next[child]) {
        if (!gone.has(child)) found.push([child, parent]);
      }
    }
    return found;
  };
  return { of };
}
