import test from 'ava';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { cellsOf, decodeText, type Way } from './decoding.ts';

const cases: readonly [promise: string, text: string, width: number, cells: readonly (readonly (string | null)[])[]][] =
  [
    ['a bare blank is null, a quoted one is not', 'a,,""\n', 3, [['a', null, '']]],
    [
      'LF, CRLF and CR end a line',
      'a,b\nc,d\r\ne,f\rg,h',
      2,
      [
        ['a', 'b'],
        ['c', 'd'],
        ['e', 'f'],
        ['g', 'h'],
      ],
    ],
    ['quotes hold delimiters, line ends and quotes', '"a,""b""","c\r\nd\ne"\n', 2, [['a,"b"', 'c\r\nd\ne']]],
    ['a quote inside a bare field is text', '5" disk,x"\n', 2, [['5" disk', 'x"']]],
    ['blanks around a bare field stay', ' a , b\n', 2, [[' a ', ' b']]],
    [
      'blank lines and records without any value are no rows',
      '\na,b\n\r\n , \n,\n   \nc,d\n\n',
      2,
      [
        ['a', 'b'],
        [' ', ' '],
        ['c', 'd'],
      ],
    ],
    ['a blank field at the very end counts', 'a,', 2, [['a', null]]],
    ['blank fields beyond the columns are accepted', 'a,b,,\n', 2, [['a', 'b']]],
    ['characters beyond ASCII stay', 'ä,日本😀\n', 2, [['ä', '日本😀']]],
    ['zero bytes stay', 'a\0,b\n', 2, [['a\0', 'b']]],
  ];

for (const [promise, text, width, cells] of cases) {
  test(promise, async (t) => {
    const rows = await decodeText(Buffer.from(text), { width });
    t.deepEqual(
      rows.map((row) => row.cells),
      cells,
    );
    t.true(rows.every((row) => row.broken === undefined));
  });
}

const brokenCases: readonly [promise: string, text: string, code: string, broken: string, lines: string[]][] = [
  ['too few fields', 'a,b\nc\nd,e\n', 'row/wrong-field-count', 'c', ['1', '2', '3']],
  ['a filled field too many', 'a,b\nc,d,,e\nf,g\n', 'row/wrong-field-count', 'c,d,,e', ['1', '2', '3']],
  ['text behind a closing quote', 'a,b\n"c" x,d\ne,f\n', 'row/broken-record', '"c" x,d', ['1', '2', '3']],
  ['a quote that is never closed', 'a,b\n"c,d\ne,f\n', 'row/broken-record', '"c,d', ['1', '2', '3']],
  ['too few fields on several lines', 'a,b\n"c\n\nd"\ne,f\n', 'row/wrong-field-count', '"c\n\nd"', ['1', '2', '5']],
  [
    'a record that is too long',
    `a,b\n"${'x'.repeat(50)}",c\nd,e\n`,
    'row/broken-record',
    `"${'x'.repeat(39)}`,
    ['1', '2', '3'],
  ],
  ['a quote that is closed too late', `a,b\n"c\n${'x\n'.repeat(20)}",d\n`, 'row/broken-record', '"c', ['1', '2', '3']],
];

for (const [fault, text, code, broken, lines] of brokenCases) {
  test(`a broken row: ${fault}`, async (t) => {
    const rows = await decodeText(Buffer.from(text), { width: 2, dialect: { maxRecordBytes: 40 } });
    t.deepEqual(rows[1].broken && { code: rows[1].broken.code as string, text: rows[1].broken.text }, {
      code,
      text: broken,
    });
    t.deepEqual(rows[1].cells, [null, null]);
    t.deepEqual(
      rows.slice(0, 3).map(({ origin }) => origin),
      lines,
    );
  });
}

test('one stray quote costs its own line, and the rest of the file is read', async (t) => {
  const lines = Array.from({ length: 1000 }, (_, row) => (row === 500 ? 'x,"unclosed' : `${row},"a ""quoted"" value"`));
  const rows = await decodeText(Buffer.from(lines.join('\n')), { width: 2, dialect: { maxRecordBytes: 2000 } });
  t.is(rows.length, 1000);
  t.deepEqual(
    rows.filter(({ broken }) => broken).map(({ origin }) => origin),
    ['501'],
  );
  t.deepEqual(rows[999].cells, ['999', 'a "quoted" value']);
});

test('quotes that open on every line are not read again and again', async (t) => {
  // Each line on its own would swallow all that follow.
  const rows = await decodeText(Buffer.from('a","b\n'.repeat(100_000)), {
    width: 2,
    dialect: { maxRecordBytes: 1 << 14 },
  });
  t.is(rows.length, 100_000);
});

test('bytes that are not UTF-8 break their row alone', async (t) => {
  const rows = await decodeText(Buffer.from('a,\xe4\nb,c\n', 'latin1'), { width: 2 });
  t.is(rows[0].broken?.code, 'row/broken-record');
  t.deepEqual(rows[1].cells, ['b', 'c']);
});

test('a code page becomes UTF-8 cell by cell', async (t) => {
  const bytes = Buffer.from('M\xfcller,"5 \x80, ""\xe4"""\nb,c\n', 'latin1');
  t.deepEqual(cellsOf(await decodeText(bytes, { width: 2, encoding: 'windows-1252' })), [
    ['Müller', '5 €, "ä"'],
    ['b', 'c'],
  ]);
});

const plainText = fc.string({
  unit: fc.constantFrom('a', 'ä', '😀', ' ', '1', '"', ',', ';', '\n', '\r\n', '\r'),
  maxLength: 6,
});

test('reads what the standard says as csv-parse does, wherever parts and windows end', async (t) => {
  const table = fc.integer({ min: 1, max: 4 }).chain((width) =>
    fc.record({
      width: fc.constant(width),
      rows: fc.array(fc.array(plainText, { minLength: width, maxLength: width }), { maxLength: 12, size: 'max' }),
      lineEnd: fc.constantFrom('\n', '\r\n'),
      part: fc.integer({ min: 1, max: 60 }),
      window: fc.integer({ min: 1, max: 60 }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(table, async ({ width, rows, lineEnd, part, window }) => {
      // All quoted: then nothing is blank, and nothing is left to opinion.
      const text = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join() + lineEnd).join('');
      const read = await decodeText(Buffer.from(text), { width, part, window });
      t.deepEqual(
        read.map(({ cells }) => cells),
        parse(text, { record_delimiter: lineEnd }),
      );
      t.true(read.every(({ broken }) => broken === undefined));
    }),
    { numRuns: 400 },
  );
});

test('reads bare fields as csv-parse does', async (t) => {
  const bare = fc.string({ unit: fc.constantFrom('a', 'ä', '😀', ' ', '1', ';', "'"), minLength: 1, maxLength: 6 });
  const rows = fc.array(fc.tuple(bare, bare, bare), { maxLength: 20, size: 'max' });
  await fc.assert(
    fc.asyncProperty(rows, fc.integer({ min: 1, max: 60 }), async (table, size) => {
      const text = table.map((row) => row.join()).join('\r\n');
      const read = await decodeText(Buffer.from(text), { width: 3, part: size, window: size });
      t.deepEqual(
        read.map(({ cells }) => cells),
        parse(text, { record_delimiter: '\r\n' }),
      );
    }),
    { numRuns: 200 },
  );
});

test('no part begins where an earlier quote could change what is read', async (t) => {
  // Line 2 is read with its quote closed on the line, since it lies before the place where line 1 was given up.
  const text = Buffer.from('"aaaa\n"x\ny"\n');
  const whole = await decodeText(text, { width: 1 });
  t.deepEqual(
    whole.map(({ broken, cells }) => broken?.text ?? cells[0]),
    ['"aaaa', '"x', 'y"'],
  );
  for (let part = 1; part <= text.length; part++) t.deepEqual(await decodeText(text, { width: 1, part }), whole);
});

test('reads any bytes the same, however they are cut', async (t) => {
  const piece = fc.oneof(
    fc.constantFrom('"', 'a', '\n', '"\n'),
    fc.constantFrom('"', '"', '"', ',', '\n', '\n', '\r', '\r\n', 'a', 'bc', '""', '","', 'ä', '\xff'),
  );
  const bytes = fc
    .array(piece, { maxLength: 60, size: 'max' })
    .map((pieces) => Buffer.concat(pieces.map((each) => Buffer.from(each, each === '\xff' ? 'latin1' : 'utf8'))));
  const way = fc.record({
    width: fc.integer({ min: 1, max: 3 }),
    dialect: fc.record({ maxRecordBytes: fc.integer({ min: 1, max: 30 }), quote: fc.constantFrom(34, 34, 34, -1) }),
    part: fc.integer({ min: 1, max: 20 }),
    window: fc.integer({ min: 1, max: 50 }),
    encoding: fc.constantFrom('utf-8', 'windows-1252'),
  });
  await fc.assert(
    fc.asyncProperty(bytes, way, async (text, cut) => {
      const { part: _part, window: _window, ...same } = cut as Way;
      t.deepEqual(await decodeText(text, cut as Way), await decodeText(text, same));
    }),
    { numRuns: 800 },
  );
});
