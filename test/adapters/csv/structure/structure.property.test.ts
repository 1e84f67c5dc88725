import test from 'ava';
import fc from 'fast-check';
import { RecordDecoder } from '../../../../adapters/csv/decode.ts';
import { maxRecordBytes } from '../../../../adapters/csv/dialect.ts';
import { encodingOf } from '../../../../adapters/csv/encoding.ts';
import { decodeText, windowOn } from '../decoding.ts';

/** The quick search for records and the plain walk over bytes find the same, in texts that go over many steps of 64 bytes. */

const bare = fc.oneof(
  fc.constantFrom('', 'a', 'bc', '12.5', 'pc-0042', 'Zürich', 'x y', 'x'.repeat(63), 'x'.repeat(64), 'x'.repeat(65)),
  fc.integer({ min: 1, max: 140 }).map((length) => 'y'.repeat(length)),
);
const inQuotes = fc
  .array(fc.constantFrom('a', ',', '""', '\n', '\r\n', '\r', ' ', 'long text '.repeat(5), 'é'), { maxLength: 12 })
  .map((pieces) => `"${pieces.join('')}"`);
/** What a record should not have, and blanks that are no row. */
const odd = fc.constantFrom('a"b', '"a"b', '"a', '" "', 'a""', ' "a"', '""a');
const field = fc.oneof(
  { weight: 12, arbitrary: bare },
  { weight: 8, arbitrary: inQuotes },
  { weight: 1, arbitrary: odd },
);
const record = fc.oneof(
  { weight: 12, arbitrary: fc.tuple(field, field, field).map((fields) => fields.join(',')) },
  { weight: 1, arbitrary: fc.array(field, { maxLength: 5 }).map((fields) => fields.join(',')) },
  { weight: 1, arbitrary: fc.constantFrom('', ',,', ',', ','.repeat(70), ','.repeat(300)) },
);
const text = fc
  .tuple(
    fc.array(fc.tuple(record, fc.constantFrom('', '', '', '\n', '\r\n', '\r')), { maxLength: 40 }),
    fc.constantFrom('\n', '\r\n', '\r'),
    fc.boolean(),
  )
  .map(([records, usual, isCut]) =>
    records
      .map(([each, end]) => each + (end === '' ? usual : end))
      .join('')
      .slice(0, isCut ? -1 : undefined),
  );

test('the quick search finds the records that the plain walk finds', async (t) => {
  const way = fc.record({
    part: fc.constantFrom(1, 100, 1000, 1 << 20),
    window: fc.constantFrom(64, 100, 500, 5000),
    copied: fc.boolean(),
    dialect: fc.record({ maxRecordBytes: fc.constantFrom(200, 1 << 20) }),
  });
  await fc.assert(
    fc.asyncProperty(text, way, async (content, cut) => {
      const bytes = Buffer.from(content);
      t.deepEqual(
        await decodeText(bytes, { width: 3, ...cut }),
        await decodeText(bytes, { width: 3, plain: true, ...cut }),
      );
    }),
    { numRuns: 300 },
  );
});

test('a record of too many fields behind as many cells as a batch has room for spoils none of them', async (t) => {
  const width = 131;
  const record = (row: number, fields: number) =>
    Array.from({ length: fields }, (_, at) => `${(row + at) % 10}`).join(',');
  const records = Array.from({ length: 1002 }, (_, row) => record(row, row === 999 ? 700 : width));
  const bytes = Buffer.from(`${records.join('\n')}\n`);
  t.deepEqual(
    await decodeText(bytes, { width, window: bytes.length }),
    await decodeText(bytes, { width, window: bytes.length, plain: true }),
  );
});

test('blanks before values are seen in rows that the quick search finds, and in all others', async (t) => {
  const [usual, padded] = ['aa,bb,cc', 'aa, bb,cc'];
  const odd = 'aa,b"b,cc';
  const oddOf = async (records: readonly string[]) => {
    const decoder = new RecordDecoder({ delimiter: 44, quote: 34, maxRecordBytes }, encodingOf('utf-8'), {
      width: 3,
      unpadded: 1,
      firstLine: 1,
    });
    const window = windowOn(Buffer.from(`${records.join('\n')}\n`), 0, 1000, decoder.memory);
    await window.advance(0);
    decoder.next(window);
    decoder.close();
    return decoder.odd;
  };
  const cases: readonly (readonly [string, readonly number[]])[] = [
    [usual, []],
    [padded, [1]],
    [odd, [1]],
    ['aa,"x"y, cc', []],
  ];
  for (const [second, expected] of cases) t.deepEqual(await oddOf([usual, second, usual]), expected);
});
