import test from 'ava';
import { canonicalDecimal, decimalOfFloat } from '../../../adapters/odbc/decimals.ts';
import { type CellKind, cellOf } from '../../../adapters/odbc/types.ts';

const cells: readonly (readonly [CellKind, unknown, unknown])[] = [
  ['integer', 7, 7],
  ['integer', 12n, 12],
  ['integer', 9007199254740993n, 9007199254740993n],
  ['integer', '18446744073709551615', 18446744073709551615n],
  ['integer', 'seven', 'seven'],
  ['integer', '', ''],
  ['decimal', '12345678901234567.8900', '12345678901234567.89'],
  ['decimal', '.5', '0.5'],
  ['decimal', '-.500', '-0.5'],
  ['decimal', 'NaN', 'NaN'],
  ['float', 1e21, '1000000000000000000000'],
  ['float', '1.5e-7', '0.00000015'],
  ['float', '0.10000000000000001', '0.1'],
  ['boolean', '1', true],
  ['boolean', 'false', false],
  ['boolean', 'maybe', 'maybe'],
  ['date', '2024-02-29', '2024-02-29'],
  ['date', '2024-02-29 00:00:00.000', '2024-02-29'],
  ['date', '0000-00-00', '0000-00-00'],
  ['moment', '2024-03-31 22:15:00.500000', '2024-03-31 22:15:00.5'],
  ['moment', '2024-03-31 22:15:00.000', '2024-03-31 22:15:00'],
  ['moment', '2024-03-31 22:15:00', '2024-03-31 22:15:00'],
  ['instant', '2024-03-31 20:15:00.5+00', '2024-03-31T20:15:00.5Z'],
  ['instant', '2024-03-31 22:15:00.1234567 +02:00', '2024-03-31T20:15:00.1234567Z'],
  ['instant', '2024-01-01 00:30:00+05:30', '2023-12-31T19:00:00Z'],
  ['instant', 'infinity', 'infinity'],
  ['hex', '00FF', new Uint8Array([0, 255])],
  ['bytes', new Uint8Array([1, 2]).buffer, new Uint8Array([1, 2])],
  ['text', ' kept ', ' kept '],
  ['text', null, null],
];
for (const [kind, value, cell] of cells)
  test(`${kind} ${String(value)} (${typeof value})`, (t) => {
    const given = cellOf(kind, value);
    t.deepEqual(given instanceof Uint8Array ? new Uint8Array(given) : given, cell);
  });

test('decimals are canonical: no exponent, no zeros that say nothing', (t) => {
  const forms = ['0012.500', '1.25e1', '+12.5', '125E-1', ' 12.5 '];
  t.deepEqual(
    forms.map(canonicalDecimal),
    forms.map(() => '12.5'),
  );
  t.deepEqual(['-0', '0.000', '.', '', '1e', '1,5', '5.'].map(canonicalDecimal), [
    '0',
    '0',
    undefined,
    undefined,
    undefined,
    undefined,
    '5',
  ]);
  t.is(decimalOfFloat(0.1), '0.1');
  t.is(decimalOfFloat(Number.NaN), 'NaN');
});
