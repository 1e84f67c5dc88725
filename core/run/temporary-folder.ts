import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storageFault } from '../package/storage-fault.ts';
import { lockName, type RunLock, takeRunLock } from '../spool/run-lock.ts';

/** A folder among the temporary files of the system, for what may not outlive its process. */
export interface TemporaryFolder {
  readonly path: string;
  /** May be called twice. */
  readonly remove: () => void;
}

/**
 * Makes a folder that only this account can read, after removing those of the same purpose whose process was killed: what
 * lies in them may be personal.
 * @throws StorageError `spool/full`, `spool/unusable`.
 */
export function temporaryFolder(purpose: string): TemporaryFolder {
  const prefix = `tributary-${purpose}-`;
  try {
    sweep(prefix);
    const path = mkdtempSync(join(tmpdir(), prefix));
    const lock = takeRunLock(path);
    const remove = () => {
      lock?.release();
      rmSync(path, { recursive: true, force: true });
    };
    return { path, remove };
  } catch (error) {
    throw storageFault(error, `make a temporary folder in ${tmpdir()} (TMPDIR names another place)`);
  }
}

function sweep(prefix: string): void {
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(prefix))) {
    const path = join(tmpdir(), name);
    const lock = lockIfDead(path);
    if (lock === undefined) continue;
    lock.release();
    rmSync(path, { recursive: true, force: true });
  }
}

/** The lock of a folder of ours whose process is gone. */
function lockIfDead(path: string): RunLock | undefined {
  try {
    if (lstatSync(path).uid !== (process.getuid?.() ?? 0)) return undefined;
    // Without a lock file, or with a new one, it may just be coming into being.
    if (Date.now() - lstatSync(join(path, lockName)).mtimeMs < 10_000) return undefined;
    return takeRunLock(path);
  } catch {
    return undefined;
  }
}
