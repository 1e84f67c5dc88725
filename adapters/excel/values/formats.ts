/**
 * The library that applies number formats. It takes a while to load, and only cells that are wanted as the program shows them need it: whoever opens
 * a book for such cells loads it first.
 */
let library: typeof import('numfmt') | undefined;

export async function loadFormats(): Promise<void> {
  library ??= await import('numfmt');
}

export function formats(): typeof import('numfmt') {
  if (library === undefined) throw new TypeError('Number formats are to be applied, and their library was not loaded.');
  return library;
}
