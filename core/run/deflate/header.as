/** The header of a block with codes of its own (RFC 1951, 3.2.7): the lengths of the codes, in runs, which have a code of their own. */
import { put } from './bits';
import { makeCodes } from './huffman';

/** A run: symbol | extra bits << 8, as u16. */
const runsAt: usize = 0x9000;
const runCounts: usize = 0x9800;
const runCodes: usize = 0x9900;
const lengthsAt: usize = 0x9a00;

let literalSymbols: u32 = 0;
let distanceSymbols: u32 = 0;
let runSymbols: u32 = 0;
let runs: u32 = 0;

/** Makes runs of the lengths of both codes, and the code for them. */
export function makeHeader(literalCodes: usize, distanceCodes: usize): void {
  literalSymbols = symbolsOf(literalCodes, 286, 257);
  distanceSymbols = symbolsOf(distanceCodes, 30, 1);
  const all = literalSymbols + distanceSymbols;
  for (let i: u32 = 0; i < literalSymbols; i++)
    store<u8>(lengthsAt + i, <u8>(load<u32>(literalCodes + (<usize>i << 2)) >> 24));
  for (let i: u32 = 0; i < distanceSymbols; i++)
    store<u8>(lengthsAt + literalSymbols + i, <u8>(load<u32>(distanceCodes + (<usize>i << 2)) >> 24));
  memory.fill(runCounts, 0, 19 << 2);
  runs = 0;
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
      addRun(length, 0);
      i++;
      n = min<u32>(n - 1, 6);
      symbol = 16;
      extra = n - 3;
    } else n = 1;
    addRun(symbol, extra);
    i += n;
  }
  makeCodes(runCounts, runCodes, 19, 7);
  runSymbols = 19;
  while (runSymbols > 4 && load<u32>(runCodes + (runOrder(runSymbols - 1) << 2)) == 0) runSymbols--;
}

function symbolsOf(codes: usize, most: u32, least: u32): u32 {
  while (most > least && load<u32>(codes + (<usize>(most - 1) << 2)) == 0) most--;
  return most;
}

function addRun(symbol: u32, extra: u32): void {
  store<u16>(runsAt + (<usize>runs << 1), <u16>(symbol | (extra << 8)));
  runs++;
  const at = runCounts + (<usize>symbol << 2);
  store<u32>(at, load<u32>(at) + 1);
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

/** In bits. */
export function headerSize(): u64 {
  let size: u64 = 14 + runSymbols * 3;
  for (let i: u32 = 0; i < runs; i++) {
    const symbol = <u32>load<u8>(runsAt + (<usize>i << 1));
    size += (load<u32>(runCodes + (<usize>symbol << 2)) >> 24) + extraOfRun(symbol);
  }
  return size;
}

export function putHeader(): void {
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
