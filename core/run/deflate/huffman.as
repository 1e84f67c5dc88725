/**
 * Huffman codes of limited length (RFC 1951, 3.2.2): the lengths by Moffat and Katajainen's method in place, those too long moved up as
 * Kraft's sum allows.
 */

/** Symbols in use, the rarest first: frequency << 16 | symbol. */
const sortedAt: usize = 0x1000;
/** Frequencies, then parents, then depths of inner nodes. */
const nodesAt: usize = 0x2000;
const perLengthAt: usize = 0x3000;

/** Writes codes as u32 (bits, lowest first | size << 24) for `symbols` frequencies (u32); 0 for those not in use. */
export function makeCodes(frequenciesAt: usize, codesAt: usize, symbols: u32, longest: u32): void {
  const used = sort(frequenciesAt, symbols);
  memory.fill(codesAt, 0, symbols << 2);
  memory.fill(perLengthAt, 0, 256);
  if (used < 2) {
    // One code alone has one bit, and its sibling is not used.
    if (used == 1) store<u32>(codesAt + ((<usize>load<u64>(sortedAt) & 0xffff) << 2), 1 << 24);
    return;
  }
  depths(used);
  for (let i: u32 = 0; i < used; i++) {
    const length = perLengthAt + (<usize>min(load<u32>(nodesAt + (<usize>i << 2)), longest) << 2);
    store<u32>(length, load<u32>(length) + 1);
  }
  limit(longest);
  assign(codesAt, symbols, used, longest);
}

// @ts-ignore: decorator
@inline
function node(i: u32): u32 {
  return load<u32>(nodesAt + (<usize>i << 2));
}

// @ts-ignore: decorator
@inline
function setNode(i: u32, value: u32): void {
  store<u32>(nodesAt + (<usize>i << 2), value);
}

function sort(frequenciesAt: usize, symbols: u32): u32 {
  let used: u32 = 0;
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const frequency = load<u32>(frequenciesAt + (<usize>symbol << 2));
    if (frequency == 0) continue;
    const entry = (<u64>frequency << 16) | symbol;
    let at = sortedAt + (<usize>used << 3);
    for (; at > sortedAt && load<u64>(at - 8) > entry; at -= 8) store<u64>(at, load<u64>(at - 8));
    store<u64>(at, entry);
    used++;
  }
  for (let i: u32 = 0; i < used; i++) setNode(i, <u32>(load<u64>(sortedAt + (<usize>i << 3)) >> 16));
  return used;
}

/** Frequencies, the lowest first, become depths, the deepest first. */
function depths(used: u32): void {
  setNode(0, node(0) + node(1));
  let root: u32 = 0;
  let leaf: u32 = 2;
  for (let next: u32 = 1; next < used - 1; next++) {
    let sum: u32 = 0;
    for (let i = 0; i < 2; i++) {
      if (leaf >= used || (root < next && node(root) < node(leaf))) {
        sum += node(root);
        setNode(root++, next);
      } else sum += node(leaf++);
    }
    setNode(next, sum);
  }
  setNode(used - 2, 0);
  for (let i = <i32>used - 3; i >= 0; i--) setNode(i, node(node(i)) + 1);
  let available: i32 = 1;
  let inner: i32 = 0;
  let depth: u32 = 0;
  let from = <i32>used - 2;
  let to = <i32>used - 1;
  while (available > 0) {
    while (from >= 0 && node(from) == depth) {
      inner++;
      from--;
    }
    for (; available > inner; available--) setNode(to--, depth);
    available = 2 * inner;
    depth++;
    inner = 0;
  }
}

/** Those of the longest codes that are too many: one shorter code becomes two that are longer by one bit, one of which takes such a one in. */
function limit(longest: u32): void {
  let total: u32 = 0;
  for (let length: u32 = 1; length <= longest; length++)
    total += load<u32>(perLengthAt + (<usize>length << 2)) << (longest - length);
  for (; total > (<u32>1 << longest); total--) {
    add(longest, -1);
    let length = longest - 1;
    while (load<u32>(perLengthAt + (<usize>length << 2)) == 0) length--;
    add(length, -1);
    add(length + 1, 2);
  }
}

function add(length: u32, change: i32): void {
  const at = perLengthAt + (<usize>length << 2);
  store<i32>(at, load<i32>(at) + change);
}

/** The frequent ones get the short codes; among those of one length, the symbols rise. */
function assign(codesAt: usize, symbols: u32, used: u32, longest: u32): void {
  let i = used;
  for (let length: u32 = 1; length <= longest; length++) {
    for (let n = load<u32>(perLengthAt + (<usize>length << 2)); n > 0; n--) {
      const symbol = <usize>load<u64>(sortedAt + (<usize>--i << 3)) & 0xffff;
      store<u32>(codesAt + (symbol << 2), length << 24);
    }
  }
  numberCodes(codesAt, symbols, longest);
}

/** Codes rise with length and symbol (3.2.2); they are written the highest bit first, so they are turned round. */
export function numberCodes(codesAt: usize, symbols: u32, longest: u32): void {
  memory.fill(perLengthAt, 0, 256);
  for (let symbol: u32 = 0; symbol < symbols; symbol++) add(load<u32>(codesAt + (<usize>symbol << 2)) >> 24, 1);
  let next: u32 = 0;
  for (let length: u32 = 1; length <= longest; length++) {
    const at = perLengthAt + (<usize>length << 2);
    const codes = load<u32>(at);
    next <<= 1;
    store<u32>(at, next);
    next += codes;
  }
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const at = codesAt + (<usize>symbol << 2);
    const length = load<u32>(at) >> 24;
    if (length == 0) continue;
    const code = load<u32>(perLengthAt + (<usize>length << 2));
    store<u32>(at, (length << 24) | reversed(code, length));
    add(length, 1);
  }
}

function reversed(code: u32, length: u32): u32 {
  let bits: u32 = 0;
  for (let i: u32 = 0; i < length; i++) bits |= ((code >> i) & 1) << (length - 1 - i);
  return bits;
}
