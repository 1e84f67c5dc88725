import { behindTag } from './strings';
import { booleanValue, leave, mostStyles, numberValue, sharedValue, textValue } from './values';

/** The tags of rows and cells, as nearly all programs write them: part of `rows.as`. What stands there otherwise gives 0. */

export const mostRows: u32 = 1048576;
export const mostColumns: u32 = 16384;

/** Behind the start of a cell: its column, whether it has a value, its style and type. */
export let column: u32 = 0;
export let style: u32 = 0;
export let type: u32 = 0;
export let hasValue: bool = false;
/** Behind the start of a row: its number, which stands in each of its cells, with the quote behind it; and whether it has cells. */
export let number: u32 = 0;
let digits: u32 = 0;
let numberText: u64 = 0;
export let hasCells: bool = false;

/** Reads `<row r="7" …>`; 0 if it stands there otherwise, or the row is hidden. */
export function rowStart(p: usize): usize {
  // <row
  if (load<u32>(p) != 0x776f723c) return 0;
  p += 4;
  number = 0;
  while (load<u8>(p) == 0x20) {
    //  r="
    if (load<u32>(p) == 0x223d7220) {
      p += 4;
      const start = p;
      number = 0;
      let digit = <u32>load<u8>(p) - 0x30;
      while (digit < 10) {
        number = number * 10 + digit;
        digit = <u32>load<u8>(++p) - 0x30;
      }
      digits = <u32>(p - start) + 1;
      if (digits > 8 || load<u8>(p) != 0x22) return 0;
      numberText = load<u64>(start) << ((8 - digits) << 3);
      p++;
      continue;
    }
    // hidden
    if (load<u32>(++p) == 0x64646968) return 0;
    let byte = load<u8>(p);
    while (byte != 0x3d) {
      if (byte <= 0x22 || byte == 0x27 || byte == 0x2f || byte == 0x3c || byte == 0x3e) return 0;
      byte = load<u8>(++p);
    }
    if (load<u8>(++p) != 0x22) return 0;
    byte = load<u8>(++p);
    while (byte != 0x22) {
      if (byte == 0x3c) return 0;
      byte = load<u8>(++p);
    }
    p++;
  }
  if (number == 0 || number > mostRows) return 0;
  hasCells = load<u8>(p) == 0x3e;
  if (hasCells) return p + 1;
  // />
  return load<u16>(p) == 0x3e2f ? p + 2 : 0;
}

/** Reads `<c r="B7" s="1" t="s"><v>`, or a cell without a value as a whole; 0 if it stands there otherwise. */
// @ts-ignore: decorator
@inline
export function cellStart(p: usize): usize {
  while (<u32>load<u8>(p) - 1 < 0x20) p++;
  // <c r="
  if ((load<u64>(p) & 0xffffffffffff) != 0x223d7220633c) return 0;
  p += 6;
  let letter = <u32>load<u8>(p) - 0x41;
  column = 0;
  while (letter < 26) {
    column = column * 26 + letter + 1;
    if (column > mostColumns) return 0;
    letter = <u32>load<u8>(++p) - 0x41;
  }
  if (column == 0 || load<u64>(p) << ((8 - digits) << 3) != numberText) return 0;
  column--;
  p += digits;
  style = 0;
  type = 0;
  for (;;) {
    const word = load<u32>(p);
    if ((word & 0xff) == 0x3e) break;
    //  s="
    if (word == 0x223d7320) {
      p += 4;
      let digit = <u32>load<u8>(p) - 0x30;
      style = 0;
      while (digit < 10 && style < mostStyles) {
        style = style * 10 + digit;
        digit = <u32>load<u8>(++p) - 0x30;
      }
      if (style >= mostStyles || load<u8>(p) != 0x22) return 0;
      p++;
      //  t="
    } else if (word == 0x223d7420) {
      p = typeOf(p + 4);
      if (p == 0) return 0;
    } else {
      hasValue = false;
      return (word & 0xffff) == 0x3e2f ? p + 2 : 0;
    }
  }
  p++;
  // <f
  if (load<u16>(p) == 0x663c) {
    p = behindFormula(p + 2);
    // <v>
    if (p == 0 || (load<u32>(p) & 0xffffff) != 0x3e763c) return 0;
  }
  hasValue = true;
  if ((load<u32>(p) & 0xffffff) == 0x3e763c) return p + 3;
  hasValue = false;
  // </c>
  if (load<u32>(p) == 0x3e632f3c) return p + 4;
  // <is><t
  if (type != 2 || (load<u64>(p) & 0xffffffffffff) != 0x743c3e73693c) return 0;
  hasValue = true;
  return behindTag(p + 6);
}

/** s, n, b, e, d, str or inlineStr, and the quote behind it. */
function typeOf(p: usize): usize {
  const word = load<u32>(p);
  const short = word & 0xffff;
  if (short == 0x2273) type = 1;
  else if (short == 0x226e) type = 0;
  else if (short == 0x2262) type = 3;
  else if (short == 0x2265) type = 4;
  else if (short == 0x2264) type = 5;
  else {
    type = 2;
    if (word == 0x22727473) return p + 4;
    return load<u64>(p) == 0x7453656e696c6e69 && load<u16>(p, 8) == 0x2272 ? p + 10 : 0;
  }
  return p + 2;
}

/** Passes over what follows `<f`: a formula, or a reference to one. */
function behindFormula(p: usize): usize {
  let byte = load<u8>(p);
  if (byte != 0x20 && byte != 0x2f && byte != 0x3e) return 0;
  while (byte != 0x3e) {
    if (byte == 0x22) {
      byte = load<u8>(++p);
      while (byte != 0x22) {
        if (byte == 0x3c) return 0;
        byte = load<u8>(++p);
      }
    } else if (byte == 0x27 || byte == 0x3c) return 0;
    byte = load<u8>(++p);
  }
  if (load<u8>(p - 1) == 0x2f) return p + 1;
  while (byte != 0x3c) byte = load<u8>(++p);
  // </f>
  return load<u32>(p) == 0x3e662f3c ? p + 4 : 0;
}

// @ts-ignore: decorator
@inline
export function value(p: usize): u32 {
  if (type == 1) return sharedValue(p);
  if (type == 0) return numberValue(p, style);
  if (type == 3) return booleanValue(p);
  return type == 5 ? leave(p) : textValue(p);
}

/** The end of a value and its cell. */
// @ts-ignore: decorator
@inline
export function cellEnd(p: usize): usize {
  // </v></c>
  if (load<u64>(p) == 0x3e632f3c3e762f3c) return p + 8;
  // </t></is></c>
  if (type != 2 || load<u64>(p) != 0x73692f3c3e742f3c) return 0;
  return (load<u64>(p, 5) >> 24) == 0x3e632f3c3e ? p + 13 : 0;
}

export function rowEnd(p: usize): usize {
  while (<u32>load<u8>(p) - 1 < 0x20) p++;
  // </row>
  return (load<u64>(p) & 0xffffffffffff) == 0x3e776f722f3c ? p + 6 : 0;
}

/** Whether a value that is left is more than blanks. */
export function isFilled(p: usize): bool {
  if (type == 2 || type == 4) return true;
  const byte = <u32>load<u8>(p);
  return type != 1 && (byte == 0x2d || byte - 0x30 < 10);
}
