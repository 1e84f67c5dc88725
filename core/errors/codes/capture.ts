import { codes } from '../code.ts';

/** Faults of recording rows of a source, and of reading what was recorded. */
export const captureCodes = codes({
  'capture/exists': {
    kind: 'config',
    summary: 'The folder of a new capture is not empty.',
    cause: 'It holds an earlier capture, or something else.',
    remedy: 'Name a folder that is new or empty; a capture never writes over anything.',
  },
  'capture/unknown-column': {
    kind: 'config',
    summary: 'A column is to be kept or replaced that no captured dataset has.',
    cause: 'A misspelt name, or a column of another dataset.',
    remedy: 'Take a name from tributary datasets, as COLUMN or DATASET.COLUMN.',
  },
  'capture/wrong-secret': {
    kind: 'config',
    summary: 'The secret of a capture can not be used.',
    cause: 'It has fewer than 16 characters, so that it could be guessed.',
    remedy: 'Give one that a machine has made, as env:NAME or file:PATH; or none, then each capture has its own.',
  },
  'capture/wrong-file': {
    kind: 'config',
    summary: 'The description of a capture is not one.',
    cause: 'It was edited by hand, or is another file of that name.',
    remedy: 'Make the capture again, or correct the place that is named.',
  },
  'capture/newer-format': {
    kind: 'config',
    summary: 'A capture was made by a newer release.',
    cause: 'Its format is one that this release does not know.',
    remedy: 'Update Tributary, or make the capture again with this release.',
  },
  'capture/damaged': {
    kind: 'source',
    summary: 'A line of a capture is no row of its dataset, or rows are missing.',
    cause: 'The file was cut off, or edited by hand.',
    remedy: 'Correct the line that is named, or make the capture again.',
  },
  'capture/not-captured': {
    kind: 'source',
    summary: 'A capture has no rows of a dataset that its source has.',
    cause: 'Only some of the datasets were captured.',
    remedy: 'Capture it as well: name it with --dataset, or name none to capture all.',
  },
});
