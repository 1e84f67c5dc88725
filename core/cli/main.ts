import { adapters } from '../../adapters/index.ts';
import { printable } from '../adapter/printable.ts';
import { release } from '../package/release.ts';
import type { Call } from './command.ts';
import { outputOf } from './terminal-output.ts';

/** Runs the command line: parses the words, calls the command, and ends the process with the exit code of its outcome. */
export async function main(words: readonly string[]): Promise<void> {
  if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
    process.stdout.write(`${release}\n`);
    return;
  }
  const interrupt = watchInterrupts();
  const { parse } = await import('./parse.ts');
  const { failureOf, showFailure } = await import('./exit.ts');
  const json = words.includes('--json');
  const verbose = words.includes('--verbose');
  const output = outputOf(process.stdout);
  const context: Omit<Call, 'args' | 'options'> = {
    json,
    verbose,
    adapters,
    signal: interrupt.signal,
    output,
    print: (text) => void output.write(`${text}\n`),
    say: (text) => void process.stderr.write(`${text.split('\n').map(printable).join('\n')}\n`),
    terminal: process.stderr.isTTY === true && process.stdin.isTTY === true,
  };
  // A reader that has seen enough, such as head, is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 6));
  try {
    process.exitCode = await parse(words, context);
  } catch (error) {
    const failure = failureOf(error, interrupt.signal.aborted);
    const { exitCode, faults, told, retryable = false } = failure;
    if (faults.length > 0 && !told) context.say(showFailure(failure, verbose));
    if (faults.length > 0 && json)
      context.print(JSON.stringify({ status: 'failed', exitCode, retryable, faults }, undefined, 2));
    process.exitCode = failure.exitCode;
  } finally {
    interrupt.stop();
  }
}

/** The first Ctrl-C lets the command clean up; the second ends the process at once. */
function watchInterrupts(): { readonly signal: AbortSignal; readonly stop: () => void } {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort(new Error('Interrupted.'));
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  return {
    signal: controller.signal,
    stop: () => {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
