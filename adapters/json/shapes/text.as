import { cell, contentAt, resolvedAt } from './memory';

/** Strings: where they end, and what they are without their escapes. */

/** Where the next text goes that is resolved, or written anew. */
export let out: usize = resolvedAt;
/** An escape has become something other than ASCII. */
export let isWide: u32 = 0;

/** Forgets what was resolved. */
export function restart(): void {
  out = resolvedAt;
  isWide = 0;
}

/** Forgets what was resolved behind a place. */
export function backTo(place: usize): void {
  out = place;
}

/** Writes one more byte, and a range of bytes. */
export function append(byte: u32): void {
  store<u8>(out++, byte);
}

export function appendRange(from: usize, to: usize): void {
  memory.copy(out, from, to - from);
  out += to - from;
}

const quotes: v128 = i8x16.splat(34);
const backslashes: v128 = i8x16.splat(92);
/** What control bytes have none of. */
const highBits: v128 = i8x16.splat(-32);

/** A string with escapes. Where it has no text in UTF-8 (half of a surrogate pair), it stays as it is. */
export function escaped(from: usize, index: u32): usize {
  const start = out;
  let end = copied(from, false);
  if (end != 0) {
    cell(index, start, out, 1);
    return end + 1;
  }
  out = start;
  end = passed(from);
  if (end == 0) return 0;
  cell(index, from, end, 2);
  return end + 1;
}

/** Which of 16 bytes do not stand in a string as they are: quotes, backslashes, control bytes. */
// @ts-ignore: decorator
@inline
function special(bytes: v128): u32 {
  const controls = i8x16.eq(v128.and(bytes, highBits), i8x16.splat(0));
  return i8x16.bitmask(v128.or(v128.or(i8x16.eq(bytes, quotes), i8x16.eq(bytes, backslashes)), controls));
}

// @ts-ignore: decorator
@inline
export function behindPlain(p: usize): usize {
  let mask = special(v128.load(p));
  while (mask == 0) {
    p += 16;
    mask = special(v128.load(p));
  }
  return p + ctz(mask);
}

/** Copies a string to `out`, resolved or as JSON writes it; gives the place of its closing quote, 0 at the first doubt. */
export function copied(p: usize, asJson: bool): usize {
  let to = out;
  for (;;) {
    const bytes = v128.load(p);
    v128.store(to, bytes);
    const mask = special(bytes);
    const plain: usize = mask == 0 ? 16 : ctz(mask);
    p += plain;
    to += plain;
    if (mask == 0) continue;
    let sign = <u32>load<u8>(p);
    if (sign != 92) {
      out = to;
      return sign == 34 ? p : 0;
    }
    sign = load<u8>(p, 1);
    if (sign == 117) {
      let code = hex(p + 2);
      p += 6;
      if ((code & 0xfffff800) == 0xd800) {
        const low: u32 = load<u16>(p) == 0x755c ? hex(p + 2) : 0;
        if (code >= 0xdc00 || (low & 0xfffffc00) != 0xdc00) return 0;
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        p += 6;
      }
      if (code == noHex || (asJson && (code < 32 || code == 34 || code == 92))) return 0;
      to = character(code, to);
      continue;
    }
    const meant = meaning(sign);
    if (meant == 0) return 0;
    if (asJson && sign != 47) {
      store<u16>(to, load<u16>(p));
      to += 2;
    } else store<u8>(to++, meant);
    p += 2;
  }
  return 0;
}

/** The closing quote of a string; 0 if it has a fault. */
function passed(p: usize): usize {
  for (;;) {
    p = behindPlain(p);
    const sign = load<u8>(p);
    if (sign == 34) return p;
    if (sign != 92) return 0;
    if (load<u8>(p, 1) == 117) {
      if (hex(p + 2) == noHex) return 0;
      p += 6;
    } else if (meaning(load<u8>(p, 1)) == 0) return 0;
    else p += 2;
  }
  return 0;
}

/** What a sign behind a backslash means; 0: nothing. */
function meaning(sign: u32): u32 {
  switch (sign) {
    case 34: case 47: case 92: return sign;
    case 98: return 8;
    case 102: return 12;
    case 110: return 10;
    case 114: return 13;
    case 116: return 9;
    default: return 0;
  }
}

const noHex: u32 = 0xffffffff;

/** The number that four hexadecimal digits make. */
function hex(p: usize): u32 {
  let code: u32 = 0;
  for (let end = p + 4; p < end; p++) {
    let digit = <u32>load<u8>(p) - 48;
    if (digit > 9) {
      digit = (<u32>load<u8>(p) | 32) - 97;
      if (digit > 5) return noHex;
      digit += 10;
    }
    code = (code << 4) | digit;
  }
  return code;
}

/** Writes a character in UTF-8. */
function character(code: u32, to: usize): usize {
  if (code < 0x80) {
    store<u8>(to, code);
    return to + 1;
  }
  isWide = 1;
  if (code < 0x800) {
    store<u8>(to, 0xc0 | (code >> 6));
    store<u8>(to, 0x80 | (code & 63), 1);
    return to + 2;
  }
  let tail = to + 1;
  if (code < 0x10000) store<u8>(to, 0xe0 | (code >> 12));
  else {
    store<u8>(to, 0xf0 | (code >> 18));
    store<u8>(tail++, 0x80 | ((code >> 12) & 63));
  }
  store<u8>(tail, 0x80 | ((code >> 6) & 63));
  store<u8>(tail, 0x80 | (code & 63), 1);
  return tail + 2;
}
