import test from 'ava';
import fc from 'fast-check';
import type { Book } from '../../../../adapters/excel/book.ts';
import { openOoxmlBook } from '../../../../adapters/excel/ooxml/book.ts';
import { QuickRows } from '../../../../adapters/excel/ooxml/quick/quick-rows.ts';
import { SheetMemory } from '../../../../adapters/excel/ooxml/quick/sheet-memory.ts';
import type { SharedStrings } from '../../../../adapters/excel/ooxml/shared-strings.ts';
import { SheetScanner } from '../../../../adapters/excel/ooxml/sheet-scanner.ts';
import { BatchSink, type TablePlace } from '../../../../adapters/excel/table/batch-sink.ts';
import { HeadSink } from '../../../../adapters/excel/table/head.ts';
import type { RowSink } from '../../../../adapters/excel/table/row-sink.ts';
import { columnLetters } from '../../../../adapters/excel/table/row-sink.ts';
import { cellAt } from '../../../../core/adapter/batch.ts';
import { SourceError } from '../../../../core/errors/errors.ts';
import { escapeXml, partsOf, stylesOf } from '../books.ts';

/** The quick reading of rows and the one from tag to tag find the same, whatever stands in a sheet and wherever its bytes are cut. */

const texts = ['', 'plain', ' ', 'Zürich', 'a & b', 'x'.repeat(15), 'x'.repeat(16), 'y'.repeat(40), '😀', 'tab\there'];
const kinds = [0, 1, 2, 3, 4] as const;

const number = fc.oneof(
  fc.integer({ min: -200_000, max: 3_000_000 }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 3e6 }).map(String),
  fc.nat(86_400_000).map((milliseconds) => String(45_000 + milliseconds / 86_400_000)),
  fc.integer({ min: 50, max: 2_958_500 }).map((day) => `${day}.${day % 7}5`),
  fc.constantFrom(
    '0',
    '-0',
    '00',
    '0.5',
    '-0.5',
    '.5',
    '5.',
    '1.50',
    '1e3',
    '4.5000000000000001E1',
    '-',
    '+1',
    '1 ',
    '',
  ),
  fc.constantFrom(
    '123456789012345',
    '1234567890123456',
    '12345678901234567',
    '0.1234567890123',
    '60',
    '61',
    '2958465.9999999',
    '2958466',
  ),
  fc.constantFrom('1.2.3', '1-2', 'x', '&#49;', '<!--a-->1', '<![CDATA[7]]>', ' 1'),
);
const text = fc.constantFrom(
  'plain',
  '',
  ' ',
  'a &amp; b',
  '_x0041_',
  '_x',
  '_y_',
  'a_b',
  'a\rb',
  'a\r\nb',
  'é',
  'x'.repeat(16),
  'x'.repeat(31),
  '&#13;',
  ']]&gt;',
  '<![CDATA[<row>]]>',
  '😀'.repeat(9),
);
const sharedIndex = fc.oneof(
  { weight: 9, arbitrary: fc.nat(texts.length - 1).map(String) },
  { weight: 1, arbitrary: fc.constantFrom('99', '', ' 1', '01', '1000000000', '99999999999', 'x', '-1') },
);

/** What stands between the tags of a cell, with its type; `#` is where its attributes are put together. */
const content = fc.oneof(
  { weight: 6, arbitrary: number.map((value) => ['', `<v>${value}</v>`] as const) },
  { weight: 6, arbitrary: sharedIndex.map((value) => [' t="s"', `<v>${value}</v>`] as const) },
  { weight: 2, arbitrary: text.map((value) => [' t="str"', `<f>A1&amp;B1</f><v>${value}</v>`] as const) },
  { weight: 2, arbitrary: text.map((value) => [' t="inlineStr"', `<is><t>${value}</t></is>`] as const) },
  {
    weight: 1,
    arbitrary: text.map((value) => [' t="inlineStr"', `<is><t xml:space="preserve">${value}</t></is>`] as const),
  },
  { weight: 1, arbitrary: text.map((value) => ['', `<is><t>${value}</t></is>`] as const) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<readonly [string, string]>(
      [' t="b"', '<v>1</v>'],
      [' t="b"', '<v>0</v>'],
      [' t="b"', '<v>true</v>'],
      [' t="b"', '<v>2</v>'],
      [' t="e"', '<v>#N/A</v>'],
      [' t="d"', '<v>2024-03-31T00:00:00</v>'],
      [' t="n"', '<v>7</v>'],
      [' t="x"', '<v>7</v>'],
      ['', ''],
      ['', '<v/>'],
      ['', '<v></v>'],
      ['', '<f>1+1</f>'],
      ['', '<f>A1</f><v>5</v>'],
      ['', '<f t="shared" ref="A1:B2" si="0"/><v>5</v>'],
      ['', '<f t="shared" ref="a>b">A1</f><v>5</v>'],
      ['', "<f a='\">'/><v>5</v>"],
      ['', '<v>1</v><extLst><ext/></extLst>'],
      [' t="inlineStr"', '<is><r><t>a</t></r><r><t>b</t></r></is>'],
      [' t="s" cm="1"', '<v>1</v>'],
      [' t="s"', '<v xml:space="preserve">1</v>'],
    ),
  },
);
const style = fc.constantFrom(
  '',
  '',
  '',
  ' s="0"',
  ' s="1"',
  ' s="2"',
  ' s="3"',
  ' s="4"',
  ' s="9"',
  ' s="70000"',
  ' s=""',
);
const spaces = fc.oneof(
  { weight: 20, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: fc.constantFrom(' ', '\n  ', '<!-- x -->') },
);

interface Way {
  readonly column: number;
  readonly content: readonly [type: string, inside: string];
  readonly style: string;
  readonly way: number;
  readonly space: string;
}
const cell: fc.Arbitrary<Way> = fc.record({
  column: fc.oneof(
    { weight: 30, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: -1, max: 30 }) },
  ),
  content,
  style,
  way: fc.oneof({ weight: 30, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 7 }) }),
  space: spaces,
});

function cellText({ content: [type, inside], style: s, way, space }: Way, column: number, row: number): string {
  const place = `${columnLetters(Math.max(0, column))}${way === 7 ? row + 1 : row}`;
  if (way === 1) return `${space}<c${s}${type} r="${place}">${inside}</c>`;
  if (way === 2) return `${space}<c r='${place}'${s}${type}>${inside}</c>`;
  if (way === 3) return `${space}<x:c r="${place}"${s}${type}>${inside}</x:c>`;
  if (way === 4) return `${space}<c${s}${type}>${inside}</c>`;
  if (way === 5) return `${space}<c  r="${place}"${s} ${type} >${inside}</c >`;
  if (way === 6) return `${space}<c r="${place.toLowerCase()}"${type}${s}>${inside}</c>`;
  return inside === '' ? `${space}<c r="${place}"${s}${type}/>` : `${space}<c r="${place}"${s}${type}>${inside}</c>`;
}

const row = fc.record({
  cells: fc.array(cell, { maxLength: 8 }),
  step: fc.oneof(
    { weight: 30, arbitrary: fc.constant(1) },
    { weight: 1, arbitrary: fc.constantFrom(0, -1, 5, 2_000_000) },
  ),
  first: fc.constantFrom(1, 1, 1, 1, 0, 2, 4),
  attributes: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom('', ' spans="1:6"', ' ht="15" customHeight="1" x14ac:dyDescent="0.25"') },
    { weight: 1, arbitrary: fc.constantFrom(' hidden="1"', ' hidden="0"', " spans='1:6'", ' a="<"', ' r="3"', ' ') },
  ),
  numbered: fc.oneof({ weight: 20, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  isEmpty: fc.oneof({ weight: 20, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  space: spaces,
});

interface Row {
  readonly cells: readonly Way[];
  readonly step: number;
  readonly first: number;
  readonly attributes: string;
  readonly numbered: boolean;
  readonly isEmpty: boolean;
  readonly space: string;
}

function sheetText({ rows, end }: { readonly rows: readonly Row[]; readonly end: string }): string {
  let number = 0;
  const written = rows.map(({ cells, step, first, attributes, numbered, isEmpty, space }) => {
    number = Math.max(1, number + step);
    let column = first - 1;
    const inside = cells.map((each) => {
      column += 1 + each.column;
      return cellText(each, column, number);
    });
    const tag = `<row${numbered ? ` r="${number}"` : ''}${attributes}`;
    return isEmpty ? `${space}${tag}/>` : `${space}${tag}>${inside.join('')}${space}</row>`;
  });
  return `<worksheet><cols><col min="3" max="3" hidden="1"/></cols><sheetData>${written.join('')}${end}`;
}

const whole = '</sheetData></worksheet>';
const sheet = fc
  .record({ rows: fc.array(row, { maxLength: 30 }), end: fc.constantFrom(whole, whole, '', '</sheetD') })
  .map(sheetText);

/** A sheet in which all is as usual, but for some values. */
const usualSheet = fc
  .array(
    fc.record({
      cells: fc.array(
        fc.record({
          column: fc.constantFrom(0, 0, 0, 1, 9),
          content: fc.oneof(
            fc
              .constantFrom(1, 12.5, -0.25, 45_000.34375, 61, 5e-7, 1e21, 0)
              .map((value) => ['', `<v>${value}</v>`] as const),
            fc.nat(texts.length - 1).map((value) => [' t="s"', `<v>${value}</v>`] as const),
            fc
              .constantFrom('', 'plain', 'a &amp; b', 'é', 'a_b', '_x0041_', 'x'.repeat(40))
              .map((value) => [' t="str"', `<v>${value}</v>`] as const),
            fc.constantFrom<readonly [string, string]>(
              [' t="b"', '<v>1</v>'],
              [' t="d"', '<v>2024-03-31</v>'],
              ['', ''],
            ),
          ),
          style: fc.constantFrom('', '', ' s="1"', ' s="2"', ' s="3"'),
          way: fc.constant(0),
          space: fc.constant(''),
        }),
        { maxLength: 8 },
      ),
      step: fc.constantFrom(1, 1, 1, 7),
      first: fc.constantFrom(1, 2, 5),
      attributes: fc.constantFrom('', ' spans="1:6"'),
      numbered: fc.constant(true),
      isEmpty: fc.constant(false),
      space: fc.constant(''),
    }),
    { maxLength: 30 },
  )
  .map((rows) => sheetText({ rows, end: whole }));

const place: fc.Arbitrary<TablePlace> = fc.record({
  headerRow: fc.constantFrom(0, 0, 1, 3),
  lastRow: fc.constantFrom(Number.POSITIVE_INFINITY, 12),
  firstColumn: fc.constantFrom(0, 1),
  width: fc.constantFrom(5, 8, 40),
  bounded: fc.boolean(),
});

/** A table that has all columns of its sheet. */
const wholePlace = place.map((table) => ({ ...table, firstColumn: 0, width: 40, bounded: false }));

function stringsIn(memory: SheetMemory): SharedStrings {
  const offsets = new Uint32Array(texts.length + 1);
  const space = memory.stringSpace();
  for (const [index, each] of texts.entries()) offsets[index + 1] = offsets[index] + space.write(each, offsets[index]);
  return memory.keepStrings(offsets, texts.length);
}

interface Reading {
  readonly bytes: Buffer;
  readonly size: number;
  readonly memory: SheetMemory | undefined;
  readonly strings: SharedStrings;
  readonly date1904: boolean;
}

/** Scans a sheet; gives what was thrown, too. */
function scan(sink: RowSink, { bytes, size, memory, strings, date1904 }: Reading, enough: () => void): unknown {
  const scanner = new SheetScanner({ place: 'book', strings, kinds, codes: [], date1904, memory }, sink);
  try {
    for (let at = 0; at < bytes.length; at += size) {
      scanner.push(bytes.subarray(at, at + size));
      while (scanner.run()) enough();
    }
    scanner.end();
    while (scanner.run()) enough();
    scanner.finish();
  } catch (error) {
    return error instanceof SourceError ? error.message : error;
  } finally {
    scanner.leave();
  }
  return [scanner.row, scanner.formulasWithoutResult];
}

function rowsOf(table: TablePlace, reading: Reading): unknown {
  const { sink, rows, take } = collector(table);
  const end = scan(sink, reading, take);
  take();
  return { rows, end, hidden: sink.hiddenRows, outside: sink.rowsOutside };
}

function collector(table: TablePlace) {
  const sink = new BatchSink('book', table);
  const rows: unknown[] = [];
  const take = () => {
    const batch = sink.take();
    for (let at = 0; at < (batch?.rows ?? 0) && batch !== undefined; at++) {
      if (batch.positions[at] > 10 && batch.positions[at] < 1999) continue;
      const cells = Array.from({ length: batch.width }, (_, column) => at * batch.width + column);
      rows.push([
        batch.positions[at],
        batch.broken?.get(at),
        cells.map((each) => [cellAt(batch, each), batch.kinds[each]]),
      ]);
    }
    sink.clear();
  };
  return { sink, rows, take };
}

const cut = fc.constantFrom(1 << 20, 1 << 20, 1 << 20, 1, 7, 64, 100, 1000);

test('the rows that are found at once are those that are found from tag to tag', (t) => {
  const memory = new SheetMemory(1000);
  const strings = stringsIn(memory);
  fc.assert(
    fc.property(sheet, place, cut, fc.boolean(), (xml, table, size, date1904) => {
      const reading = { bytes: Buffer.from(xml), size, strings, date1904 };
      t.deepEqual(rowsOf(table, { ...reading, memory }), rowsOf(table, { ...reading, memory: undefined }));
    }),
    { numRuns: 1500 },
  );
});

const before = Array.from(
  { length: 2000 },
  (_, index) => `<row r="${index + 1}"><c r="C${index + 1}"><v>1</v></c></row>`,
).join('');

/** The rows of a sheet far down in it, where no more is known of them than their edges before they are read. */
function farDown(xml: string): string {
  return xml
    .replace(/<cols>.*<\/cols>/, '')
    .replace(/(<row r="|[A-Za-z] ?r=["'][A-Za-z]+)(\d+)/g, (_, tag, number) => `${tag}${Number(number) + 2000}`)
    .replace('<sheetData>', `<sheetData>${before}`);
}

test('the edges of rows that are passed over are those that are found from tag to tag', (t) => {
  const memory = new SheetMemory(1000);
  const strings = stringsIn(memory);
  const edges = (reading: Reading) => {
    const head = new HeadSink();
    const end = scan(head, reading, () => {});
    return [end, head.firstColumn, head.lastColumn, head.lastRow, head.hiddenRows, head.disordered, head.end()];
  };
  fc.assert(
    fc.property(sheet.map(farDown), fc.constantFrom(1 << 20, 500, 3000), (xml, size) => {
      const reading = { bytes: Buffer.from(xml), size, strings, date1904: false };
      t.deepEqual(edges({ ...reading, memory }), edges({ ...reading, memory: undefined }));
    }),
    { numRuns: 60 },
  );
});

/** A book of one sheet, as if it came from a zip. */
function bookWith(xml: string, size: number): Promise<Book> {
  const codes = ['General', 'yyyy-mm-dd', 'yyyy-mm-dd hh:mm', 'hh:mm', '[h]:mm'];
  const made = partsOf({
    sheets: [{ name: 'Data', data: '' }],
    shared: texts.map((each) => `<si><t>${escapeXml(each)}</t></si>`).join(''),
    styles: stylesOf(...codes.slice(1)),
  });
  const parts = new Map([...made, ['xl/worksheets/sheet1.xml', xml] as const]);
  const bytesOf = (part: string) => Buffer.from(parts.get(part.replace(/^\//, '')) ?? '');
  return openOoxmlBook(
    {
      name: 'book',
      has: (part) => parts.has(part.replace(/^\//, '')),
      claimedSize: (part) => bytesOf(part).length,
      parts: () => parts.keys(),
      async *content(part) {
        const bytes = bytesOf(part);
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      },
      stored: () => [],
    },
    'xl/workbook.xml',
    () => {},
  );
}

test('rows that were kept while a sheet was looked at are those that stand in it', async (t) => {
  let kept = 0;
  const { load } = QuickRows.prototype;
  t.teardown(() => {
    QuickRows.prototype.load = load;
  });
  QuickRows.prototype.load = function (this: QuickRows, piece) {
    kept++;
    load.call(this, piece);
  };
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(sheet, usualSheet, usualSheet).map(farDown),
      fc.oneof(place, wholePlace),
      fc.constantFrom(1 << 20, 1 << 14),
      async (xml, table, size) => {
        const [{ pour, rowsEstimate, formulasWithoutResult }] = (await bookWith(xml, size)).sheets;
        const head = new HeadSink();
        try {
          for await (const _ of pour(head));
        } catch (error) {
          t.true(error instanceof SourceError);
          return;
        }
        const { sink, rows, take } = collector(table);
        let end: unknown;
        try {
          for await (const _ of pour(sink)) take();
          end = [rowsEstimate?.(), formulasWithoutResult?.()];
        } catch (error) {
          end = error instanceof SourceError ? error.message.replaceAll('book!Data', 'book') : error;
        }
        take();
        const strings = stringsIn(new SheetMemory(1000));
        const reading = { bytes: Buffer.from(xml), size, strings, date1904: false, memory: undefined };
        const found = { rows, end, hidden: sink.hiddenRows, outside: sink.rowsOutside };
        t.deepEqual(found, rowsOf(table, reading));
      },
    ),
    { numRuns: 100 },
  );
  t.true(kept > 10);
});
