import test from 'ava';
import fc from 'fast-check';
import type { Dialect } from '../../../adapters/csv/dialect.ts';
import { decodeText, type Way } from './decoding.ts';

const bytes = (text: string) => Buffer.from(text);

const cases: readonly [promise: string, dialect: Partial<Dialect>, text: string, cells: readonly unknown[][]][] = [
  [
    'several bytes separate',
    { delimiter: 124, more: bytes('|') },
    'a||b|c\n""||"d||e"\n',
    [
      ['a', 'b|c'],
      ['', 'd||e'],
    ],
  ],
  [
    'a comma and a blank separate',
    { more: bytes(' ') },
    'a, b,c\nd, "e, f"\n',
    [
      ['a', 'b,c'],
      ['d', 'e, f'],
    ],
  ],
  [
    'a backslash escapes quotes and itself',
    { escapedBy: 92 },
    '"a \\"b\\" \\\\",c\n"d ""e""",f\n',
    [
      ['a "b" \\', 'c'],
      ['d "e"', 'f'],
    ],
  ],
  ['a backslash before a letter is text', { escapedBy: 92 }, '"C:\\temp",\\\\srv\\x\n', [['C:\\temp', '\\srv\\x']]],
  ['a backslash escapes a delimiter', { escapedBy: 92, quote: -1 }, 'a\\,b,c\n', [['a,b', 'c']]],
  [
    'blanks may stand around quotes',
    { blanks: true },
    'a , "b, c" \n\t"d" , e\n',
    [
      ['a ', 'b, c'],
      ['d', ' e'],
    ],
  ],
];

for (const [promise, dialect, text, cells] of cases) {
  test(promise, async (t) => {
    for (const cut of [{}, { part: 3, window: 4 }]) {
      const rows = await decodeText(bytes(text), { width: 2, dialect, ...cut });
      t.deepEqual(
        rows.map((row) => row.broken ?? row.cells),
        cells,
      );
    }
  });
}

const piece = fc.constantFrom(
  '"',
  '"',
  '"',
  ',',
  '\n',
  '\n',
  '\r',
  '\r\n',
  'a',
  'bc',
  '""',
  '","',
  'ä',
  '\\',
  '\\"',
  ' ',
  ', ',
);
const content = fc.array(piece, { maxLength: 60, size: 'max' }).map((pieces) => bytes(pieces.join('')));
const cut = { part: fc.integer({ min: 1, max: 20 }), window: fc.integer({ min: 1, max: 50 }) };
const width = fc.integer({ min: 1, max: 3 });
const maxRecordBytes = fc.integer({ min: 1, max: 30 });

test('the plain decoder reads a usual dialect as the tight one does', async (t) => {
  const dialect = fc.record({ maxRecordBytes, quote: fc.constantFrom(34, 34, -1) });
  await fc.assert(
    fc.asyncProperty(content, fc.record({ width, dialect, ...cut }), async (text, way) => {
      t.deepEqual(await decodeText(text, { ...way, plain: true }), await decodeText(text, way));
    }),
    { numRuns: 600 },
  );
});

test('unusual dialects are read the same, however they are cut', async (t) => {
  const dialect = fc.record(
    {
      maxRecordBytes,
      more: fc.constantFrom(bytes(' '), bytes(',')),
      escapedBy: fc.constant(92),
      blanks: fc.boolean(),
      quote: fc.constantFrom(34, -1),
    },
    { requiredKeys: ['maxRecordBytes'] },
  );
  await fc.assert(
    fc.asyncProperty(content, fc.record({ width, dialect, ...cut }), async (text, way) => {
      const { part: _part, window: _window, ...same }: Way = way;
      t.deepEqual(await decodeText(text, way), await decodeText(text, same));
    }),
    { numRuns: 800 },
  );
});
