import test from 'ava';
import { readRow, writeRow } from '../../../core/capture/row-line.ts';

test('every cell comes back as what it was', (t) => {
  const cells = [
    null,
    true,
    0,
    -9007199254740991,
    9007199254740993n,
    '',
    ' 00123 ',
    'a\nb "c" \u2028',
    Buffer.from([0, 255]),
  ];
  const columns = cells.map((_, index) => ({ name: index === 0 ? '__proto__' : `c${index}`, type: 'text' as const }));
  const line = writeRow({ position: 16_777_221, cells });
  t.false(line.includes('\n'));
  t.deepEqual(readRow(line, columns), { position: 16_777_221, cells });
});
