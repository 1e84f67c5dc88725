import type { Dataset, Source } from '../../core/adapter/contract.ts';
import { findDataset } from '../../core/adapter/datasets.ts';
import type { InputFile } from '../../core/adapter/file.ts';
import { SourceError } from '../../core/errors/errors.ts';
import { didYouMean } from '../../core/errors/suggest.ts';
import { annotatorOf } from './annotate/annotator.ts';
import type { Book, Sheet } from './book.ts';
import { BatchSink } from './table/batch-sink.ts';
import { type Entry, entriesOf, foldName, leftOutBy, named, sheetsWith } from './table/entries.ts';
import { readTables } from './table/read-tables.ts';
import { columnLetters } from './table/row-sink.ts';
import { type CellChoice, shownColumns } from './table/shown-columns.ts';
import { UnseenRows } from './table/unseen.ts';
import { overflow } from './values/display.ts';

export interface TableOptions {
  readonly sheet: string | undefined;
  readonly headerRow: number | undefined;
  readonly hidden: 'read' | 'skip';
  readonly cells: CellChoice;
}

/** Where sentences go: decisions, and what a person has to know without asking. */
export interface Says {
  readonly note: (sentence: string) => void;
  readonly warn: (sentence: string) => void;
}

/** An open book as a source: each table of a sheet is a dataset, the first one by the name of its sheet. Hidden sheets come last. */
export function bookSource(file: InputFile, book: Book, options: TableOptions, says: Says): Source {
  const skipHidden = options.hidden === 'skip';
  const sheets = chosenSheets(file, book, options, says);
  const names = new Set(book.sheets.map((sheet) => sheet.name));
  const known = new Map<Sheet, Promise<readonly Entry[]>>();
  const entriesIn = (sheet: Sheet): Promise<readonly Entry[]> => {
    const entries = known.get(sheet) ?? readEntries(sheet, names, options, says.note);
    known.set(sheet, entries);
    return entries;
  };
  const empty = new Set<Sheet>();
  const originOf = (sheet: Sheet) => `${file.name}!${sheet.name}`;
  const found = async (name: string): Promise<Entry> => {
    const candidates = sheetsWith(sheets, name);
    const entries = (await Promise.all(candidates.map(entriesIn))).flat();
    const entry = named(entries, name);
    if (entry !== undefined) return entry;
    const empty = named(candidates, name) ?? findDataset(sheets, name, file.name);
    throw emptySheet(originOf(empty), options.headerRow);
  };
  // A sheet may be read more than once, and has each thing to say once.
  const said = new Set<Entry>();
  const readOnce = new Set<Sheet>();
  return {
    identity: file.identity,
    identify: file.identify,
    async discover() {
      const entries: Entry[] = [];
      for (const sheet of sheets) {
        const own = await entriesIn(sheet);
        entries.push(...own);
        if (own.length === 0) empty.add(sheet);
      }
      if (entries.length === 0)
        throw emptySheet(sheets.length === 1 ? originOf(sheets[0]) : file.name, options.headerRow);
      // A table that is asked for by its own name is the only one.
      const { sheet } = options;
      const only = sheet === undefined || named(sheets, sheet) !== undefined ? undefined : await found(sheet);
      return (only === undefined ? entries : [only]).map((entry) => datasetOf(entry, originOf(entry.sheet)));
    },
    absent: (name) => {
      const sheet = named(sheets, name);
      return sheet !== undefined && empty.has(sheet) ? emptySheet(originOf(sheet), options.headerRow) : undefined;
    },
    async *parts(name) {
      const entry = await found(name);
      if (!said.has(entry)) for (const each of leftOutBy(entry, await entriesIn(entry.sheet))) says.warn(each);
      if (!said.has(entry)) sayOfMissing(entry, shownColumns(entry.table, options.cells).missing, says);
      said.add(entry);
      yield { dataset: entry.name, number: 0 };
    },
    async *read(part) {
      const { sheet, table, of } = await found(part.dataset);
      const sink = new BatchSink(originOf(sheet), table.place, {
        skipHidden,
        shown: shownColumns(table, options.cells).shown,
      });
      const unseen = of.whole || options.headerRow !== undefined ? undefined : new UnseenRows();
      for await (const _ of of.pour(sink)) {
        const batch = sink.take();
        if (batch !== undefined) {
          unseen?.see(batch);
          yield batch;
          sink.clear();
        }
        // A short sheet may be inflated before anybody asks to stop.
        file.signal.throwIfAborted();
      }
      const last = sink.take();
      if (last !== undefined) {
        unseen?.see(last);
        yield last;
      }
      if (!of.whole && table.place.bounded && sink.rowsOutside > 0)
        says.warn(outsideOf(part.dataset, sink.rowsOutside));
      if (!readOnce.has(sheet)) sayOfRead(sheet, unseen, says);
      readOnce.add(sheet);
      sayOfOverflows(sheet, sink.overflows, says);
      sayOfHidden(sheet, sink.hiddenRows, of.hiddenColumns, skipHidden, says);
      await file.checkUnchanged();
    },
    ...annotatorOf(sheets, found),
    async close() {
      await file.close();
      await book.close();
    },
  };
}

function chosenSheets(file: InputFile, book: Book, options: TableOptions, says: Says): readonly Sheet[] {
  const sheets = withOwnNames(book.sheets, says.note);
  if (options.sheet !== undefined) {
    const wanted = sheetsWith(sheets, options.sheet);
    return wanted.length > 0 ? wanted : [findDataset(sheets, options.sheet, file.name)];
  }
  const visible = sheets.filter((sheet) => !sheet.hidden);
  const hidden = sheets.filter((sheet) => sheet.hidden);
  if (options.hidden === 'read' || hidden.length === 0) return [...visible, ...hidden];
  const list = hidden.map((sheet) => JSON.stringify(sheet.name)).join(', ');
  says.warn(hidden.length === 1 ? `Sheet ${list} is hidden and left out.` : `Sheets ${list} are hidden and left out.`);
  return visible;
}

/** No program makes two sheets of one name, but some writers do. */
function withOwnNames(sheets: readonly Sheet[], note: (sentence: string) => void): readonly Sheet[] {
  const used = new Set<string>();
  return sheets.map((sheet) => {
    let { name } = sheet;
    for (let count = 2; used.has(foldName(name)); count++) name = `${sheet.name} (${count})`;
    used.add(foldName(name));
    if (name === sheet.name) return sheet;
    note(`The book has another sheet ${JSON.stringify(sheet.name)}: called ${JSON.stringify(name)}.`);
    return { ...sheet, name };
  });
}

async function readEntries(
  sheet: Sheet,
  names: ReadonlySet<string>,
  { headerRow, hidden, cells }: TableOptions,
  note: (sentence: string) => void,
): Promise<readonly Entry[]> {
  const of = await readTables(sheet, {
    headerRow,
    skipHidden: hidden === 'skip',
    shown: cells.all === 'displayed',
  });
  const entries = entriesOf(sheet, of, names);
  const place = `Sheet ${JSON.stringify(sheet.name)}`;
  if (entries.length === 0)
    note(
      `${place} ${headerRow === undefined || headerRow === 0 ? 'has no cells' : `has nothing in row ${headerRow}`}, so it is left out.`,
    );
  for (const { name, table } of entries)
    for (const sentence of table.notes)
      note(`${foldName(name) === foldName(sheet.name) ? place : `Table ${JSON.stringify(name)}`}: ${sentence}`);
  return entries;
}

function datasetOf({ name, sheet, table: { columns, place } }: Entry, origin: string): Dataset {
  const last = Math.min(sheet.rowsEstimate?.() ?? 0, place.lastRow);
  const columnAt = (column: number) => place.columns?.[column] ?? place.firstColumn + column;
  return {
    name,
    columns,
    ...(last <= place.headerRow ? {} : { rowsEstimate: last - place.headerRow }),
    origin: (position) => `${origin}:${position}`,
    address: (position, column) => `${origin}:${columnLetters(columnAt(column))}${position}`,
  };
}

function sayOfMissing({ name, table }: Entry, missing: readonly string[], { warn }: Says): void {
  const names = table.columns.map((column) => column.name);
  for (const column of missing)
    warn(`cells: ${JSON.stringify(name)} has no column ${JSON.stringify(column)}.${didYouMean(column, names)}`);
}

function sayOfRead(sheet: Sheet, unseen: UnseenRows | undefined, { warn }: Says): void {
  const formulas = sheet.formulasWithoutResult?.() ?? 0;
  if (formulas > 0) warn(withoutResult(sheet.name, formulas));
  for (const sentence of unseen?.sentences() ?? []) warn(`Sheet ${JSON.stringify(sheet.name)}: ${sentence}`);
}

function outsideOf(name: string, rows: number): string {
  const said = rows === 1 ? '1 row has' : `${rows} rows have`;
  return `Table ${JSON.stringify(name)}: ${said} cells beside or below it, which are no part of it.`;
}

function withoutResult(name: string, count: number): string {
  return `Sheet ${JSON.stringify(name)} has ${count === 1 ? '1 formula' : `${count} formulas`} without a result, read as blank. Open the book in a spreadsheet program and save it, so that it has them.`;
}

function sayOfOverflows(sheet: Sheet, count: number, { warn }: Says): void {
  if (count === 0) return;
  const cells = count === 1 ? '1 date or time' : `${count} dates and times`;
  warn(
    `Sheet ${JSON.stringify(sheet.name)}: ${cells} that the program can't show ${count === 1 ? 'is' : 'are'} ${overflow}; with cells: values they are numbers.`,
  );
}

function sayOfHidden(sheet: Sheet, rows: number, columns: number, skipped: boolean, { note, warn }: Says): void {
  const counts = [
    ...(rows === 0 ? [] : [rows === 1 ? '1 hidden row' : `${rows} hidden rows`]),
    ...(columns === 0 ? [] : [columns === 1 ? '1 hidden column' : `${columns} hidden columns`]),
  ];
  if (counts.length === 0) return;
  const said = `Sheet ${JSON.stringify(sheet.name)}: ${counts.join(' and ')}`;
  if (skipped) warn(`${said} left out.`);
  else note(`${said} read like all others; hidden: skip leaves them out.`);
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
