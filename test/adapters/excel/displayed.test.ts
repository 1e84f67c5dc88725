import test from 'ava';
import fc from 'fast-check';
import { builtinCode } from '../../../adapters/excel/values/builtin-formats.ts';
import { displayOf } from '../../../adapters/excel/values/display.ts';
import { loadFormats } from '../../../adapters/excel/values/formats.ts';
import { quickDisplay } from '../../../adapters/excel/values/quick-display.ts';
import { bookOf, fileWith, read, stylesOf } from './books.ts';

test.before(loadFormats);

type Case = readonly [code: string, number: number, shown: string, system?: 1904];

const numbers: readonly Case[] = [
  // General has eleven characters: digits are rounded off, then it changes to powers of ten.
  ['General', 12345678901, '12345678901'],
  ['General', 123456789012, '1.23457E+11'],
  ['General', 1234567890123, '1.23457E+12'],
  ['General', -1234567890123, '-1.23457E+12'],
  ['General', 0.1 + 0.2, '0.3'],
  ['General', 1 / 3, '0.333333333'],
  ['General', 100000 / 3, '33333.33333'],
  ['General', 0.0001234567, '0.000123457'],
  ['General', 0.00001234567, '1.23457E-05'],
  ['General', 99999999999.5, '1E+11'],
  ['General', 1e100, '1E+100'],
  // What rounds up to a power of ten is that power.
  ['General', 999999999999, '1E+12'],
  ['General', -999999999999, '-1E+12'],
  ['General', 0.000009999999, '0.00001'],
  ['General', 9.999999e-12, '1E-11'],
  ['', 1.5, '1.5'],
  ['Standard', 1234567890123, '1.23457E+12'],
  ['@', 1234567890123, '1.23457E+12'],
  ['General" pcs"', 5, '5 pcs'],
  // Digits.
  ['00000', 1234, '01234'],
  ['000-00-0000', 12345678, '012-34-5678'],
  ['(000) 000-0000', 5551234567, '(555) 123-4567'],
  ['[<=9999999]###-####;(###) ###-####', 5551234, '555-1234'],
  ['[<=9999999]###-####;(###) ###-####', 2065551234, '(206) 555-1234'],
  ['#', 0, ''],
  ['#.##', 0, '.'],
  ['0.##', 5, '5.'],
  ['?.??', 1.5, '1.5 '],
  ['0.00', 1.005, '1.01'],
  ['0.00', 2.675, '2.68'],
  ['0', 2.5, '3'],
  ['0', -0.4, '0'],
  ['0', 123456789012345680, '123456789012346000'],
  ['#,##0', 1234567, '1,234,567'],
  ['#,##0,', 1234567, '1,235'],
  ['0.0,,"M"', 1234567, '1.2M'],
  ['0%', 0.125, '13%'],
  ['0.00E+00', 12345.678, '1.23E+04'],
  ['0.0E-0', 0.00012, '1.2E-4'],
  ['0.0E-0', 12345, '1.2E4'],
  ['##0.0E+0', 12345.678, '12.3E+3'],
  // Fractions.
  ['# ?/?', 1.25, '1 1/4'],
  ['# ?/?', 0.5, ' 1/2'],
  ['# ?/?', -2, '-2    '],
  ['# ?/?', 0, '0    '],
  ['# ?/?', 99.995, '100    '],
  ['# ??/??', Math.PI, '3  1/7 '],
  ['# ??/??', 0.995, '1      '],
  ['# ???/???', 99.995, '99 199/200'],
  ['?/?', 1.25, '5/4'],
  ['?/?', 1.005, '1/1'],
  ['# ??/16', 1.5, '1  8/16'],
  ['# ?/8', 0.3, ' 2/8'],
  // Sections.
  ['0;-0;"zero"', 0, 'zero'],
  ['0.0;(0.0)', -5, '(5.0)'],
  ['0;;', -5, ''],
  [';;;', 5, ''],
  ['"pos";"neg"', -5, 'neg'],
  ['[>100]"big";[<0]"neg";0.0', 50, '50.0'],
  ['[Red]0;[Blue]-0', -5, '-5'],
  ['[Color10]0', 5, '5'],
  ['0;0;0;0;0;0', 5, '5'],
  // Literals, fillers and spacers as a csv has them.
  ['\\A0\\ "kg"', 5, 'A5 kg'],
  ['0 x', 5, '5 x'],
  ['0\\', 5, '5\\'],
  ['_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-', 1234.5, ' 1,234.50 '],
  ['_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-', 0, ' -   '],
  ['_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)', -1234.5, ' $(1,234.50)'],
  // The country of a currency says nothing about points and commas.
  ['[$€-407] #,##0.00', 1234.5, '€ 1,234.50'],
  ['#,##0.00\\ [$€-40C]', -1234.5, '-1,234.50 €'],
  ['[$$-409]#,##0.00', 1, '$1.00'],
  // What no program takes.
  ['h 0', 0.5, '0.5'],
  ['0'.repeat(2000), 0.5, '0.5'],
];
for (const [code, number, shown] of numbers) {
  test(`${number} under ${code.slice(0, 60)} shows ${JSON.stringify(shown)}`, (t) =>
    t.is(displayOf(code, false).number(number), shown));
}

const moments: readonly Case[] = [
  ['yyyy-mm-dd', 45000, '2023-03-15'],
  ['m/d/yy', 45000, '3/15/23'],
  ['d.m.yyyy', 45000, '15.3.2023'],
  ['d-mmm-yy', 45000, '15-Mar-23'],
  ['mmmm yyyy', 45000, 'March 2023'],
  ['mmmmm', 45000, 'M'],
  ['ddd', 45000, 'Wed'],
  ['dddd, mmmm dd, yyyy', 45000, 'Wednesday, March 15, 2023'],
  ['[$-F800]dddd, mmmm dd, yyyy', 45000, 'Wednesday, March 15, 2023'],
  ['[$-407]d. mmmm yyyy', 45000, '15. März 2023'],
  ['[$-40C]dddd d mmmm', 45000, 'mercredi 15 mars'],
  ['[$-411]ggge"年"m"月"d"日"', 45000, '令和5年3月15日'],
  ['[$-411]ge.m.d', 32515, 'S64.1.7'],
  ['[$-411]gge.m.d', 32516, '平1.1.8'],
  ['[$-404]e/m/d', 45000, '112/3/15'],
  ['yyyy"年"m"月"d"日"', 45000, '2023年3月15日'],
  ['h:mm AM/PM', 0.75, '6:00 PM'],
  ['h:mm A/P', 0.25, '6:00 A'],
  ['h:mm a/p', 0.25, '6:00 a'],
  ['上午/下午h"时"mm"分"', 0.75, '下午6时00分'],
  ['h:mm:ss', 45000.99999, '23:59:59'],
  ['h:mm', 0.9999999, '0:00'],
  ['mm:ss.0', 0.0001, '00:08.6'],
  ['hh:mm:ss.000', 0.123456789, '02:57:46.667'],
  ['[h]:mm:ss', 1.5, '36:00:00'],
  ['[mm]:ss', 0.5, '720:00'],
  ['[ss].00', 0.00001, '00.86'],
  ['yyyy-mm-dd"T"hh:mm', 45000.25, '2023-03-15T06:00'],
  // The calendar of 1900 has a day 0 and a 29 February.
  ['m/d/yyyy', 0, '1/0/1900'],
  ['m/d/yyyy', 1, '1/1/1900'],
  ['m/d/yyyy', 60, '2/29/1900'],
  ['m/d/yyyy', 61, '3/1/1900'],
  ['dddd', 1, 'Sunday'],
  ['m/d/yyyy', 2958465, '12/31/9999'],
  ['m/d/yyyy', 2958466, '########'],
  ['m/d/yyyy', -1, '########'],
  ['[h]:mm', -0.5, '########'],
  ['m/d/yyyy', 0, '1/1/1904', 1904],
  ['m/d/yyyy', 43920, '3/31/2024', 1904],
  ['m/d/yyyy', -1, '-1/2/1904', 1904],
  ['[h]:mm', 1.5, '36:00', 1904],
  ['[h]:mm', -0.5, '-12:00', 1904],
  ['0.0', -0.5, '-0.5', 1904],
];
for (const [code, number, shown, system] of moments) {
  test(`${number} of ${system ?? 1900} under ${code} shows ${shown}`, (t) =>
    t.is(displayOf(code, system === 1904).number(number), shown));
}

const texts: readonly (readonly [code: string, shown: string | undefined])[] = [
  ['General', undefined],
  ['0.00', undefined],
  ['@', undefined],
  ['0;-0;0;@', undefined],
  ['"<"@">"', '<word>'],
  ['_(@_)', ' word '],
  ['0;0;0;"text"', 'text'],
  [';;;', ''],
];
for (const [code, shown] of texts) {
  test(`a text under ${code} shows ${shown ?? 'as it is'}`, (t) => t.is(displayOf(code, false).text?.('word'), shown));
}

const builtins: readonly (readonly [id: number, number: number, shown: string])[] = [
  [0, 1.5, '1.5'],
  [2, 1.5, '1.50'],
  [4, 1234.5, '1,234.50'],
  [7, -5, '($5.00)'],
  [10, 0.5, '50.00%'],
  [11, 1234, '1.23E+03'],
  [12, 0.5, ' 1/2'],
  [14, 45000, '3/15/2023'],
  [15, 45000, '15-Mar-23'],
  [17, 45000, 'Mar-23'],
  [18, 0.5, '12:00 PM'],
  [22, 45000.25, '3/15/2023 6:00'],
  [38, -1234, '(1,234)'],
  [44, 1234.5, ' $1,234.50 '],
  [46, 1.5, '36:00:00'],
  [48, 12345, '12.3E+3'],
  [49, 5, '5'],
  [27, 45000, '3/15/2023'],
  [32, 0.25, '6:00:00'],
  [57, 45000, '3/15/2023'],
  [62, 1234.5, '1,234.50'],
  [71, 45000, '3/15/2023'],
  [79, 1.5, '36:00:00'],
  [200, 1.5, '1.5'],
];
for (const [id, number, shown] of builtins) {
  test(`the built-in format ${id} shows ${number} as ${shown}`, (t) =>
    t.is(displayOf(builtinCode(id) ?? '', false).number(number), shown));
}

test('formats without number do not fill the memory', (t) => {
  for (let count = 0; count < 3000; count++) displayOf(`0"${count}"`, false).number(1);
  t.is(displayOf('0"kg"', false).number(1), '1kg');
});

test('what is shown quickly is what is shown at length', (t) => {
  const codes = ['General', '0', '00000', '0.00', '#,##0', '#,##0.00', '0.0000000000'];
  const number = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc
      .tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 12 }))
      .map(([n, places]) => n / 10 ** places),
  );
  fc.assert(
    fc.property(fc.constantFrom(...codes), number, (code, value) => {
      const quick = quickDisplay(code)?.(value);
      // A colour changes nothing but the way to go.
      const long = displayOf(`[Black]${code}`, false).number(value);
      return quick === undefined || quick === long || `${code} ${value}: ${quick}, ${long}` === '';
    }),
    { numRuns: 2000 },
  );
  t.pass();
});

const rows = [
  '<row r="1"><c r="A1" t="str"><v>Code</v></c><c r="B1" t="str"><v>Zip</v></c><c r="C1" s="3"><v>45000</v></c></row>',
  '<row r="2"><c r="A2" s="1"><v>1234</v></c><c r="B2" s="2"><v>99</v></c><c r="C2" s="4" t="s"><v>0</v></c></row>',
  '<row r="3"><c r="A3" s="1" t="e"><v>#N/A</v></c><c r="B3" s="2" t="b"><v>1</v></c><c r="C3" s="3" t="d"><v>2023-03-15T00:00:00</v></c></row>',
  '<row r="4"><c r="A4" s="5"><v>1234</v></c><c r="B4" s="5" t="inlineStr"><is><t>hid</t><t>den</t></is></c><c r="C4" s="4" t="str"><f>A1</f><v>R&amp;D</v></c></row>',
].join('');
const book = () =>
  bookOf(rows, { styles: stylesOf('00000', '0000', 'mmm-yy', '"<"@">"', ';;;'), shared: '<si><t>word</t></si>' });

test('values are what the book holds', async (t) => {
  const seen = await read(await fileWith(t, await book()), { headerRow: 1 });
  t.deepEqual(seen.columns, ['Code', 'Zip', '2023-03-15']);
  t.deepEqual(seen.rows, [
    ['1234', '99', 'word'],
    ['#N/A', 'TRUE', '2023-03-15'],
    ['1234', 'hidden', 'R&D'],
  ]);
});

test('displayed cells are what the program shows, column names among them; what a format hides is blank', async (t) => {
  const seen = await read(await fileWith(t, await book()), { headerRow: 1, cells: 'displayed' });
  t.deepEqual(seen.columns, ['Code', 'Zip', 'Mar-23']);
  t.deepEqual(seen.rows, [
    ['01234', '0099', '<word>'],
    ['#N/A', 'TRUE', 'Mar-23'],
    [null, null, '<R&D>'],
  ]);
});

test('some columns can be displayed, whatever their case; one that is not there is said', async (t) => {
  const cells = { code: 'displayed', Zip: 'values', Zipp: 'displayed' };
  const seen = await read(await fileWith(t, await book()), { headerRow: 1, cells });
  t.deepEqual(seen.rows[0], ['01234', '99', 'word']);
  t.deepEqual(
    seen.notes.filter((note) => note.includes('no column')),
    ['cells: "Data" has no column "Zipp". Did you mean "Zip"?'],
  );
});

test('a book whose rows are in no order is displayed like all others', async (t) => {
  const [first, second, ...rest] = rows.split(/(?=<row)/);
  const shuffled = await bookOf([first, ...rest, second].join(''), {
    styles: stylesOf('00000', '0000', 'mmm-yy', '"<"@">"', ';;;'),
    shared: '<si><t>word</t></si>',
  });
  const path = await fileWith(t, shuffled);
  t.deepEqual((await read(path, { headerRow: 1, cells: 'displayed' })).rows[0], ['01234', '0099', '<word>']);
  t.deepEqual((await read(path, { headerRow: 1, cells: { Code: 'displayed' } })).rows[0], ['01234', '99', 'word']);
});
