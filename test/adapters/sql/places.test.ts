import test from 'ava';
import { tablePlaces } from '../../../adapters/sql/places.ts';

const read: readonly (readonly [query: string, places: readonly (readonly [written: string, alias?: string])[]])[] = [
  ['SELECT 1 FROM v_A AS a', [['v_A', 'a']]],
  [
    'SELECT 1 FROM v_A a LEFT JOIN dbo.v_B AS b ON b.x = a.x',
    [
      ['v_A', 'a'],
      ['dbo.v_B', 'b'],
    ],
  ],
  ['SELECT 1 FROM v_A WHERE x = 1', [['v_A']]],
  ['SELECT 1 FROM v_A, v_B AS b, v_C', [['v_A'], ['v_B', 'b'], ['v_C']]],
  ['SELECT 1 FROM [my schema].[v A] AS a', [['[my schema].[v A]', 'a']]],
  ['SELECT 1 FROM "a"."b""c" x', [['"a"."b""c"', 'x']]],
  ["SELECT 'FROM v_X AS x' FROM v_A AS a", [['v_A', 'a']]],
  ['SELECT 1 -- FROM v_X AS x\nFROM v_A AS a /* JOIN v_Y */', [['v_A', 'a']]],
  ['SELECT 1 FROM (SELECT 1 FROM v_A AS a) AS q CROSS JOIN v_B', [['v_A', 'a'], ['v_B']]],
  ['SELECT 1 FROM f(1) AS x', []],
  ['WITH w AS (SELECT 1 FROM v_A) SELECT 1 FROM w JOIN v_B ON 1 = 1', [['v_A'], ['v_B']]],
  ['WITH w (a, b) AS (SELECT 1 FROM v_A) SELECT 1 FROM w', [['v_A']]],
  ['SELECT 1 FROM v_A WHERE a IS DISTINCT FROM b', [['v_A']]],
  ['SELECT t.from FROM v_A t', [['v_A', 't']]],
];
for (const [query, expected] of read)
  test(`${JSON.stringify(query)} reads ${expected.map(([written]) => written).join(', ') || 'no table'}`, (t) => {
    const found = tablePlaces(query);
    t.deepEqual(
      found.map(({ from, to, alias }) => [query.slice(from, to), ...(alias === undefined ? [] : [alias])]),
      expected.map((each) => [...each]),
    );
  });

test('names are those between the quotes', (t) => {
  t.deepEqual(
    tablePlaces('SELECT 1 FROM [a]]b]."c""d" JOIN `e`').map(({ names }) => names),
    [['a]b', 'c"d'], ['e']],
  );
});
