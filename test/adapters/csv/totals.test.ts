import test from 'ava';
import { isTotal } from '../../../adapters/csv/totals.ts';

const rows = (text: string) => text.split('/').map((line) => line.split(','));
const body = rows('bolt,A1,10,2.50/nut,A2,20,1.00/washer,B1,5,0.25');

const cases: readonly [what: string, line: string, missing: number, total: boolean][] = [
  ['a word, a number, and what all rows fill is blank', 'Total,,30,', 2, true],
  ['a word in other languages', 'Summe:,,1,', 2, true],
  ['the sums alone', ',,35,3.75', 2, true],
  ['other numbers alone', ',,36,3.75', 2, false],
  ['a name that begins like a total', 'Total Energies,,30,', 2, false],
  ['text besides the word', 'Total,A1,30,', 1, false],
  ['no number', 'Total,,,', 3, false],
  ['a row', 'screw,A3,7,0.10', 0, false],
];

for (const [what, line, missing, total] of cases)
  test(`a total: ${what}`, (t) => t.is(isTotal(line.split(','), body, missing), total));

test('a total with all fields filled is the sum', (t) => {
  const two = rows('bolt,10/nut,20');
  t.true(isTotal(['Total', '30'], two, 0));
  t.false(isTotal(['Total', '31'], two, 0));
});
