import { copyBytes, doubled, endOf, kindOf, startOf } from './batch';

/**
 * Writes the JSON text of one field from the bytes of a cell. Each function gives the address behind what it wrote, or `undecided` where it is
 * not sure that the slow path would write the same.
 *
 * A field is 16 words, which `plan.ts` writes:
 *   0 what it does (0 a text, 1 an instant, or known if it is not canonical, 2 known, 3 prepared, 4 given), 1 column, 2 the longest cell, 3 letters (0 as they are, 1 upper, 2 lower; 4: verbatim), 4 and 5 address and size of
 *   `,"name":`, 6 required, 7 left out if it is null, 8 dictionary, 9 the row for which a text is given, 10 and 11 address and size of that,
 *   12 the texts that are given for all rows, 13 looked up, 14 found, 15 free.
 */

export const undecided: i32 = -1;
/** Somebody has to compute the field. */
export const unknown: i32 = -2;

/** Tab, line ends and blank: what `trim` removes of ASCII. */
// @ts-ignore: decorator
@inline
function isBlank(byte: u32): bool {
  return byte == 32 || (byte >= 9 && byte <= 13);
}

/** Whether a character that begins with this byte may be a blank. */
// @ts-ignore: decorator
@inline
function mayBlank(byte: u32): bool {
  return byte == 0xc2 || (byte >= 0xe1 && byte <= 0xe3) || byte == 0xef;
}

export function writeNull(to: i32): i32 {
  store<u32>(to, 0x6c6c756e);
  return to + 4;
}

/** A text, trimmed and perhaps in another case, with its escapes. */
export function writeText(field: usize, cell: u32, to: i32, limit: i32): i32 {
  let start = startOf(cell);
  let end = endOf(cell);
  const kind = kindOf(cell);
  if (end - start > <usize>load<u32>(field, 8) || (kind == 2 && doubled < 0)) return undecided;
  const letters = load<u32>(field, 12);
  let from = start;
  let last = end;
  while (last > from && isBlank(load<u8>(last - 1))) last--;
  while (from < last && isBlank(load<u8>(from))) from++;
  if (from == last) return writeNull(to);
  // At the ends there may be blanks of other scripts.
  if (load<u8>(from) > 127 && mayBlank(load<u8>(from))) return undecided;
  if (load<u8>(last - 1) > 127) {
    let lead = last - 1;
    while (lead > from && (load<u8>(lead) & 0xc0) == 0x80) lead--;
    if (mayBlank(load<u8>(lead))) return undecided;
  }
  if ((letters & 4) == 0) {
    start = from;
    end = last;
  }
  if (to + <i32>(end - start) * 6 + 32 > limit) return undecided;
  return copyText(start, end, to, letters & 3, kind == 2 ? doubled : -1);
}

function copyText(start: usize, end: usize, at: i32, letters: u32, twice: i32): i32 {
  let to = at;
  store<u8>(to++, 34);
  const also = i8x16.splat(<i8>(twice < 0 ? 34 : twice));
  while (start < end) {
    let bytes = v128.load(start);
    let special = v128.or(i8x16.lt_u(bytes, i8x16.splat(32)), i8x16.eq(bytes, i8x16.splat(34)));
    special = v128.or(special, v128.or(i8x16.eq(bytes, i8x16.splat(92)), i8x16.eq(bytes, also)));
    if (letters != 0) {
      special = v128.or(special, i8x16.lt_s(bytes, i8x16.splat(0)));
      const first = letters == 1 ? i8x16.splat(97) : i8x16.splat(65);
      const isLetter = i8x16.lt_u(i8x16.sub(bytes, first), i8x16.splat(26));
      bytes = v128.xor(bytes, v128.and(isLetter, i8x16.splat(32)));
    }
    v128.store(to, bytes);
    let count = <i32>min<usize>(16, end - start);
    const mask = <u32>i8x16.bitmask(special);
    if (mask == 0 || <i32>ctz(mask) >= count) {
      to += count;
      start += count;
      continue;
    }
    count = <i32>ctz(mask);
    to += count;
    start += count;
    const byte = <u32>load<u8>(start);
    // NUL and U+0001 are no text that is written; letters beyond ASCII have cases of their own.
    if (byte > 127 || byte < 2) return undecided;
    if (<i32>byte == twice && start + 1 < end && <i32>load<u8>(start + 1) == twice) start++;
    start++;
    to = writeEscape(byte, to);
  }
  store<u8>(to, 34);
  return to + 1;
}

/** A byte as JSON.stringify writes it. */
function writeEscape(byte: u32, to: i32): i32 {
  if (byte >= 32 && byte != 34 && byte != 92) {
    store<u8>(to, <u8>byte);
    return to + 1;
  }
  store<u8>(to, 92);
  let sign: u32 = 0;
  if (byte == 34 || byte == 92) sign = byte;
  else if (byte == 8) sign = 98;
  else if (byte == 9) sign = 116;
  else if (byte == 10) sign = 110;
  else if (byte == 12) sign = 102;
  else if (byte == 13) sign = 114;
  if (sign != 0) {
    store<u8>(to, <u8>sign, 1);
    return to + 2;
  }
  // \u00xx
  store<u32>(to, 0x30303075, 1);
  store<u8>(to, <u8>(48 + (byte >> 4)), 4);
  const low = byte & 15;
  store<u8>(to, <u8>(low < 10 ? 48 + low : 87 + low), 5);
  return to + 6;
}

/** `2024-03-31T22:15:00Z`, which is the canonical form already. */
export function writeInstant(cell: u32, to: i32): i32 {
  const start = startOf(cell);
  const length = endOf(cell) - start;
  if (length == 0) return writeNull(to);
  if (length != 20) return undecided;
  if (load<u8>(start, 4) != 45 || load<u8>(start, 7) != 45 || load<u8>(start, 10) != 84) return undecided;
  if (load<u8>(start, 13) != 58 || load<u8>(start, 16) != 58 || load<u8>(start, 19) != 90) return undecided;
  const century = two(start);
  const month = two(start + 5);
  const day = two(start + 8);
  // A day that every month has; the last ones of a month are looked up.
  if (century == 0 || century > 99 || two(start + 2) > 99 || month == 0 || month > 12 || day == 0 || day > 28) return undecided;
  if (two(start + 11) > 23 || two(start + 14) > 59 || two(start + 17) > 59) return undecided;
  store<u8>(to, 34);
  v128.store(to + 1, v128.load(start));
  store<u32>(to + 17, load<u32>(start, 16));
  store<u8>(to + 21, 34);
  return to + 22;
}

/** The number that two digits make; 100 for anything else. */
// @ts-ignore: decorator
@inline
function two(from: usize): u32 {
  const tens = <u32>load<u8>(from) - 48;
  const ones = <u32>load<u8>(from, 1) - 48;
  return tens > 9 || ones > 9 ? 100 : tens * 10 + ones;
}

/** Of each entry of a dictionary: length + 1, kind and size of the text, then a cell and its text. */
const entries: u32 = 1024;
const longest: u32 = 64;
export const entryBytes: u32 = 16 + 64 + 64;

// @ts-ignore: decorator
@inline
function hashOf(start: usize, length: u32, kind: u32): u32 {
  let hash = (length + (kind << 8)) * 0x9e3779b1;
  let at: u32 = 0;
  for (; at + 4 <= length; at += 4) hash = rotl<u32>((hash ^ load<u32>(start + at)) * 0x85ebca6b, 13);
  for (; at < length; at++) hash = (hash ^ <u32>load<u8>(start + at)) * 0x01000193;
  return (hash ^ (hash >>> 15)) & (entries - 1);
}

/** The text that was remembered for the cell; `unknown` if there is none. */
export function writeKnown(field: usize, cell: u32, row: u32, to: i32): i32 {
  const start = startOf(cell);
  const length = <u32>(endOf(cell) - start);
  if (load<u32>(field, 36) == row + 1) return writeGiven(field, to);
  store<u32>(field, load<u32>(field, 52) + 1, 52);
  if (length >= longest) return unknown;
  const kind = kindOf(cell);
  const entry = <usize>load<u32>(field, 32) + <usize>(hashOf(start, length, kind) * entryBytes);
  if (load<u8>(entry) != <u8>(length + 1) || load<u8>(entry, 1) != <u8>kind) return unknown;
  for (let at: u32 = 0; at < length; at += 16) {
    const differs = i8x16.ne(v128.load(start + at), v128.load(entry + 16 + at));
    let mask = <u32>i8x16.bitmask(differs);
    const left = length - at;
    if (left < 16) mask &= (1 << left) - 1;
    if (mask != 0) return unknown;
  }
  store<u32>(field, load<u32>(field, 56) + 1, 56);
  const size = <i32>load<u8>(entry, 2);
  for (let at = 0; at < size; at += 16) v128.store(to + at, v128.load(entry + 80 + at));
  return to + size;
}

/** Remembers the text that is given for a row, if it is short enough. */
export function remember(field: usize, cell: u32): void {
  const start = startOf(cell);
  const length = <u32>(endOf(cell) - start);
  const size = load<u32>(field, 44);
  if (length >= longest || size > longest) return;
  const kind = kindOf(cell);
  const entry = <usize>load<u32>(field, 32) + <usize>(hashOf(start, length, kind) * entryBytes);
  store<u8>(entry, <u8>(length + 1));
  store<u8>(entry, <u8>kind, 1);
  store<u8>(entry, <u8>size, 2);
  memory.copy(entry + 16, start, length);
  memory.copy(entry + 80, <usize>load<u32>(field, 40), size);
}

/** The text that is given: for this row, or for all. */
export function writeGiven(field: usize, to: i32): i32 {
  const size = load<u32>(field, 44);
  copyBytes(to, <usize>load<u32>(field, 40), size);
  return to + <i32>size;
}

/** The text that is given for the row among those of all rows. Each has its end; bit 31 says that the slow path is to have the row. */
export function writePrepared(field: usize, row: u32, to: i32, limit: i32): i32 {
  const given = <usize>load<u32>(field, 48) + (<usize>row << 2);
  const from = load<u32>(given) & 0x7fffffff;
  const end = load<u32>(given, 4);
  if (<i32>end < 0) return undecided;
  const size = end - from;
  if (to + <i32>size + 32 > limit) return undecided;
  copyBytes(to, <usize>load<u32>(field, 40) + from, size);
  return to + <i32>size;
}
