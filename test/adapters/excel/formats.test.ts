import * as sheetjs from '@e965/xlsx';
import test from 'ava';
import ExcelJS from 'exceljs';
import { fileWith, read } from './books.ts';

/** Days since 1899-12-30. */
const serial = (iso: string) => Date.parse(`${iso}Z`) / 86_400_000 + 25_569;

interface Kind {
  readonly title: string;
  readonly cell: sheetjs.CellObject;
  readonly text: string | null;
}

const kinds: readonly Kind[] = [
  { title: 'text', cell: { t: 's', v: 'Größe 日本 😀' }, text: 'Größe 日本 😀' },
  { title: 'leading zeros', cell: { t: 's', v: '00123' }, text: '00123' },
  { title: 'a date as text', cell: { t: 's', v: '31.12.2024' }, text: '31.12.2024' },
  { title: 'several lines', cell: { t: 's', v: 'a\nb' }, text: 'a\nb' },
  { title: 'markup', cell: { t: 's', v: '<b> & "c"' }, text: '<b> & "c"' },
  { title: 'a whole number', cell: { t: 'n', v: 16_777_220 }, text: '16777220' },
  { title: 'a large number', cell: { t: 'n', v: 8_589_934_592 }, text: '8589934592' },
  { title: 'a decimal number', cell: { t: 'n', v: 1.1 }, text: '1.1' },
  { title: 'a negative number', cell: { t: 'n', v: -0.25 }, text: '-0.25' },
  { title: 'a percentage', cell: { t: 'n', v: 0.125, z: '0.0%' }, text: '0.125' },
  { title: 'a date', cell: { t: 'n', v: serial('2024-03-31'), z: 'yyyy-mm-dd' }, text: '2024-03-31' },
  {
    title: 'a date with time',
    cell: { t: 'n', v: serial('2024-03-31T13:45'), z: 'yyyy-mm-dd hh:mm' },
    text: '2024-03-31T13:45:00',
  },
  { title: 'a time', cell: { t: 'n', v: 0.5, z: 'hh:mm:ss' }, text: '12:00:00' },
  { title: 'a duration', cell: { t: 'n', v: 1.25, z: '[h]:mm:ss' }, text: '30:00:00' },
  { title: 'true', cell: { t: 'b', v: true }, text: 'TRUE' },
  { title: 'false', cell: { t: 'b', v: false }, text: 'FALSE' },
  { title: 'an error', cell: { t: 'e', v: 0x2a, w: '#N/A' }, text: '#N/A' },
  { title: 'nothing', cell: { t: 'z' }, text: null },
];

function sheetOf(cells: readonly sheetjs.CellObject[]): sheetjs.WorkSheet {
  const sheet = sheetjs.utils.aoa_to_sheet([['kind', 'value']]);
  for (const [index, cell] of cells.entries()) {
    sheet[`A${index + 2}`] = { t: 's', v: `row ${index}` };
    if (cell.t !== 'z') sheet[`B${index + 2}`] = { ...cell };
  }
  sheet['!ref'] = `A1:B${cells.length + 1}`;
  return sheet;
}

type BookType = 'xlsx' | 'xlsm' | 'xlsb' | 'biff8' | 'biff5' | 'ods' | 'xlml';

const writers: readonly {
  readonly type: BookType;
  readonly name: string;
  readonly lacks?: readonly string[];
  readonly hides?: boolean;
}[] = [
  { type: 'xlsx', name: 'hosts.xlsx' },
  { type: 'xlsm', name: 'hosts.xlsm' },
  { type: 'xlsb', name: 'hosts.xlsb' },
  { type: 'biff8', name: 'hosts.xls' },
  // Excel 5 has code pages instead of Unicode.
  { type: 'biff5', name: 'hosts95.xls', lacks: ['text'] },
  // Its writer of ods keeps dates as numbers, no errors, and hides nothing.
  {
    type: 'ods',
    name: 'hosts.ods',
    lacks: ['a date', 'a date with time', 'a time', 'a duration', 'an error'],
    hides: false,
  },
  { type: 'xlml', name: 'hosts2003.xls' },
];
for (const { type, name, lacks = [], hides = true } of writers) {
  test(`${type} gives the same texts as all others`, async (t) => {
    const book = sheetjs.utils.book_new();
    const there = kinds.filter(({ title }) => !lacks.includes(title));
    sheetjs.utils.book_append_sheet(book, sheetOf(there.map(({ cell }) => cell)), 'Data');
    sheetjs.utils.book_append_sheet(book, sheetjs.utils.aoa_to_sheet([['h'], ['x']]), 'Hidden');
    sheetjs.utils.book_append_sheet(book, sheetjs.utils.aoa_to_sheet([['s'], ['y']]), 'Second');
    book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }, { Hidden: 0 }] };
    const bytes: Uint8Array = sheetjs.write(book, { type: 'buffer', bookType: type });
    const seen = await read(await fileWith(t, bytes, name));
    const titled = there.map(({ title, text }) => [title, text]);
    t.deepEqual(
      seen.rows.map((row, index) => [there[index].title, row[1]]),
      titled,
    );
    t.is(seen.origins[3], `${name}!Data:5`);
    t.deepEqual(
      seen.datasets.map((dataset) => dataset.name),
      hides ? ['Data', 'Second', 'Hidden'] : ['Data', 'Hidden', 'Second'],
    );
  });
}

const expected = [
  ['text', 'x'],
  ['number', '1.1'],
  ['date', '2024-03-31'],
  ['instant', '2024-03-31T13:45:00'],
  ['rich', 'bold and plain'],
  ['formula', '3'],
  ['formula text', 'ab'],
  ['boolean', 'TRUE'],
  ['error', '#DIV/0!'],
  ['link', 'click'],
  ['zeros', '007'],
];
for (const date1904 of [false, true]) {
  test(`exceljs writes the same, in the ${date1904 ? 1904 : 1900} system`, async (t) => {
    const book = new ExcelJS.Workbook();
    book.properties.date1904 = date1904;
    const sheet = book.addWorksheet('Data');
    sheet.addRows([
      ['kind', 'value'],
      ['text', 'x'],
      ['number', 1.1],
      ['date', new Date('2024-03-31T00:00:00Z')],
      ['instant', new Date('2024-03-31T13:45:00Z')],
      ['rich', { richText: [{ text: 'bold', font: { bold: true } }, { text: ' and plain' }] }],
      ['formula', { formula: 'SUM(1,2)', result: 3 }],
      ['formula text', { formula: '"a"&"b"', result: 'ab' }],
      ['boolean', true],
      ['error', { error: '#DIV/0!' }],
      ['link', { text: 'click', hyperlink: 'https://example.com' }],
      ['zeros', '007'],
    ]);
    const seen = await read(await fileWith(t, Buffer.from(await book.xlsx.writeBuffer())));
    t.deepEqual(seen.rows, expected);
  });
}

const saved = [
  ['text', 'Größe 日本 😀'],
  ['leading zeros', '00123'],
  ['several lines', 'a\nb'],
  ['blanks', 'a   b '],
  ['markup', '<b> & "c"'],
  ['a whole number', '16777220'],
  ['a large number', '8589934592'],
  ['a decimal number', '1.1'],
  ['a percentage', '0.125'],
  ['a date', '2024-03-31'],
  ['a date with time', '2024-03-31T13:45:00'],
  ['a time', '12:00:00'],
  ['a duration', '30:00:00'],
  ['true', 'TRUE'],
  ['a formula', '3'],
  ['a formula text', 'ab'],
  ['an error', '#DIV/0!'],
  ['not there', '#N/A'],
  ['rich text', 'bold and plain'],
  ['nothing', null],
  ['a link', 'click'],
  ['a comment', 'with comment'],
  ['after a blank row', 'x'],
];
for (const type of ['xlsx', 'xls', 'ods']) {
  test(`LibreOffice writes the same as ${type}`, async (t) => {
    const path = new URL(`fixtures/libreoffice.${type}`, import.meta.url).pathname;
    const seen = await read(path);
    t.deepEqual(seen.rows, saved);
    t.is(seen.origins.at(-1), `libreoffice.${type}!Data:25`);
    t.deepEqual(
      seen.datasets.map(({ name, columns }) => [name, ...columns.map((column) => column.name)]),
      [
        ['Data', 'kind', 'value'],
        ['Second', 'a', 'b', 'c'],
        ['Hidden', 'h'],
      ],
    );
    t.is((await read(path, {}, 'Second')).rows.length, 3);
  });
}
