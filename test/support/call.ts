import { Writable } from 'node:stream';
import type { AdapterRegistry } from '../../core/adapter/registry.ts';
import { failureOf, showFailure } from '../../core/cli/exit.ts';
import { parse } from '../../core/cli/parse.ts';

/** The command line in this process, with adapters of a test. Paths are whole: the folder of the process stays. */

export interface CalledHere {
  readonly exitCode: number;
  /** What was printed, and what was said. */
  readonly printed: string;
  readonly said: string;
}

export async function callHere(
  words: readonly string[],
  adapters: AdapterRegistry,
  signal: AbortSignal = new AbortController().signal,
): Promise<CalledHere> {
  const [printed, said]: [string[], string[]] = [[], []];
  const output = new Writable({
    write(chunk, _encoding, done) {
      printed.push(String(chunk));
      done();
    },
  });
  const context = {
    json: words.includes('--json'),
    verbose: words.includes('--verbose'),
    adapters,
    signal,
    output,
    print: (text: string) => void printed.push(`${text}\n`),
    say: (text: string) => void said.push(`${text}\n`),
    terminal: false,
  };
  let exitCode: number;
  try {
    exitCode = await parse(words, context);
  } catch (error) {
    const failure = failureOf(error, signal.aborted);
    exitCode = failure.exitCode;
    said.push(showFailure(failure, context.verbose));
  }
  return { exitCode, printed: printed.join(''), said: said.join('') };
}
