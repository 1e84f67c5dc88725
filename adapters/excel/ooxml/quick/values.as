/**
 * The values of cells, written as the texts of a batch: part of `rows.as`. Each function takes what stands behind `<v>` or `<t>` up to the next tag,
 * writes its text behind the others, and says what became of it. Whatever takes more than a copy or some integers is `left` to `cell-writer.ts`.
 */

/** Where things lie. Behind the window stands a `<`, at which every search ends, and zeros, to which nothing is equal. */
export const windowAt: usize = 1024;
export const windowBytes: usize = 3 << 20;
export const stylesAt: usize = windowAt + windowBytes + 1024;
export const mostStyles: u32 = 1 << 16;
export const positionsAt: usize = stylesAt + mostStyles;
export const mostCells: usize = 1 << 18;
export const startsAt: usize = positionsAt + 8192;
export const endsAt: usize = startsAt + mostCells * 4;
export const kindsAt: usize = endsAt + mostCells * 4;
export const leftAt: usize = kindsAt + mostCells;
export const textsAt: usize = leftAt + (1 << 18);
export const textsBytes: u32 = 2 << 20;
export const logAt: usize = textsAt + textsBytes + 1024;
export const logBytes: u32 = 1 << 20;
export const stringsAt: usize = logAt + logBytes + 1024;

/** What becomes of a value. */
export const blank: u32 = 0;
export const filled: u32 = 1;
export const left: u32 = 2;
export const odd: u32 = 3;

/** How much of the texts is taken. */
export let used: u32 = 0;
/** Not 0: some text is not ASCII. */
export let high: u32 = 0;
/** Where the value that was read last ends: at a `<`, unless it is odd. */
export let valueEnd: usize = 0;
/** A value that is left has no entity. */
export let isPlain: u32 = 1;
/** The kind of the cell that was filled last, as batches have it: 0 text, 3 number, 4 date. */
export let kind: u32 = 0;

/** The shared string that was found last. */
export let sharedNumber: u32 = 0;
export let sharedLength: u32 = 0;
let sharedStart: u32 = 0;

let offsetsAt: usize = 0;
let stringCount: u32 = 0;
let hasHigh: bool = false;
let longestText: u32 = 0;
/** From the days of the book to those from 1970 on, and the last one that is one. */
let epoch: i32 = 0;
let lastDay: f64 = 0;

/** The offsets of the strings begin at `offsets`, the strings at `stringsAt`. */
export function strings(offsets: usize, count: u32, areHigh: u32): void {
  offsetsAt = offsets;
  stringCount = count;
  hasHigh = areHigh != 0;
}

export function dates(firstDay: i32, last: i32, longest: u32): void {
  epoch = firstDay;
  lastDay = <f64>last;
  longestText = longest;
}

export function setUsed(bytes: u32): void {
  used = bytes;
}

export function setHigh(bits: u32): void {
  high = bits;
}

/** Looks for the end of a value that is left. */
export function leave(from: usize): u32 {
  let q = from;
  let byte = load<u8>(q);
  isPlain = 1;
  while (byte != 0x3c) {
    if (byte == 0x26) isPlain = 0;
    byte = load<u8>(++q);
  }
  valueEnd = q;
  return left;
}

/** A number: its text, if that is canonical as `isCanonical` says, or the date that it stands for. */
export function numberValue(from: usize, style: u32): u32 {
  let q = from;
  let byte = <u32>load<u8>(q);
  const isNegative = byte == 0x2d;
  if (isNegative) byte = <u32>load<u8>(++q);
  const first = q;
  let digits: u64 = 0;
  let point: usize = 0;
  for (;;) {
    const digit = byte - 0x30;
    if (digit < 10) digits = digits * 10 + digit;
    else if (byte == 0x2e && point == 0) point = q;
    else break;
    byte = <u32>load<u8>(++q);
  }
  const length = q - first;
  if (byte != 0x3c || length > 16) return leave(from);
  valueEnd = q;
  if (q == from) return blank;
  if (length == 0 || point == first) return leave(from);
  if (load<u8>(first) == 0x30 && (length > 1 ? point != first + 1 : isNegative)) return leave(from);
  if (point == 0 ? length > 15 : <u32>load<u8>(q - 1) - 0x31 > 8) return leave(from);
  const means = load<u8>(stylesAt + style);
  const to = textsAt + used;
  if (used + 32 > textsBytes) return odd;
  if (means == 0) {
    v128.store(to, v128.load(from));
    store<u64>(to, load<u64>(from, 16), 16);
    used += <u32>(q - from);
    kind = 3;
    return filled;
  }
  if (means > 2 || isNegative) return leave(from);
  let scale: f64 = 1;
  if (point != 0) for (let at = point + 1; at < q; at++) scale *= 10;
  if (!moment(<f64>digits / scale, means == 1, to)) return leave(from);
  kind = 4;
  return filled;
}

// @ts-ignore: decorator
@inline
function two(to: usize, number: u32): void {
  const tens = number / 10;
  store<u16>(to, <u16>(0x3030 + tens + ((number - tens * 10) << 8)));
}

/** Writes the day, and the time if there is one or the format shows it: as `serialText`, but for its first days, which differ. */
function moment(serial: f64, isDate: bool, to: usize): bool {
  let day = Math.floor(serial);
  const exact = (serial - day) * 86400000;
  let milliseconds = Math.floor(exact);
  if (exact - milliseconds >= 0.5) milliseconds += 1;
  if (milliseconds == 86400000) {
    day += 1;
    milliseconds = 0;
  }
  if (day < 61 || day > lastDay) return false;
  // The civil calendar from days: eras of 400 years, years that begin in March.
  const days: u32 = <u32>(<i32>day + epoch + 719468);
  const era = days / 146097;
  const dayOfEra = days - era * 146097;
  const yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
  const dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  const monthFromMarch = (5 * dayOfYear + 2) / 153;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  two(to, year / 100);
  two(to + 2, year % 100);
  store<u8>(to, 0x2d, 4);
  two(to + 5, month);
  store<u8>(to, 0x2d, 7);
  two(to + 8, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1);
  used += 10;
  const rest = <u32>milliseconds;
  if (rest == 0 && isDate) return true;
  const seconds = rest / 1000;
  store<u8>(to, 0x54, 10);
  two(to + 11, seconds / 3600);
  store<u8>(to, 0x3a, 13);
  two(to + 14, (seconds / 60) % 60);
  store<u8>(to, 0x3a, 16);
  two(to + 17, seconds % 60);
  used += 9;
  const thousandths = rest - seconds * 1000;
  if (thousandths == 0) return true;
  store<u8>(to, 0x2e, 19);
  store<u8>(to, <u8>(0x30 + thousandths / 100), 20);
  two(to + 21, thousandths % 100);
  used += 4;
  return true;
}

/** Finds a shared string by its number, without copying it. */
export function sharedIndex(from: usize): u32 {
  let q = from;
  let index: u32 = 0;
  let digit = <u32>load<u8>(q) - 0x30;
  while (digit < 10 && index < 100000000) {
    index = index * 10 + digit;
    digit = <u32>load<u8>(++q) - 0x30;
  }
  if (load<u8>(q) != 0x3c) return leave(from);
  valueEnd = q;
  if (q == from) return blank;
  if (index >= stringCount) return leave(from);
  sharedNumber = index;
  const entry = offsetsAt + ((<usize>index) << 2);
  sharedStart = load<u32>(entry);
  sharedLength = load<u32>(entry, 4) - sharedStart;
  return sharedLength == 0 ? blank : filled;
}

/** A shared string by its number. */
export function sharedValue(from: usize): u32 {
  const found = sharedIndex(from);
  if (found != filled) return found;
  if (used + sharedLength + 32 > textsBytes) return odd;
  kind = 0;
  copyText(stringsAt + sharedStart, sharedLength, hasHigh);
  return filled;
}

/** A shared string whose number was found before. */
export function copyShared(index: u32): void {
  const entry = offsetsAt + ((<usize>index) << 2);
  const start = load<u32>(entry);
  copyText(stringsAt + start, load<u32>(entry, 4) - start, hasHigh);
}

/** Copies some bytes behind the texts, for which there is room. */
// @ts-ignore: decorator
@inline
export function copyText(source: usize, length: u32, mayBeHigh: bool): void {
  const to = textsAt + used;
  for (let at: u32 = 0; at < length; at += 16) {
    const block = v128.load(source + at);
    v128.store(to + at, block);
    if (mayBeHigh) high |= i8x16.bitmask(block) & ((1 << min(length - at, 16)) - 1);
  }
  used += length;
}

/** A text that needs no more than a copy. */
export function textValue(from: usize): u32 {
  let q = from;
  let to = textsAt + used;
  const last = textsAt + textsBytes - 32;
  for (;;) {
    if (to > last) return odd;
    const block = v128.load(q);
    v128.store(to, block);
    const special = v128.or(
      v128.or(i8x16.eq(block, i8x16.splat(0x3c)), i8x16.eq(block, i8x16.splat(0x26))),
      v128.or(i8x16.eq(block, i8x16.splat(0x0d)), i8x16.eq(block, i8x16.splat(0x5f))),
    );
    const length = <u32>ctz(i8x16.bitmask(special) | 0x10000);
    high |= i8x16.bitmask(block) & ((1 << length) - 1);
    q += length;
    to += length;
    if (length == 16) continue;
    const byte = load<u8>(q);
    if (byte == 0x3c) break;
    if (byte != 0x5f || load<u8>(q, 1) == 0x78) return leave(from);
    q++;
    to++;
  }
  valueEnd = q;
  const length = <u32>(q - from);
  if (length > longestText) return odd;
  used += length;
  kind = 0;
  return length == 0 ? blank : filled;
}

export function booleanValue(from: usize): u32 {
  const byte = load<u8>(from);
  if ((byte != 0x30 && byte != 0x31) || load<u8>(from, 1) != 0x3c) return leave(from);
  if (used + 32 > textsBytes) return odd;
  valueEnd = from + 1;
  // TRUE and FALSE.
  store<u64>(textsAt + used, byte == 0x31 ? 0x45555254 : 0x45534c4146);
  used += byte == 0x31 ? 4 : 5;
  kind = 0;
  return filled;
}
