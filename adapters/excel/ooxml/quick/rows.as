import {
  blank,
  booleanValue,
  endsAt,
  filled,
  high,
  isPlain,
  kind,
  kindsAt,
  leave,
  left,
  leftAt,
  mostStyles,
  numberValue,
  odd,
  positionsAt,
  setHigh,
  setUsed,
  sharedValue,
  startsAt,
  textValue,
  used,
  valueEnd,
  windowAt,
} from './values';
import { behindTag } from './strings';

/**
 * The rows of a sheet of OOXML, as nearly all programs write them: AssemblyScript, compiled by `npm run wasm` into `rows-wasm.ts`.
 *
 * It steps from cell to cell by comparing what has to stand there, eight bytes at a time, and writes the cells of whole rows into the arrays of a
 * batch. It stops before any row in which something stands that it does not expect: `sheet-scanner.ts` reads that, as it could read everything. A
 * value that alone takes more is left to it, with the row still open.
 *
 * Pages: 128 to 8192 of memory: the fixed part, and behind it the shared strings.
 */
export { readStrings, stringEnd } from './strings';
export { dates, high, left, leftAt, positionsAt, startsAt, endsAt, kindsAt, strings, stringsAt, stylesAt, textsAt, used, windowAt } from './values';

const mostRows: u32 = 1048576;
const mostColumns: u32 = 16384;

/** Behind the last byte that was read, and the number of the row that was read last; the last one that is in order. */
export let at: u32 = 0;
export let row: u32 = 0;
export let last: u32 = 0;
/** How many rows the batch has; where the texts of the row begin that is open. */
export let rows: u32 = 0;
export let rowUsed: u32 = 0;
/** How many values of the row that is open are left. */
export let leftCount: u32 = 0;
/** Of all rows that were looked at for their edges: the first and the last column that is filled, and how many have any. */
export let leftmost: u32 = mostColumns;
export let rightmost: i32 = -1;
export let lastFilled: u32 = 0;

/** The table: its columns, and between which rows it stands. */
let firstColumn: u32 = 0;
let width: u32 = 0;
let above: u32 = 0;
let below: u32 = 0;

export function table(first: u32, columns: u32, headerRow: u32, lastRow: u32): void {
  firstColumn = first;
  width = columns;
  above = headerRow;
  below = lastRow;
}

/** What is known before a scan: the rows of the batch, the bytes of its texts, the numbers of the rows before. */
export function begin(rowsBefore: u32, bytesUsed: u32, highBits: u32, rowBefore: u32, lastBefore: u32): void {
  rows = rowsBefore;
  rowUsed = bytesUsed;
  setUsed(bytesUsed);
  setHigh(highBits);
  row = rowBefore;
  last = lastBefore;
}

/** Why a scan stops. */
const elsewhere: u32 = 0;
const enough: u32 = 1;
const isOpen: u32 = 2;

/** Behind the start of a cell: its column, whether it has a value, its style and type. */
let column: u32 = 0;
let style: u32 = 0;
let type: u32 = 0;
let hasValue: bool = false;
/** Behind the start of a row: its number, which stands in each of its cells, with the quote behind it; and whether it has cells. */
let number: u32 = 0;
let digits: u32 = 0;
let numberText: u64 = 0;
let hasCells: bool = false;

/**
 * Writes the cells of rows into the batch, until it has `most` rows or more than `mostBytes` of texts (then 1). 2: the row is open: values that are left
 * have to be written, or it is none of the table; then it is to be ended. 0: what stands at `at` is to be read by others.
 */
export function scan(from: u32, most: u32, mostBytes: u32): u32 {
  let p = windowAt + from;
  for (;;) {
    while (<u32>load<u8>(p) - 1 < 0x20) p++;
    at = <u32>(p - windowAt);
    p = rowStart(p);
    if (p == 0) return elsewhere;
    if (!hasCells) {
      row = number;
      continue;
    }
    if (number <= last) return elsewhere;
    const base = rows * width;
    rowUsed = used;
    leftCount = 0;
    let before: i32 = -1;
    for (;;) {
      const next = cellStart(p);
      if (next == 0) break;
      p = next;
      if (!hasValue) continue;
      const start = used;
      const found = value(p);
      const inside = column - firstColumn;
      if (found == odd || (found != blank && (inside >= width || <i32>column <= before))) {
        p = 0;
        break;
      }
      if (found != blank) before = column;
      if (found == left) keepLeft(p);
      if (found == filled) {
        const cell = base + inside;
        store<u32>(startsAt + ((<usize>cell) << 2), start);
        store<u32>(endsAt + ((<usize>cell) << 2), used);
        store<u8>(kindsAt + cell, <u8>kind);
      }
      p = cellEnd(valueEnd);
      if (p == 0) break;
    }
    if (p != 0) p = rowEnd(p);
    if (p == 0) {
      memory.fill(startsAt + ((<usize>base) << 2), 0, (<usize>width) << 2);
      memory.fill(endsAt + ((<usize>base) << 2), 0, (<usize>width) << 2);
      memory.fill(kindsAt + base, 0, width);
      setUsed(rowUsed);
      return elsewhere;
    }
    row = number;
    if (leftCount > 0 || number <= above || number > below) {
      at = <u32>(p - windowAt);
      return isOpen;
    }
    last = number;
    if (used == rowUsed) continue;
    store<f64>(positionsAt + ((<usize>rows) << 3), <f64>number);
    rowUsed = used;
    if (++rows == most || used > mostBytes) {
      at = <u32>(p - windowAt);
      return enough;
    }
  }
  return elsewhere;
}

/** Passes over rows, and only finds out which columns they fill. */
export function edges(from: u32): void {
  leftmost = mostColumns;
  rightmost = -1;
  lastFilled = 0;
  let p = windowAt + from;
  for (;;) {
    while (<u32>load<u8>(p) - 1 < 0x20) p++;
    at = <u32>(p - windowAt);
    p = rowStart(p);
    if (p == 0) return;
    if (!hasCells) {
      row = number;
      continue;
    }
    if (number <= last || number < above) return;
    let first: u32 = mostColumns;
    let before: i32 = -1;
    for (;;) {
      const next = cellStart(p);
      if (next == 0) break;
      p = next;
      if (!hasValue) continue;
      setUsed(0);
      const found = value(p);
      if (found == odd || (found == left && !isFilled(p)) || (found != blank && <i32>column <= before)) {
        p = 0;
        break;
      }
      if (found != blank) {
        if (before < 0) first = column;
        before = column;
      }
      p = cellEnd(valueEnd);
      if (p == 0) break;
    }
    if (p != 0) p = rowEnd(p);
    if (p == 0) return;
    row = number;
    last = number;
    if (before < 0) continue;
    lastFilled = number;
    if (first < leftmost) leftmost = first;
    if (before > rightmost) rightmost = before;
  }
}

/** Reads `<row r="7" …>`; 0 if it stands there otherwise, or the row is hidden. */
function rowStart(p: usize): usize {
  // <row
  if (load<u32>(p) != 0x776f723c) return 0;
  p += 4;
  number = 0;
  while (load<u8>(p) == 0x20) {
    //  r="
    if (load<u32>(p) == 0x223d7220) {
      p += 4;
      const start = p;
      number = 0;
      let digit = <u32>load<u8>(p) - 0x30;
      while (digit < 10) {
        number = number * 10 + digit;
        digit = <u32>load<u8>(++p) - 0x30;
      }
      digits = <u32>(p - start) + 1;
      if (digits > 8 || load<u8>(p) != 0x22) return 0;
      numberText = load<u64>(start) << ((8 - digits) << 3);
      p++;
      continue;
    }
    // hidden
    if (load<u32>(++p) == 0x64646968) return 0;
    let byte = load<u8>(p);
    while (byte != 0x3d) {
      if (byte <= 0x22 || byte == 0x27 || byte == 0x2f || byte == 0x3c || byte == 0x3e) return 0;
      byte = load<u8>(++p);
    }
    if (load<u8>(++p) != 0x22) return 0;
    byte = load<u8>(++p);
    while (byte != 0x22) {
      if (byte == 0x3c) return 0;
      byte = load<u8>(++p);
    }
    p++;
  }
  if (number == 0 || number > mostRows) return 0;
  hasCells = load<u8>(p) == 0x3e;
  if (hasCells) return p + 1;
  // />
  return load<u16>(p) == 0x3e2f ? p + 2 : 0;
}

/** Reads `<c r="B7" s="1" t="s"><v>`, or a cell without a value as a whole; 0 if it stands there otherwise. */
// @ts-ignore: decorator
@inline
function cellStart(p: usize): usize {
  while (<u32>load<u8>(p) - 1 < 0x20) p++;
  // <c r="
  if ((load<u64>(p) & 0xffffffffffff) != 0x223d7220633c) return 0;
  p += 6;
  let letter = <u32>load<u8>(p) - 0x41;
  column = 0;
  while (letter < 26) {
    column = column * 26 + letter + 1;
    if (column > mostColumns) return 0;
    letter = <u32>load<u8>(++p) - 0x41;
  }
  if (column == 0 || load<u64>(p) << ((8 - digits) << 3) != numberText) return 0;
  column--;
  p += digits;
  style = 0;
  type = 0;
  for (;;) {
    const word = load<u32>(p);
    if ((word & 0xff) == 0x3e) break;
    //  s="
    if (word == 0x223d7320) {
      p += 4;
      let digit = <u32>load<u8>(p) - 0x30;
      style = 0;
      while (digit < 10 && style < mostStyles) {
        style = style * 10 + digit;
        digit = <u32>load<u8>(++p) - 0x30;
      }
      if (style >= mostStyles || load<u8>(p) != 0x22) return 0;
      p++;
      //  t="
    } else if (word == 0x223d7420) {
      p = typeOf(p + 4);
      if (p == 0) return 0;
    } else {
      hasValue = false;
      return (word & 0xffff) == 0x3e2f ? p + 2 : 0;
    }
  }
  p++;
  // <f
  if (load<u16>(p) == 0x663c) {
    p = behindFormula(p + 2);
    // <v>
    if (p == 0 || (load<u32>(p) & 0xffffff) != 0x3e763c) return 0;
  }
  hasValue = true;
  if ((load<u32>(p) & 0xffffff) == 0x3e763c) return p + 3;
  hasValue = false;
  // </c>
  if (load<u32>(p) == 0x3e632f3c) return p + 4;
  // <is><t
  if (type != 2 || (load<u64>(p) & 0xffffffffffff) != 0x743c3e73693c) return 0;
  hasValue = true;
  return behindTag(p + 6);
}

/** s, n, b, e, d, str or inlineStr, and the quote behind it. */
function typeOf(p: usize): usize {
  const word = load<u32>(p);
  const short = word & 0xffff;
  if (short == 0x2273) type = 1;
  else if (short == 0x226e) type = 0;
  else if (short == 0x2262) type = 3;
  else if (short == 0x2265) type = 4;
  else if (short == 0x2264) type = 5;
  else {
    type = 2;
    if (word == 0x22727473) return p + 4;
    return load<u64>(p) == 0x7453656e696c6e69 && load<u16>(p, 8) == 0x2272 ? p + 10 : 0;
  }
  return p + 2;
}

/** Passes over what follows `<f`: a formula, or a reference to one. */
function behindFormula(p: usize): usize {
  let byte = load<u8>(p);
  if (byte != 0x20 && byte != 0x2f && byte != 0x3e) return 0;
  while (byte != 0x3e) {
    if (byte == 0x22) {
      byte = load<u8>(++p);
      while (byte != 0x22) {
        if (byte == 0x3c) return 0;
        byte = load<u8>(++p);
      }
    } else if (byte == 0x27 || byte == 0x3c) return 0;
    byte = load<u8>(++p);
  }
  if (load<u8>(p - 1) == 0x2f) return p + 1;
  while (byte != 0x3c) byte = load<u8>(++p);
  // </f>
  return load<u32>(p) == 0x3e662f3c ? p + 4 : 0;
}

// @ts-ignore: decorator
@inline
function value(p: usize): u32 {
  if (type == 1) return sharedValue(p);
  if (type == 0) return numberValue(p, style);
  if (type == 3) return booleanValue(p);
  return type == 5 ? leave(p) : textValue(p);
}

/** The end of a value and its cell. */
// @ts-ignore: decorator
@inline
function cellEnd(p: usize): usize {
  // </v></c>
  if (load<u64>(p) == 0x3e632f3c3e762f3c) return p + 8;
  // </t></is></c>
  if (type != 2 || load<u64>(p) != 0x73692f3c3e742f3c) return 0;
  return (load<u64>(p, 5) >> 24) == 0x3e632f3c3e ? p + 13 : 0;
}

function rowEnd(p: usize): usize {
  while (<u32>load<u8>(p) - 1 < 0x20) p++;
  // </row>
  return (load<u64>(p) & 0xffffffffffff) == 0x3e776f722f3c ? p + 6 : 0;
}

/** Writes down a value that is left: its column, where it stands, and what it is. */
function keepLeft(from: usize): void {
  const entry = leftAt + ((<usize>leftCount) << 4);
  store<u32>(entry, column);
  store<u32>(entry, <u32>(from - windowAt), 4);
  store<u32>(entry, <u32>(valueEnd - windowAt), 8);
  store<u32>(entry, style | (type << 16) | (isPlain << 24), 12);
  leftCount++;
}

/** Whether a value that is left is more than blanks. */
function isFilled(p: usize): bool {
  if (type == 2 || type == 4) return true;
  const byte = <u32>load<u8>(p);
  return type != 1 && (byte == 0x2d || byte - 0x30 < 10);
}
