import test from 'ava';
import { profileOf } from '../../../../adapters/csv/repair/profile.ts';
import type { Neighbours } from '../../../../adapters/csv/repair/reading.ts';
import { repair, repairJoined } from '../../../../adapters/csv/repair/repair.ts';

/** A record that does not fit is read in the one way that its neighbours have, or not at all. */

const names = ['host', 'user', 'city', 'day', 'disks'];
const rows = [
  ['PC-1042', 'Smith', 'New York', '2024-01-31', '2'],
  ['PC-1043', 'Jones', 'Berlin', '2024-02-11', '1'],
  ['NB-2117', 'Weber', 'Berlin', '2024-02-12', ''],
  ['NB-2118', 'Novak', 'Paris', '2024-03-01', '4'],
  ['PC-1044', 'Rossi', 'New York', '2024-03-08', ''],
  ['PC-1045', 'Berg', 'Paris', '2024-04-15', '2'],
  ['SRV-001', 'Smith', 'Berlin', '2024-05-20', '8'],
  ['SRV-002', 'Jansen', 'Oslo', '2024-06-02', '8'],
  ['NB-2119', 'Dubois', 'Oslo', '2024-06-30', '1'],
  ['PC-1046', 'Garcia', 'New York', '2024-07-07', '1'],
];

function neighbours(quoted = false, delimiter = ','): Neighbours {
  const profile = profileOf(
    rows.map((fields) => ({ fields, quoted: fields.map(() => quoted) })),
    names,
  );
  if (profile === undefined) throw new Error('The rows are too few.');
  const dialect = { delimiter, quote: '"', backslash: false, unescaped: false, blanks: false };
  return { profile, dialect, lineEnd: '\n', most: names.length, unpadded: -1 };
}

const smith = ['PC-1050', 'Smith', 'Berlin', '2024-08-01', '2'];
const cases: readonly [fault: string, text: string, cells: readonly (string | null)[], done: string][] = [
  [
    'a last blank field left out',
    'PC-1050,Smith,Berlin,2024-08-01',
    [...smith.slice(0, 4), null],
    'its last field is blank',
  ],
  ['a field missing', 'PC-1050,Smith,2024-08-01,2', ['PC-1050', 'Smith', null, '2024-08-01', '2'], '"city" is blank'],
  [
    'a delimiter missing',
    'PC-1050,Smith,Berlin2024-08-01,2',
    smith,
    '"Berlin2024-08-01" was divided into "Berlin" and "2024-08-01"',
  ],
  [
    'another sign for a delimiter',
    'PC-1050;Smith,Berlin,2024-08-01,2',
    smith,
    '"PC-1050;Smith" was divided into "PC-1050" and "Smith"',
  ],
  ['a blank field too many', 'PC-1050,,Smith,Berlin,2024-08-01,2', smith, 'a blank field before "user" was left out'],
  [
    'a blank field too many at the end',
    'PC-1050,Smith,Berlin,2024-08-01,2,',
    smith,
    'a blank field at the end was left out',
  ],
  [
    'a delimiter in a bare field',
    'PC-1050,Smith,New, York,2024-08-01,2',
    ['PC-1050', 'Smith', 'New, York', '2024-08-01', '2'],
    '"New" and " York" are one field',
  ],
  ['a quote not closed', 'PC-1050,"Smith,Berlin,2024-08-01,2', smith, 'the quote before "Smith" was closed behind it'],
  [
    'a quote not closed at the end',
    'PC-1050,Smith,Berlin,2024-08-01,"2',
    smith,
    'the quote before "2" was closed behind it',
  ],
  [
    'a quote not opened',
    'PC-1050,Smith,New, York",2024-08-01,2',
    ['PC-1050', 'Smith', 'New, York', '2024-08-01', '2'],
    'the quote behind "New, York" was opened before it',
  ],
  [
    'quotes not escaped',
    'PC-1050,"Joe "Tex" Smith",Berlin,2024-08-01,2',
    ['PC-1050', 'Joe "Tex" Smith', 'Berlin', '2024-08-01', '2'],
    'quotes inside "Joe \\"Tex\\" Smith" are text',
  ],
  [
    'a stray quote in a quoted field',
    'PC-1050,Smith,"Ber"lin",2024-08-01,2',
    smith,
    'a stray quote was left out of "Berlin"',
  ],
  [
    'text behind a closing quote',
    'PC-1050,Smith,"New" York,2024-08-01,2',
    ['PC-1050', 'Smith', 'New York', '2024-08-01', '2'],
    'the text behind the closing quote belongs to "New York"',
  ],
  [
    'blanks around quotes',
    'PC-1050,Smith, "New, York" ,2024-08-01,2',
    ['PC-1050', 'Smith', 'New, York', '2024-08-01', '2'],
    'blanks stand around the quotes of "New, York"',
  ],
  ['another delimiter', 'PC-1050;Smith;Berlin;2024-08-01;2', smith, 'its delimiter is a semicolon'],
  ['several blanks for delimiters', 'PC-1050 Smith Berlin 2024-08-01 2', smith, 'its delimiter is a space'],
  [
    'another quote',
    "PC-1050,Smith,'New, York',2024-08-01,2",
    ['PC-1050', 'Smith', 'New, York', '2024-08-01', '2'],
    'its fields stand in single quotes',
  ],
  [
    'another escape',
    'PC-1050,"Joe \\"Tex\\" Smith",Berlin,2024-08-01,2',
    ['PC-1050', 'Joe "Tex" Smith', 'Berlin', '2024-08-01', '2'],
    '',
  ],
  [
    'enclosed once more',
    '"PC-1050,""Smith"",Berlin,2024-08-01,2"',
    smith,
    'the quotes around the whole record were left out',
  ],
  [
    'enclosed once more, not escaped',
    '"PC-1050,"Smith",Berlin,2024-08-01,2"',
    smith,
    'the quotes around the whole record were left out',
  ],
];

for (const [fault, text, cells, done] of cases) {
  test(`${fault} is read as it was meant`, (t) => {
    const { reading, because } = repair(text, neighbours());
    t.deepEqual(reading?.cells, cells, because);
    if (done !== '') t.is(reading?.done, done);
  });
}

const rejected: readonly [why: string, text: string, because: RegExp][] = [
  ['two of its fields are missing', 'PC-1050,Smith,2024-08-01', /nothing that may have happened/],
  ['nothing of it is like the others', 'Total,3', /nothing that may have happened/],
  ['it says nothing', '?,?,?,?,?,?,?', /does not look like the others|nothing that may have happened/],
  ['it is long', `PC-1050,${'Smith '.repeat(2000)}`, /too long/],
];

for (const [why, text, because] of rejected) {
  test(`a record is not repaired where ${why}`, (t) => {
    const found = repair(text, neighbours());
    t.is(found.reading, undefined, JSON.stringify(found.reading));
    t.regex(found.because, because);
  });
}

test('a blank that may belong to either of two columns of names is a reason to reject', (t) => {
  const people = rows.map(([host], at) => [
    host,
    ['Anna', 'Ben', 'Clara', 'David'][at % 4],
    ['Anna', 'Ben', 'Ida', 'Leo'][at % 4],
  ]);
  const profile = profileOf(
    people.map((fields) => ({ fields, quoted: [] })),
    ['host', 'first', 'second'],
  );
  if (profile === undefined) return t.fail();
  const { reading, because } = repair('PC-1050,Anna', { ...neighbours(), profile, most: 3 });
  t.is(reading, undefined);
  t.regex(because, /it can be read in several ways: .*"first" is blank/);
});

test('two lines are one record if they fit together', (t) => {
  const { reading } = repairJoined(['PC-1050,Smith,New', 'York,2024-08-01,2'], neighbours());
  t.deepEqual(reading?.cells, ['PC-1050', 'Smith', 'New\nYork', '2024-08-01', '2']);
  t.is(reading?.done, '2 lines were joined');
  t.is(repairJoined(['PC-1050,Smith', 'New York'], neighbours()).reading, undefined);
});

test('a quoted blank field stays one', (t) => {
  const { reading } = repair('PC-1050,"",Berlin,2024-08-01,2,', neighbours());
  t.deepEqual(reading?.cells, ['PC-1050', '', 'Berlin', '2024-08-01', '2']);
});

test('records of many quotes and delimiters take no longer than others', (t) => {
  for (const text of ['"a"b,'.repeat(1200), '"'.repeat(8000), ','.repeat(8000), '"a,'.repeat(2500), 'a'.repeat(8000)]) {
    t.is(repair(text, neighbours()).reading, undefined);
  }
});
