import exceljs from 'exceljs';
import { answer } from './answer.js';

/** The streaming reader of exceljs reads all rows, and nothing is done with them. Argument: the xlsx file. */
const reader = new exceljs.stream.xlsx.WorkbookReader(process.argv[2], {
  sharedStrings: 'cache',
  styles: 'cache',
  hyperlinks: 'ignore',
  worksheets: 'emit',
});
let rows = -1;
for await (const sheet of reader) {
  for await (const _ of sheet) rows++;
}
answer(rows);
