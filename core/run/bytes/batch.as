/** The cells of a batch, in memory: offsets count from the beginning of its bytes. */

/** Where the content lies, and its cells. Set for each batch. */
export let content: usize = 0;
export let starts: usize = 0;
export let ends: usize = 0;
export let kinds: usize = 0;
/** The position of each row (u32). */
export let positions: usize = 0;
/** A byte for each row: 1 if the slow path is to have it. */
export let flags: usize = 0;
export let width: u32 = 0;
/** The byte that cells of kind 2 have doubled; negative if their escapes are others. */
export let doubled: i32 = -1;

/** Where the parts of a batch begin. */
export function place(
  contentAt: usize,
  startsAt: usize,
  endsAt: usize,
  kindsAt: usize,
  positionsAt: usize,
  flagsAt: usize,
): void {
  content = contentAt;
  starts = startsAt;
  ends = endsAt;
  kinds = kindsAt;
  positions = positionsAt;
  flags = flagsAt;
}

export function describe(columns: u32, doubledByte: i32): void {
  width = columns;
  doubled = doubledByte;
}

// @ts-ignore: decorator
@inline
export function startOf(cell: u32): usize {
  return content + <usize>load<u32>(starts + ((<usize>cell) << 2));
}

// @ts-ignore: decorator
@inline
export function endOf(cell: u32): usize {
  return content + <usize>load<u32>(ends + ((<usize>cell) << 2));
}

// @ts-ignore: decorator
@inline
export function kindOf(cell: u32): u32 {
  return <u32>load<u8>(kinds + cell);
}

/** The bytes that cells lie in: from the first one up to behind the last one. */
export let first: u32 = 0;
export let last: u32 = 0;

export function extent(startsAt: usize, endsAt: usize, cells: u32): void {
  first = 0xffffffff;
  last = 0;
  for (let at: usize = 0; at < <usize>cells << 2; at += 4) {
    const start = load<u32>(startsAt + at);
    const end = load<u32>(endsAt + at);
    if (start == end) continue;
    first = min(first, start);
    last = max(last, end);
  }
  if (last == 0) first = 0;
}

/** Copies in steps of 16 bytes, up to 15 more than `size`: there has to be room behind both. */
// @ts-ignore: decorator
@inline
export function copyBytes(to: usize, from: usize, size: u32): void {
  for (let at: u32 = 0; at < size; at += 16) v128.store(to + at, v128.load(from + at));
}
