import { convert, type EncodingName, encodingNames, sniffEncoding } from '../../../core/adapter/encoding.ts';
import type { InputFile } from '../../../core/adapter/file.ts';
import { type Book, type Sheet, sheetName } from '../book.ts';
import type { HeadSink } from '../table/head.ts';
import type { RowSink } from '../table/row-sink.ts';
import { WorkbookScanner } from './scanner.ts';

/**
 * Opens a book in the XML of Excel 2002 and 2003. All its sheets are in one text, so one pass over it finds them, and takes their heads
 * along; each reading of a sheet is another pass, up to its end.
 */
export async function openXml2003Book(
  file: InputFile,
  headSink: () => HeadSink,
  warn: (sentence: string) => void,
): Promise<Book> {
  const sheets: Sheet[] = [];
  let name = '';
  let head: HeadSink | undefined;
  const scanner: WorkbookScanner = new WorkbookScanner(
    file.name,
    (written) => {
      name = written;
      head = sheets.length < keptHeads ? headSink() : undefined;
      return head;
    },
    () => {
      const number = sheets.length;
      const rows = scanner.row;
      head?.end();
      sheets.push({
        name: sheetName(name, number),
        hidden: scanner.hidden,
        pour: (sink) => pourSheet(file, number, sink, warn),
        rowsEstimate: () => rows,
        ...(head === undefined ? {} : { head }),
      });
    },
  );
  for await (const chunk of contentOf(file)) {
    scanner.push(chunk);
    while (scanner.run());
    file.signal.throwIfAborted();
  }
  scanner.finish();
  return { sheets, close: async () => {} };
}

async function* pourSheet(
  file: InputFile,
  wanted: number,
  sink: RowSink,
  warn: (sentence: string) => void,
): AsyncGenerator<void> {
  let number = -1;
  let ended = false;
  const scanner: WorkbookScanner = new WorkbookScanner(
    file.name,
    () => (++number === wanted ? sink : undefined),
    () => {
      if (number !== wanted) return;
      ended = true;
      const missing = scanner.formulasWithoutResult;
      if (missing > 0)
        warn(
          `${missing} formulas have no result and are read as blank. Open the book in a spreadsheet program and save it, so that they have one.`,
        );
    },
  );
  for await (const chunk of contentOf(file)) {
    scanner.push(chunk);
    while (scanner.run()) yield;
    if (ended) return;
  }
  scanner.finish();
}

/** The text as UTF-8, however it is written. */
async function* contentOf(file: InputFile): AsyncGenerator<Buffer> {
  const { encoding } = sniffEncoding(file.head);
  const declared = /^<\?xml[^>]*encoding\s*=\s*["']([^"']*)/.exec(file.head.toString('latin1', 0, 200))?.[1] ?? 'utf-8';
  if (encoding === 'utf-8' && /^(utf-8|us-ascii)$/i.test(declared)) return yield* file.content();
  const name = encoding === 'utf-8' || encoding === 'windows-1252' ? narrowEncoding(declared) : encoding;
  let first = true;
  for await (const chunk of convert(file.content(), name)) {
    // What it says of its encoding is no longer true.
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    yield first ? Buffer.from(bytes.toString('utf8').replace(/^\ufeff?<\?xml[^>]*\?>/, '')) : bytes;
    first = false;
  }
}

function narrowEncoding(declared: string): EncodingName {
  return encodingNames.find((name) => name === declared.toLowerCase()) ?? 'windows-1252';
}

const keptHeads = 256;
