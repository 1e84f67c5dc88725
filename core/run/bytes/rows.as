/**
 * Rows in which nothing is wrong become lines here, from bytes to bytes: AssemblyScript, compiled by `npm run wasm` into `rows-wasm.ts`.
 * Pages: 2 to 4096.
 *
 * A record is 12 words, which `plan.ts` writes:
 *   0 entity, 1 number of fields, 2 fields, 3 and 4 address and size of how its line begins, 5 whether its condition holds (a byte for each
 *   row; 2: the slow path is to have it), or 0, 6 sets of fields of which one is needed, 7 parts of the key, 8 references, 9 others refer to it,
 *   10 rows of which it is the first record, that merged.
 * Lists begin with their length. A set is a list of fields; a part of a key is the field (0 if the mapping does not have it) and whether its
 * case matters not; a reference is that and its index in the plan.
 */
import { copyBytes, flags, positions, width } from './batch';
import { undecided, unknown, writeGiven, writeInstant, writeKnown, writePrepared, writeText } from './fields';
import { addLine, addReference, addToKey, clearKey, digestKey, full, high, low, placeUnits, separateKey } from './lines';

export { describe, extent, first, last, place } from './batch';
export { remember } from './fields';
export { addLine, addReference, cut, emptied, isFull } from './lines';
export { seeCodes, seeDates, seeNumbers } from './columns';

const fieldBytes: u32 = 64;
const recordBytes: u32 = 48;
const entityBytes: u32 = 80;

let records: usize = 0;
let recordCount: u32 = 0;
let entities: usize = 0;
/** Where the lines of a row are written before it is certain that all are well, and where each begins and ends. */
let lines: usize = 0;
let linesEnd: usize = 0;
let pending: usize = 0;
const lineBytes: u32 = 32;
/** The digests of their references, and the index of each: three words. */
let pendingReferences: usize = 0;
let references: usize = 0;
/** The first and last byte of the values of each field of the line that is being written; zeros if it is null. */
let spans: usize = 0;

export function plan(recordsAt: usize, count: u32, entitiesAt: usize): void {
  records = recordsAt;
  recordCount = count;
  entities = entitiesAt;
}

export function room(linesAt: usize, linesBytes: u32, pendingAt: usize, referencesAt: usize, spansAt: usize, unitsAt: usize): void {
  lines = linesAt;
  linesEnd = linesAt + linesBytes;
  pending = pendingAt;
  pendingReferences = referencesAt;
  spans = spansAt;
  placeUnits(unitsAt);
}

/** Rows that were mapped, and those of which nothing is written because no condition held. */
export let mapped: u32 = 0;
export let filtered: u32 = 0;

/** Why it stopped: the slow path is to have the row, a field is unknown, or something is full; 0 when the rows were done. */
export let reason: u32 = 0;
export let missing: usize = 0;
const isSlow: u32 = 1;
const isMissing: u32 = 2;
const mustEmpty: u32 = 3;

/** Counts begin again. */
export function reset(): void {
  mapped = 0;
  filtered = 0;
}

/** Maps rows from `from` on, and gives the first one that it did not. */
export function map(from: u32, to: u32): u32 {
  reason = 0;
  for (let row = from; row < to; row++) {
    if (load<u8>(flags + row) != 0) return stop(isSlow, row);
    let count: u32 = 0;
    let at = <i32>lines;
    references = pendingReferences;
    for (let index: u32 = 0; index < recordCount; index++) {
      const record = records + <usize>(index * recordBytes);
      const when = <usize>load<u32>(record, 20);
      if (when != 0) {
        const holds = <u32>load<u8>(when + row);
        // The children of a record that a rule filters go with it.
        if (holds == 2 || (holds == 0 && load<u32>(record, 36) != 0)) return stop(isSlow, row);
        if (holds == 0) continue;
      }
      const line = pending + <usize>(count * lineBytes);
      const end = writeLine(record, row, at);
      if (end < 0) return stop(end == unknown ? isMissing : isSlow, row);
      store<u32>(line, <u32>record);
      store<u32>(line, at, 4);
      store<u32>(line, end, 8);
      if (!digest(record, line)) return stop(isSlow, row);
      count++;
      at = end;
    }
    if (count == 0) filtered++;
    for (let each: u32 = 0; each < count; each++) commit(pending + <usize>(each * lineBytes), row, each == 0 ? 1 : 0);
    if (full) return stop(mustEmpty, row + 1);
  }
  return to;
}

function stop(why: u32, row: u32): u32 {
  reason = why;
  return row;
}

/** Writes the line of a record, and where the value of each field lies. */
function writeLine(record: usize, row: u32, from: i32): i32 {
  const count = load<u32>(record, 4);
  const limit = <i32>linesEnd;
  let field = <usize>load<u32>(record, 8);
  let at = from;
  const startBytes = load<u32>(record, 16);
  copyBytes(at, <usize>load<u32>(record, 12), startBytes);
  at += startBytes;
  let isFirst = startBytes == 1;
  for (let index: u32 = 0; index < count; index++) {
    const begin = at;
    const prefix = <usize>load<u32>(field, 16);
    const size = load<u32>(field, 20);
    if (at + <i32>size + 4096 + 64 > limit) return undecided;
    // Without its comma.
    const left = isFirst ? 1 : 0;
    copyBytes(at, prefix + left, size - left);
    at += size - left;
    const value = at;
    const cell = row * width + load<u32>(field, 4);
    const op = load<u32>(field);
    if (op == 0) at = writeText(field, cell, at, limit);
    else if (op == 1) {
      at = writeInstant(cell, at);
      if (at == undecided) at = writeKnown(field, cell, row, value);
    }
    else if (op == 2) at = writeKnown(field, cell, row, at);
    else if (op == 3) at = writePrepared(field, row, at, limit);
    else at = writeGiven(field, at);
    if (at < 0) {
      missing = field;
      return at;
    }
    const isNull = at - value == 4 && load<u8>(value) == 110;
    if (isNull && load<u32>(field, 24) != 0) return undecided;
    const span = spans + (<usize>index << 3);
    store<u32>(span, isNull ? 0 : value);
    store<u32>(span, isNull ? 0 : at, 4);
    if (isNull && load<u32>(field, 28) != 0) at = begin;
    else isFirst = false;
    field += fieldBytes;
  }
  if (!hasEither(<usize>load<u32>(record, 24))) return undecided;
  store<u8>(at, 125);
  return at + 1;
}

/** Whether of each set of fields at least one has a value. */
function hasEither(list: usize): bool {
  let sets = load<u32>(list);
  let at = list + 4;
  for (; sets > 0; sets--) {
    let has = false;
    const count = load<u32>(at);
    for (let each: u32 = 1; each <= count; each++) {
      if (load<u32>(spans + (<usize>load<u32>(at + (<usize>each << 2)) << 3)) != 0) has = true;
    }
    if (!has) return false;
    at += (<usize>count + 1) << 2;
  }
  return true;
}

/** Digests the key of the line that was written last, and its references. */
function digest(record: usize, line: usize): bool {
  const keys = <usize>load<u32>(record, 28);
  clearKey();
  for (let part: u32 = 0; part < load<u32>(keys); part++) {
    const entry = keys + 4 + (<usize>part << 3);
    if (part > 0) separateKey();
    const field = load<u32>(entry);
    if (field == 0) continue;
    const span = spans + (<usize>(field - 1) << 3);
    const from = <usize>load<u32>(span);
    if (from != 0 && !addToKey(from, <usize>load<u32>(span, 4), load<u32>(entry, 4) != 0)) return false;
  }
  digestKey();
  store<u32>(line, low, 12);
  store<u32>(line, high, 16);
  store<u32>(line, <u32>references, 20);
  let count: u32 = 0;
  const checked = <usize>load<u32>(record, 32);
  for (let each: u32 = 0; each < load<u32>(checked); each++) {
    const entry = checked + 4 + <usize>(each * 12);
    const span = spans + (<usize>load<u32>(entry) << 3);
    const from = <usize>load<u32>(span);
    if (from == 0) continue;
    clearKey();
    if (!addToKey(from, <usize>load<u32>(span, 4), load<u32>(entry, 4) != 0)) return false;
    digestKey();
    store<u32>(references, low);
    store<u32>(references, high, 4);
    store<u32>(references, load<u32>(entry, 8), 8);
    references += 12;
    count++;
  }
  store<u32>(line, count, 24);
  return true;
}

/** Adds a line that is well to its entity. What becomes of the first one of a row becomes of the row. */
function commit(line: usize, row: u32, subject: u32): void {
  const record = <usize>load<u32>(line);
  const entity = entities + <usize>(load<u32>(record) * entityBytes);
  const position = load<u32>(positions + (<usize>row << 2));
  const from = <usize>load<u32>(line, 4);
  const to = <usize>load<u32>(line, 8);
  if (!addLine(entity, from, to, load<u32>(line, 12), load<u32>(line, 16), position, subject)) {
    if (subject != 0) store<u32>(record, load<u32>(record, 40) + 1, 40);
    return;
  }
  if (subject != 0) mapped++;
  let at = <usize>load<u32>(line, 20);
  for (let count = load<u32>(line, 24); count > 0; count--, at += 12) {
    addReference(entity, load<u32>(at), load<u32>(at, 4), load<u32>(at, 8));
  }
}
