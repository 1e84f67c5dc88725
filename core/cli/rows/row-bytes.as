/**
 * Rows of cells in bytes, written as JSON or csv: AssemblyScript, compiled by `npm run wasm` into `row-bytes-wasm.ts`.
 *
 * A cell is copied 16 bytes at a time, and a mask of those 16 says which of them may not stand as they are: the bytes before the first one
 * are kept, what stands for it is written, and the next 16 are those behind it. What is stored beyond a cell is written over by what follows.
 *
 * Pages: 46 of memory. The caller lays it out: 16 bytes behind cells and behind prefixes may be looked at, and 64 behind the output be written.
 */
/** What stands for each byte in JSON: 8 bytes each, of which the last is how many of the others. */
let escapesAt: usize = 0;
/** What stands before the cell of each column: where (u32) and how many bytes (u32). In JSON a quote is its last one. */
let prefixesAt: usize = 0;
/** What stands behind the last cell: where and how many bytes. */
let suffixAt: usize = 0;
let suffixBytes: u32 = 0;
let width: u32 = 0;
let startsAt: usize = 0;
let endsAt: usize = 0;
let kindsAt: usize = 0;
let contentAt: usize = 0;
let limit: usize = 0;

/** Behind what was written. */
export let out: usize = 0;
/** Whether it stopped because the output is full. */
export let isFull: u32 = 0;
/** The lowest and the highest offset of the cells that `extent` has looked at. */
export let lowest: u32 = 0;
export let highest: u32 = 0;

/** The byte that cells of kind 2 have doubled; above 127 there is none, and rows with such cells are left to others. */
let doubled: u32 = 255;
let doubles: v128 = i8x16.splat(-1);
/** It is one that the mask does not have anyway. */
let isExtra: bool = false;

export function layout(escapes: usize, starts: usize, ends: usize, kinds: usize, content: usize, outLimit: usize): void {
  escapesAt = escapes;
  startsAt = starts;
  endsAt = ends;
  kindsAt = kinds;
  contentAt = content;
  limit = outLimit;
}

export function form(columns: u32, prefixes: usize, suffix: usize, suffixLength: u32): void {
  width = columns;
  prefixesAt = prefixes;
  suffixAt = suffix;
  suffixBytes = suffixLength;
}

export function doubling(byte: u32): void {
  doubled = byte;
  doubles = i8x16.splat(<i8>byte);
  isExtra = byte != 34;
}

/** Finds between which offsets the first `cells` cells lie; blank ones lie nowhere. */
export function extent(cells: u32): void {
  let low = i32x4.splat(-1);
  let high = i32x4.splat(0);
  const bytes = <usize>cells << 2;
  for (let at: usize = 0; at < bytes; at += 16) {
    const start = v128.load(startsAt + at);
    const end = v128.load(endsAt + at);
    let blank = i32x4.eq(start, end);
    if (at + 16 > bytes) blank = v128.or(blank, i32x4.ge_u(i32x4(0, 1, 2, 3), i32x4.splat(<i32>(cells & 3))));
    low = i32x4.min_u(low, v128.or(start, blank));
    high = i32x4.max_u(high, v128.andnot(end, blank));
  }
  low = i32x4.min_u(low, i8x16.shuffle(low, low, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  high = i32x4.max_u(high, i8x16.shuffle(high, high, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  highest = max(<u32>i32x4.extract_lane(high, 0), <u32>i32x4.extract_lane(high, 1));
  lowest = min(min(<u32>i32x4.extract_lane(low, 0), <u32>i32x4.extract_lane(low, 1)), highest);
}

/** Copies, 16 bytes at a time; what is stored beyond is written over by what follows. */
// @ts-ignore: decorator
@inline
function put(from: usize, bytes: u32): void {
  v128.store(out, v128.load(from));
  for (let at: u32 = 16; at < bytes; at += 16) v128.store(out + at, v128.load(from + at));
  out += bytes;
}

/** Writes the rows from `row` up to `to` as JSON; gives the one before which it stopped. */
export function jsonRows(row: u32, to: u32, lowestOffset: u32): u32 {
  const base = contentAt - lowestOffset;
  let cell: u32 = row * width;
  isFull = 0;
  for (; row < to; row++) {
    const begin = out;
    for (let prefix = prefixesAt, last = prefixesAt + ((<usize>width) << 3); prefix < last; prefix += 8, cell++) {
      const start = base + load<u32>(startsAt + ((<usize>cell) << 2));
      const end = base + load<u32>(endsAt + ((<usize>cell) << 2));
      const kind = <u32>load<u8>(kindsAt + cell);
      const prefixBytes = load<u32>(prefix, 4);
      // Each byte may become six, and null or a quote stand behind the prefix.
      isFull = <u32>(out + prefixBytes + (<u32>(end - start)) * 6 + 4 + suffixBytes > limit);
      if (isFull || (kind == 2 && doubled > 127)) {
        out = begin;
        return row;
      }
      put(load<u32>(prefix), prefixBytes);
      if (start == end && kind == 0) {
        // In place of the quote: null.
        store<u32>(out - 1, 0x6c6c756e);
        out += 3;
        continue;
      }
      // Where a blank cell lies does not matter: perhaps not in here.
      if (start != end) jsonText(start, end, kind == 2);
      store<u8>(out++, 34);
    }
    put(suffixAt, suffixBytes);
  }
  return row;
}

// @ts-ignore: decorator
@inline
function jsonText(from: usize, end: usize, isDoubled: bool): void {
  for (;;) {
    const bytes = v128.load(from);
    // Exclusive or with 2 puts the quote behind the controls, and leaves them together.
    let odd = v128.or(
      i8x16.le_u(v128.xor(bytes, i8x16.splat(2)), i8x16.splat(32)),
      i8x16.eq(bytes, i8x16.splat(92)),
    );
    if (isDoubled && isExtra) odd = v128.or(odd, i8x16.eq(bytes, doubles));
    v128.store(out, bytes);
    const left = <u32>(end - from);
    let mask: u32 = i8x16.bitmask(odd);
    if (left <= 16) {
      mask &= ((<u32>1) << left) - 1;
      if (mask == 0) {
        out += left;
        return;
      }
    } else if (mask == 0) {
      out += 16;
      from += 16;
      continue;
    }
    const plain = ctz(mask);
    from += plain;
    out += plain;
    const byte = <u32>load<u8>(from);
    const escape = load<u64>(escapesAt + ((<usize>byte) << 3));
    store<u64>(out, escape);
    out += <usize>(escape >> 56);
    from = behind(from, end, byte, isDoubled);
  }
}

/** Where it goes on: of a doubled byte, the second one is passed over. */
// @ts-ignore: decorator
@inline
function behind(from: usize, end: usize, byte: u32, isDoubled: bool): usize {
  const isPair = isDoubled && byte == doubled && from + 1 < end && <u32>load<u8>(from, 1) == byte;
  return from + 1 + <usize>isPair;
}

/** Writes the rows from `row` up to `to` as csv; gives the one before which it stopped. */
export function csvRows(row: u32, to: u32, lowestOffset: u32): u32 {
  const base = contentAt - lowestOffset;
  let cell: u32 = row * width;
  isFull = 0;
  for (; row < to; row++) {
    const begin = out;
    for (let prefix = prefixesAt, last = prefixesAt + ((<usize>width) << 3); prefix < last; prefix += 8, cell++) {
      const start = base + load<u32>(startsAt + ((<usize>cell) << 2));
      const end = base + load<u32>(endsAt + ((<usize>cell) << 2));
      const kind = <u32>load<u8>(kindsAt + cell);
      const prefixBytes = load<u32>(prefix, 4);
      // Each byte may become two, and quotes stand around them.
      isFull = <u32>(out + prefixBytes + (<u32>(end - start)) * 2 + 2 + suffixBytes > limit);
      if (isFull || (kind == 2 && doubled > 127)) {
        out = begin;
        return row;
      }
      put(load<u32>(prefix), prefixBytes);
      if (start == end) {
        store<u16>(out, 0x2222);
        out += kind == 0 ? 0 : 2;
        continue;
      }
      const cellAt = out;
      const isPlain = csvPlain(start, end);
      if (isPlain && kind != 2) continue;
      out = cellAt;
      if (isPlain) {
        csvText(start, end, true);
        continue;
      }
      store<u8>(out++, 34);
      csvText(start, end, kind == 2);
      store<u8>(out++, 34);
    }
    put(suffixAt, suffixBytes);
  }
  return row;
}

/** Copies a cell unless it needs quotes. */
// @ts-ignore: decorator
@inline
function csvPlain(from: usize, end: usize): bool {
  let left = <u32>(end - from);
  let mask = csvOdd(from);
  while (left > 16 && mask == 0) {
    from += 16;
    out += 16;
    left -= 16;
    mask = csvOdd(from);
  }
  out += left;
  return left <= 16 && (mask & (((<u32>1) << left) - 1)) == 0;
}

/** Copies 16 bytes, and says which of them need quotes around them. */
// @ts-ignore: decorator
@inline
function csvOdd(from: usize): u32 {
  const bytes = v128.load(from);
  v128.store(out, bytes);
  const odd = v128.or(
    v128.or(i8x16.eq(bytes, i8x16.splat(34)), i8x16.eq(bytes, i8x16.splat(44))),
    v128.or(i8x16.eq(bytes, i8x16.splat(10)), i8x16.eq(bytes, i8x16.splat(13))),
  );
  return i8x16.bitmask(odd);
}

/** Copies a cell with its quotes doubled, and what was doubled in it but once. */
function csvText(from: usize, end: usize, isDoubled: bool): void {
  for (;;) {
    const bytes = v128.load(from);
    let odd = i8x16.eq(bytes, i8x16.splat(34));
    if (isDoubled && isExtra) odd = v128.or(odd, i8x16.eq(bytes, doubles));
    v128.store(out, bytes);
    const left = <u32>(end - from);
    let mask: u32 = i8x16.bitmask(odd);
    if (left <= 16) {
      mask &= ((<u32>1) << left) - 1;
      if (mask == 0) {
        out += left;
        return;
      }
    } else if (mask == 0) {
      out += 16;
      from += 16;
      continue;
    }
    const plain = ctz(mask);
    from += plain;
    out += plain;
    const byte = <u32>load<u8>(from);
    store<u16>(out, <u16>(byte | (byte << 8)));
    out += byte == 34 ? 2 : 1;
    from = behind(from, end, byte, isDoubled);
  }
}
