import test from 'ava';
import fc from 'fast-check';
import { parseLine } from '../../../core/package/json-line.ts';

test('integers stay exact, whatever their size', (t) => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), (value) => {
      const { found } = parseLine(`{"found":${value}}`);
      return BigInt(found as number | bigint) === value;
    }),
  );
  t.pass();
});

test('a long run of digits within a text is no number', (t) => {
  t.is(parseLine('{"key":"12345678901234567890"}').key, '12345678901234567890');
});

test('names that objects have of themselves are there only if the line has them', (t) => {
  const line = parseLine('{"__proto__":{"polluted":1},"custom":{"__proto__":2,"toString":3}}');
  t.deepEqual(Object.keys(line), ['__proto__', 'custom']);
  t.false('constructor' in line);
  t.deepEqual(Object.entries(line.custom as object), [
    ['__proto__', 2],
    ['toString', 3],
  ]);
  t.is(Object.hasOwn({}, 'polluted'), false);
});

for (const line of ['', '1', 'null', '[]', '{', '{"a":1} x']) {
  test(`${JSON.stringify(line)} is no line of a package`, (t) => {
    t.throws(() => parseLine(line), { instanceOf: SyntaxError });
  });
}
