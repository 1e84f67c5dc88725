import test from 'ava';
import { DisorderedRows, editSheet, type SheetChanges } from '../../../../adapters/excel/annotate/sheet-edit.ts';
import { badRow, each, mark } from './marking.ts';

const changes: Omit<SheetChanges, 'rows'> = {
  place: 'test',
  headerRow: 1,
  columnAt: (column) => column,
  reasons: 3,
  mark: 4,
  again: false,
  styleOf: (style) => style + 100,
  plainOf: (style) => style % 100,
  drawing: { id: 'r9', namespace: 'rel' },
  onCell: () => {},
};

async function edited(xml: string, more: Partial<SheetChanges> = {}, chunk = xml.length): Promise<string> {
  const bytes = Buffer.from(xml);
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, at) =>
    bytes.subarray(at * chunk, (at + 1) * chunk),
  );
  const out: Buffer[] = [];
  for await (const piece of editSheet(each(chunks), { ...changes, rows: each([badRow(3, 0, 2)]), ...more }))
    out.push(piece);
  return Buffer.concat(out).toString();
}

const text = (at: string, value: string, prefix = '') =>
  `<${prefix}c r="${at}" t="inlineStr"><${prefix}is><${prefix}t xml:space="preserve">${value}</${prefix}t></${prefix}is></${prefix}c>`;
const looks =
  '<col min="4" max="4" width="60" customWidth="1"/><col min="5" max="5" width="12" customWidth="1" hidden="1"/>';
const names = text('D1', 'Tributary reasons') + text('E1', 'Tributary row');
const own = text('D3', 'Not imported: row 3') + text('E3', mark(3));
const drawing = '<legacyDrawing xmlns:r="rel" r:id="r9"/>';

const sheet = (rows: string, before = '', behind = '') =>
  `<?xml version="1.0"?>\n<worksheet>${before}<sheetData>${rows}</sheetData>${behind}</worksheet>\n`;
const header = '<row r="1"><c r="A1"><v>0</v></c></row>';
const done = (row: string, behind = drawing) =>
  sheet(`<row r="1"><c r="A1"><v>0</v></c>${names}</row>${row}`, `<cols>${looks}</cols>`, behind);

const cases: Readonly<Record<string, readonly [before: string, after: string, more?: Partial<SheetChanges>]>> = {
  'cells get another style, and blank ones are made in their places': [
    sheet(`${header}<row r="3" spans="1:2"><c r="A3" s="2" t="s"><v>1</v></c><c r="B3"/></row>`),
    done(`<row r="3"><c r="A3" s="102" t="s"><v>1</v></c><c r="B3"/><c r="C3" s="100"/>${own}</row>`),
  ],
  'cells without addresses are counted': [
    sheet('<row><c><v>0</v></c></row><row/><row><c><v>1</v></c><c><v>2</v></c><c><f>A1</f><v>3</v></c></row>'),
    sheet(
      `<row><c><v>0</v></c>${names}</row><row/><row><c s="100"><v>1</v></c><c><v>2</v></c><c s="100"><f>A1</f><v>3</v></c>${own}</row>`,
      `<cols>${looks}</cols>`,
      drawing,
    ),
  ],
  'blank cells with a style give way to ours': [
    sheet(`${header}<row r="3"><c r="A3"/><c r="C3"/><c r="D3" s="7"/><c r="E3" s="7"></c><c r="F3" s="7"/></row>`),
    done(`<row r="3"><c r="A3" s="100"/><c r="C3" s="100"/>${own}<c r="F3" s="7"/></row>`),
  ],
  'what the program knows of columns stays, but for ours': [
    sheet(`${header}`, '<dimension ref="A1:B3"/><cols><col min="1" max="9" width="5"/></cols>'),
    sheet(
      `<row r="1"><c r="A1"><v>0</v></c>${names}</row>`,
      `<dimension ref="A1:E3"/><cols><col min="1" max="3" width="5"/>${looks}<col min="6" max="9" width="5"/></cols>`,
      drawing,
    ),
    { rows: each([]) },
  ],
  'the boxes of notes are named before tables': [
    sheet(header, '', '<drawing r:id="r1"/><tableParts count="0"/>'),
    sheet(
      `<row r="1"><c r="A1"><v>0</v></c>${names}</row>`,
      `<cols>${looks}</cols>`,
      `<drawing r:id="r1"/>${drawing}<tableParts count="0"/>`,
    ),
    { rows: each([]) },
  ],
  'a sheet that names its boxes is not told twice': [
    sheet(header, '', '<legacyDrawing r:id="r1"/>'),
    sheet(`<row r="1"><c r="A1"><v>0</v></c>${names}</row>`, `<cols>${looks}</cols>`, '<legacyDrawing r:id="r1"/>'),
    { rows: each([]), drawing: undefined },
  ],
  'a prefix of the writer is ours, too': [
    '<x:worksheet xmlns:x="m"><x:sheetData><x:row r="3"><x:c r="A3"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>',
    `<x:worksheet xmlns:x="m"><x:cols>${looks.replaceAll('<col', '<x:col')}</x:cols><x:sheetData><x:row r="3"><x:c r="A3" s="100"><x:v>1</x:v></x:c><x:c r="C3" s="100"/>${text('D3', 'Not imported: row 3', 'x:')}${text('E3', mark(3), 'x:')}</x:row></x:sheetData><x:legacyDrawing xmlns:r="rel" r:id="r9"/></x:worksheet>`,
  ],
  'what was UTF-16 is called UTF-8': [
    '<?xml version="1.0" encoding="UTF-16"?><!-- encoding="x" --><worksheet><sheetData/></worksheet>',
    `<?xml version="1.0" encoding="UTF-8"?><!-- encoding="x" --><worksheet><cols>${looks}</cols><sheetData/>${drawing}</worksheet>`,
    { rows: each([]) },
  ],
  'what an earlier import has written goes': [
    sheet(`${header}<row r="2"><c r="A2" s="105"/><c r="D2" t="s"><v>4</v></c><c r="E2" t="s"><v>5</v></c></row>`),
    done('<row r="2"><c r="A2" s="5"/></row>'),
    { rows: each([]), again: true },
  ],
};

for (const [promise, [before, after, more]] of Object.entries(cases)) {
  test(promise, async (t) => t.is(await edited(before, more), after));
}

test('how the bytes are cut into chunks does not matter', async (t) => {
  const [before, after] = cases['blank cells with a style give way to ours'];
  for (let chunk = 1; chunk < 40; chunk++) t.is(await edited(before, {}, chunk), after, `${chunk}`);
});

test('every coloured cell is told', async (t) => {
  const told: string[] = [];
  const row = '<row r="3"><c r="A3"/></row>';
  await edited(sheet(row), { onCell: (...cell) => told.push(cell.join(' ')) });
  t.deepEqual(told, ['3 0 row/required\ncolumn 0 of row 3', '3 2 row/required\ncolumn 2 of row 3']);
});

test('rows in disorder are not edited', async (t) => {
  await t.throwsAsync(edited(sheet('<row r="3"/><row r="2"/>')), { instanceOf: DisorderedRows });
});

test('a sheet that is cut off is not edited', async (t) => {
  await t.throwsAsync(edited('<worksheet><sheetData><row r="3">'), { message: /cut off/ });
});
