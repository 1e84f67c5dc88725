import { gunzipSync, gzipSync } from 'node:zlib';
import test from 'ava';
import fc from 'fast-check';
import { gzip } from '../../../../core/run/deflate/gzip.ts';

/** What is packed must come back as it was, by a reader that is not ours, and be packed the same way again. */
function survives(raw: Uint8Array): number {
  const packed = gzip(raw);
  if (!gunzipSync(packed).equals(raw)) throw new Error(`${raw.length} bytes came back as others.`);
  if (!gzip(raw).equals(packed)) throw new Error(`${raw.length} bytes were packed in two ways.`);
  return packed.length;
}

/** Numbers that look random, and are the same in each run. */
function* noise(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state >>> 16;
  }
}

function noisy(bytes: number, kinds = 256): Buffer {
  const next = noise(bytes + kinds);
  const made = Buffer.alloc(bytes);
  for (let i = 0; i < bytes; i++) made[i] = next.next().value % kinds;
  return made;
}

const most = 2 * 0x128000 + 1;
const sizes = [0, 1, 2, 3, 8, 15, 16, 17, 18, 31, 32, 33, 257, 258, 259, 260, 516, 517, 32767, 32768, 32769, 65534];
const larger = [65535, 65536, 65537, 131070, 131071, 1 << 20, 0x128000 - 1, 0x128000, 0x128000 + 1, most - 1, most];

const contents: readonly (readonly [string, Buffer])[] = [
  ['zeros', Buffer.alloc(most)],
  ['noise', noisy(most)],
  ['noise of two kinds', noisy(most, 2)],
  ['noise of 40 kinds', noisy(most, 40)],
  ['a line that comes again', Buffer.alloc(most, '{"key":"16777220","name":"PC-00000000.EMEA"}\n')],
  ['noise that comes again', Buffer.alloc(most, noisy(32768))],
  ['noise that comes again a byte too late', Buffer.alloc(most, noisy(32769))],
  ['noise and zeros', Buffer.alloc(most, Buffer.concat([noisy(90_000), Buffer.alloc(90_000)]))],
  ['lines', lines(most)],
];

for (const [name, content] of contents) {
  test(`${name}: come back from any size`, (t) => {
    for (const bytes of sizes) survives(content.subarray(0, bytes));
    for (const bytes of larger) t.true(gunzipSync(gzip(content.subarray(0, bytes))).equals(content.subarray(0, bytes)));
  });
}

function lines(bytes: number): Buffer {
  const next = noise(bytes);
  let text = '';
  for (let i = 0; text.length < bytes; i++)
    text += `{"key":"${i}","name":"PC-${next.next().value}.EMEA","memoryBytes":${2 ** (i % 7)},"seen":"2026-0${1 + (i % 9)}"}\n`;
  return Buffer.from(text.slice(0, bytes));
}

test('lines that are alike but for their values come back', (t) => {
  const value = fc.oneof(
    fc.nat({ max: 20 }).map(String),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('Windows 11', 'x'.repeat(300), ''),
    fc.string({ minLength: 1, maxLength: 6 }).map((piece) => piece.repeat(70)),
  );
  const row = fc.record({ key: value, name: value, more: value }, { requiredKeys: ['key'] });
  const property = fc.property(fc.array(row, { maxLength: 60 }), fc.integer({ min: 1, max: 40 }), (rows, times) => {
    const text = rows.map((each) => `${JSON.stringify(each)}\n`).join('');
    survives(Buffer.from(text.repeat(times)));
  });
  t.notThrows(() => fc.assert(property, { numRuns: 300 }));
});

test('bytes of any kind, with pieces of them again anywhere, come back', (t) => {
  const step = fc.oneof(
    fc.uint8Array({ maxLength: 400 }).map((bytes) => ({ bytes, back: 0, length: 0 })),
    fc.record({ bytes: fc.constant(new Uint8Array(0)), back: fc.nat(40_000), length: fc.nat(700) }),
  );
  const property = fc.property(fc.array(step, { maxLength: 120 }), fc.boolean(), (steps, isLong) => {
    let raw: Buffer = isLong ? noisy(33_000) : Buffer.alloc(0);
    for (const { bytes, back, length } of steps) {
      const from = Math.max(0, raw.length - back);
      raw = Buffer.concat([raw, bytes, raw.subarray(from, from + length)]);
    }
    survives(raw);
  });
  t.notThrows(() => fc.assert(property, { numRuns: 200 }));
});

test('signs that are too rare for a code of 15 bits have one', (t) => {
  // Noise in which no five bytes come again, and signs of which each is twice as frequent as the one before.
  const raw = [...noisy(50_000, 40)];
  for (let sign = 0; sign < 13; sign++) for (let i = 0; i < 2 ** sign; i++) raw.push(100 + sign);
  const order = noise(7);
  for (let i = raw.length - 1; i > 0; i--) {
    const other = (order.next().value * 65536 + order.next().value) % (i + 1);
    [raw[i], raw[other]] = [raw[other], raw[i]];
  }
  t.true(survives(Uint8Array.from(raw)) < raw.length);
});

test('what was packed before has no say', (t) => {
  const [zeros, , ...others] = contents.map(([, content]) => content);
  for (const content of others) {
    for (const bytes of [40, 70_000, 1 << 20]) {
      const piece = content.subarray(1000, 1000 + bytes);
      gzip(zeros);
      const packed = gzip(piece);
      gzip(content);
      t.true(gzip(piece).equals(packed));
    }
  }
});

test('what has nothing in common is stored, and lines become small', (t) => {
  t.true(survives(noisy(1 << 20)) < (1 << 20) + 200);
  t.true(survives(lines(1 << 20)) < gzipSync(lines(1 << 20), { level: 1 }).length);
  t.true(survives(Buffer.alloc(1 << 20)) < 6000);
  t.is(survives(Buffer.alloc(0)), 20);
});
