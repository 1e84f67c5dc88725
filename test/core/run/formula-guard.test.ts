import test from 'ava';
import fc from 'fast-check';
import { guarded, unguarded } from '../../../core/run/formula-guard.ts';

for (const [cell, written] of [
  ['=1+1', "'=1+1"],
  ['+49 30', "'+49 30"],
  ['@x', "'@x"],
  ['\tx', "'\tx"],
  ['-x', "'-x"],
  ['-12.5', '-12.5'],
  ["'=x", "''=x"],
  ["'plain", "'plain"],
  ['a=b', 'a=b'],
  ['', ''],
] as const) {
  test(`${JSON.stringify(cell)} is written as ${JSON.stringify(written)}, and read back`, (t) => {
    t.is(guarded(cell), written);
    t.is(unguarded(written), cell);
  });
}

test('every text is read back, and none begins as a formula', (t) => {
  const signs = fc.array(fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '1', '.', 'a'), { maxLength: 6 });
  fc.assert(
    fc.property(
      signs.map((each) => each.join('')),
      (cell) => {
        const written = guarded(cell);
        t.is(unguarded(written), cell);
        t.false(/^[=+@\t\r]/.test(written) || /^-(?!\d)/.test(written), written);
      },
    ),
  );
});
