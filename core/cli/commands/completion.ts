import { configError } from '../../errors/errors.ts';
import type { Call } from '../command.ts';
import { completionScript, isShell, shells } from '../completion.ts';

/** `tributary completion`: prints the script that teaches a shell the commands and options. */
export async function run({ args: [shell], print }: Call): Promise<number> {
  if (!isShell(shell))
    throw configError('cli/usage', `Expected one of ${shells.join(', ')}, got ${JSON.stringify(shell)}.`);
  print(completionScript(shell));
  return 0;
}
