/**
 * Deflate (RFC 1951) for blocks of lines: AssemblyScript, compiled by `npm run wasm` into `deflate-wasm.ts`.
 *
 * Lines are like an earlier line but for their values. So most bytes lie in long matches, and what counts is what is tried where one ends: the
 * same distance again, as soon as eight bytes agree, whatever stands between; what followed the same eight bytes the last time; what followed
 * the same four. A match that reaches back over those before it takes their place: so the line that has the next value, too, is found
 * without a chain of candidates.
 *
 * Pages: 48 of memory. The caller writes the input from `inputAt` on, and finds the output from `outputAt` on. Nothing that an earlier input left
 * behind has a say: the same input gives the same bytes.
 */
import { finishBits, outputAt, setBits } from './bits';
import { sequencesAt, sequencesEnd, writeBlock } from './block';

/** More than a window behind 0, which is what stands in an empty table. */
const inputAt: usize = 0x80000;
const window: u32 = 32768;
const longest: u32 = 258;

/** Where eight bytes, and where four bytes, stood the last time. */
const longAt: usize = 0x10000;
const shortAt: usize = 0x20000;
const slotBits: u32 = 14;

/** A block ends at the first match past as many literals. */
const mostLiterals: u32 = 1 << 16;

/** The distance of the last match that was not chosen for being near. */
let usual: u32 = 1;
/** Behind the last sequence of the block. */
let sequence: usize = 0;

export function deflate(bytes: u32, isLast: u32): u32 {
  memory.fill(longAt, 0, 8 << slotBits);
  setBits(outputAt, 0, 0);
  const end = inputAt + bytes;
  let begin = inputAt;
  usual = 1;
  do {
    const reached = findMatches(begin, end);
    writeBlock(begin, reached, sequence, isLast != 0 && reached == end);
    begin = reached;
  } while (begin < end);
  return finishBits(isLast != 0);
}

// @ts-ignore: decorator
@inline
function longSlot(word: u64): usize {
  return longAt + (<usize>((word * 0x9e3779b97f4a7c15) >> (64 - slotBits)) << 2);
}

// @ts-ignore: decorator
@inline
function shortSlot(word: u64): usize {
  return shortAt + (<usize>((<u32>word * 0x9e3779b1) >> (32 - slotBits)) << 2);
}

// @ts-ignore: decorator
@inline
function isInWindow(p: usize, candidate: usize): bool {
  return <u32>(p - candidate) - 1 < window;
}

/** Bit i: whether the bytes at i agree. */
// @ts-ignore: decorator
@inline
function equals(a: usize, b: usize): u32 {
  return <u32>i8x16.bitmask(i8x16.eq(v128.load(a), v128.load(b)));
}

/** How many bytes agree from two places on, up to `most`. */
// @ts-ignore: decorator
@inline
function agreeing(a: usize, b: usize, most: u32): u32 {
  let n: u32 = 0;
  while (n < most) {
    const differing = equals(a + n, b + n) ^ 0xffff;
    if (differing != 0) {
      n += ctz(differing);
      break;
    }
    n += 16;
  }
  return min(n, most);
}

/** How many bytes agree before two places, up to `most`. */
// @ts-ignore: decorator
@inline
function agreeingBefore(a: usize, b: usize, most: u32): u32 {
  let n: u32 = 0;
  while (n < most) {
    const differing = (equals(a - n - 16, b - n - 16) ^ 0xffff) << 16;
    if (differing != 0) {
      n += clz(differing);
      break;
    }
    n += 16;
  }
  return min(n, most);
}

/** Fills the sequences of one block from `begin` on, and gives how far it reaches. */
function findMatches(begin: usize, end: usize): usize {
  sequence = sequencesAt;
  /** Behind the last match: what is from here on is literal so far. */
  let anchor = begin;
  let literals: u32 = 0;
  // The first byte has nothing before it. The last ones are not looked for: 16 are compared at once.
  let p = begin == inputAt ? begin + 1 : begin;
  while (p + 16 <= end) {
    const word = load<u64>(p);
    const long = longSlot(word);
    const short = shortSlot(word);
    let match: usize = load<u32>(long);
    const other: usize = load<u32>(short);
    store<u32>(long, <u32>p);
    store<u32>(short, <u32>p);

    let length: u32 = 0;
    let isNear = false;
    const most = min(longest, <u32>(end - p));
    if (isInWindow(p, match) && load<u64>(match) == word) length = 8 + agreeing(p + 8, match + 8, most - 8);

    // Bit i: whether eight bytes from i on agree with those at the usual distance.
    let again = equals(p, p - usual);
    again &= again >> 1;
    again &= again >> 2;
    again &= again >> 4;
    if (again != 0) {
      const skip = <u32>ctz(again);
      if (length == 0 && skip > 4 && isInWindow(p, other) && load<u32>(other) == <u32>word) {
        length = 4 + agreeing(p + 4, other + 4, most - 4);
        if (length >= skip) match = other;
        else length = 0;
      }
      const q = p + skip;
      const n: u32 = 8 + agreeing(q + 8, q - usual + 8, min(longest, <u32>(end - q)) - 8);
      if (length < 8 ? length == 0 : n > length) {
        length = n;
        match = q - usual;
        if (usual > 1024 && n < 48) {
          // Far and short: a nearer one takes fewer bits.
          const slot = shortSlot(load<u64>(q));
          const near: usize = skip == 0 ? other : load<u32>(slot);
          store<u32>(slot, <u32>q);
          isNear = <u32>(q - near) < usual >> 2 && agreeing(q, near, n) >= n;
          if (isNear) match = near;
        }
        p = q;
      }
    } else if (length == 0) {
      if (isInWindow(p, other) && load<u32>(other) == <u32>word) {
        match = other;
        length = 4 + agreeing(p + 4, match + 4, most - 4);
      }
      // Four bytes are hardly ever less than four literals. Where nothing is found for long, fewer places are tried.
      if (length < 5) {
        p += 1 + ((p - anchor) >> 6);
        continue;
      }
    }

    const distance = <u32>(p - match);
    if (!isNear && (distance != usual || p == anchor)) {
      const start = p - agreeingBefore(p, match, min(longest - length, <u32>(match - inputAt)));
      while (start < anchor && sequence > sequencesAt) {
        const matched = load<u32>(sequence - 4) & 0xffff;
        if (start > anchor - matched) break;
        sequence -= 8;
        anchor -= matched + load<u32>(sequence);
      }
      const from = max(start, anchor);
      length += <u32>(p - from);
      p = from;
    }
    if (!isNear) usual = distance;
    const run = <u32>(p - anchor);
    store<u32>(sequence, run);
    store<u32>(sequence + 4, (distance << 16) | length);
    sequence += 8;
    literals += run;

    // Of the places in a match, those near its ends are the ones that others begin at.
    const second = load<u64>(p + 1);
    store<u32>(longSlot(second), <u32>(p + 1));
    store<u32>(shortSlot(second), <u32>(p + 1));
    p += length;
    anchor = p;
    store<u32>(longSlot(load<u64>(p - 4)), <u32>(p - 4));
    store<u32>(shortSlot(load<u64>(p - 2)), <u32>(p - 2));
    if (sequence >= sequencesEnd || literals >= mostLiterals) return p;
  }
  return end;
}
