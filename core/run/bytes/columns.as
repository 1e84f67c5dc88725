import { endOf, kindOf, startOf, width } from './batch';

/** Looks at a column of a batch. Each function passes over rows that are plain, and gives the first that needs a closer look, or `to`. */

/** Values that are no number, or one with a sign and three digits behind it, which can be above a thousand. */
export function seeNumbers(column: u32, from: u32, to: u32): u32 {
  for (let row = from; row < to; row++) {
    const cell = row * width + column;
    if (kindOf(cell) != 3 && !isPlainNumber(startOf(cell), endOf(cell))) return row;
  }
  return to;
}

function isPlainNumber(start: usize, end: usize): bool {
  if (start == end) return true;
  let at = start;
  if (load<u8>(at) == 45) at++;
  const whole = at;
  while (at < end && isDigit(load<u8>(at))) at++;
  const ones = at - whole;
  if (ones == 0) return false;
  if (at == end) return true;
  if (load<u8>(at) != 46) return false;
  const fraction = ++at;
  while (at < end && isDigit(load<u8>(at))) at++;
  const parts = at - fraction;
  if (at < end || parts == 0) return false;
  return ones > 3 || parts != 3 || (ones == 1 && load<u8>(whole) == 48);
}

/** Values that do not begin as `2024-03-31` does. */
export function seeDates(column: u32, from: u32, to: u32): u32 {
  for (let row = from; row < to; row++) {
    const cell = row * width + column;
    const start = startOf(cell);
    const size = endOf(cell) - start;
    if (size == 0 || kindOf(cell) == 4) continue;
    if (size < 10 || load<u8>(start, 4) != 45 || load<u8>(start, 7) != 45 || !isDigit(load<u8>(start))) return row;
  }
  return to;
}

/**
 * Counts the codes of a column. What is counted, at `tally`: smallest and largest (f64), filled, numbers, whether enough numbers are kept,
 * then four times as many words as there are lengths of codes (33): zeros in front, others, their first digits, whether enough are kept.
 */
const lengths: u32 = 33;
const headBytes: usize = 32;

export function seeCodes(tally: usize, column: u32, from: u32, to: u32): u32 {
  for (let row = from; row < to; row++) {
    const cell = row * width + column;
    const start = startOf(cell);
    const end = endOf(cell);
    if (start == end) continue;
    const kind = kindOf(cell);
    const length = <u32>(end - start);
    let at = start;
    let value: f64 = 0;
    while (at < end && isDigit(load<u8>(at))) value = value * 10 + <f64>(<u32>load<u8>(at++) - 48);
    if (kind == 3 && (length > 15 || load<u32>(tally, 24) == 0)) return row;
    if (at == end) {
      if (length < lengths && !seeDigits(tally, length, <u32>load<u8>(start) - 48, value)) return row;
    } else if (kind == 4 || (kind != 3 && length <= 10 && (at > start || length <= 8))) return row;
    if (kind == 3) store<u32>(tally, load<u32>(tally, 20) + 1, 20);
    store<u32>(tally, load<u32>(tally, 16) + 1, 16);
  }
  return to;
}

function seeDigits(tally: usize, length: u32, first: u32, value: f64): bool {
  const at = tally + headBytes + (<usize>length << 2);
  if (first == 0 && length > 1) store<u32>(at, load<u32>(at) + 1);
  else {
    if (load<u32>(at, lengths * 12) == 0) return false;
    store<u32>(at, load<u32>(at, lengths * 4) + 1, lengths * 4);
    store<u32>(at, load<u32>(at, lengths * 8) | (1 << first), lengths * 8);
  }
  if (value < load<f64>(tally)) store<f64>(tally, value);
  if (value > load<f64>(tally, 8)) store<f64>(tally, value, 8);
  return true;
}

// @ts-ignore: decorator
@inline
function isDigit(byte: u32): bool {
  return byte - 48 < 10;
}
