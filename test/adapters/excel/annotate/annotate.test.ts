import { join } from 'node:path';
import test from 'ava';
import ExcelJS from 'exceljs';
import adapter from '../../../../adapters/excel/adapter.ts';
import { parseOptions } from '../../../../core/options/parse.ts';
import { bookOf, fileWith, read } from '../books.ts';
import { annotated, badRow, fixtures, mark, packedParts, partText } from './marking.ts';

const everything = join(fixtures, 'everything.xlsx');
const red = 'FFFFC7CE';

async function sheetOf(path: string): Promise<ExcelJS.Worksheet> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(path);
  return book.worksheets[0];
}

function noteOf(cell: ExcelJS.Cell): string {
  const { note } = cell;
  if (note === undefined || typeof note === 'string') return note ?? '';
  return (note.texts ?? []).map(({ text }) => text).join('');
}

function colourOf({ fill }: ExcelJS.Cell): string | undefined {
  return fill?.type === 'pattern' ? fill.fgColor?.argb : undefined;
}

for (const [name, extension] of [
  ['everything.xlsx', 'xlsx'],
  ['macros.xlsm', 'xlsm'],
] as const) {
  test(`${name}: all parts but those of the sheet keep their packed bytes`, async (t) => {
    const before = await packedParts(join(fixtures, name));
    const copy = await annotated(t, join(fixtures, name), [badRow(5, 1), badRow(6, 2)]);
    const after = await packedParts(copy.path);
    t.is(copy.extension, extension);
    t.deepEqual(copy.sentences, []);
    t.deepEqual([...after.keys()].sort(), [...before.keys()].sort(), 'the sheet had notes, so no part is new');
    const changed = [...before.keys()].filter((part) => before.get(part) !== after.get(part)).sort();
    t.deepEqual(changed, [
      'xl/comments1.xml',
      'xl/drawings/vmlDrawing1.vml',
      'xl/styles.xml',
      'xl/worksheets/sheet1.xml',
    ]);
  });
}

test('what stands before, between and behind the bad rows of a sheet goes through as it is', async (t) => {
  const copy = await annotated(t, everything, [badRow(6, 2)]);
  const [before, after] = await Promise.all(
    [everything, copy.path].map((path) => partText(path, 'xl/worksheets/sheet1.xml')),
  );
  const parts = after
    .replace(/<c r="[FG]\d+" t="inlineStr">.*?<\/c>/g, '')
    .replace('<c r="C6" s="5"', '<c r="C6" s="3"')
    .replace(
      /<col min="6" max="6" width="60" customWidth="1"\/><col min="7" max="7" width="12" customWidth="1" hidden="1"\/><col min="8"/,
      '<col min="6"',
    )
    .replace(/<c r="C6" t="s" s="5">/, '<c r="C6" s="3" t="s">');
  t.is(parts, before.replace(/<row r="(3|6)" spans="1:5"/g, '<row r="$1"'));
});

test('bad cells are coloured and keep their format; blank ones, too', async (t) => {
  const sheet = await sheetOf((await annotated(t, everything, [badRow(6, 2), badRow(8, 0, 1, 3)])).path);
  t.deepEqual(
    ['C6', 'A8', 'B8', 'D8'].map((at) => colourOf(sheet.getCell(at))),
    [red, red, red, red],
  );
  t.is(sheet.getCell('C6').numFmt, 'dd.mm.yyyy');
  t.true(sheet.getCell('A8').font?.italic);
  t.is(sheet.getCell('B8').value, null);
  t.is(colourOf(sheet.getCell('A7')), 'FFC6EFCE');
  t.is(colourOf(sheet.getCell('C5')), undefined);
});

test('each bad cell has a note; a note that was there is kept, and ours stands behind it', async (t) => {
  const sheet = await sheetOf((await annotated(t, everything, [badRow(6, 1, 2)])).path);
  t.is(noteOf(sheet.getCell('B6')), 'Tributary\nrow/required\ncolumn 1 of row 6');
  t.is(noteOf(sheet.getCell('C6')), 'Ask Paul.\n\nTributary\nrow/required\ncolumn 2 of row 6');
  t.is(noteOf(sheet.getCell('A4')), 'The first one.');
});

test('reasons stand in the column behind the last one that is filled, and the marks hidden beside them', async (t) => {
  const sheet = await sheetOf((await annotated(t, everything, [badRow(6, 2)])).path);
  t.deepEqual(
    ['F3', 'G3', 'F6', 'G6', 'F5'].map((at) => sheet.getCell(at).value),
    ['Tributary reasons', 'Tributary row', 'Not imported: row 6', mark(6), null],
  );
  t.is(sheet.getColumn(7).hidden, true);
  t.is(sheet.getColumn(6).hidden, false);
});

test('what people wrote is text in reasons and notes, never a formula or a tag', async (t) => {
  const reasons = `=HYPERLINK("x") <b>&amp; _x0041_ \u0001\ud800`;
  const row = { ...badRow(6), reasons, cells: new Map([[2, `row/required\n${reasons}`]]) };
  const copy = await annotated(t, everything, [row]);
  const sheet = await sheetOf(copy.path);
  t.is(sheet.getCell('F6').type, ExcelJS.ValueType.String);
  t.true(String(sheet.getCell('F6').value).startsWith('=HYPERLINK("x") <b>&amp; '));
  t.regex(await partText(copy.path, 'xl/worksheets/sheet1.xml'), /_x005F_x0041_ \ufffd</);
  t.true(noteOf(sheet.getCell('C6')).includes('<b>&amp;'));
});

test('a copy that is annotated again keeps its columns, and loses what was corrected', async (t) => {
  const once = await annotated(t, everything, [badRow(5, 1), badRow(6, 1, 2)]);
  const twice = await annotated(t, once.path, [{ ...badRow(6, 2), reasons: 'still' }]);
  const sheet = await sheetOf(twice.path);
  t.deepEqual(
    ['F3', 'G3', 'F5', 'G5', 'F6', 'G6', 'H6'].map((at) => sheet.getCell(at).value),
    ['Tributary reasons', 'Tributary row', null, null, 'still', mark(6), null],
  );
  t.deepEqual(
    ['B5', 'B6', 'C6'].map((at) => colourOf(sheet.getCell(at))),
    [undefined, undefined, red],
  );
  t.deepEqual(
    ['B5', 'B6', 'C6', 'A4'].map((at) => noteOf(sheet.getCell(at))),
    ['', '', 'Ask Paul.\n\nTributary\nrow/required\ncolumn 2 of row 6', 'The first one.'],
  );
});

test('a book without notes, styles and column names is annotated, too', async (t) => {
  const rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="A2"><v>3</v></c></row>';
  const path = await fileWith(
    t,
    await bookOf(rows, { behind: '<pageMargins left="1" right="1" top="1" bottom="1" header="0" footer="0"/>' }),
  );
  const copy = await annotated(t, path, [badRow(2, 1)], { headerRow: 0 });
  t.deepEqual(copy.sentences, ['The book has no list of styles, so no cell of the copy is coloured.']);
  const xml = await partText(copy.path, 'xl/worksheets/sheet1.xml');
  t.true(xml.includes('<cols><col min="3"'));
  t.regex(xml, /<\/sheetData><pageMargins[^>]*\/><legacyDrawing [^>]*r:id="tributary2"\/><\/worksheet>$/);
  const seen = await read(copy.path, { headerRow: 0 });
  t.deepEqual(seen.rows, [
    ['1', '2', null, null],
    ['3', null, 'Not imported: row 2', mark(2)],
  ]);
});

for (const [what, rows, why] of [
  [
    'takes the last columns',
    '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row><row r="2"><c r="A2"><v>3</v></c></row>',
    /its last columns are taken/,
  ],
  [
    'has rows in disorder',
    '<row r="2"><c r="A2"><v>3</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
    /its rows are not in the order of their numbers/,
  ],
] as const) {
  test(`a book that ${what} gives no copy, and says why`, async (t) => {
    const path = await fileWith(t, await bookOf(rows));
    await t.throwsAsync(annotated(t, path, [badRow(2, 0)], { headerRow: 0 }), {
      message: new RegExp(`source/not-annotated[\\s\\S]*${why.source}`),
    });
  });
}

for (const name of ['libreoffice.ods', 'libreoffice.xls', '../../../formats/excel/password-silent.xlsx']) {
  test(`${name} has no annotator: its rows go back as csv`, async (t) => {
    const source = await adapter.open(
      parseOptions(adapter.options, { path: join(fixtures, name) }, { directory: '/' }),
      {
        signal: new AbortController().signal,
      },
    );
    t.teardown(() => source.close());
    t.is(source.annotator, undefined);
  });
}
