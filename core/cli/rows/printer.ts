import { once } from 'node:events';
import { fstatSync, writeSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { StorageError } from '../../errors/errors.ts';

/** Prints a chunk; when it is done, the memory of the chunk may be used again. */
export type Print = (chunk: string | Uint8Array) => Promise<void>;

/** Prints what is long: into a file at once, to a program when it is ready to read. */
export function printerOf(output: Writable, signal: AbortSignal): Print {
  if (output === process.stdout && isFile(standardOutput)) return async (chunk) => writeWhole(chunk);
  return async (chunk) => {
    // Whoever reads may hold it for longer.
    const own = typeof chunk === 'string' ? chunk : Buffer.from(chunk);
    if (own.length === 0 || output.write(own)) return;
    await once(output, 'drain', { signal });
  };
}

const standardOutput = 1;

/** Whether writing never waits for somebody: a file, or a device such as /dev/null. At a terminal, others write. */
function isFile(descriptor: number): boolean {
  try {
    const stats = fstatSync(descriptor);
    return stats.isFile() || stats.isCharacterDevice();
  } catch {
    return false;
  }
}

/** A disk may take less than it is given, and tell why the next time. */
function writeWhole(chunk: string | Uint8Array): void {
  const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(standardOutput, bytes, at, bytes.length - at);
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    throw new StorageError(
      'cli/output-failed',
      `Standard output could not be written (${found}). Free space, or write to another place.`,
      { cause: error },
    );
  }
}
