import { codes } from '../code.ts';

/** Faults of the command line itself. */
export const cliCodes = codes({
  'cli/usage': {
    kind: 'config',
    summary: 'The command line could not be understood.',
    cause: 'A command, an argument or an option is unknown, missing or has an impossible value.',
    remedy: 'Run the command with --help; it lists what it takes, with examples.',
  },
  'cli/interrupted': {
    kind: 'notice',
    summary: 'The run was interrupted; nothing was published.',
    cause: 'Ctrl-C or a termination signal.',
    remedy: 'Run the same command again: an interrupted run leaves nothing behind.',
  },
  'cli/output-failed': {
    kind: 'storage',
    summary: 'Standard output could not be written.',
    cause: 'It goes into a file whose disk or quota is full, or that failed.',
    remedy: 'Free space, or write to another place, and run the same command again.',
  },
  'cli/bug': {
    kind: 'bug',
    summary: 'Tributary itself is at fault.',
    cause: 'A condition that the code believed impossible.',
    remedy: 'Report it with the stack that --verbose prints. Nothing was published by this run.',
  },
});
