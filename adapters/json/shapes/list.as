import { cell } from './memory';
import { behindNumber, behindWord, nullWord } from './number';
import { append, appendRange, copied, out } from './text';

/** Lists as cells. */

/** What may come next in a list or object. */
const wantsValue: u32 = 0;
const wantsValueOrClose: u32 = 1;
const wantsKey: u32 = 2;
const wantsKeyOrClose: u32 = 3;
const wantsColon: u32 = 4;
const wantsCommaOrClose: u32 = 5;

/** A list becomes JSON text without blanks. Gives the place behind it; 0 if it is none, or too deep. */
export function list(p: usize, index: u32): usize {
  const start = out;
  // Bit by bit, from the lowest: whether the open containers, the innermost first, are objects.
  let objects: u64 = 0;
  let depth: u32 = 0;
  let wants = wantsValue;
  for (;;) {
    const sign = <u32>load<u8>(p);
    if (sign == 32 || sign == 9 || sign == 13) {
      p++;
      continue;
    }
    if (sign == 34 && wants <= wantsKeyOrClose) {
      append(34);
      p = copied(p + 1, true);
      if (p++ == 0) return 0;
      append(34);
      wants = wants >= wantsKey ? wantsColon : wantsCommaOrClose;
    } else if (sign == 44 && wants == wantsCommaOrClose) {
      append(sign);
      p++;
      wants = (objects & 1) == 1 ? wantsKey : wantsValue;
    } else if (sign == 58 && wants == wantsColon) {
      append(sign);
      p++;
      wants = wantsValue;
    } else if ((sign | 32) == 123 && wants <= wantsValueOrClose) {
      if (++depth > 60) return 0;
      const isObject = sign == 123;
      objects = (objects << 1) | <u64>isObject;
      wants = isObject ? wantsKeyOrClose : wantsValueOrClose;
      append(sign);
      p++;
    } else if ((sign | 32) == 125) {
      const isObject = (objects & 1) == 1;
      if (isObject != (sign == 125)) return 0;
      if (wants != wantsCommaOrClose && wants != (isObject ? wantsKeyOrClose : wantsValueOrClose)) return 0;
      append(sign);
      p++;
      objects >>= 1;
      wants = wantsCommaOrClose;
      if (--depth == 0) break;
    } else {
      if (wants > wantsValueOrClose) return 0;
      const isNumber = sign == 45 || sign - 48 < 10;
      const end = isNumber ? behindNumber(p) : load<u32>(p) == nullWord ? p + 4 : behindWord(p);
      if (end == 0) return 0;
      appendRange(p, end);
      p = end;
      wants = wantsCommaOrClose;
    }
  }
  cell(index, start, out, 0);
  return p;
}
