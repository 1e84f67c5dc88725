import type { MarkedRows } from '../../../core/adapter/annotation.ts';
import type { TypedCell } from '../../../core/adapter/batch.ts';
import type { Source } from '../../../core/adapter/contract.ts';
import type { Book, Sheet } from '../book.ts';
import { sheetsWith } from '../table/entries.ts';
import type { Area, RowSink } from '../table/row-sink.ts';
import type { ShownColumns } from '../values/display.ts';
import { surveySheet } from './survey.ts';

/** A book that came back: the same without the columns that an import has added, and their marks by sheet. */
export interface MarkedBook {
  readonly book: Book;
  readonly marksOf: (sheet: string) => MarkedRows;
}

/** Looks at every sheet once. What decides about tables and column names then sees what it saw the first time. */
export async function openMarkedBook(book: Book): Promise<MarkedBook> {
  const marks = new Map<string, MarkedRows>();
  const sheets: Sheet[] = [];
  for (const sheet of book.sheets) {
    const survey = await surveySheet(sheet);
    if (survey.mark === undefined && survey.reasons === undefined) {
      sheets.push(sheet);
      continue;
    }
    const seen = new RecentMarks(survey.first);
    marks.set(sheet.name, seen);
    // Its head, and what it says of its size, have the added columns in them.
    const { head: _, extent: __, ...rest } = sheet;
    sheets.push({
      ...rest,
      pour: (sink) => sheet.pour(new HidingSink(sink, survey.mark ?? -1, survey.reasons ?? -1, seen)),
    });
  }
  return { book: { ...book, sheets }, marksOf: (sheet) => marks.get(sheet) ?? noMarks };
}

/** The source of such a book: a table is called by its sheet, with its own name behind it. */
export function markedSource(source: Source, { book, marksOf }: MarkedBook): Source {
  return {
    ...source,
    marked: async (dataset) => marksOf(sheetsWith(book.sheets, dataset)[0]?.name ?? dataset),
  };
}

const noMarks: MarkedRows = { first: undefined, markOf: () => undefined };

/** The marks of the rows that came by last: those of the batch under way. */
class RecentMarks implements MarkedRows {
  readonly first: string | undefined;
  #young = new Map<number, string>();
  #old = new Map<number, string>();

  constructor(first: string | undefined) {
    this.first = first;
  }

  markOf(position: number): string | undefined {
    return this.#young.get(position) ?? this.#old.get(position);
  }

  keep(position: number, mark: string): void {
    if (this.#young.size >= rowsOfABatch) [this.#old, this.#young] = [this.#young, new Map()];
    this.#young.set(position, mark);
  }
}

const rowsOfABatch = 2000;

/** Passes on every cell but those of the added columns. */
class HidingSink implements RowSink {
  readonly #sink: RowSink;
  readonly #mark: number;
  readonly #reasons: number;
  readonly #marks: RecentMarks;
  #rowMark: string | undefined;

  constructor(sink: RowSink, mark: number, reasons: number, marks: RecentMarks) {
    this.#sink = sink;
    this.#mark = mark;
    this.#reasons = reasons;
    this.#marks = marks;
  }

  get shown(): ShownColumns | undefined {
    return this.#sink.shown;
  }

  bytes(column: number, source: Buffer, start: number, end: number, typed?: TypedCell): void {
    if (start === end) return;
    if (column === this.#mark) this.#rowMark = source.toString('utf8', start, end);
    else if (column !== this.#reasons) this.#sink.bytes(column, source, start, end, typed);
  }

  text(column: number, text: string, typed?: TypedCell): void {
    if (text === '') return;
    if (column === this.#mark) this.#rowMark = text;
    else if (column !== this.#reasons) this.#sink.text(column, text, typed);
  }

  fault(column: number, found: string): void {
    if (column !== this.#mark && column !== this.#reasons) this.#sink.fault(column, found);
  }

  hiddenRow(): void {
    this.#sink.hiddenRow?.();
  }

  hiddenColumns(first: number, last: number): void {
    this.#sink.hiddenColumns?.(first, last);
  }

  merged(area: Area): void {
    this.#sink.merged?.(area);
  }

  endRow(position: number): boolean {
    if (this.#rowMark !== undefined) this.#marks.keep(position, this.#rowMark);
    this.#rowMark = undefined;
    return this.#sink.endRow(position);
  }
}
