import { codes } from '../code.ts';

/** Faults of packages as files. */
export const packageCodes = codes({
  'package/unreadable': {
    kind: 'storage',
    summary: 'The file is not a package that can be read.',
    cause: 'It is missing, damaged, or not a package at all.',
    remedy: 'Check the path; a damaged package is imported again from its source.',
  },
  'package/newer-format': {
    kind: 'storage',
    summary: 'The package was written by a newer release.',
    cause: 'Its format version is higher than this release can read.',
    remedy: 'Update Tributary.',
  },
  'package/digest': {
    kind: 'storage',
    summary: 'A package has changed since it was sealed.',
    cause: 'A failing disk, or an edit.',
    remedy: 'Import again from the source; drop the damaged package.',
  },
  'package/not-empty': {
    kind: 'config',
    summary: 'The folder to export to has files in it.',
    cause: 'An earlier export, or another folder was meant.',
    remedy: 'Name a folder that is empty or does not exist yet.',
  },
  'package/unknown-record': {
    kind: 'config',
    summary: 'The package has no such record.',
    cause: 'The entity or the key is misspelt, or the row was filtered, merged or rejected.',
    remedy: 'The message lists near keys and where rejected keys are found.',
  },
});
