/**
 * Finds digests of keys that come more than once: AssemblyScript, compiled by `npm run wasm` into `repeats-wasm.ts`.
 *
 * A table for all of them would be looked up in memory that no cache holds. So they are first dealt out to 256 shelves by eight of their bits,
 * one write behind the other on each; then each shelf is looked through with a table that fits the nearest cache. Two digests of one
 * shelf are taken for equal if 32 other bits are and their places in that table are close: about one pair in 10^15 that is not.
 *
 * Pages: 274 of memory. Entries of files from `entriesAt` on; digests that were found go there, too.
 */
const shelves: u32 = 256;
/** Digests of a shelf, 8 bytes each: twice as many as come on average where a pass has 2^20 of them. */
const room: u32 = 8192;
/** The entries on each shelf. */
const countsAt: usize = 1024;
/** Slots of 4 bytes, at least two for each digest: nothing, or the high half of one. */
const tableAt: usize = 1 << 16;
/** 65,536 entries of 16 bytes. */
const entriesAt: usize = 1 << 17;
const shelvesAt: usize = entriesAt + (1 << 20);

/** Clears all shelves. */
export function clear(): void {
  memory.fill(countsAt, 0, shelves * 4);
}

/**
 * Deals out the digests of `count` entries of four numbers (low, high, and two others) that lie in a bucket, which is told by the first `bits` of
 * the high number. Returns whether a shelf is too full.
 */
export function deal(count: u32, bucket: u32, bits: u32): bool {
  const end = entriesAt + (<usize>count << 4);
  for (let at = entriesAt; at < end; at += 16) {
    const digest = load<u64>(at);
    if (bits != 0 && <u32>(digest >> 32) >> (32 - bits) != bucket) continue;
    const shelf = <u32>digest & (shelves - 1);
    const used = load<u32>(countsAt + (<usize>shelf << 2));
    if (used == room) return true;
    store<u64>(shelvesAt + ((<usize>(shelf * room + used)) << 3), digest);
    store<u32>(countsAt + (<usize>shelf << 2), used + 1);
  }
  return false;
}

/** Puts each digest of a shelf that was there before into the place of the entries, and returns how many. */
export function repeated(shelf: u32): u32 {
  const used = load<u32>(countsAt + (<usize>shelf << 2));
  let last: u32 = 1;
  while (last < used * 2) last = (last << 1) | 1;
  memory.fill(tableAt, 0, (<usize>last + 1) << 2);
  let found: usize = entriesAt;
  let at = shelvesAt + (<usize>(shelf * room) << 3);
  const end = at + (<usize>used << 3);
  for (; at < end; at += 8) {
    const digest = load<u64>(at);
    // 0 is an empty slot.
    let high = <u32>(digest >> 32);
    high = high == 0 ? 1 : high;
    let slot = (<u32>digest >> 8) & last;
    for (;;) {
      const other = load<u32>(tableAt + (<usize>slot << 2));
      if (other == 0) {
        store<u32>(tableAt + (<usize>slot << 2), high);
        break;
      }
      if (other == high) {
        store<u64>(found, digest);
        found += 8;
        break;
      }
      slot = (slot + 1) & last;
    }
  }
  return (<u32>(found - entriesAt)) >> 3;
}
