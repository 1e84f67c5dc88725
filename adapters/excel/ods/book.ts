import type { InputFile } from '../../../core/adapter/file.ts';
import { type Book, type Sheet, sheetName } from '../book.ts';
import { passwordFault, tooLarge } from '../faults.ts';
import { limits } from '../limits.ts';
import type { HeadSink } from '../table/head.ts';
import type { RowSink } from '../table/row-sink.ts';
import { utf8Of } from '../xml/utf8.ts';
import type { Zip } from '../zip/zip.ts';
import { ContentScanner } from './content-scanner.ts';

/** Whether a zip is an ods, as its first part says, or its list of parts. */
export async function isOds(zip: Zip): Promise<boolean> {
  if (zip.has('mimetype')) return kinds.test(await smallText(zip, 'mimetype'));
  return (
    zip.has(contentPart) &&
    zip.has(manifestPart) &&
    /opendocument\.spreadsheet/.test(await smallText(zip, manifestPart))
  );
}

/** Opens an ods, or the sxc of OpenOffice 1. */
export async function openOdsBook(zip: Zip, head: () => HeadSink): Promise<Book> {
  const manifest = zip.has(manifestPart) ? await smallText(zip, manifestPart) : '';
  if (manifest.includes('encryption-data') || zip.has('encrypted-package')) throw passwordFault(zip.name);
  const old = zip.has('mimetype') && (await smallText(zip, 'mimetype')).includes('vnd.sun.xml');
  return openContent({ name: zip.name, old, bytes: () => utf8Of(zip.name, zip.content(contentPart)) }, head);
}

/** Opens a flat ods: one XML file with all that an ods has in its parts. */
export async function openFlatOdsBook(file: InputFile, head: () => HeadSink): Promise<Book> {
  return openContent({ name: file.name, old: false, bytes: () => utf8Of(file.name, file.content()) }, head);
}

interface Content {
  readonly name: string;
  readonly old: boolean;
  readonly bytes: () => AsyncIterable<Buffer>;
}

/**
 * All sheets are in one part, so one pass over it finds them, and takes their heads along; each reading of a sheet is another pass, up to
 * its end.
 */
async function openContent(content: Content, headSink: () => HeadSink): Promise<Book> {
  const sheets: Sheet[] = [];
  const rows: number[] = [];
  const formulas = new Map<number, number>();
  let head: HeadSink | undefined;
  let kept = 0;
  const onSheet = (written: string, hidden: boolean) => {
    const number = sheets.length;
    if (number === limits.sheets) throw tooLarge(content.name, 'more', `${limits.sheets} sheets`);
    const name = sheetName(written, number);
    head?.end();
    kept += head?.length ?? 0;
    head = kept < keptLength ? headSink() : undefined;
    sheets.push({
      name,
      hidden,
      pour: (sink) => pourSheet(content, number, sink, (count) => formulas.set(number, count)),
      formulasWithoutResult: () => formulas.get(number) ?? 0,
      rowsEstimate: () => rows[number],
      ...(head === undefined ? {} : { head }),
    });
    return head;
  };
  const scanner = new ContentScanner(content.name, onSheet, content);
  for await (const chunk of content.bytes()) {
    scanner.push(chunk);
    while (scanner.run());
    if (sheets.length > 0) rows[sheets.length - 1] = scanner.row;
  }
  scanner.finish();
  head?.end();
  return { sheets, close: async () => {} };
}

async function* pourSheet(
  content: Content,
  wanted: number,
  sink: RowSink,
  onFormulas: (count: number) => void,
): AsyncGenerator<void> {
  let number = -1;
  const onSheet = () => {
    if (number === wanted) onFormulas(scanner.formulasWithoutResult);
    return ++number === wanted ? sink : undefined;
  };
  const scanner = new ContentScanner(content.name, onSheet, content);
  for await (const chunk of content.bytes()) {
    scanner.push(chunk);
    while (scanner.run()) yield;
    if (number > wanted) return;
  }
  scanner.finish();
  onFormulas(scanner.formulasWithoutResult);
}

async function smallText(zip: Zip, part: string): Promise<string> {
  let text = '';
  for await (const chunk of zip.content(part)) {
    text += chunk.toString('latin1');
    if (text.length > smallTextLength) throw tooLarge(zip.name, `more in ${part}`, `${smallTextLength} bytes`);
  }
  return text;
}

const kinds = /^application\/vnd\.(oasis\.opendocument\.spreadsheet|sun\.xml\.calc)/;
const contentPart = 'content.xml';
const manifestPart = 'META-INF/manifest.xml';
/** What is kept of the first sheets; those after them are looked at when they are asked for. */
const keptLength = 1 << 21;
const smallTextLength = 1 << 22;
