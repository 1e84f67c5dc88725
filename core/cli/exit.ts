import { CommanderError } from 'commander';
import { ConfigError, type Fault, formatFault, SourceError, StorageError, UploadError } from '../errors/errors.ts';

/** What the process says of its outcome. */
export const exitCodes = {
  ok: 0,
  /** A test of a mapping; and what `diff --exit-code` says of mappings that do not give the same. */
  testFailed: 1,
  configuration: 2,
  source: 3,
  upload: 4,
  held: 5,
  storage: 6,
  bug: 70,
  interrupted: 130,
} as const;

export interface Failure {
  readonly exitCode: number;
  readonly faults: readonly Fault[];
  /** Whether standard error has it already, with a hint at the help. */
  readonly told?: true;
  /** Whether the same call may go well later, without anybody changing anything. */
  readonly retryable?: boolean;
  /** Of a bug, for the report. */
  readonly stack?: string;
}

/** What the runner does about an error: the exit code, and the faults to show. */
export function failureOf(error: unknown, interrupted: boolean): Failure {
  if (interrupted)
    return {
      exitCode: exitCodes.interrupted,
      faults: [
        { code: 'cli/interrupted', message: 'Interrupted. Nothing was published; the same command can be run again.' },
      ],
    };
  if (error instanceof ConfigError) return { exitCode: exitCodes.configuration, faults: error.faults };
  if (error instanceof SourceError)
    return { exitCode: exitCodes.source, faults: error.faults, retryable: error.retryable };
  if (error instanceof UploadError)
    return { exitCode: exitCodes.upload, faults: error.faults, retryable: error.retryable };
  if (error instanceof StorageError) {
    const isBug = error.faults.some(({ code }) => code === 'spool/open-ledger');
    return { exitCode: isBug ? exitCodes.bug : exitCodes.storage, faults: error.faults };
  }
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return { exitCode: exitCodes.ok, faults: [] };
    const message = error.message.replace(/^error: /, '');
    return { exitCode: exitCodes.configuration, faults: [{ code: 'cli/usage', message }], told: true };
  }
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? error.stack : undefined;
  return {
    exitCode: exitCodes.bug,
    faults: [
      {
        code: 'cli/bug',
        message: `${message} This should not happen: please report it with the stack that --verbose prints.`,
      },
    ],
    ...(stack ? { stack } : {}),
  };
}

export function showFailure({ faults, stack }: Failure, verbose: boolean): string {
  const shown = faults.map(formatFault).join('\n');
  return verbose && stack !== undefined ? `${shown}\n${stack}` : shown;
}
