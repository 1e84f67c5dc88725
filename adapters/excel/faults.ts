import { excerpt } from '../../core/adapter/printable.ts';
import { SourceError } from '../../core/errors/errors.ts';

/** The book is not whole: `found` finishes the sentence "found that …". */
export function damaged(name: string, found: string, cause?: unknown): SourceError {
  return new SourceError(
    'source/damaged',
    `Expected a whole book, found that ${excerpt(found, 200)}. Fetch the file again, or save it again with a spreadsheet program.`,
    { place: { file: name }, cause },
  );
}

/** The book exceeds a limit: "Expected at most …, found …". */
export function tooLarge(name: string, found: string, expected: string): SourceError {
  return new SourceError(
    'source/too-large',
    `Expected at most ${expected}, found ${found}. If the book is honest, save it again or split it.`,
    { place: { file: name } },
  );
}

export function passwordFault(name: string): SourceError {
  return new SourceError(
    'source/password',
    'The book is protected by a password, and none was given. Give it as a reference, with --set source.password=env:NAME or password: env:NAME in the mapping, or save a copy without one.',
    { place: { file: name } },
  );
}

export function wrongPassword(name: string): SourceError {
  return new SourceError(
    'source/wrong-password',
    'The password that was given does not open the book. Check what the reference names.',
    { place: { file: name } },
  );
}

/** It is encrypted, but in a way that is not known here. */
export function unknownEncryption(name: string): SourceError {
  return new SourceError(
    'source/password',
    'The book is encrypted in a way that is not read here, even with its password. Save a copy without a password, and import that.',
    { place: { file: name } },
  );
}

export function refusedDeclaration(file: string): SourceError {
  return new SourceError(
    'source/refused',
    'The book holds a document type or entity declaration, which is never read. Save it again with a spreadsheet program.',
    { place: { file } },
  );
}

/** It is no book at all: "found …". */
export function unknownFormat(file: string, found: string): SourceError {
  return new SourceError(
    'source/unknown-format',
    `Expected a spreadsheet, found ${found}. Open it in a spreadsheet program and save it as xlsx.`,
    { place: { file } },
  );
}
