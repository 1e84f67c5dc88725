// Makes books with exceljs and SheetJS. What must come out is written by hand beside them.
import * as sheetjs from '@e965/xlsx';
import ExcelJS from 'exceljs';
import { writeFileSync } from 'node:fs';

const at = (name) => new URL(name, import.meta.url).pathname;

const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: at('exceljs-streamed.xlsx'), created: new Date(0) });
const page = book.addWorksheet('Data');
page.addRow(['Host', 'Seen', 'Note']).commit();
page.addRow(['pc-1', new Date(Date.UTC(2024, 2, 31, 13, 45)), { richText: [{ text: 'a' }, { text: ' & b', font: { bold: true } }] }]).commit();
page.addRow([]).commit();
page.addRow(['pc-2', null, { formula: '1+1', result: 2 }, 'beside']).commit();
page.commit();
await book.commit();

const sheet = sheetjs.utils.aoa_to_sheet([[null, 'Host', 'Memory'], [null, 'pc-1', 16], [null, 'pc-2', 0.1]], { origin: 'C4' });
sheet['!merges'] = [{ s: { r: 0, c: 0 }, e: { r: 1, c: 1 } }];
const other = sheetjs.utils.book_new();
sheetjs.utils.book_append_sheet(other, sheet, 'Data');
for (const [type, name] of [['xlsx', 'sheetjs.xlsx'], ['ods', 'sheetjs.ods'], ['fods', 'sheetjs.fods']])
  writeFileSync(at(name), sheetjs.write(other, { bookType: type, type: 'buffer', bookSST: true, compression: true }));
