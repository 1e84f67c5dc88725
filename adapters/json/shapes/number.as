/** Numbers and words. */

export const nullWord: u32 = 0x6c6c756e;

/** Behind a number as JSON has them; 0 if it is none. */
export function behindNumber(p: usize): usize {
  if (load<u8>(p) == 45) p++;
  if (load<u8>(p) == 48) p++;
  else if ((p = behindDigits(p)) == 0) return 0;
  if (load<u8>(p) == 46 && (p = behindDigits(p + 1)) == 0) return 0;
  if ((load<u8>(p) | 32) != 101) return p;
  const sign = load<u8>(p, 1);
  return behindDigits(sign == 43 || sign == 45 ? p + 2 : p + 1);
}

/** Behind one digit or more; 0 if there is none. */
// @ts-ignore: decorator
@inline
function behindDigits(from: usize): usize {
  let p = from;
  for (;;) {
    const digits = i8x16.sub(v128.load(p), i8x16.splat(48));
    const others = ~(<u32>i8x16.bitmask(i8x16.eq(i8x16.min_u(digits, i8x16.splat(9)), digits))) & 0xffff;
    if (others == 0) {
      p += 16;
      continue;
    }
    p += ctz(others);
    return p == from ? 0 : p;
  }
}

export function behindWord(p: usize): usize {
  if (load<u32>(p) == 0x65757274) return p + 4;
  return load<u8>(p) == 102 && load<u32>(p, 1) == 0x65736c61 ? p + 5 : 0;
}
