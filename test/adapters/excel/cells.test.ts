import test from 'ava';
import { SheetScanner } from '../../../adapters/excel/ooxml/sheet-scanner.ts';
import { BatchSink } from '../../../adapters/excel/table/batch-sink.ts';
import { cellAt } from '../../../core/adapter/batch.ts';
import { bookOf, fileWith, read, stylesOf } from './books.ts';

const shared = [
  '<si><t>plain</t></si>',
  '<si><r><rPr><b/></rPr><t xml:space="preserve">rich </t></r><r><t>text</t></r><rPh sb="0" eb="1"><t>phonetic</t></rPh></si>',
  '<si><t>a &amp; b &lt;c&gt; &#233;&#x1F600;</t></si>',
  '<si><t><![CDATA[<raw> & text]]></t></si>',
  '<si><t>line_x000D_\nend</t></si>',
  '<si><t>_x005F_x0041_</t></si>',
  '<si/>',
  '<si><t/></si>',
  '<si><t>00123</t></si>',
  '<si><t xml:space="preserve">  padded </t></si>',
  '<si><t>one&#13;two&#xD;&#10;three\r\nfour</t></si>',
  '<si><t xml:space="preserve"> </t></si>',
  '<si><t> bare </t></si>',
].join('');
const styles = stylesOf('yyyy-mm-dd', 'yyyy-mm-dd hh:mm', '[h]:mm', '0.00%', 'h:mm');

const cells: readonly (readonly [kind: string, xml: string, text: string | null])[] = [
  ['a shared string', '<c r="B2" t="s"><v>0</v></c>', 'plain'],
  ['rich text without its phonetic hint', '<c r="B2" t="s"><v>1</v></c>', 'rich text'],
  ['entities', '<c r="B2" t="s"><v>2</v></c>', 'a & b <c> é😀'],
  ['a section of character data', '<c r="B2" t="s"><v>3</v></c>', '<raw> & text'],
  ['an escaped carriage return', '<c r="B2" t="s"><v>4</v></c>', 'line\r\nend'],
  ['an escaped escape', '<c r="B2" t="s"><v>5</v></c>', '_x0041_'],
  ['an empty shared string', '<c r="B2" t="s"><v>6</v></c>', null],
  ['a shared string without text', '<c r="B2" t="s"><v>7</v></c>', null],
  ['leading zeros typed as text', '<c r="B2" t="s"><v>8</v></c>', '00123'],
  ['a padded text', '<c r="B2" t="s"><v>9</v></c>', '  padded '],
  ['a carriage return written as such', '<c r="B2" t="s"><v>10</v></c>', 'one\rtwo\r\nthree\nfour'],
  ['a blank', '<c r="B2" t="s"><v>11</v></c>', ' '],
  ['blanks that are not said to be kept', '<c r="B2" t="s"><v>12</v></c>', ' bare '],
  ['an inline string', '<c r="B2" t="inlineStr"><is><t>in line</t></is></c>', 'in line'],
  [
    'a rich inline string',
    '<c r="B2" t="inlineStr"><is><r><t>in</t></r><r><t> line</t></r><rPh><t>no</t></rPh></is></c>',
    'in line',
  ],
  ['an inline string with entities', '<c r="B2" t="inlineStr"><is><t>R&amp;D</t></is></c>', 'R&D'],
  ['an inline string in pieces', '<c r="B2" t="inlineStr"><is><t>a<!-- no -->b<![CDATA[<c>]]>d</t></is></c>', 'ab<c>d'],
  ['an empty inline string', '<c r="B2" t="inlineStr"><is><t></t></is></c>', null],
  ['a whole number', '<c r="B2"><v>42</v></c>', '42'],
  ['a negative number', '<c r="B2" t="n"><v>-42.5</v></c>', '-42.5'],
  ['a number as the program rounds it', '<c r="B2"><v>1.1000000000000001</v></c>', '1.1'],
  ['a large number', '<c r="B2"><v>1.2345678901234568E+19</v></c>', '12345678901234567000'],
  ['a number with zeros to spare', '<c r="B2"><v>1.50</v></c>', '1.5'],
  ['a number with blanks around it', '<c r="B2"><v> 7 </v></c>', '7'],
  ['a negative zero', '<c r="B2"><v>-0</v></c>', '0'],
  ['a percentage', '<c r="B2" s="4"><v>0.125</v></c>', '0.125'],
  ['a date', '<c r="B2" s="1"><v>45382</v></c>', '2024-03-31'],
  ['a date with time', '<c r="B2" s="2"><v>45382.572916666664</v></c>', '2024-03-31T13:45:00'],
  ['a time', '<c r="B2" s="5"><v>0.5</v></c>', '12:00:00'],
  ['a duration', '<c r="B2" s="3"><v>1.1458333333333333</v></c>', '27:30:00'],
  ['a word in a cell for dates', '<c r="B2" s="1" t="str"><v>soon</v></c>', 'soon'],
  ['a date kept as ISO text', '<c r="B2" s="1" t="d"><v>2024-03-31T00:00:00.000Z</v></c>', '2024-03-31'],
  ['a time kept as ISO text', '<c r="B2" s="2" t="d"><v>2024-03-31T13:45:00.500</v></c>', '2024-03-31T13:45:00.5'],
  [
    'an ISO midnight in a cell for times',
    '<c r="B2" s="2" t="d"><v>2024-03-31T00:00:00</v></c>',
    '2024-03-31T00:00:00',
  ],
  ['a style that is not there', '<c r="B2" s="99"><v>45382</v></c>', '45382'],
  ['true', '<c r="B2" t="b"><v>1</v></c>', 'TRUE'],
  ['false', '<c r="B2" t="b"><v>0</v></c>', 'FALSE'],
  ['an error', '<c r="B2" t="e"><v>#N/A</v></c>', '#N/A'],
  ['the result of a formula', '<c r="B2"><f>SUM(A1:A9)</f><v>6</v></c>', '6'],
  ['the text of a formula', '<c r="B2" t="str"><f>A1&amp;"&lt;v&gt;"</f><v>R&amp;D</v></c>', 'R&D'],
  ['a formula with an empty result', '<c r="B2" t="str"><f>""</f><v></v></c>', null],
  ['a cell that is only formatted', '<c r="B2" s="1"/>', null],
  ['a cell with an empty value', '<c r="B2"><v/></c>', null],
  ['single quotes and blanks in the tag', "<c  r = 'B2'\n t='str' ><v >x</v ></c >", 'x'],
  ['other attributes', '<c ph="1" cm="2" r="B2" vm="a>b" t="str"><v>x</v></c>', 'x'],
  ['small letters in the reference', '<c r="b2" t="str"><v>x</v></c>', 'x'],
  ['prefixes', '<x:c r="B2" t="str"><x:f>1</x:f><x:v>x</x:v></x:c>', 'x'],
  ['prefixed inline strings', '<x:c r="B2" t="inlineStr"><x:is><x:t>x</x:t></x:is></x:c>', 'x'],
  ['an extension behind the value', '<c r="B2"><v>1</v><extLst><ext><y/></ext></extLst></c>', '1'],
];
for (const [kind, xml, text] of cells) {
  test(`${kind} is read as ${JSON.stringify(text)}`, async (t) => {
    const rows = `<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c><c r="B1" t="inlineStr"><is><t>value</t></is></c></row><row r="2"><c r="A2" t="str"><v>host</v></c>${xml}</row>`;
    // With much behind them, cells come by the short cut; at the end of a chunk they do not.
    for (const behind of ['', `<!--${' '.repeat(200)}-->`]) {
      const seen = await read(await fileWith(t, await bookOf(rows, { shared, styles, behind })));
      t.deepEqual(seen.columns, ['name', 'value']);
      t.deepEqual(seen.rows, [['host', text]]);
    }
  });
}

test('it does not matter where the bytes are cut', (t) => {
  const alone = cells.filter(([, xml]) => !xml.includes('t="s"'));
  const rows = alone.map(([, xml], index) => `<row r="${index + 2}">${xml}</row>`);
  const bytes = Buffer.from(`<worksheet><sheetData>${rows.join('')}</sheetData></worksheet>`);
  const collected = (size: number) => {
    const sink = new BatchSink('book', { headerRow: 1, lastRow: 1e6, firstColumn: 0, width: 3, bounded: false });
    const strings = { count: 0, bytes: Buffer.alloc(0), offsets: new Uint32Array(1) };
    const scanner = new SheetScanner({ place: 'book', strings, kinds: [], codes: [], date1904: false }, sink);
    for (let at = 0; at < bytes.length; at += size) {
      scanner.push(bytes.subarray(at, at + size));
      while (scanner.run());
    }
    scanner.finish();
    const batch = sink.take();
    return batch && Array.from({ length: batch.rows * batch.width }, (_, index) => cellAt(batch, index));
  };
  const whole = collected(bytes.length);
  t.true(whole !== undefined && whole.length > 90);
  for (const size of [1, 2, 3, 7, 50, 64, 65, 100, 1000]) t.deepEqual(collected(size), whole, `${size} bytes`);
});

test('the 1904 system moves dates, not times', async (t) => {
  const rows =
    '<row><c t="str"><v>day</v></c><c t="str"><v>time</v></c></row><row><c s="1"><v>43920</v></c><c s="5"><v>0.5</v></c></row>';
  const book = await bookOf(rows, { styles, workbookPr: '<workbookPr date1904="1"/>' });
  t.deepEqual((await read(await fileWith(t, book))).rows, [['2024-03-31', '12:00:00']]);
});

test('formulas without a result are blank, and said so', async (t) => {
  const rows = '<row><c t="str"><v>a</v></c><c t="str"><v>b</v></c></row><row><c><v>1</v></c><c><f>A2+1</f></c></row>';
  const seen = await read(await fileWith(t, await bookOf(rows)));
  t.deepEqual(seen.rows, [['1', null]]);
  t.regex(seen.notes.join('\n'), /1 formulas? without a result/);
});
