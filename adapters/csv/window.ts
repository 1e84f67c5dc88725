import { lineFeed } from './dialect.ts';

/** Fills `into` from `at` with up to `length` bytes; gives how many came, 0 at the end. */
export type Fill = (into: Buffer, at: number, length: number) => Promise<number>;

/**
 * A stretch of a byte stream that moves on record by record: what was not consumed is carried over to the front, and a record
 * that does not fit makes it larger. Its memory is used again and again. Behind the last byte stands a line feed, so that loops need no other bound.
 */
export class Window {
  bytes: Buffer;
  /** How many bytes of `bytes` are content. */
  to = 0;
  /** Nothing comes behind them. */
  last = false;
  /** The offset of `bytes[0]` in the stream. */
  base: number;
  readonly #fill: Fill;
  readonly #size: number;
  /** Is used as long as what it has to hold fits. */
  memory: Buffer | undefined;

  constructor(
    fill: Fill,
    { base, size, memory }: { readonly base: number; readonly size: number; readonly memory?: Buffer | undefined },
  ) {
    this.#fill = fill;
    this.#size = size;
    this.memory = memory;
    this.base = base;
    this.bytes = Buffer.allocUnsafeSlow(0);
  }

  /** Keeps what lies behind `consumed` and reads on. */
  async advance(consumed: number): Promise<void> {
    const carried = this.to - consumed;
    const size = Math.max(this.#size, carried * 2) + 1;
    if (this.bytes.length >= size) this.bytes.copyWithin(0, consumed, this.to);
    else {
      const { memory } = this;
      const isRoom = memory !== undefined && size <= memory.length;
      const next = isRoom ? memory.subarray(0, size) : Buffer.allocUnsafeSlow(size);
      this.bytes.copy(next, 0, consumed, this.to);
      this.bytes = next;
    }
    this.base += consumed;
    this.to = carried;
    while (this.to < this.bytes.length - 1) {
      const came = await this.#fill(this.bytes, this.to, this.bytes.length - 1 - this.to);
      if (came === 0) {
        this.last = true;
        break;
      }
      this.to += came;
    }
    this.bytes[this.to] = lineFeed;
  }
}

/** Fills from chunks as they come, leaving out the first `skip` bytes. */
export function fillFromChunks(chunks: AsyncIterator<Uint8Array>, skip: number): Fill {
  let rest: Uint8Array = new Uint8Array(0);
  let toSkip = skip;
  return async (into, at, length) => {
    while (rest.length === 0) {
      const { done, value } = await chunks.next();
      if (done) return 0;
      const skipped = Math.min(toSkip, value.length);
      toSkip -= skipped;
      rest = value.subarray(skipped);
    }
    const taken = rest.subarray(0, length);
    into.set(taken, at);
    rest = rest.subarray(taken.length);
    return taken.length;
  };
}

/** The same, up to so many bytes. */
export function fillUpTo(fill: Fill, most: number): Fill {
  let left = most;
  return async (into, at, length) => {
    if (left === 0) return 0;
    const came = await fill(into, at, Math.min(length, left));
    left -= came;
    return came;
  };
}

/** The same without its last bytes. */
export function fillBut(fill: Fill, last: number): Fill {
  if (last === 0) return fill;
  let held = Buffer.alloc(0);
  return async (into, at, length) => {
    for (;;) {
      const more = Buffer.allocUnsafe(length);
      const came = await fill(more, 0, length);
      if (came === 0) return 0;
      const joined = Buffer.concat([held, more.subarray(0, came)]);
      const free = Math.max(0, joined.length - last);
      held = joined.subarray(free);
      if (free === 0) continue;
      into.set(joined.subarray(0, free), at);
      return free;
    }
  };
}
