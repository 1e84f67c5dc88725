import { gzipSync } from 'node:zlib';
import test from 'ava';
import { clockOfDuration } from '../../../adapters/excel/ods/duration.ts';
import type { Code } from '../../../core/errors/catalogue.ts';
import { SourceError } from '../../../core/errors/errors.ts';
import { fileWith, read, zipOf } from './books.ts';

/** An ods from the XML of its sheets. */
async function odsOf(sheets: string, styles = '', more: readonly (readonly [string, string])[] = []): Promise<Buffer> {
  const content = `<?xml version="1.0" encoding="UTF-8"?><office:document-content><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:spreadsheet>${sheets}</office:spreadsheet></office:body></office:document-content>`;
  return zipOf(
    new Map([['mimetype', 'application/vnd.oasis.opendocument.spreadsheet'], ['content.xml', content], ...more]),
  );
}

const table = (name: string, rows: string, style = '') =>
  `<table:table table:name="${name}" table:style-name="${style}">${rows}</table:table>`;
const row = (cells: string, count = 1) =>
  `<table:table-row table:number-rows-repeated="${count}">${cells}</table:table-row>`;
const text = (value: string, count = 1) =>
  `<table:table-cell office:value-type="string" table:number-columns-repeated="${count}"><text:p>${value}</text:p></table:table-cell>`;
const blank = (count: number) => `<table:table-cell table:number-columns-repeated="${count}"/>`;

const cells: readonly (readonly [kind: string, xml: string, text: string | null])[] = [
  ['a text', text('plain'), 'plain'],
  ['a text with entities', text('R&amp;D &#233;'), 'R&D é'],
  [
    'two paragraphs',
    '<table:table-cell office:value-type="string"><text:p>a</text:p><text:p/><text:p>b</text:p></table:table-cell>',
    'a\n\nb',
  ],
  [
    'spans, blanks, tabs and breaks',
    text('a<text:s text:c="3"/><text:span>b</text:span><text:tab/>c<text:line-break/>d'),
    'a   b\tc\nd',
  ],
  ['white space of the markup', text('a\n   b'), 'a b'],
  [
    'a comment',
    `<table:table-cell office:value-type="string"><office:annotation><text:p>no</text:p></office:annotation><text:p>yes</text:p></table:table-cell>`,
    'yes',
  ],
  [
    'a drawing',
    `<table:table-cell office:value-type="string"><text:p>yes</text:p><draw:frame><draw:text-box><text:p>no</text:p></draw:text-box></draw:frame></table:table-cell>`,
    'yes',
  ],
  ['a text in an attribute', '<table:table-cell office:value-type="string" office:string-value="00123"/>', '00123'],
  [
    'a number',
    '<table:table-cell office:value-type="float" office:value="1.1000000000000001" calcext:value-type="float"><text:p>1,10</text:p></table:table-cell>',
    '1.1',
  ],
  [
    'a price',
    '<table:table-cell office:value-type="currency" office:currency="EUR" office:value="1234.5"><text:p>1.234,50 €</text:p></table:table-cell>',
    '1234.5',
  ],
  [
    'a percentage',
    '<table:table-cell office:value-type="percentage" office:value="0.125"><text:p>12,5%</text:p></table:table-cell>',
    '0.125',
  ],
  [
    'a date',
    '<table:table-cell office:value-type="date" office:date-value="2024-03-31"><text:p>31.03.24</text:p></table:table-cell>',
    '2024-03-31',
  ],
  [
    'an instant',
    '<table:table-cell office:value-type="date" office:date-value="2024-03-31T13:45:00.500000000"/>',
    '2024-03-31T13:45:00.5',
  ],
  ['a time', '<table:table-cell office:value-type="time" office:time-value="PT13H45M00S"/>', '13:45:00'],
  ['a duration', '<table:table-cell office:value-type="time" office:time-value="PT27H30M00S"/>', '27:30:00'],
  [
    'a truth value',
    '<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>WAHR</text:p></table:table-cell>',
    'TRUE',
  ],
  [
    'an error',
    '<table:table-cell table:formula="of:=NA()" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>',
    '#N/A',
  ],
  ['nothing', blank(1), null],
  ['a covered cell', '<table:covered-table-cell/>', null],
];
for (const [kind, xml, expected] of cells) {
  test(`${kind} is read as ${JSON.stringify(expected)}`, async (t) => {
    const rows = row(text('name') + text('value')) + row(text('host') + xml);
    t.deepEqual((await read(await fileWith(t, await odsOf(table('Data', rows)), 'a.ods'))).rows, [['host', expected]]);
  });
}

const durations = [
  ['PT0S', '00:00:00'],
  ['P1DT2H', '26:00:00'],
  ['-PT1H30M', '-01:30:00'],
  ['PT00H00M01.2500000S', '00:00:01.250'],
  ['12:30', '12:30'],
] as const;
for (const [written, expected] of durations) {
  test(`the duration ${written} is ${expected}`, (t) => t.is(clockOfDuration(written), expected));
}

test('repeated cells and rows are counted, blank ones cost nothing', async (t) => {
  const rows = [
    row(text('a') + text('b') + text('c') + blank(16_381)),
    row(text('x', 2) + blank(16_382), 3),
    row(blank(16_384), 5),
    row(blank(2) + text('y')),
    row(blank(16_384), 1_048_567),
  ];
  const seen = await read(await fileWith(t, await odsOf(table('Data', rows.join(''))), 'a.ods'));
  t.deepEqual(seen.columns, ['a', 'b', 'c']);
  t.deepEqual(seen.rows, [...Array.from({ length: 3 }, () => ['x', 'x', null]), [null, null, 'y']]);
  t.deepEqual(seen.origins, ['a.ods!Data:2', 'a.ods!Data:3', 'a.ods!Data:4', 'a.ods!Data:10']);
});

test('hidden sheets come last, sheets of other books not at all', async (t) => {
  const styles =
    '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>';
  const rows = row(text('a')) + row(text('1'));
  const sheets = [
    table('Hidden', rows, 'ta2'),
    table('Data', rows, 'ta1'),
    table("'file:///other.ods'#$Sheet1", rows),
  ].join('');
  const links = `<table:dde-links><table:dde-link>${table('Linked', rows)}</table:dde-link></table:dde-links>`;
  const seen = await read(await fileWith(t, await odsOf(sheets + links, styles), 'a.ods'));
  t.deepEqual(
    seen.datasets.map((dataset) => dataset.name),
    ['Data', 'Hidden'],
  );
});

test('an ods in a gzip is read', async (t) => {
  const book = gzipSync(await odsOf(table('Data', row(text('a')) + row(text('1')))));
  t.deepEqual((await read(await fileWith(t, book, 'a.ods.gz'))).rows, [['1']]);
});

const good = row(text('a')) + row(text('1'));
const refused: readonly (readonly [title: string, code: Code, book: () => Promise<Buffer>])[] = [
  [
    'an encrypted ods',
    'source/password',
    () => odsOf(table('Data', good), '', [['META-INF/manifest.xml', '<manifest:encryption-data/>']]),
  ],
  ['a DOCTYPE in an ods', 'source/refused', () => odsOf(`<!DOCTYPE x>${table('Data', good)}`)],
  ['an ods that is cut off', 'source/damaged', () => odsOf(`${table('Data', good)}<!--`)],
  [
    'a filled row that is repeated past the end',
    'source/too-large',
    () => odsOf(table('Data', row(text('a'), 2_000_000))),
  ],
  [
    'a filled cell that is repeated past the end',
    'source/too-large',
    () => odsOf(table('Data', row(text('a', 2_000_000)))),
  ],
  [
    'a cell of a billion blanks',
    'source/too-large',
    () => odsOf(table('Data', row(text('<text:s text:c="1000000000"/>')))),
  ],
];
for (const [title, code, book] of refused) {
  test(`${title} is refused with ${code}`, async (t) => {
    const path = await fileWith(t, await book(), 'a.ods');
    const error = await t.throwsAsync(() => read(path), { instanceOf: SourceError });
    t.is(error?.faults[0].code, code, error?.message);
  });
}

const number = (value: string, shown = '', count = 1) =>
  `<table:table-cell office:value-type="float" office:value="${value}" table:number-columns-repeated="${count}">${shown === '' ? '' : `<text:p>${shown}</text:p>`}</table:table-cell>`;
const marked =
  '<table:table-cell office:value-type="string" office:string-value="word"><text:p>&lt;word&gt;</text:p></table:table-cell>';
const codes = table(
  'Data',
  row(text('Code') + text('Zip') + text('Note')) +
    row(number('1234', '01<text:s/>234', 2) + marked) +
    row(number('5', '', 2) + text('x')),
);

test('what the file keeps as shown is taken where it is wanted; a number without a text beside others shows nothing', async (t) => {
  const path = await fileWith(t, await odsOf(codes));
  t.deepEqual((await read(path)).rows, [
    ['1234', '1234', 'word'],
    ['5', '5', 'x'],
  ]);
  t.deepEqual((await read(path, { cells: 'displayed' })).rows, [
    ['01 234', '01 234', '<word>'],
    [null, null, 'x'],
  ]);
  t.deepEqual((await read(path, { cells: { Zip: 'displayed' } })).rows, [
    ['1234', '01 234', 'word'],
    ['5', null, 'x'],
  ]);
});

test('where no number has a text, its value is the best that is known of what it shows', async (t) => {
  const path = await fileWith(
    t,
    await odsOf(table('Data', row(text('Code') + text('Zip')) + row(number('1234', '', 2)))),
  );
  t.deepEqual((await read(path, { cells: 'displayed' })).rows, [['1234', '1234']]);
});

test('a truth value that is kept as a number is one', async (t) => {
  const path = await fileWith(
    t,
    await odsOf(table('Data', row(text('Flag') + text('n')) + row(number('1', 'TRUE') + number('1', '1')))),
  );
  t.deepEqual((await read(path)).rows, [['TRUE', '1']]);
});
