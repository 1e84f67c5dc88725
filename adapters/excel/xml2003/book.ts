import type { InputFile } from '../../../core/adapter/file.ts';
import { type Book, type Sheet, sheetName } from '../book.ts';
import { tooLarge } from '../faults.ts';
import { limits } from '../limits.ts';
import type { HeadSink } from '../table/head.ts';
import type { RowSink } from '../table/row-sink.ts';
import { utf8Of } from '../xml/utf8.ts';
import { WorkbookScanner } from './scanner.ts';

/**
 * Opens a book in the XML of Excel 2002 and 2003. All its sheets are in one text, so one pass over it finds them, and takes their heads
 * along; each reading of a sheet is another pass, up to its end.
 */
export async function openXml2003Book(file: InputFile, headSink: () => HeadSink): Promise<Book> {
  const sheets: Sheet[] = [];
  const formulas = new Map<number, number>();
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
      if (number === limits.sheets) throw tooLarge(file.name, 'more', `${limits.sheets} sheets`);
      const rows = scanner.row;
      head?.end();
      sheets.push({
        name: sheetName(name, number),
        hidden: scanner.hidden,
        pour: (sink) => pourSheet(file, number, sink, (count) => formulas.set(number, count)),
        formulasWithoutResult: () => formulas.get(number) ?? 0,
        rowsEstimate: () => rows,
        ...(head === undefined ? {} : { head }),
      });
    },
  );
  for await (const chunk of utf8Of(file.name, file.content())) {
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
  onFormulas: (count: number) => void,
): AsyncGenerator<void> {
  let number = -1;
  let ended = false;
  const scanner: WorkbookScanner = new WorkbookScanner(
    file.name,
    () => (++number === wanted ? sink : undefined),
    () => {
      if (number !== wanted) return;
      ended = true;
      onFormulas(scanner.formulasWithoutResult);
    },
  );
  for await (const chunk of utf8Of(file.name, file.content())) {
    scanner.push(chunk);
    while (scanner.run()) yield;
    if (ended) return;
  }
  scanner.finish();
}

const keptHeads = 256;
