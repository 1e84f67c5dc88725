import type { Dataset, Source } from '../../core/adapter/contract.ts';
import { findDataset } from '../../core/adapter/datasets.ts';
import type { InputFile } from '../../core/adapter/file.ts';
import { SourceError } from '../../core/errors/errors.ts';
import type { Book, Sheet } from './book.ts';
import { damaged } from './faults.ts';
import { BatchSink } from './table/batch-sink.ts';
import { HeadSink, type Table, tableOf } from './table/head.ts';
import { columnLetters } from './table/row-sink.ts';

export interface TableOptions {
  readonly sheet: string | undefined;
  readonly headerRow: number | undefined;
}

/** An open book as a source: each sheet with cells is a dataset, those that are hidden come last. */
export function bookSource(
  file: InputFile,
  book: Book,
  options: TableOptions,
  note: (sentence: string) => void,
): Source {
  const sheets = chosenSheets(file, book, options.sheet);
  const tables = new Map<Sheet, Promise<Table | undefined>>();
  const tableIn = (sheet: Sheet): Promise<Table | undefined> => {
    const known = tables.get(sheet) ?? readTable(sheet, options.headerRow, note);
    tables.set(sheet, known);
    return known;
  };
  const originOf = (sheet: Sheet) => `${file.name}!${sheet.name}`;
  const found = async (name: string) => {
    const sheet = sheetNamed(sheets, name, file.name);
    const table = await tableIn(sheet);
    if (table === undefined) throw emptySheet(originOf(sheet), options.headerRow);
    return { sheet, table };
  };
  return {
    identity: file.identity,
    async discover() {
      const datasets: Dataset[] = [];
      for (const sheet of sheets) {
        const table = await tableIn(sheet);
        if (table !== undefined) datasets.push(datasetOf(sheet, table, originOf(sheet)));
      }
      if (datasets.length === 0)
        throw emptySheet(sheets.length === 1 ? originOf(sheets[0]) : file.name, options.headerRow);
      return datasets;
    },
    async *parts(name) {
      const { sheet } = await found(name);
      yield { dataset: sheet.name, number: 0 };
    },
    async *read(part) {
      const { sheet, table } = await found(part.dataset);
      const sink = new BatchSink(originOf(sheet), table.place);
      for await (const _ of sheet.pour(sink)) {
        const batch = sink.take();
        if (batch !== undefined) yield batch;
        // A short sheet may be inflated before anybody asks to stop.
        file.signal.throwIfAborted();
      }
      const last = sink.take();
      if (last !== undefined) yield last;
      await file.checkUnchanged();
    },
    async close() {
      await file.close();
      await book.close();
    },
  };
}

function chosenSheets(file: InputFile, book: Book, wanted: string | undefined): readonly Sheet[] {
  const { sheets } = book;
  const names = sheets.map((sheet) => sheet.name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw damaged(file.name, `it has two sheets named ${twice}`);
  if (wanted !== undefined) return [sheetNamed(sheets, wanted, file.name)];
  return [...sheets.filter((sheet) => !sheet.hidden), ...sheets.filter((sheet) => sheet.hidden)];
}

/** By its name; as in the programs, no two differ by case alone. */
function sheetNamed(sheets: readonly Sheet[], name: string, file: string): Sheet {
  const folded = name.trim().toLowerCase();
  const exact = sheets.find((sheet) => sheet.name === name);
  return exact ?? sheets.find((sheet) => sheet.name.trim().toLowerCase() === folded) ?? findDataset(sheets, name, file);
}

/** Takes the rows that decide about a table whose header is in this row, or is to be found. */
export function headSink(headerRow: number | undefined): HeadSink {
  return new HeadSink(headerRow ?? 1);
}

async function readTable(
  sheet: Sheet,
  headerRow: number | undefined,
  note: (sentence: string) => void,
): Promise<Table | undefined> {
  const head = sheet.head ?? headSink(headerRow);
  if (sheet.head === undefined) for await (const _ of sheet.pour(head)) break;
  const table = tableOf(head, headerRow);
  const name = JSON.stringify(sheet.name);
  if (table === undefined)
    note(
      `Sheet ${name} ${headerRow === undefined || headerRow === 0 ? 'has no cells' : `has nothing in row ${headerRow}`}, so it is left out.`,
    );
  for (const sentence of table?.notes ?? []) note(`Sheet ${name}: ${sentence}`);
  return table;
}

function datasetOf(sheet: Sheet, { columns, place }: Table, origin: string): Dataset {
  const last = sheet.rowsEstimate?.();
  return {
    name: sheet.name,
    columns,
    ...(last === undefined || last <= place.headerRow ? {} : { rowsEstimate: last - place.headerRow }),
    origin: (position) => `${origin}:${position}`,
    address: (position, column) => `${origin}:${columnLetters(place.firstColumn + column)}${position}`,
  };
}

function emptySheet(place: string, headerRow: number | undefined): SourceError {
  const expected =
    headerRow === undefined || headerRow === 0 ? 'cells with values' : `column names in row ${headerRow}`;
  return new SourceError(
    'source/empty',
    `Expected ${expected}, found none. Check the export, or name another sheet or row.`,
    {
      place: { file: place },
    },
  );
}
