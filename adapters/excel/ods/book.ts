import { passwordFault, tooLarge } from '../faults.ts';
import type { HeadSink } from '../table/head.ts';
import { type Book, type RowSink, type Sheet, sheetName } from '../table/row-sink.ts';
import type { Zip } from '../zip/zip.ts';
import { ContentScanner } from './content-scanner.ts';

/** Whether a zip is an ods, as its first part says. */
export async function isOds(zip: Zip): Promise<boolean> {
  if (!zip.has('mimetype')) return false;
  return (await smallText(zip, 'mimetype')).startsWith('application/vnd.oasis.opendocument.spreadsheet');
}

/**
 * Opens an ods. All its sheets are in one part, so one pass over it finds them, and takes their heads along; each reading of
 * a sheet is another pass, up to its end.
 */
export async function openOdsBook(zip: Zip, headSink: () => HeadSink): Promise<Book> {
  const manifest = zip.has('META-INF/manifest.xml') ? await smallText(zip, 'META-INF/manifest.xml') : '';
  if (manifest.includes('encryption-data') || zip.has('encrypted-package')) throw passwordFault(zip.name);
  const sheets: Sheet[] = [];
  const listing = new ContentScanner(zip.name, (name, hidden) => {
    const number = sheets.length;
    const head = number < keptHeads ? headSink() : undefined;
    const counter = new CountingSink(head);
    const sheet = {
      name: sheetName(name, number),
      hidden,
      pour: (sink: RowSink) => pourSheet(zip, number, sink),
      rowsEstimate: () => counter.rows,
    };
    sheets.push(head === undefined ? sheet : { ...sheet, head });
    return counter;
  });
  for await (const chunk of zip.content(contentPart)) {
    listing.push(chunk);
    while (listing.run());
  }
  listing.finish();
  return { sheets, close: async () => {} };
}

async function* pourSheet(zip: Zip, wanted: number, sink: RowSink): AsyncGenerator<void> {
  let number = -1;
  const scanner = new ContentScanner(zip.name, () => (++number === wanted ? sink : undefined));
  for await (const chunk of zip.content(contentPart)) {
    scanner.push(chunk);
    while (scanner.run()) yield;
    if (number > wanted) return;
  }
  scanner.finish();
}

/** Passes the head on to another sink, and counts the rest. */
class CountingSink implements RowSink {
  /** The number of the latest row. */
  rows = 0;
  #head: RowSink | undefined;

  constructor(head: RowSink | undefined) {
    this.#head = head;
  }

  bytes(column: number, source: Buffer, start: number, end: number): void {
    this.#head?.bytes(column, source, start, end);
  }

  text(column: number, text: string): void {
    this.#head?.text(column, text);
  }

  endRow(position: number): boolean {
    this.rows = position;
    if (this.#head?.endRow(position)) this.#head = undefined;
    return false;
  }
}

async function smallText(zip: Zip, part: string): Promise<string> {
  let text = '';
  for await (const chunk of zip.content(part)) {
    text += chunk.toString('latin1');
    if (text.length > smallTextLength) throw tooLarge(zip.name, `more in ${part}`, `${smallTextLength} bytes`);
  }
  return text;
}

const contentPart = 'content.xml';
const keptHeads = 256;
const smallTextLength = 1 << 22;
