import test from 'ava';
import ExcelJS from 'exceljs';
import { ConfigError, SourceError } from '../../../core/errors/errors.ts';
import { bookOf, fileWith, partsOf, read, zipOf } from './books.ts';

/** A row of texts; blanks are cells that are not there. */
function row(number: number, ...texts: readonly string[]): string {
  const cells = texts.map((text, column) =>
    text === '' ? '' : `<c r="${String.fromCharCode(65 + column)}${number}" t="str"><v>${text}</v></c>`,
  );
  return `<row r="${number}">${cells.join('')}</row>`;
}

const data = (...rows: readonly string[]) => `<sheetData>${rows.join('')}</sheetData>`;

test('visible sheets come in the order of the book, hidden ones behind them, empty ones not at all', async (t) => {
  const sheets = [
    { name: 'Secret', state: 'veryHidden', data: data(row(1, 's'), row(2, '1')) },
    { name: 'Empty', data: '<sheetData/>' },
    { name: 'Zeta', data: data(row(1, 'z'), row(2, '2')) },
    { name: 'Side', state: 'hidden', data: data(row(1, 'h')) },
    { name: 'Alpha', data: data(row(1, 'a'), row(2, '3')) },
  ];
  const path = await fileWith(t, await zipOf(partsOf({ sheets })));
  const seen = await read(path);
  t.deepEqual(
    seen.datasets.map((dataset) => dataset.name),
    ['Zeta', 'Alpha', 'Secret', 'Side'],
  );
  t.true(seen.notes.includes('Sheet "Empty" has no cells, so it is left out.'));
  t.deepEqual((await read(path, {}, 'Secret')).rows, [['1']]);
  t.deepEqual((await read(path, {}, 'Side')).rows, []);
});

test('the option sheet leaves one dataset, whatever the case of its name', async (t) => {
  const sheets = ['Hosts', 'Users'].map((name) => ({ name, data: data(row(1, name), row(2, '1')) }));
  const path = await fileWith(t, await zipOf(partsOf({ sheets })));
  const seen = await read(path, { sheet: 'users' });
  t.deepEqual(
    seen.datasets.map((dataset) => dataset.name),
    ['Users'],
  );
  const error = await t.throwsAsync(() => read(path, { sheet: 'Hots' }), { instanceOf: ConfigError });
  t.regex(String(error?.message), /source\/unknown-dataset.*Did you mean "Hosts"\?/s);
  await t.throwsAsync(() => read(path, {}, 'Computers'), { message: /source\/unknown-dataset/ });
});

test('a book without cells is an error, not an empty import', async (t) => {
  const error = await t.throwsAsync(async () => read(await fileWith(t, await bookOf(''))), { instanceOf: SourceError });
  t.is(error?.faults[0].code, 'source/empty');
});

test('rows keep the numbers of the sheet, blank ones are skipped', async (t) => {
  const rows = [
    row(1, 'name'),
    row(2),
    row(3, 'a'),
    '<row r="4"/>',
    '<row r="5"><c r="A5" s="0"/></row>',
    row(17, 'b'),
  ];
  const seen = await read(await fileWith(t, await bookOf(rows.join(''))));
  t.deepEqual(seen.rows, [['a'], ['b']]);
  t.deepEqual(seen.origins, ['hosts.xlsx!Data:3', 'hosts.xlsx!Data:17']);
});

test('rows and cells without a reference are counted', async (t) => {
  const rows =
    '<row><c t="str"><v>a</v></c><c t="str"><v>b</v></c><c t="str"><v>c</v></c></row><row/><row><c/><c><v>1</v></c></row><row r="9"><c r="B9"><v>2</v></c><c><v>3</v></c></row>';
  const seen = await read(await fileWith(t, await bookOf(rows)));
  t.deepEqual(seen.rows, [
    [null, '1', null],
    [null, '2', '3'],
  ]);
  t.deepEqual(seen.origins, ['hosts.xlsx!Data:3', 'hosts.xlsx!Data:9']);
});

test('cells may stand in any order within their row', async (t) => {
  const rows = `${row(1, 'a', 'b')}<row r="2"><c r="B2"><v>2</v></c><c r="A2"><v>1</v></c></row>`;
  t.deepEqual((await read(await fileWith(t, await bookOf(rows)))).rows, [['1', '2']]);
});

const headers: readonly {
  readonly title: string;
  readonly rows: readonly string[];
  readonly options?: Record<string, unknown>;
  readonly columns: readonly string[];
  readonly read: readonly (readonly (string | null)[])[];
  readonly note?: RegExp;
}[] = [
  {
    title: 'names are trimmed and put on one line',
    rows: [row(1, ' Name ', 'Serial\nNumber'), row(2, 'a', 'b')],
    columns: ['Name', 'Serial Number'],
    read: [['a', 'b']],
  },
  {
    title: 'blank and repeated names are made up, and said so',
    rows: [row(1, 'Name', 'Name', '', 'OS'), row(2, 'a', 'b', 'c', 'd')],
    columns: ['Name', 'Name (2)', 'Column C', 'OS'],
    read: [['a', 'b', 'c', 'd']],
    note: /Column C/,
  },
  {
    title: 'a title above the header is left out, and said so',
    rows: [
      row(1, 'Inventory of all hosts'),
      row(2, 'As of', '2024'),
      row(4, 'Name', 'OS', 'CPU', 'RAM'),
      row(5, 'a', '', 'c'),
    ],
    columns: ['Name', 'OS', 'CPU', 'RAM'],
    read: [['a', null, 'c', null]],
    note: /above the column names is left out: "Inventory of all hosts \/ As of 2024"/,
  },
  {
    title: 'a table need not begin in the first column',
    rows: [row(3, '', '', 'Name', 'OS'), row(4, '', '', 'a', 'b')],
    columns: ['Name', 'OS'],
    read: [['a', 'b']],
  },
  {
    title: 'columns of the first rows that have no header are columns too',
    rows: [row(1, 'Name', 'OS'), row(2, 'a', 'b', 'c')],
    columns: ['Name', 'OS', 'Column C'],
    read: [['a', 'b', 'c']],
  },
  {
    title: 'the header can be given',
    rows: [row(1, 'x', 'y', 'z'), row(2, 'Name'), row(3, 'a')],
    options: { headerRow: 2 },
    columns: ['Name'],
    read: [['a']],
  },
  {
    title: 'a sheet without a header can be said to have none',
    rows: [row(1, 'a', 'b'), row(2, 'c', 'd')],
    options: { headerRow: 0 },
    columns: ['Column A', 'Column B'],
    read: [
      ['a', 'b'],
      ['c', 'd'],
    ],
  },
  {
    title: 'a column called __proto__ is one like all others',
    rows: [row(1, '__proto__', 'constructor'), row(2, 'a', 'b')],
    columns: ['__proto__', 'constructor'],
    read: [['a', 'b']],
  },
];
for (const { title, rows, options, columns, read: expected, note } of headers) {
  test(title, async (t) => {
    const seen = await read(await fileWith(t, await bookOf(rows.join(''))), options);
    t.deepEqual(seen.columns, columns);
    t.deepEqual(seen.rows, expected);
    if (note !== undefined) t.regex(seen.notes.join('\n'), note);
  });
}

test('a header row that is blank is an error that names it', async (t) => {
  const path = await fileWith(t, await bookOf(row(1, 'a')));
  await t.throwsAsync(() => read(path, { headerRow: 7 }), { message: /source\/empty.*row 7/s });
});

test('a merged header names its first column', async (t) => {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('Data');
  sheet.addRows([
    ['Name', 'Address', null, 'OS'],
    ['a', 'b', 'c', 'd'],
  ]);
  sheet.mergeCells('B1:C1');
  const seen = await read(await fileWith(t, Buffer.from(await book.xlsx.writeBuffer())));
  t.deepEqual(seen.rows, [['a', 'b', 'c', 'd']]);
  t.is(seen.columns[1], 'Address');
});

test('a value beside the columns makes one more column, if the sheet was seen whole', async (t) => {
  const rows = [row(1, 'a', 'b'), row(2, 'x', 'y'), row(200, 'x', 'y', '', 'stray')];
  const seen = await read(await fileWith(t, await bookOf(rows.join(''))));
  t.deepEqual(seen.columns, ['a', 'b', 'Column C', 'Column D']);
  t.deepEqual(seen.rows[1], ['x', 'y', null, 'stray']);
});

const longSheet = Array.from({ length: 2499 }, (_, index) => row(index + 2, 'x', 'y')).join('');
const late = row(2600, 'x, y', '', '', 'stray "note"') + row(2601, 'x', 'y');

test('a sheet that does not say how wide it is is looked at whole', async (t) => {
  for (const dimension of ['', '<dimension ref="A1"/>', '<dimension ref="A1:D2601"/>', '<dimension ref="A1:B2"/>']) {
    const xml = `${dimension}<sheetData>${row(1, 'a', 'b')}${longSheet}${late}</sheetData>`;
    const seen = await read(await fileWith(t, await zipOf(partsOf({ sheets: [{ name: 'Data', data: xml }] }))));
    t.deepEqual(seen.columns, ['a', 'b', 'Column C', 'Column D'], dimension);
    t.deepEqual(seen.rows[2499], ['x, y', null, null, 'stray "note"'], dimension);
  }
});

test('a value beside the columns that a large sheet says to have breaks its row, which keeps its text', async (t) => {
  const xml = `<dimension ref="A1:B2601"/><sheetData>${row(1, 'a', 'b')}${longSheet}${late}</sheetData>`;
  const seen = await read(await fileWith(t, await zipOf(partsOf({ sheets: [{ name: 'Data', data: xml }] }))));
  t.is(seen.rows.length, 2501);
  t.deepEqual(seen.rows[2499], [null, null]);
  t.deepEqual(seen.broken, [
    {
      code: 'row/wrong-field-count',
      expected: 'values in columns A to B',
      found: 'a value in column D',
      text: '"x, y",,,"stray ""note"""',
    },
  ]);
});

test('a large sheet whose rows are out of order is damaged', async (t) => {
  const xml = `<sheetData>${row(1, 'a', 'b')}${longSheet}${row(7, 'late', 'row')}</sheetData>`;
  const path = await fileWith(t, await zipOf(partsOf({ sheets: [{ name: 'Data', data: xml }] })));
  await t.throwsAsync(() => read(path), { message: /source\/damaged.*row 7 stands behind row 2500/s });
});

test('a cell that stands twice in a row breaks it', async (t) => {
  const rows = `${row(1, 'a', 'b')}<row r="2"><c r="A2"><v>1</v></c><c r="A2"><v>2</v></c></row>`;
  const seen = await read(await fileWith(t, await bookOf(rows)));
  t.deepEqual(seen.rows, [[null, null]]);
  t.is(seen.broken[0].code, 'row/broken-record');
});

const dimensions = ['', '<dimension ref="A1"/>', '<dimension ref="A1:XFD1048576"/>', '<dimension ref="nonsense"/>'];
for (const dimension of dimensions) {
  test(`a sheet is read as it is, whatever it says of its size: ${dimension || 'nothing'}`, async (t) => {
    const sheets = [{ name: 'Data', data: dimension + data(row(1, 'a', 'b'), row(2, '1', '2')) }];
    t.deepEqual((await read(await fileWith(t, await zipOf(partsOf({ sheets }))))).rows, [['1', '2']]);
  });
}

test('the parts of a book may stand in any order, be stored or packed', async (t) => {
  const parts = [...partsOf({ sheets: [{ name: 'Data', data: data(row(1, 'a'), row(2, '1')) }] })];
  for (const order of [parts, parts.toReversed()])
    for (const compress of [true, false])
      t.deepEqual((await read(await fileWith(t, await zipOf(new Map(order), compress)))).rows, [['1']]);
});

test('a book of 150 sheets has 150 datasets', async (t) => {
  const book = new ExcelJS.Workbook();
  for (let number = 1; number <= 150; number++) book.addWorksheet(`S${number}`).addRows([['n'], [number]]);
  const path = await fileWith(t, Buffer.from(await book.xlsx.writeBuffer()));
  const seen = await read(path, {}, 'S150');
  t.is(seen.datasets.length, 150);
  t.deepEqual(seen.rows, [['150']]);
});

test('2,500 rows come once each, in their order', async (t) => {
  const rows = Array.from({ length: 2501 }, (_, index) => row(index + 1, `v${index}`)).join('');
  const seen = await read(await fileWith(t, await bookOf(rows)));
  t.is(seen.rows.length, 2500);
  t.deepEqual(seen.rows[2499], ['v2500']);
  t.is(new Set(seen.origins).size, 2500);
});
