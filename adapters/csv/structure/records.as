/**
 * The structure of usual csv, found 64 bytes at a time: AssemblyScript, compiled by `npm run wasm` into `records-wasm.ts`.
 *
 * Each step loads 64 bytes and makes a 64-bit mask of each sign that matters: bit i says whether byte i is that sign. The running parity of
 * the quotes tells which bytes are inside of them, which holds as long as every quote opens behind a delimiter, a line end or a quote, and
 * closes before one. Where one does not, everything stops before its record: the loops of `decode.ts` and `scan.ts` read that.
 *
 * Pages: 40 of memory. The content from `contentAt` on, with a line feed behind it; whatever else the caller says.
 */
const contentAt: usize = 1024;

let delimiter: u32 = 44;
let quote: u32 = 34;
let other: u32 = 39;
/** The bytes of the longest record that is one. */
let longest: u32 = 0;
let delimiters: v128 = i8x16.splat(44);
let quotes: v128 = i8x16.splat(34);
const feeds: v128 = i8x16.splat(10);
const returns: v128 = i8x16.splat(13);

export function dialect(delimiterByte: u32, quoteByte: u32, longestRecord: u32): void {
  longest = longestRecord;
  delimiter = delimiterByte;
  quote = quoteByte;
  other = quoteByte == 34 ? 39 : 34;
  delimiters = i8x16.splat(<i8>delimiterByte);
  quotes = i8x16.splat(<i8>quoteByte);
}

/** Behind the last record that was read, and on which line the next one begins. */
export let at: u32 = 0;
export let line: f64 = 0;

/** The masks of the current 64 bytes. */
let q: u64 = 0;
let d: u64 = 0;
let r: u64 = 0;
/** Line ends: CRLF counts at its CR. */
let ends: u64 = 0;
/** Bytes in quotes: an opening quote is, a closing one is not. */
let inside: u64 = 0;
/** Quotes that open again right behind one that closed: the second of a doubled one. */
let again: u64 = 0;
/** Quotes that neither open nor close as they should. */
let odd: u64 = 0;

/** What goes over from one step to the next: all bits of the parity; the last bit of a mask as the first. */
let carriedInside: u64 = 0;
let carriedBorder: u64 = 1;
let carriedReturn: u64 = 0;
let carriedQuote: u64 = 0;

function restart(): void {
  carriedInside = 0;
  // A record begins: what stands before it is a line end.
  carriedBorder = 1;
  carriedReturn = 0;
  carriedQuote = 0;
}

// @ts-ignore: decorator
@inline
function maskOf(address: usize, sign: v128): u64 {
  const a = <u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(address), sign)));
  const b = <u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(address, 16), sign)));
  const c = <u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(address, 32), sign)));
  const d = <u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(address, 48), sign)));
  return a | (b << 16) | (c << 32) | (d << 48);
}

/** Bit i: whether the number of bits up to it is odd. */
// @ts-ignore: decorator
@inline
function parity(bits: u64): u64 {
  bits ^= bits << 1;
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  bits ^= bits << 32;
  return bits;
}

/** Makes the masks of the bytes from `p` on, of which `left` are content. */
// @ts-ignore: decorator
@inline
function step(p: u32, left: u32): void {
  const address = contentAt + p;
  q = maskOf(address, quotes);
  d = maskOf(address, delimiters);
  r = maskOf(address, returns);
  let f = maskOf(address, feeds);
  let isLast: bool = left <= 64;
  if (left < 64) {
    const content = ((<u64>1) << left) - 1;
    q &= content;
    d &= content;
    r &= content;
    f &= content;
  }
  inside = parity(q) ^ carriedInside;
  carriedInside = <u64>((<i64>inside) >> 63);
  ends = r | (f & ~((r << 1) | carriedReturn));
  carriedReturn = r >> 63;
  again = q & inside & ((q << 1) | carriedQuote);
  carriedQuote = q >> 63;
  const borders = q | d | r | f;
  const behindBorder = (borders << 1) | carriedBorder;
  carriedBorder = borders >> 63;
  const next = <u32>load<u8>(address, 64);
  let beforeBorder = borders >> 1;
  // At the end of the content it is open how a quote goes on; its record is not whole then anyway.
  if (isLast) beforeBorder |= (<u64>1) << ((left - 1) & 63);
  else if (next == 10 || next == 13 || next == delimiter || next == quote) beforeBorder |= (<u64>1) << 63;
  odd = (q & inside & ~behindBorder) | (q & ~inside & ~beforeBorder);
}

/** The bits before the lowest one of a mask; all if it has none. */
// @ts-ignore: decorator
@inline
function before(mask: u64): u64 {
  return mask == 0 ? ~(<u64>0) : (mask & (0 - mask)) - 1;
}

/** Where it goes on behind a line end, or 0 if that could be cut off behind a CR. */
// @ts-ignore: decorator
@inline
function behindEnd(end: u32, sign: u64, to: u32): u32 {
  if ((r & sign) == 0) return end + 1;
  if (end + 1 >= to) return 0;
  return load<u8>(contentAt + end + 1) == 10 ? end + 2 : end + 1;
}

/**
 * Decodes whole records of `width` fields from `from` up to `to`, at most `most`. Stops before a record of another width, of blanks alone, of
 * `special` bytes, with an odd quote, or that is not whole. Writes the offsets of each cell without its quotes (u32) and its kind (u8: 0 bare,
 * 1 quoted, 2 with doubled quotes), and the line of each record (f64). Gives the number of records.
 */
export function decode(
  from: u32,
  to: u32,
  width: u32,
  most: u32,
  special: i32,
  startsAt: usize,
  endsAt: usize,
  kindsAt: usize,
  linesAt: usize,
): u32 {
  restart();
  let records: u32 = 0;
  let cell: u32 = 0;
  let begin = from;
  let start = from;
  let field: u32 = 0;
  let isDoubled: u32 = 0;
  let quotedLines: u32 = 0;
  at = from;
  for (let p = from; p < to; p += 64) {
    step(p, to - p);
    const quotedEnds = ends & inside;
    let passed: u64 = 0;
    let structure = (((d | ends) & ~inside) | again) & before(odd);
    while (structure != 0) {
      const sign = structure & (0 - structure);
      structure ^= sign;
      if ((again & sign) != 0) {
        isDoubled = 1;
        continue;
      }
      const end = p + <u32>ctz(sign);
      if (field < width) {
        const isQuoted: u32 = start < end && <u32>load<u8>(contentAt + start) == quote ? 1 : 0;
        store<u32>(startsAt + ((<usize>cell) << 2), start + isQuoted);
        store<u32>(endsAt + ((<usize>cell) << 2), end - isQuoted);
        store<u8>(kindsAt + cell, <u8>(isQuoted + isDoubled));
      }
      isDoubled = 0;
      cell++;
      field++;
      if ((d & sign) != 0) {
        start = end + 1;
        continue;
      }
      const size = end - begin;
      const next = behindEnd(end, sign, to);
      if (field != width || size == field - 1 || <i32>size == special || size > longest || next == 0) return records;
      // Quotes of the other kind around a record: perhaps its own.
      if (<u32>load<u8>(contentAt + begin) == other || <u32>load<u8>(contentAt + end - 1) == other) return records;
      const upTo = quotedEnds & (sign - 1);
      quotedLines += <u32>popcnt(upTo ^ passed);
      passed = upTo;
      store<f64>(linesAt + ((<usize>records) << 3), line);
      line += <f64>(quotedLines + 1);
      quotedLines = 0;
      field = 0;
      begin = next;
      start = next;
      at = next;
      if (++records == most) return records;
    }
    quotedLines += <u32>popcnt(quotedEnds ^ passed);
    if (odd != 0) return records;
  }
  return records;
}

/**
 * Passes over whole records from `from` up to `to`, until one begins at or behind `border`: then it gives 1. Stops with 0 before a record of up to
 * `special` bytes, with an odd quote, or that is not whole.
 */
export function scan(from: u32, to: u32, border: i32, special: i32): u32 {
  restart();
  let begin = from;
  let quotedLines: u32 = 0;
  at = from;
  for (let p = from; p < to; p += 64) {
    step(p, to - p);
    const quotedEnds = ends & inside;
    let passed: u64 = 0;
    let structure = ends & ~inside & before(odd);
    while (structure != 0) {
      const sign = structure & (0 - structure);
      structure ^= sign;
      const end = p + <u32>ctz(sign);
      const next = behindEnd(end, sign, to);
      const size = end - begin;
      if (<i32>size <= special || size > longest || next == 0) return 0;
      const upTo = quotedEnds & (sign - 1);
      quotedLines += <u32>popcnt(upTo ^ passed);
      passed = upTo;
      line += <f64>(quotedLines + 1);
      quotedLines = 0;
      begin = next;
      at = next;
      if (<i32>next >= border) return 1;
    }
    quotedLines += <u32>popcnt(quotedEnds ^ passed);
    if (odd != 0) return 0;
  }
  return 0;
}
