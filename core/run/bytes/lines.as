import { copyBytes } from './batch';

/**
 * What becomes of the lines of records: those of an entity are collected in a block, with an entry for the key of each and for its references.
 *
 * An entity is 20 words, which `plan.ts` writes:
 *   0 block, 1 bytes in it, 2 lines in it, 3 and 4 bytes and lines of it that are a whole block (0 if it is not full), 5 keys, 6 bytes of them,
 *   7 references, 8 bytes of them, 9 recent lines (0 if none are remembered), 10 what offsets in the block count from, 11 records seen,
 *   12 of them repeated, 13 written, 14 merged, 15 bytes of keys that fill it, 16 bytes of references that fill it.
 */

/** Lines are cut into blocks at the first line end past this size. A constant of the format. */
const blockBytes: u32 = 1 << 20;
/** How many recent lines are remembered, so that identical ones merge at once. */
const remembered: u32 = 8192;

/** An entity has to be emptied before the next row. */
export let full: bool = false;

export function emptied(): void {
  full = false;
}

export function isFull(): bool {
  return full;
}

/** Adds a line without its line end; false if it is the one that was last seen with its key, byte for byte, in the same block. */
export function addLine(entity: usize, from: usize, to: usize, low: u32, high: u32, position: u32, subject: u32): bool {
  const used = load<u32>(entity, 4);
  const size = <u32>(to - from);
  const block = <usize>load<u32>(entity);
  if (remembers(entity)) {
    const base = load<u32>(entity, 40);
    const slot = <usize>load<u32>(entity, 36) + (<usize>(low & (remembered - 1)) << 4);
    const at = load<u32>(slot, 4);
    if (at >= base && load<u32>(slot) == low && load<u32>(slot, 8) == size && isSame(block + (at - base), from, size)) {
      store<u32>(entity, load<u32>(entity, 48) + 1, 48);
      store<u32>(entity, load<u32>(entity, 56) + 1, 56);
      return false;
    }
    store<u32>(slot, low);
    store<u32>(slot, base + used, 4);
    store<u32>(slot, size, 8);
  }
  copyBytes(block + used, from, size);
  store<u8>(block + used + size, 10);
  addKey(entity, low, high, position, subject);
  const after = used + size + 1;
  const lines = load<u32>(entity, 8) + 1;
  store<u32>(entity, after, 4);
  store<u32>(entity, lines, 8);
  if (after >= blockBytes && load<u32>(entity, 12) == 0) {
    store<u32>(entity, after, 12);
    store<u32>(entity, lines, 16);
    full = true;
  }
  return true;
}

/** The entry of a key, and of the record that it makes. */
export function addKey(entity: usize, low: u32, high: u32, position: u32, subject: u32): void {
  const bytes = load<u32>(entity, 24);
  const entry = <usize>load<u32>(entity, 20) + bytes;
  store<u32>(entry, low);
  store<u32>(entry, high, 4);
  store<u32>(entry, position, 8);
  store<u32>(entry, subject, 12);
  store<u32>(entity, bytes + 16, 24);
  store<u32>(entity, load<u32>(entity, 52) + 1, 52);
  if (bytes + 16 >= load<u32>(entity, 60)) full = true;
}

/** A reference of the record that was added last. */
export function addReference(entity: usize, low: u32, high: u32, index: u32): void {
  const bytes = load<u32>(entity, 32);
  const entry = <usize>load<u32>(entity, 28) + bytes;
  store<u32>(entry, low);
  store<u32>(entry, high, 4);
  store<u32>(entry, load<u32>(entity, 52) - 1, 8);
  store<u32>(entry, index, 12);
  store<u32>(entity, bytes + 16, 32);
  if (bytes + 16 >= load<u32>(entity, 64)) full = true;
}

/** Takes the whole block out: what is behind it moves to the front. */
export function cut(entity: usize): void {
  const bytes = load<u32>(entity, 12);
  const block = <usize>load<u32>(entity);
  const left = load<u32>(entity, 4) - bytes;
  const lines = load<u32>(entity, 8) - load<u32>(entity, 16);
  memory.copy(block, block + bytes, left);
  store<u32>(entity, left, 4);
  store<u32>(entity, lines, 8);
  store<u32>(entity, load<u32>(entity, 40) + bytes, 40);
  const isFull = left >= blockBytes;
  store<u32>(entity, isFull ? left : 0, 12);
  store<u32>(entity, isFull ? lines : 0, 16);
}

/** Where keys hardly ever come back, remembering them is a waste. */
function remembers(entity: usize): bool {
  if (load<u32>(entity, 36) == 0) return false;
  const seen = load<u32>(entity, 44) + 1;
  store<u32>(entity, seen, 44);
  return seen <= remembered || load<u32>(entity, 48) >= seen >> 5;
}

function isSame(a: usize, b: usize, size: u32): bool {
  let at: u32 = 0;
  for (; at + 16 <= size; at += 16) {
    if (v128.any_true(v128.xor(v128.load(a + at), v128.load(b + at)))) return false;
  }
  for (; at < size; at++) if (load<u8>(a + at) != load<u8>(b + at)) return false;
  return true;
}

/** The digest of a key is made of the units of its text. */
let units: usize = 0;
let count: u32 = 0;
const mostUnits: u32 = 1 << 14;

export function placeUnits(at: usize): void {
  units = at;
}

export function clearKey(): void {
  count = 0;
}

export function separateKey(): void {
  addUnit(1);
}

// @ts-ignore: decorator
@inline
function addUnit(unit: u32): void {
  store<u16>(units + (<usize>count << 1), <u16>unit);
  count++;
}

/** Adds a JSON value without its quotes; false if it has an escape, is too long, or letters beyond ASCII matter. */
export function addToKey(from: usize, to: usize, natural: bool): bool {
  const isText = load<u8>(from) == 34;
  let at = isText ? from + 1 : from;
  const last = isText ? to - 1 : to;
  const begin = count;
  if (count + <u32>(last - at) > mostUnits) return false;
  while (at < last) {
    const byte = <u32>load<u8>(at);
    if (byte == 92 || (natural && byte > 127)) return false;
    if (byte < 128) {
      addUnit(natural && byte - 65 < 26 ? byte + 32 : byte);
      at++;
    } else if (byte < 0xe0) {
      addUnit(((byte & 31) << 6) | (load<u8>(at, 1) & 63));
      at += 2;
    } else if (byte < 0xf0) {
      addUnit(((byte & 15) << 12) | ((load<u8>(at, 1) & 63) << 6) | (load<u8>(at, 2) & 63));
      at += 3;
    } else {
      const point = (((byte & 7) << 18) | ((load<u8>(at, 1) & 63) << 12) | ((load<u8>(at, 2) & 63) << 6) | (load<u8>(at, 3) & 63)) - 0x10000;
      addUnit(0xd800 + (point >> 10));
      addUnit(0xdc00 + (point & 1023));
      at += 4;
    }
  }
  if (natural) while (count > begin && load<u16>(units + (<usize>(count - 1) << 1)) == 32) count--;
  return true;
}

/** The digest of what was added. */
export let low: u32 = 0;
export let high: u32 = 0;

export function digestKey(): void {
  let l: u32 = 0x9e3779b9 ^ count;
  let h: u32 = 0x85ebca6b ^ count;
  const end = units + (<usize>count << 1);
  for (let at = units; at < end; at += 2) {
    const unit = <u32>load<u16>(at);
    l = (l ^ unit) * 0x5bd1e995;
    h = (h ^ unit) * 0x1b873593;
    l ^= l >>> 15;
    h = rotl<u32>(h, 13);
  }
  l = (l ^ (h >>> 16)) * 0x2c1b3c6d;
  h = (h ^ (l >>> 13)) * 0x297a2d39;
  low = l ^ (l >>> 15);
  high = h ^ (h >>> 16) ^ l;
}
