import { codes } from '../code.ts';

/** Faults of the spool. */
export const spoolCodes = codes({
  'spool/unusable': {
    kind: 'storage',
    summary: 'The folder of the spool can not be used.',
    cause: 'It may not be written, lies on a missing disk, or holds another program’s files.',
    remedy: 'Choose another folder with --spool, or grant write access.',
  },
  'spool/full': {
    kind: 'storage',
    summary: 'There is no space left for the spool.',
    cause: 'The disk or the quota is full.',
    remedy: 'Free space and run again. Nothing was published by this run.',
  },
  'spool/newer-format': {
    kind: 'storage',
    summary: 'The spool was written by a newer release.',
    cause: 'Its format version is higher than this release knows.',
    remedy: 'Update Tributary.',
  },
  'spool/busy': {
    kind: 'storage',
    summary: 'Another run of the same source and mapping is under way.',
    cause: 'A schedule and a person started it at the same time.',
    remedy: 'Wait for it to end, then run again.',
  },
  'spool/unknown-package': {
    kind: 'config',
    summary: 'The spool has no package of this id.',
    cause: 'A misspelt id, or it has been dropped.',
    remedy: 'tributary queue list shows the ids; a beginning that is unique is enough.',
  },
  'spool/wrong-state': {
    kind: 'config',
    summary: 'The package is not in a state that allows this.',
    cause: 'For example a release of a package that is not held.',
    remedy: 'tributary queue show ID tells its state.',
  },
  'spool/missing-file': {
    kind: 'storage',
    summary: 'The file of a package is missing.',
    cause: 'It was moved or deleted by hand, or by another program.',
    remedy: 'Restore it from a backup, or drop the package and import again.',
  },
  'spool/stray-file': {
    kind: 'storage',
    summary: 'A file in the spool belongs to no package.',
    cause: 'It was copied there by hand, or its package is no longer in a database that was restored.',
    remedy: 'Move it elsewhere, or delete it.',
  },
  'spool/open-ledger': {
    kind: 'bug',
    summary: 'The ledger of a run does not close; nothing was published.',
    cause: 'A row was lost or counted twice by Tributary itself.',
    remedy: 'Report it, with the ledger that is printed.',
  },
});
