/** Writes sequences of literals and matches as one block: with codes of its own, with the fixed ones, or as the bytes are; whatever is least. */
import { held, heldBits, nextByte, put, putStored, setBits } from './bits';
import { headerSize, makeHeader, putHeader } from './header';
import { makeCodes, numberCodes } from './huffman';

/** A sequence: u32 literals; u16 length and u16 distance of the match behind them. */
export const sequencesAt: usize = 0x30000;
export const sequencesEnd: usize = 0x50000;

/** u32 for each symbol. */
const literalCounts: usize = 0x4000;
const distanceCounts: usize = 0x4800;
const literalCodes: usize = 0x5000;
const distanceCodes: usize = 0x5800;
const fixedLiteralCodes: usize = 0x6000;
const fixedDistanceCodes: usize = 0x6800;
/** For each length: its symbol; the size of its extra bits << 16 | extra bits; and, for a block, all as one code. */
const lengthSymbols: usize = 0x7000;
const lengthExtra: usize = 0x7800;
const lengthCodes: usize = 0x8000;
const endOfBlock: usize = 256;

let isReady: bool = false;

/** Writes the bytes between two places, as the sequences up to `found` say, and literals behind them. */
export function writeBlock(from: usize, to: usize, found: usize, isLast: bool): void {
  if (!isReady) prepare();
  countSymbols(from, to, found);
  makeCodes(literalCounts, literalCodes, 286, 15);
  makeCodes(distanceCounts, distanceCodes, 30, 15);
  makeHeader(literalCodes, distanceCodes);
  const own = headerSize() + contentSize(literalCodes, distanceCodes);
  const fixed = contentSize(fixedLiteralCodes, fixedDistanceCodes);
  const size = <u64>(to - from);
  if ((size << 3) + (size / 0xffff + 1) * 40 <= min(own, fixed)) {
    putStored(from, to, isLast);
    return;
  }
  put(isLast ? 1 : 0, 1);
  if (fixed <= own) {
    put(1, 2);
    putContent(from, to, found, fixedLiteralCodes, fixedDistanceCodes);
    return;
  }
  put(2, 2);
  putHeader();
  putContent(from, to, found, literalCodes, distanceCodes);
}

function prepare(): void {
  isReady = true;
  let symbol: u32 = 257;
  let extra: u32 = 0;
  for (let length: u32 = 3; length < 258; symbol++) {
    if (symbol >= 265) extra = (symbol - 261) >> 2;
    for (let i: u32 = 0; i < (<u32>1 << extra) && length < 258; i++, length++) setLength(length, symbol, extra, i);
  }
  setLength(258, 285, 0, 0);
  for (let i: u32 = 0; i < 288; i++) {
    const size = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
    store<u32>(fixedLiteralCodes + (<usize>i << 2), size << 24);
  }
  for (let i: u32 = 0; i < 30; i++) store<u32>(fixedDistanceCodes + (<usize>i << 2), 5 << 24);
  numberCodes(fixedLiteralCodes, 288, 9);
  numberCodes(fixedDistanceCodes, 30, 5);
}

function setLength(length: u32, symbol: u32, size: u32, extra: u32): void {
  store<u32>(lengthSymbols + (<usize>length << 2), symbol);
  store<u32>(lengthExtra + (<usize>length << 2), (size << 16) | extra);
}

function countSymbols(from: usize, to: usize, found: usize): void {
  memory.fill(literalCounts, 0, 0x1000);
  let p = from;
  for (let at = sequencesAt; at < found; at += 8) {
    const literals = p + load<u32>(at);
    for (; p < literals; p++) count(literalCounts, load<u8>(p));
    const match = load<u32>(at, 4);
    const length = <usize>match & 0xffff;
    p += length;
    count(literalCounts, load<u32>(lengthSymbols + (length << 2)));
    const d = (match >> 16) - 1;
    count(distanceCounts, distanceSymbol(d, extraOf(d)));
  }
  for (; p < to; p++) count(literalCounts, load<u8>(p));
  count(literalCounts, endOfBlock);
}

// @ts-ignore: decorator
@inline
function count(table: usize, symbol: usize): void {
  const at = table + (symbol << 2);
  store<u32>(at, load<u32>(at) + 1);
}

/** The symbol of a distance less one, and how many bits of it follow. */
// @ts-ignore: decorator
@inline
function extraOf(d: u32): u32 {
  return d < 4 ? 0 : 30 - clz(d);
}

// @ts-ignore: decorator
@inline
function distanceSymbol(d: u32, extra: u32): u32 {
  return d < 4 ? d : (extra << 1) + (d >> extra);
}

/** In bits. */
function contentSize(literals: usize, distances: usize): u64 {
  let size: u64 = 0;
  for (let i: u32 = 0; i < 286; i++) {
    const extra: u32 = i < 265 || i == 285 ? 0 : (i - 261) >> 2;
    const at = <usize>i << 2;
    size += <u64>load<u32>(literalCounts + at) * ((load<u32>(literals + at) >> 24) + extra);
  }
  for (let i: u32 = 0; i < 30; i++) {
    const extra: u32 = i < 4 ? 0 : (i >> 1) - 1;
    const at = <usize>i << 2;
    size += <u64>load<u32>(distanceCounts + at) * ((load<u32>(distances + at) >> 24) + extra);
  }
  return size;
}

function putContent(from: usize, to: usize, found: usize, literals: usize, distances: usize): void {
  for (let length: usize = 3; length <= 258; length++) {
    const code = load<u32>(literals + (load<u32>(lengthSymbols + (length << 2)) << 2));
    const extra = load<u32>(lengthExtra + (length << 2));
    const size = code >> 24;
    store<u32>(lengthCodes + (length << 2), (code & 0xffffff) | ((extra & 0xffff) << size) | ((size + (extra >> 16)) << 24));
  }
  let bits = held;
  let size = heldBits;
  let out = nextByte;
  let p = from;
  for (let at = sequencesAt; ; at += 8) {
    const end = at < found ? p + load<u32>(at) : to;
    for (; p < end; p++) {
      const code = load<u32>(literals + (<usize>load<u8>(p) << 2));
      bits |= <u64>(code & 0xffffff) << size;
      size += code >> 24;
      if (size >= 48) {
        store<u64>(out, bits);
        out += size >> 3;
        bits >>= size & 0x38;
        size &= 7;
      }
    }
    store<u64>(out, bits);
    out += size >> 3;
    bits >>= size & 0x38;
    size &= 7;
    if (at >= found) break;
    const match = load<u32>(at, 4);
    const length = <usize>match & 0xffff;
    p += length;
    // At most 7 bits left, 20 of a length and 28 of a distance.
    const code = load<u32>(lengthCodes + (length << 2));
    bits |= <u64>(code & 0xffffff) << size;
    size += code >> 24;
    const d = (match >> 16) - 1;
    const extra = extraOf(d);
    const other = load<u32>(distances + (<usize>distanceSymbol(d, extra) << 2));
    bits |= <u64>(other & 0xffffff) << size;
    size += other >> 24;
    bits |= <u64>(d & ((1 << extra) - 1)) << size;
    size += extra;
    store<u64>(out, bits);
    out += size >> 3;
    bits >>= size & 0x38;
    size &= 7;
  }
  setBits(out, bits, size);
  const code = load<u32>(literals + (endOfBlock << 2));
  put(code & 0xffffff, code >> 24);
}
