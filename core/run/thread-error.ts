import { ConfigError, type Fault, SourceError, StorageError } from '../errors/errors.ts';

/** An error on its way between threads, which keeps of an Error only its text. */
export interface ThreadError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  readonly faults: readonly Fault[];
  readonly retryable: boolean;
}

export function toThreadError(error: unknown): ThreadError {
  const known = error instanceof SourceError || error instanceof StorageError;
  return {
    name: error instanceof Error ? error.name : 'Error',
    message: error instanceof Error ? error.message : String(error),
    stack: error instanceof Error ? (error.stack ?? '') : '',
    faults: known || error instanceof ConfigError ? error.faults : [],
    retryable: known && error.retryable,
  };
}

/** The error again, of the class that says what the runner does about it. */
export function fromThreadError({ name, message, stack, faults, retryable }: ThreadError): Error {
  const [first] = faults;
  const options = { retryable, ...(first?.place === undefined ? {} : { place: first.place }) };
  if (name === 'ConfigError') return new ConfigError(faults);
  if (name === 'SourceError' && first !== undefined) return new SourceError(first.code, first.message, options);
  if (name === 'StorageError' && first !== undefined) return new StorageError(first.code, first.message, options);
  const error = new Error(message);
  error.stack = stack;
  return error;
}
