/** Writes bits, the lowest first. */

export const outputAt: usize = 0x1b0000;

let out: usize = outputAt;
let held: u64 = 0;
let count: u32 = 0;

export function restartBits(): void {
  out = outputAt;
  held = 0;
  count = 0;
}

/** At most 57 bits. */
export function put(bits: u64, size: u32): void {
  held |= bits << count;
  count += size;
  store<u64>(out, held);
  out += count >> 3;
  held >>= count & 0x38;
  count &= 7;
}

/** Bytes as they are: the stored blocks of RFC 1951, 3.2.4. */
export function putStored(from: usize, to: usize, isLast: bool): void {
  do {
    const size = min<u32>(<u32>(to - from), 0xffff);
    put(isLast && from + size == to ? 1 : 0, 3);
    if (count > 0) put(0, 8 - count);
    put(size | ((size ^ 0xffff) << 16), 32);
    memory.copy(out, from, size);
    out += size;
    from += size;
  } while (from < to);
}

/** Ends at a whole byte; if more follows, by an empty block. Gives the number of bytes. */
export function finishBits(isLast: bool): u32 {
  if (!isLast) putStored(outputAt, outputAt, false);
  else if (count > 0) put(0, 8 - count);
  return <u32>(out - outputAt);
}
