import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The file in the folder of a run that is locked. */
export const lockName = 'lock';

/** Held while a run lives. The system frees it when the process ends, however it ends, so it needs no ids and no clock. */
export interface RunLock {
  readonly release: () => void;
}

/** Takes the lock in the folder of a run; undefined if a living process has it. */
export function takeRunLock(folder: string): RunLock | undefined {
  // SQLite locks files on every system, and between two runs of one process too.
  const file = new DatabaseSync(join(folder, lockName), { timeout: 0 });
  try {
    // Nothing is ever written, so its journal needs no file.
    file.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return { release: () => file.isOpen && file.close() };
  } catch (error) {
    file.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (error.errcode === 5 || error.errcode === 6);
}
