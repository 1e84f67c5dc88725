import test from 'ava';
import fc from 'fast-check';
import { Bytes } from '../../../../adapters/db2/drda/bytes.ts';
import { readDescription } from '../../../../adapters/db2/drda/describe.ts';
import { readLayout } from '../../../../adapters/db2/drda/layout.ts';
import { decodeName, encodeName } from '../../../../adapters/db2/drda/names.ts';
import { kindOf } from '../../../../adapters/db2/drda/products.ts';
import { FrameReader, objectsOf } from '../../../../adapters/db2/drda/read.ts';
import { outcomeOf } from '../../../../adapters/db2/drda/sqlca.ts';
import { frames, object } from '../../../../adapters/db2/drda/write.ts';
import { SourceError } from '../../../../core/errors/errors.ts';

const bytes = (most: number) => fc.uint8Array({ maxLength: most }).map((each) => Buffer.from(each));

/** What a server sends is read, or refused by one of these; nothing else happens. */
function isRefusal(error: unknown): boolean {
  return error instanceof RangeError || error instanceof SourceError;
}

const readers: readonly (readonly [name: string, read: (data: Buffer) => unknown])[] = [
  ['objects', objectsOf],
  ['a description of columns', (data) => readDescription(data, true, kindOf('SQL11055'))],
  ['a description of columns by Derby', (data) => readDescription(data, false, kindOf('CSS10140'))],
  ['a description of rows', readLayout],
  ['an outcome', (data) => outcomeOf(data, true)],
  [
    'frames',
    (data) => {
      const reader = new FrameReader();
      reader.push(data);
      while (reader.next() !== undefined);
    },
  ],
];
for (const [name, read] of readers)
  test(`whatever bytes come as ${name}, they are read or refused`, (t) => {
    fc.assert(
      fc.property(bytes(300), (data) => {
        try {
          read(data);
          return true;
        } catch (error) {
          return isRefusal(error);
        }
      }),
      { numRuns: 2000, seed: 7 },
    );
    t.pass();
  });

test('frames that come in any pieces are the same', (t) => {
  const data = [7, 40_000, 0, 70_000].map((length) => Buffer.alloc(length, length & 0xff));
  const all = frames(data.map((each) => ({ command: object(0x2414, each) })));
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 50_000 }), { minLength: 1, maxLength: 9 }), (sizes) => {
      const reader = new FrameReader();
      const found: Buffer[] = [];
      for (let at = 0, turn = 0; at < all.length; turn++) {
        const piece = all.subarray(at, at + sizes[turn % sizes.length]);
        at += piece.length;
        reader.push(piece);
        for (let frame = reader.next(); frame !== undefined; frame = reader.next())
          found.push(...frame.replies.map((reply) => reply.data));
      }
      return found.length === data.length && found.every((each, index) => each.equals(data[index]));
    }),
    { numRuns: 30, seed: 7 },
  );
  t.pass();
});

test('something else than DRDA is refused at once', (t) => {
  for (const greeting of ['HTTP/1.1 400 Bad Request', '\u0015\u0003\u0003\u0000\u0002\u0002\u0028']) {
    const reader = new FrameReader();
    reader.push(Buffer.from(greeting, 'latin1'));
    t.like(
      t.throws(() => reader.next()),
      { faults: [{ code: 'sql/encryption' }] },
    );
  }
});

test('names and passwords keep all letters of Latin 1', (t) => {
  const all = Array.from({ length: 0x5f }, (_, index) => String.fromCharCode(0x20 + index)).join('');
  const western = Array.from({ length: 0x60 }, (_, index) => String.fromCharCode(0xa0 + index)).join('');
  for (const text of [`${all}.`, `.${western}.`]) t.is(decodeName(encodeName(`x${text}`)), `x${text}`);
  t.deepEqual([...encodeName('Az09 {}')], [0xc1, 0xa9, 0xf0, 0xf9, 0x40, 0xc0, 0xd0]);
  t.throws(() => encodeName('雪'), { message: /sql\/unsupported/ });
});

test('numbers are read from either end', (t) => {
  const data = Buffer.from('0102030405060708', 'hex');
  t.is(new Bytes(data).i64(), 0x0102030405060708n);
  t.is(new Bytes(data, true).i64(), 0x0807060504030201n);
  t.is(new Bytes(data, true).i16(), 0x0201);
  t.throws(() => new Bytes(data).take(9), { instanceOf: RangeError });
});
