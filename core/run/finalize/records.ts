import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { EntityResult, SizedFile } from '../part-result.ts';
import type { EntityPlan } from '../plan.ts';
import type { DatasetParts } from './finalize.ts';

/**
 * The records of one entity over all parts, numbered through in record order: datasets in order, their parts, then ordinals. Entries
 * that come from them have four numbers: digest (low, high), record, and what the file said besides.
 */
export interface Records {
  readonly parts: readonly PartRecords[];
  readonly count: number;
  /** How many keys there are, of records and of those that rules filtered. */
  readonly keys: number;
}

export interface PartRecords {
  /** Which dataset it is of, and which part of that. */
  readonly dataset: number;
  readonly part: number;
  readonly folder: string;
  readonly result: EntityResult;
  /** The number of its first record, and of the first one after it. */
  readonly first: number;
  readonly end: number;
}

/** The third number of a digest that a rule filtered: there is no record. */
export const noRecord = 0xffffffff;

/** Numbers the records of an entity. Memory: O(parts). */
export function recordsOf(datasets: readonly Pick<DatasetParts, 'parts'>[], { entity }: EntityPlan): Records {
  const found: PartRecords[] = [];
  let first = 0;
  let filtered = 0;
  const parts = datasets.flatMap((each, dataset) => each.parts.map((part) => ({ ...part, dataset })));
  for (const { dataset, part, folder, entities } of parts) {
    const result = entities.find((each) => each.entity === entity.name);
    if (result === undefined) continue;
    const count = result.records.blocks.reduce((sum, block) => sum + block.lines, 0);
    const keys = result.keys.bytes / 16;
    if (keys !== count) throw new Error(`Part ${part}: ${count} records of ${entity.name}, but ${keys} keys.`);
    found.push({ dataset, part, folder, result, first, end: first + count });
    filtered += result.filteredKeys.bytes / 8;
    first += count;
  }
  if (first >= noRecord) throw new Error(`${entity.name}: ${first} records are more than one import can have.`);
  return { parts: found, count: first, keys: first + filtered };
}

/** Which dataset a record came from. */
export function datasetOf({ parts }: Records, record: number): number {
  let [low, high] = [0, parts.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (record < parts[middle].end) high = middle;
    else low = middle + 1;
  }
  return parts[low].dataset;
}

/** Digest, number and flags for each record; then digest, `noRecord` and 0 for each that a rule filtered. */
export function* keyEntries(records: Records): Generator<Uint32Array> {
  const room = roomForWords();
  for (const { folder, result, first } of records.parts) {
    let record = first;
    for (const words of readWords(folder, result.keys, 4, room)) {
      for (let at = 2; at < words.length; at += 4) words[at] = record++;
      yield words;
    }
  }
  for (const { folder, result } of records.parts) {
    for (const words of readWords(folder, result.filteredKeys, 2, room)) {
      const entries = new Uint32Array(words.length * 2);
      for (let at = 0; at < words.length; at += 2) {
        entries[2 * at] = words[at];
        entries[2 * at + 1] = words[at + 1];
        entries[2 * at + 2] = noRecord;
      }
      yield entries;
    }
  }
}

/** Digest of the target's key, number of the record, and index of the reference, for each reference with a value. */
export function* referenceEntries(records: Records): Generator<Uint32Array> {
  const room = roomForWords();
  for (const { folder, result, first } of records.parts) {
    for (const words of readWords(folder, result.references, 4, room)) {
      for (let at = 2; at < words.length; at += 4) words[at] += first;
      yield words;
    }
  }
}

function roomForWords(): Uint8Array {
  return new Uint8Array(1 << 20);
}

/** Entries of `width` numbers from a file, as many as there is room for at a time. They are good until the next ones are asked for. */
export function* readWords(
  folder: string,
  { file: name, bytes: size }: SizedFile,
  width: number,
  room: Uint8Array,
): Generator<Uint32Array> {
  if (size === 0) return;
  const file = openSync(join(folder, name), 'r');
  try {
    const found = fstatSync(file).size;
    if (found !== size) throw new Error(`A file of a part has ${found} bytes, but ${size} were written.`);
    if (size % (width * 4) !== 0) throw new Error(`A file of a part ends within an entry, after ${size} bytes.`);
    for (let done = 0; done < size; ) {
      const want = Math.min(room.length, size - done);
      for (let got = 0; got < want; ) {
        const read = readSync(file, room, got, want - got, done + got);
        if (read === 0) throw new Error(`A file of a part became shorter while it was read.`);
        got += read;
      }
      done += want;
      yield new Uint32Array(room.buffer, room.byteOffset, want / 4);
    }
  } finally {
    closeSync(file);
  }
}
