import { type Book, type Sheet, sheetName } from '../book.ts';
import { passwordFault, tooLarge } from '../faults.ts';
import type { HeadSink } from '../table/head.ts';
import type { RowSink } from '../table/row-sink.ts';
import { utf8Of } from '../xml/utf8.ts';
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
  const rows: number[] = [];
  let head: HeadSink | undefined;
  const scanner = new ContentScanner(zip.name, (name, hidden) => {
    const number = sheets.length;
    head?.end();
    head = number < keptHeads ? headSink() : undefined;
    sheets.push({
      name: sheetName(name, number),
      hidden,
      pour: (sink) => pourSheet(zip, number, sink),
      rowsEstimate: () => rows[number],
      ...(head === undefined ? {} : { head }),
    });
    return head;
  });
  for await (const chunk of utf8Of(zip.name, zip.content(contentPart))) {
    scanner.push(chunk);
    while (scanner.run());
    if (sheets.length > 0) rows[sheets.length - 1] = scanner.row;
  }
  scanner.finish();
  head?.end();
  return { sheets, close: async () => {} };
}

async function* pourSheet(zip: Zip, wanted: number, sink: RowSink): AsyncGenerator<void> {
  let number = -1;
  const scanner = new ContentScanner(zip.name, () => (++number === wanted ? sink : undefined));
  for await (const chunk of utf8Of(zip.name, zip.content(contentPart))) {
    scanner.push(chunk);
    while (scanner.run()) yield;
    if (number > wanted) return;
  }
  scanner.finish();
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
