// Makes displayed-exceljs.xlsx and displayed-sheetjs.xlsb; see make-displayed.py. CI does not need it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as sheetjs from '@e965/xlsx';
import exceljs from 'exceljs';

const folder = import.meta.dirname;
const rows = [
  [
    [1234, '00000'],
    [45000.5, 'yyyy-mm-dd hh:mm'],
    [0.075, '0.0%'],
    ['x', '"<"@">"'],
  ],
  [
    [99, '00000'],
    [0.5, 'h:mm:ss AM/PM'],
    [-1234.5, '#,##0.00;[Red](#,##0.00)'],
    ['y', 'General'],
  ],
];

const book = new exceljs.Workbook();
const sheet = book.addWorksheet('Data');
sheet.addRow(['Code', 'When', 'Rate', 'Note']);
for (const row of rows) {
  const added = sheet.addRow(row.map(([value]) => value));
  for (const [index, [, code]] of row.entries()) added.getCell(index + 1).numFmt = code;
}
await book.xlsx.writeFile(join(folder, 'displayed-exceljs.xlsx'));

const cells = sheetjs.utils.aoa_to_sheet([['Code', 'When', 'Rate', 'Note'], ...rows.map((row) => row.map(([value]) => value))]);
for (const [at, row] of rows.entries())
  for (const [index, [, code]] of row.entries()) cells[sheetjs.utils.encode_cell({ r: at + 1, c: index })].z = code;
const binary = sheetjs.utils.book_new();
sheetjs.utils.book_append_sheet(binary, cells, 'Data');
writeFileSync(join(folder, 'displayed-sheetjs.xlsb'), sheetjs.write(binary, { type: 'buffer', bookType: 'xlsb' }));
