import { codes } from '../code.ts';

/** Faults of bookmarks and of reads of a part of a dataset. */
export const bookmarkCodes = codes({
  'bookmark/unknown': {
    kind: 'config',
    summary: 'There is no such bookmark, or there are several.',
    cause: 'A misspelt mapping, source or dataset, or no run of it with bookmarks was accepted yet.',
    remedy: 'tributary bookmark list shows them all; --of and --dataset choose among several.',
  },
});
