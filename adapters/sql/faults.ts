import { excerpt } from '../../core/adapter/printable.ts';
import { ConfigError, SourceError } from '../../core/errors/errors.ts';
import type { Secret } from '../../core/options/option.ts';

/** What can go wrong with a database, and whether the same may go well later without anybody changing anything. */
const retryable = {
  'sql/unreachable': true,
  'sql/encryption': false,
  'sql/login': false,
  'sql/missing-right': false,
  'sql/missing-object': false,
  'sql/missing-column': false,
  'sql/dropped': true,
  'sql/timeout': true,
  'sql/unfinished': true,
  'sql/deadlock': true,
  'sql/killed': true,
  'sql/busy': true,
  'sql/bad-value': false,
  'sql/bad-key': false,
  'sql/schema-changed': true,
  'sql/failed': false,
  'sql/unsupported': false,
  'sql/driver-missing': false,
  'sql/driver-crashed': true,
  'sql/too-large': false,
  'sql/rows-lost': false,
  'sql/unknown-scope': false,
  'sql/empty-scope': false,
} as const;

export type SqlCode = keyof typeof retryable;

interface SqlFaultOptions {
  /** The printable name of what it is about: the server; of `sql/missing-…` the object or column, as the server writes it. */
  readonly name?: string;
  readonly cause?: unknown;
}

/** The error of a code. The message says what was expected and what came, in whole sentences; no secrets and no rows. */
export function sqlFault(code: SqlCode, message: string, { name, cause }: SqlFaultOptions = {}): SourceError {
  return new SourceError(code, message, {
    retryable: retryable[code],
    ...(name === undefined ? {} : { place: { file: excerpt(name, 256) } }),
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The package of a driver could not be loaded. `install` is the command that installs it. */
export function driverMissing(name: string, install: string, cause: unknown): SourceError {
  return sqlFault('sql/driver-missing', `The package ${name} is not installed. Install it with: ${install}`, { cause });
}

/** What is missing, as the server calls it; undefined for any other error. */
export function missingName(error: unknown): string | undefined {
  const fault = error instanceof SourceError ? error.faults[0] : undefined;
  if (fault === undefined || !missing.has(fault.code)) return undefined;
  return fault.place?.file ?? '';
}

const missing: ReadonlySet<string> = new Set(['sql/missing-object', 'sql/missing-column', 'sql/missing-right']);

/**
 * The error that leaves the seam: one of the known ones, about a source, with no secret in it. What a driver throws beyond
 * them is a refusal of the server.
 */
export function seamError(error: unknown, source: string, secrets: readonly Secret[]): unknown {
  const hide = (text: string) =>
    secrets.reduce((shown, secret) => {
      const value = secret.reveal();
      return value === '' ? shown : shown.replaceAll(value, '•••');
    }, text);
  if (error instanceof ConfigError) return error;
  if (!(error instanceof SourceError)) {
    const said = error instanceof Error ? error.message : String(error);
    return sqlFault('sql/failed', excerpt(hide(said), 500), { name: source });
  }
  const [{ code, message, place }] = error.faults;
  const hidden = hide(message);
  const isClean = hide(showAll(error)) === showAll(error);
  if (isClean && place !== undefined) return error;
  return new SourceError(code, hidden, {
    retryable: error.retryable,
    place: place === undefined ? { file: source } : { ...place, file: hide(place.file) },
    ...(isClean ? { cause: error } : {}),
  });
}

/** All that a careless print of an error would show. */
function showAll(error: Error): string {
  const { cause } = error;
  const deep = cause instanceof Error ? `${cause.message}${cause.stack}${JSON.stringify(cause)}` : String(cause);
  return `${error.message}${error.stack}${deep}`;
}
