import { startsAt, stringsAt, windowAt } from './values';

/**
 * The shared strings of a book, as nearly all programs write them, copied behind each other: part of `rows.as`. Whatever is more than a text
 * with one of the five entities of XML is left to `shared-strings.ts`.
 */

/** Behind the last string that was read, in the window. */
export let stringEnd: u32 = 0;

/**
 * Reads `<si><t>…</t></si>` again and again, and writes the texts from `used` on and where each ends, both counted from the first of all. There is room
 * for all that the window holds. Gives how many were read, at most `most`.
 */
export function readStrings(from: u32, used: u32, longest: u32, most: u32): u32 {
  let p = windowAt + from;
  let to = stringsAt + used;
  let count: u32 = 0;
  for (; count < most; count++) {
    while (<u32>load<u8>(p) - 1 < 0x20) p++;
    stringEnd = <u32>(p - windowAt);
    // <si><t
    if ((load<u64>(p) & 0xffffffffffff) != 0x743c3e69733c) return count;
    p = behindTag(p + 6);
    if (p == 0) return count;
    const start = to;
    for (;;) {
      const block = v128.load(p);
      v128.store(to, block);
      const special = v128.or(
        v128.or(i8x16.eq(block, i8x16.splat(0x3c)), i8x16.eq(block, i8x16.splat(0x26))),
        v128.or(i8x16.eq(block, i8x16.splat(0x0d)), i8x16.eq(block, i8x16.splat(0x5f))),
      );
      const length = <u32>ctz(i8x16.bitmask(special) | 0x10000);
      p += length;
      to += length;
      if (length == 16) continue;
      const byte = load<u8>(p);
      if (byte == 0x3c) break;
      if (byte == 0x26) {
        p = entity(p, to);
        if (p == 0) return count;
      } else {
        if (byte != 0x5f || load<u8>(p, 1) == 0x78) return count;
        p++;
      }
      to++;
    }
    // </t></si>
    if (load<u64>(p) != 0x69732f3c3e742f3c || load<u8>(p, 8) != 0x3e || to - start > longest) return count;
    p += 9;
    store<u32>(startsAt + ((<usize>count) << 2), <u32>(to - stringsAt));
  }
  stringEnd = <u32>(p - windowAt);
  return count;
}

/** Behind `>`, or ` xml:space="preserve">`. */
export function behindTag(p: usize): usize {
  if (load<u8>(p) == 0x3e) return p + 1;
  if (load<u64>(p) != 0x6170733a6c6d7820 || load<u64>(p, 8) != 0x73657270223d6563) return 0;
  return (load<u64>(p, 16) & 0xffffffffffff) == 0x3e2265767265 ? p + 22 : 0;
}

/** Writes the character of `&amp;`, `&lt;`, `&gt;`, `&quot;` or `&apos;`; 0 if it is another one. */
function entity(p: usize, to: usize): usize {
  const word = load<u64>(p);
  let byte: u8 = 0;
  let length: usize = 0;
  if ((word & 0xffffffffff) == 0x3b706d6126) {
    byte = 0x26;
    length = 5;
  } else if ((word & 0xffffffff) == 0x3b746c26) {
    byte = 0x3c;
    length = 4;
  } else if ((word & 0xffffffff) == 0x3b746726) {
    byte = 0x3e;
    length = 4;
  } else if ((word & 0xffffffffffff) == 0x3b746f757126) {
    byte = 0x22;
    length = 6;
  } else if ((word & 0xffffffffffff) == 0x3b736f706126) {
    byte = 0x27;
    length = 6;
  } else return 0;
  store<u8>(to, byte);
  return p + length;
}
