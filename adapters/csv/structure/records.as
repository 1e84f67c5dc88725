/**
 * The structure of usual csv, found 64 bytes at a time: AssemblyScript, compiled by `npm run wasm` into `records-wasm.ts`.
 *
 * Each step makes masks of the signs that matter. The running parity of the quotes tells which bytes are inside of them, which holds as
 * long as every quote opens behind a delimiter, a line end or a quote, and closes before one. Where one does not, everything stops
 * before its record: the loops of `decode.ts` and `scan.ts` read that. All cells that end in a step are written first, then its records
 * are looked at: cells behind the last good record are left over and mean nothing.
 *
 * Pages: 40 of memory. The content from `contentAt` on, with a line feed behind it; whatever else the caller says.
 */
import { before, has, loneReturns, maskOf, parity, upTo } from './masks';

const contentAt: usize = 1024;

let delimiter: u32 = 44;
let quote: u32 = 34;
let other: u32 = 39;
/** The bytes of the longest record that is one. */
let longest: u32 = 0;
/** A column whose values should not begin with a blank; -1 if there is none. */
let unpadded: i32 = -1;
let delimiters: v128 = i8x16.splat(44);
let quotes: v128 = i8x16.splat(34);
const feeds: v128 = i8x16.splat(10);
const returns: v128 = i8x16.splat(13);

export function dialect(delimiterByte: u32, quoteByte: u32, longestRecord: u32, unpaddedColumn: i32): void {
  longest = longestRecord;
  delimiter = delimiterByte;
  quote = quoteByte;
  other = quoteByte == 34 ? 39 : 34;
  unpadded = unpaddedColumn;
  delimiters = i8x16.splat(<i8>delimiterByte);
  quotes = i8x16.splat(<i8>quoteByte);
}

/** Behind the last record that was read, and on which line the next one begins. */
export let at: u32 = 0;
export let line: f64 = 0;
/** Whether there may be bytes above 127, and blanks before values of the column that should have none. */
export let beyondAscii: bool = false;
export let padded: bool = false;

/** Bit 63 of closing quotes, or the last bit of the content: whether a quote may close there. At the end it is open how it goes on; its record is not whole then anyway. */
// @ts-ignore: decorator
@inline
function edge(address: usize, left: u32): u64 {
  if (left <= 64) return (<u64>1) << (left - 1);
  const next = <u32>load<u8>(address, 64);
  return <u64>(next == 10 || next == 13 || next == delimiter || next == quote) << 63;
}

/**
 * Decodes whole records of `width` fields from `from` up to `to`, at most `most`. Stops before a record of another width, of blanks alone, of
 * `special` bytes, with an odd quote, or that is not whole. Writes the offsets of each cell without its quotes (u32) and its kind (u8: 0 bare,
 * 1 quoted, 2 with doubled quotes), and the line of each record (f64). Gives the number of records. Up to 64 cells beyond are written over.
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
  const quoteSigns = quotes;
  const delimiterSigns = delimiters;
  let high = i8x16.splat(0);
  let isPadded: u32 = 0;
  let records: u32 = 0;
  let cell: u32 = 0;
  // The cell before which the current record has to end, where it begins, and where the current cell does.
  let rowEnd = width;
  let begin = from;
  let start = from;
  // Line ends before the current step, and up to the current record.
  let lines: u32 = 0;
  let linesBefore: u32 = 0;
  // What goes over from one step to the next: all bits of the parity; the last bit of a mask as the first. Before a record stands a line end.
  let carriedInside: u64 = 0;
  let carriedBorder: u64 = 1;
  let carriedQuote: u64 = 0;
  let carriedAgain: u64 = 0;
  const firstLine = line;
  at = from;
  for (let p = from; p < to; p += 64) {
    const address = contentAt + p;
    const a = v128.load(address);
    const b = v128.load(address, 16);
    const c = v128.load(address, 32);
    const e = v128.load(address, 48);
    high = v128.or(high, v128.or(v128.or(a, b), v128.or(c, e)));
    const left = to - p;
    let q = maskOf(a, b, c, e, quoteSigns);
    let d = maskOf(a, b, c, e, delimiterSigns);
    let f = maskOf(a, b, c, e, feeds);
    let r: u64 = has(a, b, c, e, returns) ? maskOf(a, b, c, e, returns) : 0;
    if (left < 64) {
      const content = ((<u64>1) << left) - 1;
      q &= content;
      d &= content;
      f &= content;
      r &= content;
    }
    const borders = q | d | f | r;
    let inside = carriedInside;
    let odd: u64 = 0;
    // Quotes that open again right behind one that closed: the second of a doubled one.
    let again = carriedAgain;
    const behindQuote = (q << 1) | carriedQuote;
    if (q != 0) {
      inside ^= parity(q);
      again |= q & inside & behindQuote;
      odd = q & inside & ~((borders << 1) | carriedBorder);
      const loose = q & ~inside & ~(borders >> 1);
      if (loose != 0) odd |= loose & ~edge(address, left);
      carriedInside = <u64>((<i64>inside) >> 63);
    }
    carriedBorder = borders >> 63;
    carriedQuote = q >> 63;
    // CRLF counts at its LF.
    const ends = r == 0 ? f : f | loneReturns(r, f, left, <u32>load<u8>(address, 64));
    let outside = ~inside;
    if (odd != 0) outside &= before(odd);
    const structure = (d | ends) & outside;
    let recordEnds = ends & outside;

    const firstCell = cell;
    for (let rest = structure; rest != 0; rest &= rest - 1) {
      const bit = ctz(rest);
      const end = p + <u32>bit;
      const doubled = again & upTo(rest);
      again ^= doubled;
      const isQuoted = <u32>(behindQuote >> bit) & 1;
      store<u32>(startsAt + ((<usize>cell) << 2), start + isQuoted);
      store<u32>(endsAt + ((<usize>cell) << 2), end - isQuoted);
      store<u8>(kindsAt + cell, <u8>(isQuoted + <u32>(doubled != 0)));
      start = end + 1;
      cell++;
    }
    carriedAgain = <u64>(again != 0);

    for (; recordEnds != 0; recordEnds &= recordEnds - 1) {
      const behind = p + <u32>ctz(recordEnds) + 1;
      let end = behind - 1;
      if (firstCell + <u32>popcnt(structure & upTo(recordEnds)) != rowEnd) return finish(records, high, isPadded);
      if (end > begin && load<u8>(contentAt + end - 1) == 13) closeAt(--end, rowEnd - 1, startsAt, endsAt, kindsAt);
      const size = end - begin;
      if (size == width - 1 || <i32>size == special || size > longest) return finish(records, high, isPadded);
      // Quotes of the other kind around a record: perhaps its own.
      if (<u32>load<u8>(contentAt + begin) == other || <u32>load<u8>(contentAt + end - 1) == other)
        return finish(records, high, isPadded);
      if (unpadded >= 0) {
        const value = load<u32>(startsAt + ((<usize>(rowEnd - width + unpadded)) << 2));
        isPadded |= <u32>(load<u8>(contentAt + value) == 32);
      }
      store<f64>(linesAt + ((<usize>records) << 3), firstLine + <f64>linesBefore);
      linesBefore = lines + <u32>popcnt(ends & upTo(recordEnds));
      line = firstLine + <f64>linesBefore;
      begin = behind;
      at = behind;
      rowEnd += width;
      if (++records == most) return finish(records, high, isPadded);
    }
    if (odd != 0 || cell > rowEnd) return finish(records, high, isPadded);
    lines += <u32>popcnt(ends);
  }
  return finish(records, high, isPadded);
}

/** The last cell of a record that ends with CRLF ends before the CR: only now it shows whether it is quoted. */
function closeAt(end: u32, cell: u32, startsAt: usize, endsAt: usize, kindsAt: usize): void {
  const start = load<u32>(startsAt + ((<usize>cell) << 2));
  const isQuoted: u32 = start < end && <u32>load<u8>(contentAt + start) == quote ? 1 : 0;
  store<u32>(startsAt + ((<usize>cell) << 2), start + isQuoted);
  store<u32>(endsAt + ((<usize>cell) << 2), end - isQuoted);
  store<u8>(kindsAt + cell, <u8>(load<u8>(kindsAt + cell) + isQuoted));
}

function finish(records: u32, high: v128, isPadded: u32): u32 {
  beyondAscii = i8x16.bitmask(high) != 0;
  padded = isPadded != 0;
  return records;
}

/**
 * Passes over whole records from `from` up to `to`, until one begins at or behind `border`: then it gives 1. Stops with 0 before a record of up to
 * `special` bytes, with an odd quote, or that is not whole.
 */
export function scan(from: u32, to: u32, border: i32, special: i32): u32 {
  const quoteSigns = quotes;
  const delimiterSigns = delimiters;
  let begin = from;
  let lines: u32 = 0;
  let carriedInside: u64 = 0;
  let carriedBorder: u64 = 1;
  const firstLine = line;
  at = from;
  for (let p = from; p < to; p += 64) {
    const address = contentAt + p;
    const a = v128.load(address);
    const b = v128.load(address, 16);
    const c = v128.load(address, 32);
    const e = v128.load(address, 48);
    const left = to - p;
    let q = maskOf(a, b, c, e, quoteSigns);
    let d = maskOf(a, b, c, e, delimiterSigns);
    let f = maskOf(a, b, c, e, feeds);
    let r: u64 = has(a, b, c, e, returns) ? maskOf(a, b, c, e, returns) : 0;
    if (left < 64) {
      const content = ((<u64>1) << left) - 1;
      q &= content;
      d &= content;
      f &= content;
      r &= content;
    }
    const borders = q | d | f | r;
    let inside = carriedInside;
    let odd: u64 = 0;
    if (q != 0) {
      inside ^= parity(q);
      odd = q & inside & ~((borders << 1) | carriedBorder);
      const loose = q & ~inside & ~(borders >> 1);
      if (loose != 0) odd |= loose & ~edge(address, left);
      carriedInside = <u64>((<i64>inside) >> 63);
    }
    carriedBorder = borders >> 63;
    const ends = r == 0 ? f : f | loneReturns(r, f, left, <u32>load<u8>(address, 64));
    let recordEnds = ends & ~inside;
    if (odd != 0) recordEnds &= before(odd);
    for (; recordEnds != 0; recordEnds &= recordEnds - 1) {
      const behind = p + <u32>ctz(recordEnds) + 1;
      let end = behind - 1;
      if (end > begin && load<u8>(contentAt + end - 1) == 13) end--;
      const size = end - begin;
      if (<i32>size <= special || size > longest) return 0;
      line = firstLine + <f64>(lines + <u32>popcnt(ends & upTo(recordEnds)));
      begin = behind;
      at = behind;
      if (<i32>behind >= border) return 1;
    }
    if (odd != 0) return 0;
    lines += <u32>popcnt(ends);
  }
  return 0;
}
