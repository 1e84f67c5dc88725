import { join } from 'node:path';
import ExcelJS from 'exceljs';

/** Writes servers.xlsx, with a few things that people do to books. Run it with `npx node samples/corrections/make.ts`. */
const book = new ExcelJS.Workbook();
book.creator = 'Nordwind';
book.created = book.modified = new Date(Date.UTC(2026, 10, 20));
const sheet = book.addWorksheet('Servers', { views: [{ state: 'frozen', ySplit: 3 }] });
sheet.getCell('A1').value = 'Servers of Nordwind, November 2026';
sheet.getCell('A1').font = { bold: true, size: 14 };
const names = ['Id', 'Name', 'Serial', 'Seen', 'Memory GB', 'Host'];
sheet.getRow(3).values = names;
sheet.getRow(3).font = { bold: true };
const rows: readonly (readonly [string, string | null, string, Date | string, number | string, string | null])[] = [
  ['1', 'esx-1', 'CZ3001', day(18), 512, null],
  ['2', null, 'CZ3002', day(18), 512, null],
  ['11', 'db-1', 'VM11', day(19), 64, '1'],
  ['12', 'app-1', 'VM12', 'yesterday', 16, '2'],
  ['13', 'app-2', 'VM13', day(19), 16, '2'],
  ['14', null, 'VM14', day(19), 'sixteen', '1'],
];
for (const [index, row] of rows.entries()) {
  sheet.getRow(index + 4).values = [...row];
  sheet.getCell(index + 4, 4).numFmt = 'dd.mm.yyyy';
}
sheet.getCell('B5').note = 'Ask Paula, she knows.';
sheet.getCell('F4').fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE2EFDA' } };
const total = book.addWorksheet('Total');
total.getCell('A1').value = 'Memory';
total.getCell('B1').value = { formula: 'SUM(Servers!E4:E9)', result: 1120 };
await book.xlsx.writeFile(join(import.meta.dirname, 'servers.xlsx'));

function day(number: number): Date {
  return new Date(Date.UTC(2026, 10, number));
}
