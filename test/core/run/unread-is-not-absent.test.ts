import test from 'ava';
import { parseMapping, withSource } from '../../../core/mapping/load.ts';
import { bench, type Imported } from './importing.ts';

/** Absence can mean deletion downstream. Each way in which a row can get lost, and what the package says instead. */

const computers = (more = '', fields = ''): string => `
mapping: test/computers
source: { adapter: rows }
completeness: { Computer: everything }
scope: the test
records:
  - entity: Computer
    key: Id
    fields:
      name: Name
${fields}
${more}
`;

const columns = ['Id', 'Name', 'Serial'];

function entity({ manifest }: Imported, name: string) {
  return manifest.tributary.entities.find((each) => each.entity === name);
}

test('everything is claimed if every row was read and mapped', async (t) => {
  const imported = await bench(t).import(computers(), { columns, rows: [['1', 'a', null]] });
  t.is(imported.result.status, 'sealed');
  t.like(entity(imported, 'Computer'), { completeness: 'everything', scope: 'the test', notCollected: [] });
});

test('a dataset that lacks some of its rows says nothing of absence', async (t) => {
  const { import: run } = bench(t);
  const rows = { columns, rows: [['1', 'a', null]], incomplete: ['v_More'] };
  t.is(entity(await run(computers(), rows), 'Computer')?.completeness, 'unknown');
  const additions = computers().replace('everything', 'additions');
  t.is(entity(await run(additions, rows), 'Computer')?.completeness, 'additions');
});

test('a rejected row whose key can be read is present', async (t) => {
  const imported = await bench(t).import(computers(), {
    columns,
    rows: [
      ['1', 'a', null],
      ['2', null, null],
    ],
  });
  t.deepEqual(imported.present, ['Computer 2']);
  t.is(entity(imported, 'Computer')?.completeness, 'everything');
});

test('a rejected row whose key is blank, too long or can not be computed makes its entity unknown', async (t) => {
  const { import: run } = bench(t);
  for (const key of [null, 'x'.repeat(300)]) {
    const imported = await run(computers(), {
      columns,
      rows: [
        ['1', 'a', null],
        [key, 'b', null],
      ],
    });
    t.deepEqual(imported.present, []);
    t.is(entity(imported, 'Computer')?.completeness, 'unknown');
  }
  const computed = computers().replace('key: Id', 'key: Id + 0');
  const imported = await run(computed, {
    columns,
    rows: [
      ['1', 'a', null],
      ['x', 'b', null],
    ],
  });
  t.is(entity(imported, 'Computer')?.completeness, 'unknown');
});

test('a condition that fails rejects the row, and its entity is unknown', async (t) => {
  const mapping = computers().replace('key: Id', 'when: Serial > 5\n    key: Id');
  const imported = await bench(t).import(mapping, {
    columns,
    rows: [
      ['1', 'a', '6'],
      ['2', 'b', 'x'],
      ['3', 'c', '1'],
    ],
  });
  t.deepEqual(imported.result.rows.rejected, { 'row/not-a-number': 1 });
  t.is(entity(imported, 'Computer')?.completeness, 'unknown');
});

const people = (more = ''): string => `
mapping: test/people
source: { adapter: rows }
completeness: { Computer: everything, User: everything, ComputerUser: everything }
records:
  - entity: Computer
    key: Id
    fields: { name: Name }
  - entity: User
    onReject: record
    key: Account
    fields: { account: Account, manager: Manager }
  - entity: ComputerUser
    onReject: record
    fields: { computer: Id, user: Account, relation: Relation }
columns: { Account: {}, Relation: {}, Manager: {} }
${more}
`;
const peopleColumns = ['Id', 'Name', 'Account', 'Relation', 'Manager'];

test('a row that can not be decoded may have held any record: all entities are unknown', async (t) => {
  const rows = [
    ['1', 'a', 'u', 'primary', null],
    [null, null, null, null, null],
  ];
  const imported = await bench(t).import(people(), { columns: peopleColumns, rows, broken: [2] });
  t.deepEqual(
    imported.manifest.tributary.entities.map(({ completeness }) => completeness),
    ['unknown', 'unknown', 'unknown'],
  );
  t.regex(imported.rejects, /canary-broken,x/);
});

test('a part of a compound key that can not be converted makes the key unreadable, not the key of another record', async (t) => {
  const rows = [
    ['1', 'a', 'u', 'primary', null],
    ['2', 'b', 'v', 'nonsense', null],
  ];
  const imported = await bench(t).import(people(), { columns: peopleColumns, rows });
  t.deepEqual(imported.present, []);
  t.is(entity(imported, 'ComputerUser')?.completeness, 'unknown');
  t.is(entity(imported, 'User')?.completeness, 'everything');
});

test('a declared column that is missing is not collected: absent from records, not null', async (t) => {
  const mapping = computers('columns: { Id: {}, Name: {}, Serial: [Serial No] }', '      serialNumber: Serial | trim');
  const imported = await bench(t).import(mapping, { columns: ['Id', 'Name'], rows: [['1', 'a']] });
  t.deepEqual(entity(imported, 'Computer')?.notCollected, ['serialNumber']);
  t.deepEqual(imported.records.get('Computer'), [{ key: '1', name: 'a' }]);
});

test('a null is left out where one of several columns is missing', async (t) => {
  const mapping = computers('columns: { Id: {}, Name: {}, Serial: {}, Tag: {} }', '      serialNumber: Tag ?? Serial');
  const imported = await bench(t).import(mapping, {
    columns,
    rows: [
      ['1', 'a', null],
      ['2', 'b', 's'],
    ],
  });
  t.deepEqual(imported.records.get('Computer'), [
    { key: '1', name: 'a' },
    { key: '2', name: 'b', serialNumber: 's' },
  ]);
});

test('a price without the column of its currency is not collected', async (t) => {
  const mapping = `
mapping: test/orders
source: { adapter: rows }
completeness: { PurchaseLine: everything }
columns: { Currency: {} }
records:
  - entity: PurchaseLine
    key: Id
    fields: { unitPrice: Price, unitPriceCurrency: Currency }
`;
  const imported = await bench(t).import(mapping, { columns: ['Id', 'Price'], rows: [['1', '5']] });
  t.deepEqual(entity(imported, 'PurchaseLine')?.notCollected, ['unitPrice']);
  t.deepEqual(imported.issues, []);
});

test('entities whose key columns are missing are unknown, and so are all that a rule could not make', async (t) => {
  const { import: run } = bench(t);
  const imported = await run(people(), { columns: ['Id', 'Name', 'Account'], rows: [['1', 'a', 'u']] });
  t.like(entity(imported, 'ComputerUser'), {
    completeness: 'unknown',
    notCollected: ['computer', 'user', 'relation'],
  });
  t.is(entity(imported, 'User')?.completeness, 'everything');
  const second = people().replace(
    '  - entity: ComputerUser',
    '  - entity: User\n    as: manager\n    key: Manager\n  - entity: ComputerUser',
  );
  const half = await run(second, {
    columns: ['Id', 'Name', 'Account', 'Relation'],
    rows: [['1', 'a', 'u', 'primary']],
  });
  t.is(entity(half, 'User')?.completeness, 'unknown');
  t.deepEqual(
    half.records.get('User')?.map(({ key }) => key),
    ['u'],
  );
});

test('a condition on a missing column that does not hold stops the run for the subject', async (t) => {
  const mapping = computers('columns: { Id: {}, Name: {}, Active: [Is active] }').replace(
    'key: Id',
    'when: Active = 1\n    key: Id',
  );
  const fault = await t.throwsAsync(bench(t).import(mapping, { columns, rows: [['1', 'a', null]] }), {
    name: 'ConfigError',
  });
  t.regex(
    fault.message,
    /mapping.yaml:8:11 {2}mapping\/unknown-column\n {2}The data have no column "Active" \(also known as Is active\), which a key, a condition/,
  );
});

test('a condition on a missing column that holds without it changes nothing', async (t) => {
  const mapping = computers('columns: { Id: {}, Name: {}, Obsolete: {} }').replace(
    'key: Id',
    'when: Obsolete != 1\n    key: Id',
  );
  const imported = await bench(t).import(mapping, { columns, rows: [['1', 'a', null]] });
  t.is(entity(imported, 'Computer')?.completeness, 'everything');
  t.is(imported.result.rows.mapped, 1);
});

test('where a part of a condition is missing, its entity is unknown and with it the children that go with filtered parents', async (t) => {
  const mapping = people()
    .replace('columns: { Account', 'columns: { Active: {}, Account')
    .replace('    key: Id', '    when: Active = 1 or Name = "a"\n    key: Id')
    .replace('fields: { computer', 'key: {}\n    fields: { computer')
    .replace('    key: {}\n', '');
  const rows = [
    ['1', 'a', 'u', 'primary', null],
    ['2', 'b', 'v', 'primary', null],
  ];
  const imported = await bench(t).import(mapping, { columns: peopleColumns, rows });
  t.is(entity(imported, 'Computer')?.completeness, 'unknown');
  t.is(entity(imported, 'ComputerUser')?.completeness, 'unknown');
  t.is(entity(imported, 'User')?.completeness, 'everything');
});

test('a fault in an optional field leaves it out; a blank is known to be empty', async (t) => {
  const mapping = computers('', '      memoryBytes: Serial');
  const imported = await bench(t).import(mapping, {
    columns,
    rows: [
      ['1', 'a', 'much'],
      ['2', 'b', null],
      ['3', 'c', '5'],
    ],
  });
  t.deepEqual(imported.records.get('Computer'), [
    { key: '1', name: 'a' },
    { key: '2', name: 'b', memoryBytes: null },
    { key: '3', name: 'c', memoryBytes: 5 },
  ]);
  t.like(imported.issues[0], { code: 'row/not-a-number', field: 'memoryBytes', outcome: 'omitted', origin: 'rows:1' });
});

const hierarchy = (when: string): string => people().replace('    key: Id', `    when: ${when}\n    key: Id`);

test('children of a filtered parent are filtered with it, not dangling and not rejected', async (t) => {
  const rows = [
    ['1', 'old', 'u', 'primary', null],
    ['2', 'b', 'u', 'primary', null],
  ];
  const imported = await bench(t).import(hierarchy('Name != "old"'), { columns: peopleColumns, rows });
  t.like(entity(imported, 'ComputerUser')?.ledger, { made: 2, written: 1, filtered: 1, rejected: 0 });
  t.deepEqual(imported.issues, []);
  t.deepEqual(imported.present, []);
});

test('a record whose required parent is not there is rejected and present', async (t) => {
  const mapping = people().replace('computer: Id', 'computer: Manager');
  const imported = await bench(t).import(mapping, {
    columns: peopleColumns,
    rows: [['1', 'a', 'u', 'primary', 'nobody']],
  });
  t.deepEqual(imported.present, ['ComputerUser nobody u primary']);
  t.like(entity(imported, 'ComputerUser'), { completeness: 'everything' });
});

test('of merged rows the survivor is there', async (t) => {
  const imported = await bench(t).import(computers(), {
    columns,
    rows: [
      ['1', 'a', null],
      ['1', 'a', 'x'],
      ['1', 'b', null],
    ],
  });
  t.deepEqual(imported.records.get('Computer'), [{ key: '1', name: 'a' }]);
  t.deepEqual(imported.result.rows.merged, { 'Computer(key)': 2 });
  t.is(entity(imported, 'Computer')?.completeness, 'everything');
});

test('an ad hoc import claims additions, until a person types otherwise; never more than was read', async (t) => {
  const { import: run } = bench(t);
  const rows = [['1', 'a', null]];
  t.is(entity(await run(computers(), { columns, rows }, { kind: 'adHoc' }), 'Computer')?.completeness, 'additions');
  const typed = { kind: 'adHoc', completeness: 'everything' } as const;
  t.is(entity(await run(computers(), { columns, rows }, typed), 'Computer')?.completeness, 'everything');
  const unreadable = await run(computers(), { columns, rows: [...rows, [null, 'b', null]] }, typed);
  t.is(entity(unreadable, 'Computer')?.completeness, 'unknown');
});

const held: readonly (readonly [
  string,
  string,
  readonly (readonly string[])[],
  readonly (readonly string[])[],
  string,
])[] = [
  [
    'far fewer records',
    'limits: { shrink: 20% }',
    [
      ['1', 'a'],
      ['2', 'b'],
      ['3', 'c'],
    ],
    [
      ['1', 'a'],
      ['2', 'b'],
    ],
    'hold/shrink',
  ],
  [
    'no record at all, whatever the limits',
    '',
    [
      ['1', 'a'],
      ['2', 'b'],
    ],
    [],
    'hold/shrink',
  ],
  [
    'too many rejects',
    'limits: { rejects: 1 }',
    [['1', 'a']],
    [
      ['1', 'a'],
      ['2', ''],
      ['3', ''],
    ],
    'hold/rejects',
  ],
  ['nothing but rejects', '', [['1', 'a']], [['1', '']], 'hold/rejects'],
];

for (const [title, limits, before, after, code] of held) {
  test(`a package is held for ${title}`, async (t) => {
    const { import: run } = bench(t);
    t.is((await run(computers(limits), { columns: ['Id', 'Name'], rows: before })).result.status, 'sealed');
    const { result } = await run(computers(limits), { columns: ['Id', 'Name'], rows: after });
    t.is(result.status, 'held');
    t.deepEqual(
      result.package.reasons.map((reason) => reason.code),
      [code],
    );
  });
}

test('records that shrink within the limits are not held', async (t) => {
  const { import: run } = bench(t);
  const mapping = computers('limits: { shrink: 50% }');
  await run(mapping, {
    columns,
    rows: [
      ['1', 'a', null],
      ['2', 'b', null],
    ],
  });
  t.is((await run(mapping, { columns, rows: [['1', 'a', null]] })).result.status, 'sealed');
});

test('a run that a broken row made unknown still is what the next is compared with', async (t) => {
  const { import: run } = bench(t);
  const mapping = computers('limits: { shrink: 20%, rejects: 5 }');
  const many = Array.from({ length: 10 }, (_, index) => [String(index), 'x', null]);
  await run(mapping, { columns, rows: many });
  await run(mapping, { columns, rows: [...many, [null, null, null]], broken: [11] });
  t.is((await run(mapping, { columns, rows: many.slice(0, 5) })).result.status, 'held');
});

test('a column that the last run had, under any of its spellings, holds the package when it is missing', async (t) => {
  const { import: run } = bench(t);
  const mapping = computers('columns: { Id: {}, Name: {}, Serial: [Serial No] }', '      serialNumber: Serial');
  await run(mapping, { columns: ['Id', 'Name', 'SERIAL-NO'], rows: [['1', 'a', 's']] });
  const { result } = await run(mapping, { columns: ['Id', 'Name'], rows: [['1', 'a']] });
  t.is(result.status, 'held');
  t.is(result.package.reasons[0].code, 'hold/missing-column');
  t.regex(result.package.reasons[0].message, / had "SERIAL-NO", which is missing now\.$/);
});

test('another server under the same name holds the package; another file does not', async (t) => {
  const { import: run } = bench(t);
  const rows = [['1', 'a', null]];
  const from = (kind: string, id: string) => ({ columns, rows, identity: { kind, id } });
  await run(computers(), from('sccm', 'site A'));
  const { result } = await run(computers(), from('sccm', 'site B'));
  t.deepEqual(
    result.package.reasons.map(({ code }) => code),
    ['hold/source-identity'],
  );
  await run(computers(), from('file', 'sha256:1'));
  t.is((await run(computers(), from('file', 'sha256:2'))).result.status, 'sealed');
});

const dated = computers('', '      installedAt: Serial | instant("auto")')
  .replace('      installedAt', '      hardwareScanAt')
  .replace('{ adapter: rows }', '{ adapter: rows, zone: UTC }');

test('an order of day and month that the values do not prove holds the package, and a stated one does not', async (t) => {
  const { import: run } = bench(t);
  const rows = [['1', 'a', '01/02/2024']];
  const { result } = await run(dated, { columns, rows });
  t.deepEqual(
    result.package.reasons.map(({ code }) => code),
    ['hold/date-order'],
  );
  const stated = await run(withSource(parseMapping(dated), { dates: 'mdy' }), { columns, rows });
  t.is(stated.result.status, 'sealed');
  t.deepEqual(stated.records.get('Computer'), [{ key: '1', name: 'a', hardwareScanAt: '2024-01-02T00:00:00Z' }]);
  const proven = await run(dated, { columns, rows: [...rows, ['2', 'b', '13/02/2024']] });
  t.is(proven.result.status, 'sealed');
  t.is(proven.records.get('Computer')?.[0].hardwareScanAt, '2024-02-01T00:00:00Z');
});
