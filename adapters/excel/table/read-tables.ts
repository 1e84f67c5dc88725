import type { Sheet } from '../book.ts';
import { damaged } from '../faults.ts';
import type { ShownColumns } from '../values/display.ts';
import { HeadSink } from './head.ts';
import type { RowSink } from './row-sink.ts';
import { needsMerges, type Stated, type Table, tablesOf } from './tables.ts';

/** The tables of a sheet, and how to pour it. */
export interface SheetTables {
  readonly tables: readonly Table[];
  /** All its rows were looked at, so that further tables, notes and totals are known. */
  readonly whole: boolean;
  readonly hiddenRows: number;
  readonly hiddenColumns: number;
  /** Gives the rows in the order of their numbers, whatever order the book has. */
  readonly pour: (sink: RowSink) => AsyncGenerator<void>;
}

/** Takes the rows that decide about the tables of a sheet. */
export function headSink({ headerRow, skipHidden }: Stated, shown?: ShownColumns): HeadSink {
  return new HeadSink({ from: headerRow ?? 1, skipHidden, shown });
}

/** Looks at the first rows of a sheet, and at all of them where the first ones can't tell how wide it is. */
export async function readTables(sheet: Sheet, stated: Stated): Promise<SheetTables> {
  const head = sheet.head ?? headSink(stated);
  if (sheet.head === undefined) {
    let cut = false;
    for await (const _ of sheet.pour(head)) {
      cut = isEnough(head, sheet);
      if (cut) {
        head.lastRow = sheet.extent?.()?.bottom ?? 0;
        break;
      }
    }
    const twice = cut ? undefined : head.end();
    if (twice !== undefined)
      throw damaged(sheet.name, `row ${twice} stands there twice, with cells that contradict each other`);
  }
  // What a row is, is told by its values: numbers and dates as they are shown look like anything.
  if (stated.shown)
    head.shownRows = new Map((await headAsShown(sheet, stated, 'all')).rows.map((row) => [row.position, row]));
  return {
    tables: tablesOf(head, (await sheet.tables?.()) ?? [], stated),
    whole: head.whole,
    hiddenRows: head.hiddenRows,
    hiddenColumns: head.hiddenFilled.size,
    pour: head.whole && head.disordered && !head.faulty ? (sink) => replay(sheet, stated, head, sink) : sheet.pour,
  };
}

/** What the sheet says of its size agrees with what was seen of it. */
function isEnough(head: HeadSink, sheet: Sheet): boolean {
  const extent = sheet.extent?.();
  const last = head.rows.at(-1)?.position ?? 0;
  if (extent === undefined || extent.bottom <= last || needsMerges(head)) return false;
  return extent.left === head.firstColumn && extent.right === head.lastColumn;
}

async function headAsShown(sheet: Sheet, stated: Stated, shown: ShownColumns): Promise<HeadSink> {
  const head = headSink(stated, shown);
  for await (const _ of sheet.pour(head)) if (head.full) return head;
  head.end();
  return head;
}

async function* replay(sheet: Sheet, stated: Stated, head: HeadSink, sink: RowSink): AsyncGenerator<void> {
  const { rows } = sink.shown === undefined ? head : await headAsShown(sheet, stated, sink.shown);
  for (const { position, cells, typed } of rows) {
    for (const [column, text] of cells) sink.text(column, text, typed?.get(column));
    if (sink.endRow(position)) yield;
  }
}
