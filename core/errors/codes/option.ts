import { codes } from '../code.ts';

/** Faults of options. */
export const optionCodes = codes({
  'option/unknown': {
    kind: 'config',
    summary: 'There is no option of this name.',
    cause: 'A misspelt name, or an option of another adapter.',
    remedy: 'The README of the adapter lists its options.',
  },
  'option/missing': {
    kind: 'config',
    summary: 'An option that has no default is missing.',
    cause: 'It was left out.',
    remedy: 'Give it, in the mapping under source or with --set source.NAME=VALUE.',
  },
  'option/wrong-value': {
    kind: 'config',
    summary: 'An option has a value that it can not have.',
    cause: 'A text where a number is expected, a number out of range, or a choice that does not exist.',
    remedy: 'The message says what is expected.',
  },
  'option/secret': {
    kind: 'config',
    summary: 'A secret is written in plain text, or its reference can not be resolved.',
    cause: 'Secrets are references: env:NAME, file:PATH or credential:NAME.',
    remedy: 'Put the secret into the environment or a file that only this account can read, and refer to it.',
  },
});
