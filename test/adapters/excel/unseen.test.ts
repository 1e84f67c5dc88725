import test from 'ava';
import { bookOf, fileWith, partsOf, read, zipOf } from './books.ts';

/** A sheet too large to be looked at before it is read. */
const long = Array.from({ length: 2100 }, (_, index) => row(index + 2, `pc-${index}`, index, 2)).join('');
const head = row(1, 'Host', 'Disk', 'Units');

function row(at: number, ...cells: readonly (string | number)[]): string {
  const written = cells.map((cell, index) => {
    const reference = `${'ABC'[index]}${at}`;
    return typeof cell === 'number'
      ? `<c r="${reference}"><v>${cell}</v></c>`
      : `<c r="${reference}" t="str"><v>${cell}</v></c>`;
  });
  return `<row r="${at}">${written.join('')}</row>`;
}

const cases: readonly (readonly [title: string, rows: string, said: RegExp | undefined])[] = [
  ['a total at the end', row(2102, 'Total', 5, 6), /row 2102 \(Total 5 6\) may be a total, but is read as a row/],
  [
    'the names of another table',
    row(2104, 'Site', 'Rooms', 'Racks') + row(2105, 'North', 1, 2),
    /row 2104 \(Site Rooms Racks\) stands after a blank row and may name the columns of another table/,
  ],
  ['rows after a blank one', row(2104, 'pc-x', 1, 2), undefined],
  ['texts after a blank row, where no values are', row(2104, 'x') + row(2105, 'Total'), undefined],
];

for (const [title, rows, said] of cases) {
  test(`below a large table: ${title}`, async (t) => {
    const seen = await read(await fileWith(t, await bookOf(head + long + rows)));
    t.is(seen.rows.length, 2100 + (rows.match(/<row/g)?.length ?? 0));
    const sentences = seen.notes.filter((note) => note.includes('is read as a row'));
    t.is(sentences.length, said === undefined ? 0 : 1);
    if (said !== undefined) t.regex(sentences[0], said);
  });
}

/** The same as a table that Excel knows. */
function tableBook(reference: string, rows: string) {
  const parts = partsOf({ sheets: [{ name: 'Data', data: `<sheetData>${rows}</sheetData>` }] });
  const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/table';
  parts.set(
    'xl/worksheets/_rels/sheet1.xml.rels',
    `<Relationships><Relationship Id="rId1" Type="${type}" Target="../tables/table1.xml"/></Relationships>`,
  );
  parts.set('xl/tables/table1.xml', `<table displayName="Disks" ref="${reference}" headerRowCount="1"/>`);
  return zipOf(parts);
}

test('what stands below a large table that Excel knows is counted and said', async (t) => {
  const note = row(2110, 'see below');
  const seen = await read(await fileWith(t, await tableBook('A1:C2101', head + long + note)));
  t.is(seen.rows.length, 2100);
  t.deepEqual(
    seen.notes.filter((sentence) => sentence.startsWith('Table "Data":')),
    ['Table "Data": 1 row has cells beside or below it, which are no part of it.'],
  );
});

test('a table that Excel knows, and most of whose rows it was not told of, is no border', async (t) => {
  const more = Array.from({ length: 2900 }, (_, index) => row(index + 2102, 'pc', index, 2)).join('');
  const seen = await read(await fileWith(t, await tableBook('A1:C1995', head + long + more)));
  t.is(seen.rows.length, 5000);
});
