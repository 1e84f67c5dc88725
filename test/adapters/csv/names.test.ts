import test from 'ava';
import { fitNames } from '../../../adapters/csv/names.ts';

const rows = (text: string) => text.split('/').map((line) => line.split(','));

const cases: readonly [what: string, names: string, body: string, width: number, fitted: string, least: number][] = [
  ['as many', 'a,b', '1,2/3,4', 2, 'a,b', 2],
  ['rows that end with a delimiter', 'a,b', '1,2,/3,4,', 3, 'a,b', 2],
  ['names that end with a delimiter', 'a,b,', '1,2/3,4', 2, 'a,b', 2],
  ['a blank name too many', 'a,,b', '1,2/3,4', 2, 'a,b', 2],
  ['a name too many', 'a,b,c', '1,2/3,4', 2, 'a,b,c', 2],
  ['rows that begin with their names', 'speed,power', 'car a,1,2/car b,3,4', 3, ',speed,power', 3],
  ['a last column without a name', 'id,name', '1,a,x/2,b,y', 3, 'id,name,', 3],
  ['a name missing in the middle', 'date,name,price', '2026-01-01,a,b,5/2026-01-02,c,d,6', 4, 'date,name,,price', 4],
  ['two names too few', 'id,name', '1,a,x,7/2,b,y,8', 4, 'id,name,,', 4],
  ['one row with more fields', 'a,b', '1,2/3,4/5,6,7/8,9', 2, 'a,b', 2],
];

for (const [what, names, body, width, fitted, least] of cases) {
  test(`a header and its rows: ${what}`, (t) => {
    const found = fitNames(names.split(','), rows(body), width);
    t.is(found.names.join(','), fitted);
    t.is(found.least, least);
  });
}
