import { join } from 'node:path';
import { Bits } from './bits.ts';
import { DigestTable } from './digests.ts';
import { foldGroups } from './groups.ts';
import { Partitions } from './partitions.ts';
import { noRecord } from './records.ts';
import { bitsFor, bucketOf, type EntityState, keysIn, type Run, turn } from './state.ts';
import { sweep } from './sweep.ts';

/**
 * Records with the same key become one. Equal digests only make candidates: their lines are fetched in one sweep over the
 * blocks, spread by digest, and their real keys compared.
 */
export async function mergeDuplicates(run: Run, state: EntityState): Promise<void> {
  const candidates = new Bits(state.records.count);
  let repeated = 0;
  for (let bucket = 0; bucket < 2 ** state.bits; bucket++)
    repeated += await markRepeated(run, state, bucket, candidates);
  if (repeated === 0) return;
  const bits = bitsFor(repeated, run.bounds.keys);
  const lines = new Partitions(join(run.folder, `${state.index}.candidates`), 2 ** bits);
  try {
    await fetchLines(run, state, candidates, lines, bits);
    for (let bucket = 0; bucket < lines.buckets; bucket++) await foldGroups(run, state, lines.frames(bucket));
  } finally {
    lines.close();
  }
}

/** Marks all records whose digest occurs more than once; returns how many such digests there are. */
async function markRepeated(run: Run, state: EntityState, bucket: number, candidates: Bits): Promise<number> {
  const repeated = await repeatedIn(run, state, bucket);
  if (repeated.size === 0) return 0;
  for (const entries of keysIn(state, bucket)) {
    for (let at = 0; at < entries.length; at += 4) {
      if (entries[at + 2] === noRecord) continue;
      if (repeated.state(entries[at], entries[at + 1]) !== 0) candidates.set(entries[at + 2]);
    }
    await turn(run);
  }
  return repeated.size;
}

/** The digests that occur more than once, and hardly any others. */
async function repeatedIn(run: Run, state: EntityState, bucket: number): Promise<DigestTable> {
  const dealt = state.records.keys < run.bounds.dealt ? undefined : await run.repeats.find(run, state, bucket);
  return dealt ?? lookUpAll(run, state, bucket);
}

async function lookUpAll(run: Run, state: EntityState, bucket: number): Promise<DigestTable> {
  const seen = new DigestTable(state.records.count / 2 ** state.bits);
  const repeated = new DigestTable(0);
  for (const entries of keysIn(state, bucket)) {
    for (let at = 0; at < entries.length; at += 4) {
      if (entries[at + 2] === noRecord || seen.add(entries[at], entries[at + 1], 1) === 0) continue;
      repeated.add(entries[at], entries[at + 1], 1);
    }
    await turn(run);
  }
  return repeated;
}

async function fetchLines(run: Run, state: EntityState, candidates: Bits, lines: Partitions, bits: number) {
  for (const { first, end, open } of sweep(state.records, run.compression)) {
    if (!candidates.any(first, end)) continue;
    const { raw, keys } = open();
    let start = 0;
    for (let record = first; record < end; record++) {
      const stop = raw.indexOf(10, start);
      const at = (record - first) * 4;
      if (candidates.has(record)) {
        const bucket = bucketOf(keys[at + 1], bits);
        lines.frame(bucket, record, keys[at + 2], keys[at + 3], raw.subarray(start, stop));
      }
      start = stop + 1;
    }
    await turn(run);
  }
}
