/**
 * Deflate (RFC 1951) for blocks of lines: AssemblyScript, compiled by `npm run wasm` into `deflate-wasm.ts`.
 *
 * Lines resemble an earlier line but for their values. So most bytes lie in long matches, and what counts is what happens where one ends: there,
 * and at every literal, three places are tried. What followed the same eight bytes the last time; the same distance as before, as soon
 * as eight bytes agree again; what followed the same four bytes. A match that reaches back over those before it takes their place: the
 * line that agrees in the next value, too, is found only there.
 *
 * Pages: 48 of memory. The caller writes input from `inputAt` on, and finds the output from `outputAt` on.
 */
import { sequencesAt, sequencesEnd, writeBlock } from './block';
import { finishBits, restartBits } from './bits';

/** Behind more than a window of other things, so that 0 in a table is too far away. */
const inputAt: usize = 1 << 19;
const longAt: usize = 1 << 16;
const longBits: u32 = 14;
const shortAt: usize = 1 << 17;
const shortBits: u32 = 14;
const window: u32 = 32768;
const longest: u32 = 258;
/** A block ends at the first match past this many bytes of literals. */
const mostLiterals: u32 = 1 << 16;

export function deflate(bytes: u32, isLast: u32): u32 {
  memory.fill(longAt, 0, 4 << longBits);
  memory.fill(shortAt, 0, 4 << shortBits);
  restartBits();
  const end = inputAt + bytes;
  let begin = inputAt;
  distance = 1;
  do {
    const reached = findMatches(begin, end);
    writeBlock(begin, reached, found, isLast != 0 && reached == end);
    begin = reached;
  } while (begin < end);
  return finishBits(isLast != 0);
}

let distance: u32 = 1;
/** Behind the last sequence that was found. */
let found: usize = sequencesAt;

// @ts-ignore: decorator
@inline
function longSlot(word: u64): usize {
  return longAt + (<usize>((word * 0x9e3779b97f4a7c15) >> (64 - longBits)) << 2);
}

// @ts-ignore: decorator
@inline
function shortSlot(word: u64): usize {
  return shortAt + (<usize>((<u32>word * 0x9e3779b1) >> (32 - shortBits)) << 2);
}

/** How many bytes agree from two places on, up to `most`. */
// @ts-ignore: decorator
@inline
function agreeing(a: usize, b: usize, most: u32): u32 {
  let n: u32 = 0;
  while (n < most) {
    const differing = ~(<u32>i8x16.bitmask(i8x16.eq(v128.load(a + n), v128.load(b + n)))) & 0xffff;
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
    const differing = ~(<u32>i8x16.bitmask(i8x16.eq(v128.load(a - n - 16), v128.load(b - n - 16)))) << 16;
    if (differing != 0) {
      n += clz(differing);
      break;
    }
    n += 16;
  }
  return min(n, most);
}

/** Fills the sequences from `begin` on, and gives how far they reach. */
function findMatches(begin: usize, end: usize): usize {
  let sequence = sequencesAt;
  let anchor = begin;
  let p = begin == inputAt ? begin + 1 : begin;
  let rep = distance;
  let literals: u32 = 0;
  const last = end - 16;
  while (p <= last) {
    const word = load<u64>(p);
    const slot = longSlot(word);
    const slot4 = shortSlot(word);
    let c: usize = load<u32>(slot);
    let c4: usize = load<u32>(slot4);
    store<u32>(slot, <u32>p);
    store<u32>(slot4, <u32>p);
    let length: u32 = 0;
    const most = min(longest, <u32>(end - p));
    let same = <u32>i8x16.bitmask(i8x16.eq(v128.load(p), v128.load(p - rep)));
    same &= same >> 1;
    same &= same >> 2;
    same &= same >> 4;
    let q = p;
    if (<u32>(p - c) <= window && load<u64>(c) == word) length = 8 + agreeing(p + 8, c + 8, most - 8);
    if (same != 0) {
      const skip = <u32>ctz(same);
      q = p + skip;
      const n: u32 = 8 + agreeing(q + 8, q - rep + 8, min(longest, <u32>(end - q)) - 8);
      if (n + skip > length) {
        length = n;
        p = q;
        c = p - rep;
      }
    }
    if (length == 0) {
      if (<u32>(p - c4) <= window && load<u32>(c4) == <u32>word) {
        c = c4;
        length = 4 + agreeing(p + 4, c + 4, most - 4);
      }
      if (length < 5) {
        p += 1 + ((p - anchor) >> 6);
        continue;
      }
    }
    if (p - c != rep || p == q) {
      // Backwards, perhaps over matches that it makes superfluous.
      const back = agreeingBefore(p, c, min(longest - length, <u32>(c - inputAt)));
      let start = p - back;
      while (start < anchor && sequence > sequencesAt) {
        const before = load<u32>(sequence - 4) & 0xffff;
        if (start > anchor - before) break;
        sequence -= 8;
        anchor -= before + load<u32>(sequence);
      }
      start = max(start, anchor);
      length += <u32>(p - start);
      c -= p - start;
      p = start;
    }
    rep = <u32>(p - c);
    const run = <u32>(p - anchor);
    store<u32>(sequence, run);
    store<u32>(sequence + 4, (rep << 16) | length);
    sequence += 8;
    literals += run;
    p += length;
    anchor = p;
    if (sequence >= sequencesEnd || literals >= mostLiterals) {
      found = sequence;
      distance = rep;
      return p;
    }
  }
  found = sequence;
  distance = rep;
  return end;
}
