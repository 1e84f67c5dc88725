import type { Code } from '../errors/catalogue.ts';
import { StorageError } from '../errors/errors.ts';

/**
 * What the file system or SQLite said, as a StorageError: a full disk, a folder that can't be used, a lock that is held too
 * long. Anything else comes back as it is, being a bug. `doing` finishes "could not": `write packages/x.zip`.
 */
export function storageFault(error: unknown, doing: string): unknown {
  if (error instanceof StorageError || !(error instanceof Error)) return error;
  const found = faultOf(error);
  if (found === undefined) return error;
  const { code, retryable, remedy } = found;
  return new StorageError(code, `Could not ${doing}: ${error.message}. ${remedy}`, { cause: error, retryable });
}

/** Does something on the disk; what the disk refuses comes as a StorageError. */
export function attempt<Result>(doing: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw storageFault(error, doing);
  }
}

interface Found {
  readonly code: Code;
  readonly retryable: boolean;
  readonly remedy: string;
}

const full: Found = { code: 'spool/full', retryable: true, remedy: 'Free space and run again.' };
const locked: Found = { code: 'spool/unusable', retryable: true, remedy: 'Run again when the other program is done.' };
const refused: Found = {
  code: 'spool/unusable',
  retryable: false,
  remedy: 'Check that the folder exists and that this account may write to it.',
};
const damaged: Found = {
  code: 'spool/unusable',
  retryable: false,
  remedy: 'Check the disk; the file spool.db may have to be restored or the folder replaced.',
};

const systemCodes: ReadonlyMap<string, Found> = new Map([
  ...['ENOSPC', 'EDQUOT', 'EFBIG'].map((name) => [name, full] as const),
  ...['EBUSY', 'EMFILE', 'ENFILE', 'EAGAIN'].map((name) => [name, locked] as const),
  ...[
    'EACCES',
    'EPERM',
    'EROFS',
    'ENOENT',
    'ENOTDIR',
    'EISDIR',
    'EEXIST',
    'ELOOP',
    'ENAMETOOLONG',
    'EXDEV',
    'ENOTEMPTY',
  ].map((name) => [name, refused] as const),
  ...['EIO', 'ENXIO', 'ENODEV', 'ESTALE'].map((name) => [name, damaged] as const),
]);

// Primary result codes of SQLite: https://sqlite.org/rescode.html
const sqliteCodes: ReadonlyMap<number, Found> = new Map([
  [5, locked],
  [6, locked],
  [8, refused],
  [10, damaged],
  [11, damaged],
  [13, full],
  [14, refused],
  [26, damaged],
]);

function faultOf(error: Error): Found | undefined {
  if ('errcode' in error && typeof error.errcode === 'number') return sqliteCodes.get(error.errcode & 0xff);
  return 'code' in error && typeof error.code === 'string' ? systemCodes.get(error.code) : undefined;
}
