import { type Book, type Sheet, sheetName } from '../book.ts';
import { limits } from '../limits.ts';
import type { Area, RowSink } from '../table/row-sink.ts';
import { utf8Of } from '../xml/utf8.ts';
import type { Zip } from '../zip/zip.ts';
import { readNamedTables } from './named-tables.ts';
import type { SheetLog } from './quick/sheet-log.ts';
import { readSharedStrings, type StoredStrings } from './shared-strings.ts';
import { SheetScanner } from './sheet-scanner.ts';
import { readStyles } from './styles.ts';
import { readWorkbook } from './workbook.ts';

/** Opens an xlsx or xlsm: its list of sheets and its styles. Shared strings are read with the first sheet. */
export async function openOoxmlBook(zip: Zip, main: string, warn: (sentence: string) => void): Promise<Book> {
  const workbook = await readWorkbook(zip, main, warn);
  const { kinds, codes } = await readStyles(zip, workbook.styles);
  let stored: Promise<StoredStrings> | undefined;
  const sheets = workbook.sheets.map(({ name: written, hidden, part }, index): Sheet => {
    const name = sheetName(written, index);
    let rows: number | undefined;
    let extent: Area | undefined;
    let formulas = 0;
    let log: SheetLog | undefined;
    const sheet: Sheet = {
      name,
      hidden,
      rowsEstimate: () => rows,
      extent: () => extent,
      formulasWithoutResult: () => formulas,
      tables: () => readNamedTables(zip, part),
      pour: async function* (sink: RowSink) {
        stored ??= readSharedStrings(zip, workbook.strings);
        const { strings, memory } = await stored;
        const own = memory?.take();
        const place = `${zip.name}!${name}`;
        const context = { place, strings, kinds, codes, date1904: workbook.date1904, memory: own };
        const scanner = new SheetScanner(context, sink);
        const replayed = log !== undefined && scanner.quick?.takes(log) === true ? log : undefined;
        try {
          for await (const chunk of utf8Of(zip.name, zip.content(part))) {
            // What was kept of the sheet is not read from it again.
            scanner.push(replayed === undefined ? chunk : chunk.subarray(0, replayed.from - scanner.pushed));
            while (scanner.run()) {
              extent = scanner.extent;
              rows ??= estimateRows(scanner, zip.claimedSize(part));
              yield;
            }
            if (scanner.pushed === replayed?.from) break;
          }
          for (const piece of replayed?.chunks ?? []) {
            scanner.quick?.load(piece);
            while (scanner.quick?.replay() === true) yield;
          }
          if (replayed !== undefined) return;
          scanner.end();
          while (scanner.run()) yield;
          scanner.finish();
          log ??= scanner.quick?.log();
        } finally {
          scanner.leave();
          own?.giveBack();
        }
        rows = scanner.row;
        formulas = scanner.formulasWithoutResult;
      },
      annotate: async (path, notes) => {
        const { annotateSheet } = await import('../annotate/annotate.ts');
        return annotateSheet({ zip, sheet: part, styles: workbook.styles }, sheet, path, notes);
      },
    };
    return sheet;
  });
  return { sheets, close: async () => {} };
}

/** About how many rows a sheet has: what it says of itself, unless there are more already; else from what one row takes. */
function estimateRows({ row, scanned, extent }: SheetScanner, size: number): number {
  const last = extent?.bottom ?? 0;
  return last > row ? last : Math.min(limits.rows, Math.round((row * size) / Math.max(1, scanned)));
}
