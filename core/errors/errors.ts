import type { Code } from './catalogue.ts';

/** Where a fault is: a file with line and column (both from 1), or any printable place such as `hosts.xlsx!Computers`. */
export type Place = { readonly file: string; readonly line?: number; readonly column?: number };

/** One thing that is wrong: place, code, what was expected and found, what to do. */
export interface Fault {
  readonly code: Code;
  /** Whole sentences: what was expected, what was found, what to do. */
  readonly message: string;
  readonly place?: Place;
}

interface FaultOptions {
  readonly place?: Place;
  readonly cause?: unknown;
}

interface RetryOptions extends FaultOptions {
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly retryable?: boolean;
}

/** Stop: options, mapping or plan are wrong. Carries all faults that were found, never only the first. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly Fault[];
  constructor(faults: readonly Fault[], options: { cause?: unknown } = {}) {
    super(faults.map(formatFault).join('\n'), options);
    this.faults = faults;
  }
}

/** A configuration error with a single fault. */
export function configError(code: Code, message: string, options: FaultOptions = {}): ConfigError {
  return new ConfigError([fault(code, message, options)], options);
}

/** What the three errors of a run share: a fault, and whether trying again can help. */
abstract class OperationError extends Error {
  readonly faults: readonly Fault[];
  readonly retryable: boolean;
  constructor(code: Code, message: string, options: RetryOptions = {}) {
    super(formatFault(fault(code, message, options)), options);
    this.faults = [fault(code, message, options)];
    this.retryable = options.retryable ?? false;
  }
}

/** The source can't be reached, opened or read: retry if `retryable`, else this import has failed. */
export class SourceError extends OperationError {
  override readonly name = 'SourceError';
}

/** The spool or the disk refused: nothing was published. */
export class StorageError extends OperationError {
  override readonly name = 'StorageError';
}

/** A destination did not take a package: it stays in the spool. */
export class UploadError extends OperationError {
  override readonly name = 'UploadError';
}

export function fault(code: Code, message: string, options: FaultOptions = {}): Fault {
  return options.place === undefined ? { code, message } : { code, message, place: options.place };
}

/** `file:line:column  code` and the sentences on the next line, indented. */
export function formatFault({ place, code, message }: Fault): string {
  const text = message.replaceAll('\n', '\n  ');
  return place === undefined ? `${code}\n  ${text}` : `${formatPlace(place)}  ${code}\n  ${text}`;
}

function formatPlace({ file, line, column }: Place): string {
  if (line === undefined) return file;
  return column === undefined ? `${file}:${line}` : `${file}:${line}:${column}`;
}
