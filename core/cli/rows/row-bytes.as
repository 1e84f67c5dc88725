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

/** Copies 16 bytes at a time, and gives where they end; what is stored beyond is written over by what follows. */
// @ts-ignore: decorator
@inline
function put(to: usize, from: usize, bytes: u32): usize {
  v128.store(to, v128.load(from));
  for (let at: u32 = 16; at < bytes; at += 16) v128.store(to + at, v128.load(from + at));
  return to + bytes;
}

/** Writes the rows from `row` up to `to` as JSON; gives the one before which it stopped. */
export function jsonRows(row: u32, to: u32, lowestOffset: u32): u32 {
  const base = contentAt - lowestOffset;
  // In locals: what is global is read again behind each store.
  const prefixes = prefixesAt;
  const behindPrefixes = prefixesAt + ((<usize>width) << 3);
  const behindStarts = endsAt - startsAt;
  const most = limit - suffixBytes - 4;
  const isOther = doubled > 127;
  let starts = startsAt + ((<usize>(row * width)) << 2);
  let kinds = kindsAt + row * width;
  let at = out;
  isFull = 0;
  for (; row < to; row++) {
    for (let prefix = prefixes; prefix < behindPrefixes; prefix += 8) {
      const start = base + load<u32>(starts);
      const end = base + load<u32>(starts + behindStarts);
      const kind = <u32>load<u8>(kinds++);
      const prefixBytes = load<u32>(prefix, 4);
      starts += 4;
      // Each byte may become six, and null or a quote stand behind the prefix.
      const isTooLong = at + prefixBytes + (<u32>(end - start)) * 6 > most;
      if (isTooLong || (kind == 2 && isOther)) {
        isFull = <u32>isTooLong;
        return row;
      }
      at = put(at, load<u32>(prefix), prefixBytes);
      if (start == end) {
        // Where a blank cell lies does not matter: perhaps not in here. In place of the quote: null.
        const isNull = kind == 0;
        store<u32>(at - <usize>isNull, isNull ? 0x6c6c756e : 34);
        at += isNull ? 3 : 1;
        continue;
      }
      at = jsonText(at, start, end, kind == 2);
      store<u8>(at++, 34);
    }
    at = put(at, suffixAt, suffixBytes);
    out = at;
  }
  return row;
}

/** Writes a text of at least one byte, and gives where it ends. */
// @ts-ignore: decorator
@inline
function jsonText(at: usize, from: usize, end: usize, isDoubled: bool): usize {
  for (;;) {
    const bytes = v128.load(from);
    // Exclusive or with 2 puts the quote behind the controls, and leaves them together.
    let odd = v128.or(
      i8x16.le_u(v128.xor(bytes, i8x16.splat(2)), i8x16.splat(32)),
      i8x16.eq(bytes, i8x16.splat(92)),
    );
    if (isDoubled && isExtra) odd = v128.or(odd, i8x16.eq(bytes, doubles));
    v128.store(at, bytes);
    const left = <u32>(end - from);
    let mask: u32 = i8x16.bitmask(odd);
    if (left <= 16) {
      mask &= ((<u32>1) << left) - 1;
      if (mask == 0) return at + left;
    } else if (mask == 0) {
      at += 16;
      from += 16;
      continue;
    }
    const plain = ctz(mask);
    from += plain;
    at += plain;
    const byte = <u32>load<u8>(from);
    const escape = load<u64>(escapesAt + ((<usize>byte) << 3));
    store<u64>(at, escape);
    at += <usize>(escape >> 56);
    from = behind(from, end, byte, isDoubled);
  }
  return at;
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
  const prefixes = prefixesAt;
  const behindPrefixes = prefixesAt + ((<usize>width) << 3);
  const behindStarts = endsAt - startsAt;
  const most = limit - suffixBytes - 2;
  const isOther = doubled > 127;
  let starts = startsAt + ((<usize>(row * width)) << 2);
  let kinds = kindsAt + row * width;
  let at = out;
  isFull = 0;
  for (; row < to; row++) {
    for (let prefix = prefixes; prefix < behindPrefixes; prefix += 8) {
      const start = base + load<u32>(starts);
      const end = base + load<u32>(starts + behindStarts);
      const kind = <u32>load<u8>(kinds++);
      const prefixBytes = load<u32>(prefix, 4);
      starts += 4;
      // Each byte may become two, and quotes stand around them.
      const isTooLong = at + prefixBytes + (<u32>(end - start)) * 2 > most;
      if (isTooLong || (kind == 2 && isOther)) {
        isFull = <u32>isTooLong;
        return row;
      }
      at = put(at, load<u32>(prefix), prefixBytes);
      if (start == end) {
        store<u16>(at, 0x2222);
        at += kind == 0 ? 0 : 2;
        continue;
      }
      const behindPlain = csvPlain(at, start, end);
      if (behindPlain != 0 && kind != 2) {
        at = behindPlain;
        continue;
      }
      const quotes = <usize>(behindPlain == 0);
      if (quotes != 0) store<u8>(at, 34);
      at = csvText(at + quotes, start, end, kind == 2);
      store<u8>(at, 34);
      at += quotes;
    }
    at = put(at, suffixAt, suffixBytes);
    out = at;
  }
  return row;
}

/** Copies a cell and gives where it ends; 0 if it needs quotes. */
// @ts-ignore: decorator
@inline
function csvPlain(at: usize, from: usize, end: usize): usize {
  let left = <u32>(end - from);
  let mask = csvOdd(at, from);
  while (left > 16 && mask == 0) {
    from += 16;
    at += 16;
    left -= 16;
    mask = csvOdd(at, from);
  }
  return left <= 16 && (mask & (((<u32>1) << left) - 1)) == 0 ? at + left : 0;
}

/** Copies 16 bytes, and says which of them need quotes around them. */
// @ts-ignore: decorator
@inline
function csvOdd(at: usize, from: usize): u32 {
  const bytes = v128.load(from);
  v128.store(at, bytes);
  const odd = v128.or(
    v128.or(i8x16.eq(bytes, i8x16.splat(34)), i8x16.eq(bytes, i8x16.splat(44))),
    v128.or(i8x16.eq(bytes, i8x16.splat(10)), i8x16.eq(bytes, i8x16.splat(13))),
  );
  return i8x16.bitmask(odd);
}

/** Copies a cell with its quotes doubled, and what was doubled in it but once; gives where it ends. */
function csvText(at: usize, from: usize, end: usize, isDoubled: bool): usize {
  for (;;) {
    const bytes = v128.load(from);
    let odd = i8x16.eq(bytes, i8x16.splat(34));
    if (isDoubled && isExtra) odd = v128.or(odd, i8x16.eq(bytes, doubles));
    v128.store(at, bytes);
    const left = <u32>(end - from);
    let mask: u32 = i8x16.bitmask(odd);
    if (left <= 16) {
      mask &= ((<u32>1) << left) - 1;
      if (mask == 0) return at + left;
    } else if (mask == 0) {
      at += 16;
      from += 16;
      continue;
    }
    const plain = ctz(mask);
    from += plain;
    at += plain;
    const byte = <u32>load<u8>(from);
    store<u16>(at, <u16>(byte | (byte << 8)));
    at += byte == 34 ? 2 : 1;
    from = behind(from, end, byte, isDoubled);
  }
  return at;
}
