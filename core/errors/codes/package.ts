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
  'package/no-marks': {
    kind: 'config',
    summary: 'The file has no rows that a package has given back.',
    cause: 'Another file was meant, or its column "Tributary row" is gone.',
    remedy:
      'Give the annotated copy or the csv that tributary queue show ID names, corrected; or import the file without --corrections.',
  },
  'package/other-marks': {
    kind: 'config',
    summary: 'The file has rows of another package, or of several.',
    cause: 'Rows of several files were put together, or --package names another package.',
    remedy: 'Import the corrections of each package by themselves.',
  },
  'package/moved-rows': {
    kind: 'config',
    summary: 'The marks of the rows no longer stand beside their rows.',
    cause: 'A part of the columns was sorted or moved without the last ones.',
    remedy: 'Correct the copy again without sorting, or sort all columns together.',
  },
  'package/unknown-record': {
    kind: 'config',
    summary: 'The package has no such record.',
    cause: 'The entity or the key is misspelt, or the row was filtered, merged or rejected.',
    remedy: 'The message lists near keys and where rejected keys are found.',
  },
});
