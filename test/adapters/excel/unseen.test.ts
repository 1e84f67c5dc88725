import test from 'ava';
import { bookOf, fileWith, read } from './books.ts';

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
