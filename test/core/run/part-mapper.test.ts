import test from 'ava';
import type { Cell } from '../../../core/adapter/batch.ts';
import { bench } from './importing.ts';

/** What becomes of a row and of its records, by the rules of its records. */

interface Rules {
  readonly computer?: string;
  readonly user?: string;
  readonly drift?: string;
}

/** A row gives a computer, the subject, and a user. */
const mapping = ({ computer = '', user = '', drift = '' }: Rules): string => `
mapping: test/rows
source: { adapter: rows }
completeness: { Computer: everything, User: everything }
${drift}
records:
  - entity: Computer
    key: Id
    fields: { name: Name, memoryBytes: Memory }
    ${computer}
  - entity: User
    key: Account
    fields: { account: Account }
    ${user}
`;

const columns = ['Id', 'Name', 'Memory', 'Account', 'Extra'];
const row = (changes: Readonly<Record<string, Cell>> = {}): readonly Cell[] =>
  Object.values({ Id: '1', Name: 'pc', Memory: '8', Account: 'u', Extra: null, ...changes });

interface Expected {
  /** The row ledger without what is 0. */
  readonly rows: Readonly<Record<string, unknown>>;
  readonly records: readonly string[];
  readonly present?: readonly string[];
  readonly issues?: readonly string[];
  readonly unknown?: readonly string[];
}

const cases: readonly (readonly [string, Rules, readonly (readonly Cell[])[], Expected])[] = [
  ['a good row is mapped', {}, [row()], { rows: { mapped: 1 }, records: ['Computer 1', 'User u'] }],
  [
    'a subject without a value that it needs rejects its row and all records of it',
    {},
    [row({ Name: null })],
    {
      rows: { rejected: { 'row/required': 1 } },
      records: [],
      present: ['Computer 1', 'User u'],
      issues: ['Computer.name row/required rowRejected'],
    },
  ],
  [
    'with onReject: record it rejects itself, and the row counts as rejected',
    { computer: 'onReject: record' },
    [row({ Name: null })],
    {
      rows: { rejected: { 'row/required': 1 } },
      records: ['User u'],
      present: ['Computer 1'],
      issues: ['Computer.name row/required recordRejected'],
    },
  ],
  [
    'another record rejects the row too',
    {},
    [row({ Account: null })],
    {
      rows: { rejected: { 'row/required': 1 } },
      records: [],
      present: ['Computer 1'],
      issues: ['User.key row/required rowRejected'],
      unknown: ['User'],
    },
  ],
  [
    'another record with onReject: record leaves the row mapped',
    { user: 'onReject: record' },
    [row({ Account: null })],
    {
      rows: { mapped: 1 },
      records: ['Computer 1'],
      issues: ['User.key row/required recordRejected'],
      unknown: ['User'],
    },
  ],
  [
    'of a row that is rejected, records with onReject: record keep saying that only they are',
    { user: 'onReject: record' },
    [row({ Name: null, Account: null })],
    {
      rows: { rejected: { 'row/required': 1 } },
      records: [],
      present: ['Computer 1'],
      issues: ['Computer.name row/required rowRejected', 'User.key row/required recordRejected'],
      unknown: ['User'],
    },
  ],
  [
    'the subject is the first record whose condition holds',
    { computer: 'when: Name != "old"' },
    [row({ Name: 'old' })],
    { rows: { mapped: 1 }, records: ['User u'] },
  ],
  [
    'a row of which no record is made is filtered, by the rule of the first',
    { computer: 'when: Name != "old"', user: 'when: Name != "old"' },
    [row({ Name: 'old' })],
    { rows: { filtered: { 'Computer: Name != "old"': 1 } }, records: [] },
  ],
  [
    'a condition that fails rejects the row',
    { user: 'when: Memory > 5' },
    [row({ Memory: 'much' })],
    {
      rows: { rejected: { 'row/not-a-number': 1 } },
      records: [],
      present: ['Computer 1'],
      issues: ['Computer.memoryBytes row/not-a-number omitted', 'User.when row/not-a-number rowRejected'],
      unknown: ['User'],
    },
  ],
  [
    'a condition that fails in a record with onReject: record rejects that',
    { user: 'when: Memory > 5\n    onReject: record' },
    [row({ Memory: 'much' })],
    {
      rows: { mapped: 1 },
      records: ['Computer 1'],
      issues: ['Computer.memoryBytes row/not-a-number omitted', 'User.when row/not-a-number recordRejected'],
      unknown: ['User'],
    },
  ],
  [
    'an empty list makes no record',
    { user: 'each: split(Account, ",")' },
    [row({ Account: null })],
    { rows: { mapped: 1 }, records: ['Computer 1'] },
  ],
  [
    'an empty list of the only record filters the row',
    { computer: 'each: split(Extra, ",")', user: 'when: false' },
    [row()],
    { rows: { filtered: { Computer: 1 } }, records: [] },
  ],
  [
    'a list makes a record for each element, and one of them that fails rejects the row',
    { user: 'each: split(Account, ",")\n    when: (item | number) > 0' },
    [row({ Account: '1,x' })],
    {
      rows: { rejected: { 'row/not-a-number': 1 } },
      records: [],
      present: ['Computer 1', 'User 1,x'],
      issues: ['User.when row/not-a-number rowRejected'],
      unknown: ['User'],
    },
  ],
  [
    'the same row again is merged, silently',
    {},
    [row(), row()],
    { rows: { mapped: 1, merged: { 'Computer(key)': 1 } }, records: ['Computer 1', 'User u'] },
  ],
  [
    'drift: reject rejects a row with a value in an unknown column, whatever its records say',
    { computer: 'onReject: record', user: 'onReject: record', drift: 'drift: reject' },
    [row({ Extra: 'x' }), row({ Id: '2', Account: 'v', Extra: '' })],
    {
      rows: { mapped: 1, rejected: { 'row/unexpected-column': 1 } },
      records: ['Computer 2', 'User v'],
      present: ['Computer 1', 'User u'],
      issues: ['Computer.undefined row/unexpected-column rowRejected'],
    },
  ],
  [
    'a filtered row may have values in unknown columns',
    { computer: 'when: Name != "old"', user: 'when: false', drift: 'drift: reject' },
    [row({ Name: 'old', Extra: 'x' })],
    { rows: { filtered: { 'Computer: Name != "old"': 1 } }, records: [] },
  ],
];

for (const [title, rules, rows, expected] of cases) {
  test(title, async (t) => {
    const { result, records, present, issues, manifest } = await bench(t).import(mapping(rules), { columns, rows });
    const { read, ...ledger } = result.rows;
    const counted = Object.entries(ledger).filter(([, count]) =>
      typeof count === 'number' ? count > 0 : Object.keys(count).length > 0,
    );
    t.is(read, rows.length);
    t.deepEqual(Object.fromEntries(counted), expected.rows);
    t.deepEqual(
      [...records].flatMap(([entity, each]) => each.map(({ key }) => `${entity} ${key}`)),
      expected.records,
    );
    t.deepEqual(present, expected.present ?? []);
    t.deepEqual(
      issues.map(({ entity, field, code, outcome }) => `${entity}.${field} ${code} ${outcome}`),
      expected.issues ?? [],
    );
    t.deepEqual(
      manifest.tributary.entities.filter(({ completeness }) => completeness === 'unknown').map(({ entity }) => entity),
      expected.unknown ?? [],
    );
  });
}

test('a repaired row counts like others, and an issue says what was done', async (t) => {
  const { result, records, issues, rejects } = await bench(t).import(mapping({}), {
    columns,
    rows: [row(), row({ Id: '2', Account: 'v' }), row({ Id: '3', Name: null, Account: 'w' })],
    repaired: [2, 3],
  });
  t.like(result.rows, { read: 3, mapped: 2, rejected: { 'row/required': 1 } });
  t.is(records.get('Computer')?.length, 2);
  t.like(issues[0], {
    origin: 'rows:2',
    entity: 'Computer',
    code: 'row/repaired',
    expected: '3 fields',
    found: 'canary-repaired,x',
    outcome: 'repaired',
    done: 'a blank was added for "Name"',
  });
  t.deepEqual(
    issues.slice(1).map(({ origin, code, outcome }) => `${origin} ${code} ${outcome}`),
    ['rows:3 row/repaired repaired', 'rows:3 row/required rowRejected'],
  );
  t.notRegex(rejects, /rows:2/);
});

test('a long text is cut and kept whole in the issue; a long key rejects', async (t) => {
  const long = 'x'.repeat(300);
  const { records, issues, present } = await bench(t).import(mapping({}), {
    columns,
    rows: [row({ Name: long }), row({ Id: long, Account: 'v' })],
  });
  t.deepEqual(records.get('Computer'), [{ key: '1', name: 'x'.repeat(256), memoryBytes: 8 }]);
  t.like(issues[0], { code: 'row/cut', found: long, expected: 'at most 256 characters', outcome: 'cut' });
  t.like(issues[1], { code: 'row/too-long', field: 'key', outcome: 'rowRejected' });
  t.deepEqual(present, ['User v']);
});

test('onIssue: reject rejects where a value can not be converted; required does too', async (t) => {
  for (const rule of ['onIssue: reject', 'required: true']) {
    const text = mapping({}).replace('memoryBytes: Memory', `memoryBytes: { value: Memory, ${rule} }`);
    const { result, issues } = await bench(t).import(text, { columns, rows: [row({ Memory: 'much' })] });
    t.deepEqual(result.rows.rejected, { 'row/not-a-number': 1 });
    t.is(issues.length, 1);
  }
});

test('money is written as one value; an amount without its currency is an issue and left out', async (t) => {
  const text = `
mapping: test/money
source: { adapter: rows }
completeness: { PurchaseLine: everything }
records:
  - entity: PurchaseLine
    key: Id
    fields: { unitPrice: Price, unitPriceCurrency: Currency }
`;
  const rows = [
    ['1', '5.00', 'eur'],
    ['2', '5', null],
    ['3', null, 'EUR'],
    ['4', 'x', 'EUR'],
  ];
  const { records, issues } = await bench(t).import(text, { columns: ['Id', 'Price', 'Currency'], rows });
  t.deepEqual(records.get('PurchaseLine'), [
    { key: '1', unitPrice: { amount: '5', currency: 'EUR' } },
    { key: '2' },
    { key: '3', unitPrice: null },
    { key: '4' },
  ]);
  t.deepEqual(
    issues.map(({ code, field }) => `${field} ${code}`),
    ['unitPrice row/not-valid', 'unitPrice row/not-a-number'],
  );
});

test('custom fields stand beside those of the model, with types of their own', async (t) => {
  const text = mapping({
    computer:
      'custom: { name: Extra, size: { value: Memory, type: integer }, day: { value: "Extra | date", type: date } }',
  });
  const { records, manifest } = await bench(t).import(text, {
    columns,
    rows: [row({ Extra: '2024-03-31' }), row({ Id: '2', Account: 'v', Extra: 'soon' })],
  });
  t.deepEqual(
    records.get('Computer')?.map(({ custom }) => JSON.stringify(custom)),
    ['{"name":"2024-03-31","size":8,"day":"2024-03-31"}', '{"name":"soon","size":8}'],
  );
  t.deepEqual(manifest.tributary.entities[0].custom, { day: 'date', name: 'text', size: 'integer' });
});

test('a record that only names one of another source says so, and gives way to one that knows', async (t) => {
  const text = mapping({ user: 'mode: lookup' });
  const { records } = await bench(t).import(text, { columns, rows: [row()] });
  t.deepEqual(records.get('User'), [{ mode: 'lookup', key: 'u', account: 'u' }]);
});

test('the rejects file has the rows as they came, with what is wrong, and is imported again as it stands', async (t) => {
  const each = bench(t);
  const rows = [row({ Name: null, Account: 'a "b", c', Memory: '' }), row({ Id: '2', Account: 'v' })];
  const { rejects, result } = await each.import(mapping({}), { columns, rows });
  t.is(
    rejects,
    `\ufeffId,Name,Memory,Account,Extra,Tributary origin,Tributary reasons,Tributary text,Tributary row\r\n1,,"","a ""b"", c",,rows:1,"row/required name: expected a value for name, found nothing",,row 1 6bd66ab053f2 of ${result.package.contentDigest.slice(0, 16)}\r\n`,
  );
  const corrected = {
    columns: [...columns, 'Tributary origin', 'Tributary reasons', 'Tributary text', 'Tributary row'],
    rows: [[...row(), 'rows:1', 'row/required', null, 'row 1 6bd66ab053f2 of 23f75a67a696f7d3']],
  };
  for (const drift of ['drift: reject', 'drift: freeze'])
    t.is(
      (await each.import(mapping({ drift, computer: 'custom: { extra: Extra }' }), corrected)).result.rows.mapped,
      1,
    );
});

test('drift: freeze stops for columns that come or go', async (t) => {
  const frozen = mapping({ drift: 'drift: freeze\ncolumns: { Id: {}, Name: {}, Memory: {}, Account: {} }' });
  const { import: run } = bench(t);
  await t.throwsAsync(run(frozen, { columns, rows: [row()] }), { message: /mapping\/drift\n.*New: Extra\./ });
  await t.throwsAsync(run(frozen, { columns: ['Id', 'Name', 'Account'], rows: [] }), {
    message: /mapping\/drift\n.*Missing: Memory\./,
  });
});
