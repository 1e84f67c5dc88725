import { readSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';

/** Reads stored bytes at an offset into a buffer; gives how many came, 0 at the end. */
export type ReadAt = (into: Uint8Array, at: number, length: number, offset: number) => Promise<number>;

/**
 * Reads a file here and now as long as its bytes are at hand, which costs a copy and nothing else. Once a read takes long, as from a
 * share or a sleeping disk, the next ones are left to the threads of the system, until one is quick again. Every few milliseconds
 * others have their turn: whoever loops over it can be interrupted.
 */
export function readerOf(handle: FileHandle, signal: AbortSignal): ReadAt {
  let isSlow = false;
  let turn = performance.now();
  return async (into, at, length, offset) => {
    signal.throwIfAborted();
    let began = performance.now();
    if (began - turn > turnMilliseconds) {
      await setImmediate();
      turn = performance.now();
      began = turn;
      signal.throwIfAborted();
    }
    const came = isSlow
      ? (await handle.read(into, at, length, offset)).bytesRead
      : readSync(handle.fd, into, at, length, offset);
    isSlow = performance.now() - began > slowMilliseconds;
    return came;
  };
}

const turnMilliseconds = 10;
const slowMilliseconds = 10;
