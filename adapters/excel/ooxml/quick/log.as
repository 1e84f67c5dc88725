import { column, style, type } from './cells';
import { isPlain, kind, left, logAt, logBytes, sharedNumber, textsAt, used, valueEnd } from './values';

/**
 * A log of rows: part of `rows.as`. It has of each row its number, its cells and an end. A cell is its column, what it is and a length in one number,
 * and then: its text; the number of a shared string; or what `leftAt` has of a value that is left, and its bytes.
 */
export const rowIsOver: u32 = 0xffffffff;
/** What a cell is, beside the kinds of batches. */
export const isShared: u32 = 1;
export const isLeft: u32 = 2;
/** A cell or row with more text goes by the sheet itself, so that a batch always has room for one more. */
const longestCell: u32 = 1 << 14;
export const longestRow: u32 = 1 << 19;

/** How much of the log is taken; whether it is written; not 0: the next row did not fit behind the others. */
export let logUsed: u32 = 0;
export let isLogging: bool = false;
export let logFull: u32 = 0;

/** The log begins anew, or is written no more. */
export function logging(isOn: u32): void {
  isLogging = isOn != 0;
  logUsed = 0;
}

export function beginLog(): void {
  logFull = 0;
}

export function setLogUsed(bytes: u32): void {
  logUsed = bytes;
}

/** Writes the beginning or the end of a row. */
export function log(what: u32): bool {
  if (!isLogging) return true;
  if (logUsed + 4 > logBytes) {
    logFull = 1;
    return false;
  }
  store<u32>(logAt + logUsed, what);
  logUsed += 4;
  return true;
}

/** Writes the cell that was read last, whose value begins at a place; its text is the first one of the batch. */
export function logCell(from: usize, found: u32): bool {
  const length = found == left ? <u32>(valueEnd - from) : type == 1 ? 0 : used;
  if (length > longestCell) return false;
  if (logUsed + length + 32 > logBytes) {
    logFull = 1;
    return false;
  }
  const what = found == left ? isLeft : type == 1 ? isShared : kind;
  let to = logAt + logUsed;
  store<u32>(to, column | (what << 14) | (length << 17));
  to += 4;
  if (what == isShared) {
    store<u32>(to, sharedNumber);
    logUsed += 8;
    return true;
  }
  let source = textsAt;
  if (what == isLeft) {
    store<u32>(to, leftWhat());
    to += 4;
    source = from;
  }
  for (let done: u32 = 0; done < length; done += 16) v128.store(to + done, v128.load(source + done));
  logUsed = <u32>(to - logAt) + length;
  return true;
}

/** The style and type of a value that is left, and whether it has no entity. */
export function leftWhat(): u32 {
  return style | (type << 16) | (isPlain << 24);
}
