import { writeFileSync } from 'node:fs';
import { utils, write } from '@e965/xlsx';
import exceljs from 'exceljs';
import { columns, typedComputer } from './computers.ts';

/** Workbooks, as other programs write them: numbers are numbers, and times are cells with a date format. */

/** Writes an xlsx of twenty columns: exceljs streams it, with shared strings as Excel has them. */
export async function generateXlsx(path: string, rows: number): Promise<void> {
  const book = new exceljs.stream.xlsx.WorkbookWriter({ filename: path, useSharedStrings: true, useStyles: true });
  const sheet = book.addWorksheet('Computers');
  sheet.addRow([...columns, ...moreColumns]).commit();
  for (let row = 0; row < rows; row++) {
    sheet.addRow([...typedComputer(row), ...moreColumns.map((_, index) => moreCell(row, index))]).commit();
  }
  sheet.commit();
  await book.commit();
}

/** Writes an ods of twelve columns, by SheetJS. */
export function generateOds(path: string, rows: number): void {
  const cells = [[...columns], ...Array.from({ length: rows }, (_, row) => typedComputer(row))];
  const sheet = utils.aoa_to_sheet(cells, { dense: true, UTC: true, cellDates: true });
  const book = utils.book_new();
  utils.book_append_sheet(book, sheet, 'Computers');
  writeFileSync(path, write(book, { type: 'buffer', bookType: 'ods', compression: true }));
}

const moreColumns = ['room', 'rack', 'owner', 'units', 'contract', 'floor', 'remark', 'weight'] as const;

function moreCell(row: number, index: number): string | number {
  return index % 2 === 0 ? `${moreColumns[index]} ${row % (50 + index)}` : row * index;
}
