import {
  cellEnd,
  cellStart,
  column,
  hasCells,
  hasValue,
  isFilled,
  mostColumns,
  number,
  rowEnd,
  rowStart,
  style,
  type,
  value,
} from './cells';
import { beginLog, isLeft, isLogging, isShared, leftWhat, log, logCell, logUsed, longestRow, rowIsOver, setLogUsed } from './log';
import {
  blank,
  copyShared,
  copyText,
  endsAt,
  filled,
  high,
  kind,
  kindsAt,
  left,
  leftAt,
  odd,
  positionsAt,
  setHigh,
  setUsed,
  sharedIndex,
  sharedLength,
  startsAt,
  used,
  valueEnd,
  windowAt,
} from './values';

/**
 * The rows of a sheet of OOXML, as nearly all programs write them: AssemblyScript, compiled by `npm run wasm` into `rows-wasm.ts`.
 *
 * It steps from cell to cell by comparing what has to stand there, eight bytes at a time, and writes the cells of whole rows into the arrays of a
 * batch. It stops before any row in which something stands that it does not expect: `sheet-scanner.ts` reads that, as it could read everything. A
 * value that alone takes more is left to it, with the row still open.
 *
 * Pages: 160 to 8192 of memory: the fixed part, and behind it the shared strings.
 */
export { logFull, logging, logUsed } from './log';
export { readStrings, stringEnd } from './strings';
export { dates, high, left, leftAt, positionsAt, startsAt, endsAt, kindsAt, strings, stringsAt, stylesAt, logAt, textsAt, used, windowAt } from './values';

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
      if (found == left) keepLeft(column, p, valueEnd, leftWhat());
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

/** Passes over rows, and only finds out which columns they fill. Its log has their cells for `replay`. */
export function edges(from: u32): void {
  leftmost = mostColumns;
  rightmost = -1;
  lastFilled = 0;
  beginLog();
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
    const logged = logUsed;
    if (!log(number)) return;
    let first: u32 = mostColumns;
    let before: i32 = -1;
    let length: u32 = 0;
    for (;;) {
      const next = cellStart(p);
      if (next == 0) break;
      p = next;
      if (!hasValue) continue;
      setUsed(0);
      const found = type == 1 ? sharedIndex(p) : value(p);
      if (found == odd || (found == left && !isFilled(p)) || (found != blank && <i32>column <= before)) {
        p = 0;
        break;
      }
      if (found != blank) {
        if (before < 0) first = column;
        before = column;
        length += found == left ? <u32>(valueEnd - p) : type == 1 ? sharedLength : used;
        if (isLogging && !logCell(p, found)) {
          p = 0;
          break;
        }
      }
      p = cellEnd(valueEnd);
      if (p == 0) break;
    }
    if (p != 0) p = rowEnd(p);
    if (p == 0 || (isLogging && length > longestRow) || !log(rowIsOver)) {
      setLogUsed(logged);
      return;
    }
    row = number;
    last = number;
    if (before < 0) continue;
    lastFilled = number;
    if (first < leftmost) leftmost = first;
    if (before > rightmost) rightmost = before;
  }
}

/** As `scan`, with a log in the window in place of the sheet. The table has all columns that are filled. */
export function replay(from: u32, to: u32, most: u32, mostBytes: u32): u32 {
  let p = windowAt + from;
  const end = windowAt + to;
  while (p < end) {
    const base = rows * width - firstColumn;
    rowUsed = used;
    leftCount = 0;
    row = load<u32>(p);
    p += 4;
    for (;;) {
      const cell = load<u32>(p);
      p += 4;
      if (cell == rowIsOver) break;
      const inColumn = cell & 0x3fff;
      const what = (cell >> 14) & 7;
      const length = cell >> 17;
      if (what == isLeft) {
        keepLeft(inColumn, p + 4, p + 4 + length, load<u32>(p));
        p += 4 + length;
        continue;
      }
      const start = used;
      if (what == isShared) {
        copyShared(load<u32>(p));
        p += 4;
      } else {
        copyText(p, length, what == 0);
        p += length;
      }
      const index = base + inColumn;
      store<u32>(startsAt + ((<usize>index) << 2), start);
      store<u32>(endsAt + ((<usize>index) << 2), used);
      store<u8>(kindsAt + index, <u8>(what == isShared ? 0 : what));
    }
    at = <u32>(p - windowAt);
    if (leftCount > 0 || row <= above || row > below) return isOpen;
    last = row;
    if (used == rowUsed) continue;
    store<f64>(positionsAt + ((<usize>rows) << 3), <f64>row);
    rowUsed = used;
    if (++rows == most || used > mostBytes) return enough;
  }
  return elsewhere;
}

/** Writes down a value that is left: its column, where it stands, and what it is. */
function keepLeft(inColumn: u32, from: usize, to: usize, what: u32): void {
  const entry = leftAt + ((<usize>leftCount) << 4);
  store<u32>(entry, inColumn);
  store<u32>(entry, <u32>(from - windowAt), 4);
  store<u32>(entry, <u32>(to - windowAt), 8);
  store<u32>(entry, what, 12);
  leftCount++;
}
