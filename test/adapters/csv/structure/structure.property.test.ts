import test from 'ava';
import fc from 'fast-check';
import { decodeText } from '../decoding.ts';

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
  { weight: 1, arbitrary: fc.constantFrom('', ',,', ',') },
);
const text = fc
  .tuple(fc.array(fc.tuple(record, fc.constantFrom('\n', '\n', '\n', '\r\n', '\r')), { maxLength: 40 }), fc.boolean())
  .map(([records, isCut]) =>
    records
      .flat()
      .join('')
      .slice(0, isCut ? -1 : undefined),
  );

test('the quick search finds the records that the plain walk finds', async (t) => {
  const way = fc.record({
    part: fc.constantFrom(1, 100, 1000, 1 << 20),
    window: fc.constantFrom(64, 100, 500, 5000),
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
