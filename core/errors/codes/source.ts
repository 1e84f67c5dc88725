import { codes } from '../code.ts';

/** Faults of reading a source. */
export const sourceCodes = codes({
  'source/not-found': {
    kind: 'source',
    summary: 'The file does not exist.',
    cause: 'A misspelt path, or it has been moved.',
    remedy: 'Check the path. Relative paths in a mapping start at the folder of the mapping.',
  },
  'source/no-permission': {
    kind: 'source',
    summary: 'This account may not read the file.',
    cause: 'The rights of the file or of a folder above it.',
    remedy: 'Grant the account read access.',
  },
  'source/locked': {
    kind: 'source',
    summary: 'Another program has locked the file.',
    cause: 'It is open in a spreadsheet program, or is being written.',
    remedy: 'Close it there, or import a copy.',
  },
  'source/not-a-file': {
    kind: 'source',
    summary: 'The path is a folder or a device, not a file.',
    cause: 'A path that ends too early.',
    remedy: 'Name the file.',
  },
  'source/not-annotated': {
    kind: 'notice',
    summary: 'No annotated copy of the book can be written.',
    cause: 'The book uses its last columns, has rows in disorder, or is larger than a zip without extensions can be.',
    remedy: 'Correct the csv file with the rejected rows; it holds the same rows and reasons.',
  },
  'source/changed': {
    kind: 'source',
    summary: 'The file changed while it was read.',
    cause: 'Another program is writing to it.',
    remedy: 'Import again when it is complete.',
  },
  'source/unknown-format': {
    kind: 'source',
    summary: 'No adapter recognises the file.',
    cause: 'It is neither text with separators, nor a book, nor JSON.',
    remedy: 'Export it as csv, xlsx or json, or name the adapter in a mapping.',
  },
  'source/damaged': {
    kind: 'source',
    summary: 'The file is damaged or was cut off.',
    cause: 'An interrupted download or copy.',
    remedy: 'Fetch the file again.',
  },
  'source/empty': {
    kind: 'source',
    summary: 'The file has no rows and no column names.',
    cause: 'An export that failed, or the wrong file.',
    remedy: 'Check the export.',
  },
  'source/unknown-dataset': {
    kind: 'config',
    summary: 'The source has no dataset, sheet or table of this name.',
    cause: 'A misspelt name, or it has been renamed.',
    remedy: 'The message lists the names that are there.',
  },
  'source/wrong-file': {
    kind: 'config',
    summary: 'A source file does not say which source it is.',
    cause: 'It can not be read, is another kind of file, or lacks its adapter.',
    remedy: 'Write `source: NAME`, `adapter: NAME` and the options of the adapter into it.',
  },
  'source/wrong-adapter': {
    kind: 'config',
    summary: 'Mapping and source file name different adapters.',
    cause: 'The mapping is for another product or kind of source.',
    remedy: 'Take a mapping for this kind of source.',
  },
  'source/encoding': {
    kind: 'source',
    summary: 'The bytes of the file do not fit its encoding.',
    cause: 'A wrong encoding was given, or the file mixes several.',
    remedy: 'Give the encoding in the mapping or with --set source.encoding=NAME.',
  },
  'source/too-large': {
    kind: 'source',
    summary: 'The file exceeds a limit that no honest file meets.',
    cause: 'A damaged or hostile file, or a format that must be read whole.',
    remedy: 'Save it as xlsx or csv, which have no such limit.',
  },
  'source/refused': {
    kind: 'source',
    summary: 'The file holds something that is never read, for safety.',
    cause: 'For example entity declarations in a book.',
    remedy: 'Save it again with a spreadsheet program.',
  },
  'source/password': {
    kind: 'source',
    summary: 'The book is protected by a password.',
    cause: 'It was saved with encryption.',
    remedy: 'Give the password as a reference (password: env:NAME), or save a copy without one and import that.',
  },
  'source/wrong-password': {
    kind: 'source',
    summary: 'The password that was given does not open the book.',
    cause: 'A misspelt password, or the reference names another one.',
    remedy: 'Check the variable or the file that the reference names. Passwords know upper and lower case.',
  },
  'source/closed': {
    kind: 'source',
    summary: 'The source was closed while it was being read.',
    cause: 'Another part of the run has failed or was interrupted, and closed it.',
    remedy: 'The first error of the run says why.',
  },
  'source/read-failed': {
    kind: 'source',
    summary: 'The operating system could not read the file.',
    cause: 'A disk or network drive that failed or went away.',
    remedy: 'Check the drive and import again.',
  },
});
