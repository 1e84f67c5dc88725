/** Writes sequences of literals and matches as one block: with codes of its own, with the fixed ones, or as the bytes are; whatever is least. */
import { put, putStored } from './bits';
import { makeCodes, numberCodes } from './huffman';

/** A sequence: u32 literals; u16 length and u16 distance of the match behind them. */
export const sequencesAt: usize = 0x20000 + 0x10000;
export const sequencesEnd: usize = sequencesAt + (8 << 14);

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
/** The lengths of codes as they are written: symbol | extra << 8. */
const runsAt: usize = 0x9000;
const runCounts: usize = 0x9800;
const runCodes: usize = 0x9900;
const lengthsAt: usize = 0x9a00;

const endOfBlock: usize = 256;

let isReady: bool = false;

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

/** Writes the bytes between two places, as the sequences up to `found` say, and literals behind them. */
export function writeBlock(from: usize, to: usize, found: usize, isLast: bool): void {
  if (!isReady) prepare();
  countSymbols(from, to, found);
  makeCodes(literalCounts, literalCodes, 286, 15);
  makeCodes(distanceCounts, distanceCodes, 30, 15);
  const runs = lengthRuns();
  const own = headerSize(runs) + contentSize(literalCodes, distanceCodes);
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
  putHeader(runs);
  putContent(from, to, found, literalCodes, distanceCodes);
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

let literalSymbols: u32 = 0;
let distanceSymbols: u32 = 0;
let runSymbols: u32 = 0;

/** The lengths of both codes in runs (RFC 1951, 3.2.7), and the code for them. Gives the number of runs. */
function lengthRuns(): u32 {
  literalSymbols = symbolsOf(literalCodes, 286, 257);
  distanceSymbols = symbolsOf(distanceCodes, 30, 1);
  const all = literalSymbols + distanceSymbols;
  for (let i: u32 = 0; i < literalSymbols; i++)
    store<u8>(lengthsAt + i, <u8>(load<u32>(literalCodes + (<usize>i << 2)) >> 24));
  for (let i: u32 = 0; i < distanceSymbols; i++)
    store<u8>(lengthsAt + literalSymbols + i, <u8>(load<u32>(distanceCodes + (<usize>i << 2)) >> 24));
  memory.fill(runCounts, 0, 19 << 2);
  let runs: u32 = 0;
  for (let i: u32 = 0; i < all; ) {
    const length = <u32>load<u8>(lengthsAt + i);
    let n: u32 = 1;
    while (i + n < all && <u32>load<u8>(lengthsAt + i + n) == length) n++;
    let symbol: u32 = length;
    let extra: u32 = 0;
    if (length == 0 && n >= 3) {
      n = min<u32>(n, 138);
      symbol = n < 11 ? 17 : 18;
      extra = n < 11 ? n - 3 : n - 11;
    } else if (length != 0 && n >= 4) {
      // The length itself, then repetitions of it.
      addRun(runs++, length, 0);
      i++;
      n = min<u32>(n - 1, 6);
      symbol = 16;
      extra = n - 3;
    } else n = 1;
    addRun(runs++, symbol, extra);
    i += n;
  }
  makeCodes(runCounts, runCodes, 19, 7);
  runSymbols = 19;
  while (runSymbols > 4 && load<u32>(runCodes + (runOrder(runSymbols - 1) << 2)) == 0) runSymbols--;
  return runs;
}

function symbolsOf(codes: usize, most: u32, least: u32): u32 {
  while (most > least && load<u32>(codes + (<usize>(most - 1) << 2)) == 0) most--;
  return most;
}

function addRun(index: u32, symbol: u32, extra: u32): void {
  store<u16>(runsAt + (<usize>index << 1), <u16>(symbol | (extra << 8)));
  count(runCounts, symbol);
}

/** 16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15. */
function runOrder(i: u32): usize {
  if (i < 3) return 16 + i;
  if (i == 3) return 0;
  return i & 1 ? 8 - ((i - 3) >> 1) : 8 + ((i - 4) >> 1);
}

// @ts-ignore: decorator
@inline
function extraOfRun(symbol: u32): u32 {
  return symbol < 16 ? 0 : symbol == 16 ? 2 : symbol == 17 ? 3 : 7;
}

function headerSize(runs: u32): u64 {
  let size: u64 = 14 + runSymbols * 3;
  for (let i: u32 = 0; i < runs; i++) {
    const symbol = <u32>load<u8>(runsAt + (<usize>i << 1));
    size += (load<u32>(runCodes + (<usize>symbol << 2)) >> 24) + extraOfRun(symbol);
  }
  return size;
}

function putHeader(runs: u32): void {
  put(literalSymbols - 257, 5);
  put(distanceSymbols - 1, 5);
  put(runSymbols - 4, 4);
  for (let i: u32 = 0; i < runSymbols; i++) put(load<u32>(runCodes + (runOrder(i) << 2)) >> 24, 3);
  for (let i: u32 = 0; i < runs; i++) {
    const run = <u32>load<u16>(runsAt + (<usize>i << 1));
    const symbol = run & 0xff;
    const code = load<u32>(runCodes + (<usize>symbol << 2));
    put(code & 0xffffff, code >> 24);
    put(run >> 8, extraOfRun(symbol));
  }
}

function putContent(from: usize, to: usize, found: usize, literals: usize, distances: usize): void {
  for (let length: usize = 3; length <= 258; length++) {
    const code = load<u32>(literals + (load<u32>(lengthSymbols + (length << 2)) << 2));
    const extra = load<u32>(lengthExtra + (length << 2));
    const size = code >> 24;
    store<u32>(lengthCodes + (length << 2), (code & 0xffffff) | ((extra & 0xffff) << size) | ((size + (extra >> 16)) << 24));
  }
  let p = from;
  for (let at = sequencesAt; at < found; at += 8) {
    const end = p + load<u32>(at);
    for (; p < end; p++) {
      const code = load<u32>(literals + (<usize>load<u8>(p) << 2));
      put(code & 0xffffff, code >> 24);
    }
    const match = load<u32>(at, 4);
    const length = <usize>match & 0xffff;
    p += length;
    const code = load<u32>(lengthCodes + (length << 2));
    const d = (match >> 16) - 1;
    const extra = extraOf(d);
    const other = load<u32>(distances + (<usize>distanceSymbol(d, extra) << 2));
    const size = code >> 24;
    const otherSize = other >> 24;
    const bits = <u64>(code & 0xffffff) | (<u64>(other & 0xffffff) << size);
    put(bits | (<u64>(d & ((1 << extra) - 1)) << (size + otherSize)), size + otherSize + extra);
  }
  for (; p < to; p++) {
    const code = load<u32>(literals + (<usize>load<u8>(p) << 2));
    put(code & 0xffffff, code >> 24);
  }
  const code = load<u32>(literals + (endOfBlock << 2));
  put(code & 0xffffff, code >> 24);
}
