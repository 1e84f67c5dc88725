/** Writes bits, the lowest first. */

export const outputAt: usize = 0x1b0000;

/** Where the next whole byte goes, and up to 7 bits that are to come before it. */
export let nextByte: usize = outputAt;
export let held: u64 = 0;
export let heldBits: u32 = 0;

export function setBits(to: usize, bits: u64, size: u32): void {
  nextByte = to;
  held = bits;
  heldBits = size;
}

/** At most 57 bits. */
export function put(bits: u64, size: u32): void {
  held |= bits << heldBits;
  heldBits += size;
  store<u64>(nextByte, held);
  nextByte += heldBits >> 3;
  held >>= heldBits & 0x38;
  heldBits &= 7;
}

/** Bytes as they are: the stored blocks of RFC 1951, 3.2.4. */
export function putStored(from: usize, to: usize, isLast: bool): void {
  do {
    const size = min<u32>(<u32>(to - from), 0xffff);
    put(isLast && from + size == to ? 1 : 0, 3);
    if (heldBits > 0) put(0, 8 - heldBits);
    put(size | ((size ^ 0xffff) << 16), 32);
    memory.copy(nextByte, from, size);
    nextByte += size;
    from += size;
  } while (from < to);
}

/** Ends at a whole byte; if more follows, by an empty block. Gives the number of bytes. */
export function finishBits(isLast: bool): u32 {
  if (!isLast) putStored(outputAt, outputAt, false);
  else if (heldBits > 0) put(0, 8 - heldBits);
  return <u32>(nextByte - outputAt);
}
