import test from 'ava';
import { attributeOf, connectionStringOf, parseConnectionString } from '../../../adapters/odbc/connection-string.ts';

const parsed = [
  [
    'Driver=SQLite3;Database=/srv/a b.db',
    [
      ['Driver', 'SQLite3'],
      ['Database', '/srv/a b.db'],
    ],
  ],
  [
    ' Driver = {ODBC Driver 18 for SQL Server} ; Server=a,1433;',
    [
      ['Driver', 'ODBC Driver 18 for SQL Server'],
      ['Server', 'a,1433'],
    ],
  ],
  [
    'PWD={a;b}}c=};UID=x',
    [
      ['PWD', 'a;b}c='],
      ['UID', 'x'],
    ],
  ],
  [
    'DSN=inventory;Empty=',
    [
      ['DSN', 'inventory'],
      ['Empty', ''],
    ],
  ],
] as const;
for (const [text, attributes] of parsed)
  test(`reads ${text}`, (t) => {
    t.deepEqual(
      parseConnectionString(text)?.map(({ name, value }) => [name, value]),
      attributes.map(([name, value]) => [name, value]),
    );
  });

for (const text of ['no equals sign', 'PWD={open', 'a=b;=c'])
  test(`refuses ${text}`, (t) => t.is(parseConnectionString(text), undefined));

test('what is written is read again, whatever it holds', (t) => {
  const attributes = ['plain', 'p;w}d{=', ' blank ', '{braced}', '}}', ''].map((value, index) => ({
    name: `a${index}`,
    value,
  }));
  t.deepEqual(parseConnectionString(connectionStringOf(attributes)), attributes);
});

test('a value in braces ends with a semicolon, also the last one', (t) =>
  t.is(connectionStringOf([{ name: 'PWD', value: 'a!' }]), 'PWD={a!};'));

test('names are found in any case', (t) => t.is(attributeOf([{ name: 'SERVER', value: 'x' }], 'Server'), 'x'));
