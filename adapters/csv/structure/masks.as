/**
 * Masks of 64 bytes: bit i says something of byte i. All of it is inlined, so that masks stay in registers.
 */

// @ts-ignore: decorator
@inline
export function maskOf(a: v128, b: v128, c: v128, d: v128, sign: v128): u64 {
  return (
    <u64>(<u32>i8x16.bitmask(i8x16.eq(a, sign))) |
    (<u64>(<u32>i8x16.bitmask(i8x16.eq(b, sign))) << 16) |
    (<u64>(<u32>i8x16.bitmask(i8x16.eq(c, sign))) << 32) |
    (<u64>(<u32>i8x16.bitmask(i8x16.eq(d, sign))) << 48)
  );
}

/** Whether a sign is there at all. */
// @ts-ignore: decorator
@inline
export function has(a: v128, b: v128, c: v128, d: v128, sign: v128): bool {
  const left = v128.or(i8x16.eq(a, sign), i8x16.eq(b, sign));
  const right = v128.or(i8x16.eq(c, sign), i8x16.eq(d, sign));
  return v128.any_true(v128.or(left, right));
}

/** Bit i: whether the number of bits up to it is odd. */
// @ts-ignore: decorator
@inline
export function parity(bits: u64): u64 {
  bits ^= bits << 1;
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  bits ^= bits << 32;
  return bits;
}

/** The bits before the lowest one of a mask. */
// @ts-ignore: decorator
@inline
export function before(mask: u64): u64 {
  return (mask - 1) & ~mask;
}

/** The lowest bit of a mask, and those before it. */
// @ts-ignore: decorator
@inline
export function upTo(mask: u64): u64 {
  return mask ^ (mask - 1);
}

/** The returns that end a line alone. `next` is the byte behind the 64, of which `left` are content; a return behind which there is none is open. */
// @ts-ignore: decorator
@inline
export function loneReturns(returns: u64, feeds: u64, left: u32, next: u32): u64 {
  let followed = feeds >> 1;
  if (left <= 64) followed |= (<u64>1) << (left - 1);
  else if (next == 10) followed |= (<u64>1) << 63;
  return returns & ~followed;
}
