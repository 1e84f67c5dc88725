import test from 'ava';
import { namesColumns } from '../../../adapters/csv/named.ts';

const table = (text: string) => text.split('/').map((line) => line.split(','));

const named: readonly [what: string, text: string][] = [
  ['names above numbers', 'name,age/Ann,31/Bob,45'],
  ['names above one number', 'a,b/1,2'],
  ['names above codes of one pattern', 'host,os/pc-1,x/pc-2,y/pc-3,x'],
  ['names in lower case above proper names', 'owner,place/Ann,Paris/Bob,Rome/Eve,Oslo/Dan,Bonn'],
  ['years above numbers', 'site,2022,2023,2024/N,10,12,15/S,7,9,11'],
  ['every second year', 'site,2020,2022,2024/N,10,12,15/S,7,9,11'],
  ['numbers that count up', 'id,1,2,3/a,5,6,9/b,7,8,4'],
  ['days above numbers', 'site,2024-01-31,2024-02-29/N,1,2/S,3,4'],
  ['names that come again', 'id,name/1,a/id,name/2,b'],
  ['words that nothing tells apart', 'Berlin,Anna/Munich,Bert/Paris,Chloe'],
  ['names alone', 'host,os,memory'],
];
for (const [what, text] of named) test(`names: ${what}`, (t) => t.true(namesColumns(table(text)).named));

const rows: readonly [what: string, text: string][] = [
  ['numbers above numbers', '1,a/2,b/3,c'],
  ['a code of the same pattern', 'pc-1,x/pc-2,y/pc-3,z/pc-4,w'],
  ['values that come again', 'red,big/blue,big/red,small/blue,small'],
  ['addresses', 'ann@example.com,10.0.0.1/bob@example.com,10.0.0.2'],
  ['a record of numbers and dates alone', '17,2026-01-01,3.5'],
];
for (const [what, text] of rows) test(`rows: ${what}`, (t) => t.false(namesColumns(table(text)).named));

test('rows: a number missing in the first row', (t) => {
  const body = [
    ['2024-01-05', 'n/a', '10'],
    ['2024-01-06', '3.5', '20'],
    ['2024-01-07', '4.1', '5'],
  ];
  t.false(namesColumns(body).named);
});

test('it says whether it is sure', (t) => {
  t.true(namesColumns(table('name,age/Ann,31/Bob,45')).sure);
  t.false(namesColumns(table('Berlin,Anna/Munich,Bert/Paris,Chloe')).sure);
});
