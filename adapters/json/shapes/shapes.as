import { list } from './list';
import { cell, contentAt, filledAt, linesAt, seenAt, statesAt, stepsAt, stepsEnd } from './memory';
import { behindNumber, behindWord, nullWord } from './number';
import { backTo, behindPlain, escaped, out } from './text';

export { contentAt, contentBytes, endsAt, filledAt, kindsAt, linesAt, maxCells, startsAt, states } from './memory';
export { isWide, restart } from './text';

/**
 * Lines of JSON whose keys come as they came before: AssemblyScript, compiled by `npm run wasm` into `shapes-wasm.ts`.
 *
 * Between the values of a line stand the same bytes again and again: `{"id":`, `,"os":{"name":`, `}}` and a line feed. Each such piece is a step
 * from one key to the next. A step is learnt from a line that the parser of tokens has read, and what may stand behind a value depends on
 * nothing but its key and the objects around it; so whatever lines are made of known steps and sound values are JSON. A line is then compared
 * 16 bytes at a time instead of being parsed. It stops before every line that is not made of them, and the parser decides.
 *
 * Pages: 56 of memory.
 */

/** Behind the last line that was read, and the number of the next one. */
export let at: u32 = 0;
export let line: f64 = 0;
/** It stopped where none of the known steps fits. */
export let isUnknown: u32 = 0;

let nextStep: usize = stepsAt;
let stamp: u32 = 0;

/** How many steps there may be behind one key, all of which may have to be tried. */
const mostSteps: u32 = 256;

/** Learns the step from a key to another one that stands in the content. 0: there is no room for it; 1: it was known, or one too many; 2: it is new. */
export function learn(state: u32, target: i32, column: i32, from: u32, length: u32): u32 {
  const first = statesAt + ((<usize>state) << 2);
  let tried: u32 = 0;
  for (let step: usize = load<u32>(first); step != 0; step = load<u32>(step)) {
    if (load<u32>(step, 4) == length && isAt(step, contentAt + from)) return 1;
    if (++tried == mostSteps) return 1;
  }
  const size = 16 + ((length + 15) & ~15);
  if (nextStep + size > stepsEnd) return 0;
  store<u32>(nextStep, load<u32>(first));
  store<u32>(nextStep, length, 4);
  store<u32>(nextStep, target < 0 ? 0 : <u32>statesAt + (target << 2), 8);
  store<i32>(nextStep, column, 12);
  memory.copy(nextStep + 16, contentAt + from, length);
  store<u32>(first, nextStep);
  nextStep += size;
  return 2;
}

/** Reads lines from `from` up to `to`, behind which is a line feed, into the rows from `rows` up to `most`; gives how many there are then. */
export function read(from: u32, to: u32, rows: u32, most: u32, width: u32): u32 {
  const end = contentAt + to;
  let p = contentAt + from;
  at = from;
  isUnknown = 0;
  while (rows < most && p < end) {
    if (load<u8>(p) == 10) {
      at = <u32>(++p - contentAt);
      line += 1;
      continue;
    }
    const kept = out;
    const first = rows * width;
    let values: u32 = 0;
    let state: usize = statesAt;
    if (++stamp == 0) restamp();
    for (;;) {
      const step = stepAt(state, p);
      isUnknown = step == 0 ? 1 : 0;
      if (step != 0) {
        p += load<u32>(step, 4);
        state = load<u32>(step, 8);
        if (state == 0) break;
        const column = load<i32>(step, 12);
        if (column < 0) p = load<u32>(p) == nullWord ? p + 4 : 0;
        else {
          p = value(p, column, first + column);
          values++;
        }
      }
      if (step == 0 || p == 0) {
        backTo(kept);
        return rows;
      }
    }
    if (values < width) clearOthers(first, width);
    store<f64>(linesAt + ((<usize>rows) << 3), line);
    line += 1;
    at = <u32>(p - contentAt);
    rows++;
  }
  return rows;
}

/** After 4,294,967,295 lines. */
function restamp(): void {
  memory.fill(seenAt, 0, filledAt - seenAt);
  stamp = 1;
}

/** The columns that the line did not have. */
function clearOthers(first: u32, width: u32): void {
  for (let column: u32 = 0; column < width; column++) {
    if (load<u32>(seenAt + ((<usize>column) << 2)) != stamp) cell(first + column, contentAt, contentAt, 0);
  }
}

/** The step behind a key that stands here, with the beginning of a value behind it; 0 if there is none. */
function stepAt(state: usize, p: usize): usize {
  let before: usize = 0;
  for (let step: usize = load<u32>(state); step != 0; step = load<u32>(step)) {
    if (isAt(step, p)) {
      const next = <u32>load<u8>(p + load<u32>(step, 4));
      // A longer step may fit: blanks, and objects, are part of steps.
      if (load<u32>(step, 8) == 0 || (next > 32 && next != 123)) {
        if (before != 0) {
          store<u32>(before, load<u32>(step));
          store<u32>(step, load<u32>(state));
          store<u32>(state, step);
        }
        return step;
      }
    }
    before = step;
  }
  return 0;
}

// @ts-ignore: decorator
@inline
function isAt(step: usize, p: usize): bool {
  let left = load<u32>(step, 4);
  let bytes = step + 16;
  while (left > 16) {
    if (i8x16.bitmask(i8x16.eq(v128.load(bytes), v128.load(p))) != 0xffff) return false;
    bytes += 16;
    p += 16;
    left -= 16;
  }
  const equal = <u32>i8x16.bitmask(i8x16.eq(v128.load(bytes), v128.load(p)));
  return (~equal & ((1 << left) - 1)) == 0;
}

/** Takes the value that begins here, and gives the place behind it; 0 if it is none, or its column came before. */
// @ts-ignore: decorator
@inline
function value(p: usize, column: u32, index: u32): usize {
  const seen = seenAt + ((<usize>column) << 2);
  if (load<u32>(seen) == stamp) return 0;
  store<u32>(seen, stamp);
  const sign = <u32>load<u8>(p);
  if (sign == 110) {
    if (load<u32>(p) != nullWord) return 0;
    cell(index, contentAt, contentAt, 0);
    return p + 4;
  }
  store<u8>(filledAt + column, 1);
  if (sign == 34) {
    const from = p + 1;
    const end = behindPlain(from);
    if (load<u8>(end) != 34) return escaped(from, index);
    cell(index, from, end, 1);
    return end + 1;
  }
  if (sign == 91) return list(p, index);
  const end = sign == 45 || sign - 48 < 10 ? behindNumber(p) : behindWord(p);
  if (end != 0) cell(index, p, end, 0);
  return end;
}
