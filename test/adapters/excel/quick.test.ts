import test from 'ava';
import fc from 'fast-check';
import { bookOf, escapeXml, fileWith, read } from './books.ts';

/** Short cuts of the scanners: whatever way a book writes the same, the same comes out. */

const texts = fc.array(
  fc.oneof(
    fc.constantFrom('', ' ', 'plain', 'a & b', '<"x">', "it's", '_x', 'x_y', 'é', '😀', '\t', 'a\nb', '&amp;', ']]>'),
    fc
      .string({ unit: 'grapheme', maxLength: 12 })
      .filter((text) => !/[\p{Cc}\ufffe\uffff]|_x[0-9a-f]{4}_/iu.test(text)),
  ),
  { minLength: 1, maxLength: 60 },
);

/** Ways to write a shared string. */
const ways: readonly ((text: string) => string)[] = [
  (text) => `<si><t>${escapeXml(text)}</t></si>`,
  (text) => `<si><t xml:space="preserve">${escapeXml(text)}</t></si>`,
  (text) => `<si><t>${escapeXml(text).replaceAll("'", '&apos;').replaceAll('>', '&gt;')}</t></si>`,
  (text) => `<si><t>${[...text].map((unit) => `&#x${unit.codePointAt(0)?.toString(16)};`).join('')}</t></si>`,
  (text) => `<si>${[...text].map((unit) => `<r><t>${escapeXml(unit)}</t></r>`).join('')}</si>`,
  (text) => `<si>\n<t>${escapeXml(text)}</t><phoneticPr fontId="1"/></si>`,
];

test('a shared string is the same however it is written', async (t) => {
  await fc.assert(
    fc.asyncProperty(texts, fc.array(fc.nat(ways.length - 1), { minLength: 1, maxLength: 5 }), async (list, chosen) => {
      const shared = list.map((text, index) => ways[chosen[index % chosen.length]](text)).join('');
      const rows = list.map((_, index) => {
        const at = index + 1;
        return `<row r="${at}"><c r="A${at}"><v>${at}</v></c><c r="B${at}" t="s"><v>${index}</v></c></row>`;
      });
      const seen = await read(await fileWith(t, await bookOf(rows.join(''), { shared })), { headerRow: 0 });
      const found = seen.rows.map((row) => row[1] ?? null);
      const wanted = list.map((text) => text || null);
      if (JSON.stringify(found) !== JSON.stringify(wanted))
        throw new Error(`${JSON.stringify(wanted)} became ${JSON.stringify(found)}`);
    }),
    { numRuns: 60 },
  );
  t.pass();
});

const rowsBefore = Array.from({ length: 2100 }, (_, index) => {
  const at = index + 1;
  return `<row r="${at}"><c r="B${at}"><v>${at}</v></c><c r="C${at}"><v>2</v></c></row>`;
}).join('');

/** One row far below that is wider than all others, in the ways in which its last cell may be written. */
const wide: readonly (readonly [title: string, cells: string, columns: readonly string[]])[] = [
  ['as usual', '<c r="B#"><v>1</v></c><c r="C#"><v>2</v></c><c r="E#"><v>3</v></c>', ['B', 'C', 'D', 'E']],
  ['to the left', '<c r="A#"><v>1</v></c><c r="C#"><v>2</v></c>', ['A', 'B', 'C']],
  ['one cell', '<c r="F#"><v>1</v></c>', ['B', 'C', 'D', 'E', 'F']],
  ['with a formula', '<c r="B#"><v>1</v></c><c r="E#"><f>B1</f><v>3</v></c>', ['B', 'C', 'D', 'E']],
  ['before blank cells', '<c r="B#"><v>1</v></c><c r="E#"><v>3</v></c><c r="J#" s="1"/>', ['B', 'C', 'D', 'E']],
  ['behind blank cells', '<c r="A#" s="1"/><c r="B#"><v>1</v></c><c r="E#"><v>3</v></c>', ['B', 'C', 'D', 'E']],
  ['with blanks in the tags', '<c r="B#"><v>1</v></c><c  r="E#" ><v>3</v></c >', ['B', 'C', 'D', 'E']],
  ['out of order', '<c r="E#"><v>1</v></c><c r="D#"><v>3</v></c><c r="B#"><v>3</v></c>', ['B', 'C', 'D', 'E']],
  [
    'with a text like a row',
    '<c r="B#"><v>1</v></c><c r="E#" t="str"><v><![CDATA[</row>]]></v></c>',
    ['B', 'C', 'D', 'E'],
  ],
];

for (const [title, cells, columns] of wide) {
  test(`a wide row far below is seen where the sheet does not say its size: ${title}`, async (t) => {
    const row = `<row r="2200">${cells.replaceAll('#', '2200')}</row>`;
    const last = '<row r="2300"><c r="B2300"><v>1</v></c></row>';
    const seen = await read(await fileWith(t, await bookOf(rowsBefore + row + last)), { headerRow: 0 });
    t.deepEqual(
      seen.columns,
      columns.map((letter) => `Column ${letter}`),
    );
    t.is(seen.rows.length, 2102);
    t.deepEqual(seen.broken, []);
  });
}
