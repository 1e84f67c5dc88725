import { Writable } from 'node:stream';
import { adapters } from '../../adapters/index.ts';
import { failureOf, showFailure } from '../../core/cli/exit.ts';
import { parse } from '../../core/cli/parse.ts';

/** `tributary rows` in this process: its parser, its command and its report of errors, without a process for each file. */
export interface Shown {
  readonly exitCode: number;
  readonly output: string;
  /** What was said on standard error, line by line, without the folders of paths. */
  readonly said: readonly string[];
}

export async function callRows(words: readonly string[], folder: string): Promise<Shown> {
  let output = '';
  const said: string[] = [];
  const say = (text: string) => void said.push(...text.replaceAll(`${folder}/`, '').split('\n'));
  const stdout = new Writable({
    decodeStrings: false,
    write: (text: string, _, done) => {
      output += text;
      done();
    },
  });
  try {
    const exitCode = await parse(['rows', ...words], {
      json: false,
      verbose: false,
      adapters,
      signal: AbortSignal.timeout(60_000),
      output: stdout,
      print: (text) => void stdout.write(`${text}\n`),
      say,
      terminal: false,
    });
    return { exitCode, output, said };
  } catch (error) {
    const failure = failureOf(error, false);
    say(showFailure(failure, true));
    return { exitCode: failure.exitCode, output, said };
  }
}
