import { codes } from '../code.ts';

/** Faults of bookmarks and of reads of a part of a dataset. */
export const bookmarkCodes = codes({
  'bookmark/unknown': {
    kind: 'config',
    summary: 'There is no such bookmark, or there are several.',
    cause: 'A misspelt mapping, source or dataset, or no run of it with bookmarks was accepted yet.',
    remedy: 'tributary bookmark list shows them all; --of and --dataset choose among several.',
  },
  'bookmark/wrong-value': {
    kind: 'config',
    summary: 'The value is not one of this kind of bookmark.',
    cause: 'A typing error, or a value of another column.',
    remedy: 'Give a value as the message says; tributary bookmark show prints the present one.',
  },
  'bookmark/none': {
    kind: 'config',
    summary: 'The dataset can not be read in part.',
    cause: 'Its query declares no bookmark, or the source is a file.',
    remedy: 'Run it whole; or declare a bookmark in the query, as the page of databases says.',
  },
});
