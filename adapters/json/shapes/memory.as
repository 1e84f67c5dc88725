/** Where things lie in the memory of `shapes.as`. */

/** Of each key the address of its first step (u32); 0 is the beginning of a line. Steps that were taken last come first. */
export const statesAt: usize = 1024;
export const states: u32 = 20480;
/** The line in which a column came last (u32), and which columns have had something other than null (u8). */
export const seenAt: usize = statesAt + 4 * 20480;
export const filledAt: usize = seenAt + 4 * 10240;
/** Steps: address of the next one, length, address of the key it leads to (0: the end of the line), column (-1: only null), and its bytes. */
export const stepsAt: usize = filledAt + 10240;
export const stepsEnd: usize = stepsAt + (1 << 20);
/** The lines, and behind them the texts that were resolved; some bytes beyond both may be looked at, or written. */
export const contentAt: usize = stepsEnd;
export const contentBytes: u32 = 1 << 19;
export const resolvedAt: usize = contentAt + contentBytes + 1024;
/** Cells and lines of a batch, as it has them. */
export const startsAt: usize = resolvedAt + contentBytes + 1024;
export const maxCells: u32 = 1 << 17;
export const endsAt: usize = startsAt + 4 * maxCells;
export const kindsAt: usize = endsAt + 4 * maxCells;
export const linesAt: usize = kindsAt + maxCells;

/** Writes a cell of the batch. */
// @ts-ignore: decorator
@inline
export function cell(index: u32, start: usize, end: usize, kind: u32): void {
  store<u32>(startsAt + ((<usize>index) << 2), start - contentAt);
  store<u32>(endsAt + ((<usize>index) << 2), end - contentAt);
  store<u8>(kindsAt + index, kind);
}
