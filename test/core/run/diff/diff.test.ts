import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { adapters } from '../../../../adapters/index.ts';
import { callHere } from '../../../support/call.ts';
import { temporaryFolder } from '../../../support/cli.ts';

/** What a change of a mapping does, as the command says it. */

const csv = [
  'Id,Name,Cores,Domain,Old',
  'a1,pc-1,4,EMEA,0',
  'a2,pc-2,8,EMEA,0',
  'a3,pc-3,,EMEA,0',
  'a4,pc-4,many,EMEA,1',
  'a5,,16,EMEA,0',
];
const mapping = `mapping: hosts
source: { adapter: csv }
completeness: { Computer: additions }
records:
  - entity: Computer
    when: Old = "0"
    key: Id
    fields:
      name:    Name
      cores:   Cores | number
`;

interface Files {
  readonly [name: string]: string;
}

function setUp(t: ExecutionContext, files: Files) {
  const { at, remove } = temporaryFolder();
  t.teardown(remove);
  for (const [name, text] of Object.entries({ 'hosts.csv': `${csv.join('\n')}\n`, 'old.yaml': mapping, ...files })) {
    mkdirSync(dirname(at(name)), { recursive: true });
    writeFileSync(at(name), text);
  }
  const diff = (...words: readonly string[]) =>
    callHere(['diff', ...words.map((word) => (/\.|^folder/.test(word) ? at(word) : word))], adapters);
  return { at, diff };
}

async function compared(t: ExecutionContext, changed: string, ...words: readonly string[]) {
  const { diff } = setUp(t, { 'new.yaml': changed });
  const { exitCode, printed, said } = await diff(
    '--mapping',
    'old.yaml',
    'new.yaml',
    '--on',
    'hosts.csv',
    '--json',
    ...words,
  );
  t.is(exitCode, 0, said);
  const [found] = JSON.parse(printed).diffs;
  return { ...found, computers: found.entities[0], rows: found.datasets[0].rows };
}

test('the same mapping makes no difference', async (t) => {
  const { isEqual, computers, rows, issues } = await compared(t, mapping);
  t.true(isEqual);
  t.like(computers, { changed: 0, appeared: 0, gone: 0, same: 3, records: [], fields: [] });
  t.deepEqual([rows, issues], [[], []]);
});

test('a field that has another value, gains one or loses it is counted, and its records are listed with both', async (t) => {
  const { isEqual, computers } = await compared(
    t,
    mapping.replace('Cores | number', 'if(Id = "a1", null, if(Id = "a3", "2", if(Id = "a2", "9", Cores))) | number'),
  );
  t.false(isEqual);
  t.deepEqual(computers.fields, [{ field: 'cores', changed: 1, gained: 1, lost: 1 }]);
  t.deepEqual(computers.records, [
    { key: { key: 'a1' }, change: 'changed', fields: [{ field: 'cores', old: '"4"', new: 'null' }] },
    { key: { key: 'a2' }, change: 'changed', fields: [{ field: 'cores', old: '"8"', new: '"9"' }] },
    { key: { key: 'a3' }, change: 'changed', fields: [{ field: 'cores', old: 'null', new: '"2"' }] },
  ]);
});

test('a field that is no longer mapped is not collected, which is not the same as empty', async (t) => {
  const { computers } = await compared(t, mapping.replace(/ {6}cores.*\n/, ''));
  t.deepEqual(computers.fields, [{ field: 'cores', changed: 1, gained: 0, lost: 2 }]);
  t.deepEqual(computers.records[2], {
    key: { key: 'a3' },
    change: 'changed',
    fields: [{ field: 'cores', old: 'null' }],
  });
});

test('a record that is not filtered any more appears, with its row and its issue', async (t) => {
  const { computers, rows, issues } = await compared(t, mapping.replace('Old = "0"', 'Old = "0" or Old = "1"'));
  t.like(computers, { changed: 0, appeared: 1, gone: 0, same: 3 });
  t.deepEqual(computers.records, [{ key: { key: 'a4' }, change: 'appeared', fields: [] }]);
  t.deepEqual(rows, [{ from: 'filtered', to: 'mapped', count: 1, origins: ['hosts.csv:5'] }]);
  t.deepEqual(issues, [{ code: 'row/not-a-number', entity: 'Computer', field: 'cores', appeared: 1, gone: 0 }]);
});

test('a row that is rejected now is told by its code, and its record goes', async (t) => {
  const { computers, rows, issues } = await compared(
    t,
    mapping.replace('Cores | number', '{ value: Cores | number, required: true }'),
  );
  t.deepEqual(computers.records, [{ key: { key: 'a3' }, change: 'gone', fields: [] }]);
  t.deepEqual(rows, [{ from: 'mapped', to: 'rejected (row/required)', count: 1, origins: ['hosts.csv:4'] }]);
  t.deepEqual(issues, [{ code: 'row/required', entity: 'Computer', field: 'cores', appeared: 1, gone: 0 }]);
});

test('another key is other records, and the listing ends where it should', async (t) => {
  const { computers } = await compared(t, mapping.replace('key: Id', 'key: concat("x", Id)'), '--limit', '4');
  t.like(computers, { changed: 0, appeared: 3, gone: 3, same: 0 });
  t.deepEqual(
    computers.records.map(({ key, change }: { key: { key: string }; change: string }) => `${change} ${key.key}`),
    ['appeared xa1', 'appeared xa2', 'appeared xa3', 'gone a1'],
  );
});

test('an entity that is new is all records of it', async (t) => {
  const more = '  - entity: User\n    key: Domain\n    fields: { account: Domain }\n';
  const { entities } = await compared(
    t,
    `${mapping.replace('Computer: additions', 'Computer: additions, User: additions')}${more}`,
  );
  t.true(
    entities.some(({ entity, appeared }: { entity: string; appeared: number }) => entity === 'User' && appeared === 1),
  );
});

test('what the absence of a record means is compared as well', async (t) => {
  const { isEqual, claims } = await compared(t, mapping.replace('additions', 'everything'));
  t.false(isEqual);
  t.deepEqual(claims, [{ entity: 'Computer', claim: 'completeness', old: 'additions', new: 'everything' }]);
});

test('where rows merge, only those are told apart that are rejected', async (t) => {
  const merging = mapping.replace('key: Id', 'key: Domain');
  const { diff } = setUp(t, {
    'old.yaml': merging,
    'new.yaml': merging.replace('name:    Name', 'name:    Name | blankIf("pc-2")'),
  });
  const { printed } = await diff('--mapping', 'old.yaml', 'new.yaml', '--on', 'hosts.csv', '--json');
  t.deepEqual(JSON.parse(printed).diffs[0].datasets[0].rows, [
    { from: 'kept', to: 'rejected (row/required)', count: 1, origins: ['hosts.csv:3'] },
  ]);
});

test('people read how much changes, then which', async (t) => {
  const { diff } = setUp(t, { 'new.yaml': mapping.replace('Cores | number', 'null') });
  const { exitCode, printed } = await diff('--mapping', 'old.yaml', 'new.yaml', '--on', 'hosts.csv', '--limit', '1');
  t.is(exitCode, 0);
  t.is(
    printed,
    `hosts on hosts.csv (rows, 5 rows)

Computer: 2 change, 1 stays
  cores  2 lose it
  ~ a1
      cores: "4" -> null
  and 1 more

`,
  );
});

test('with --exit-code a difference is 1, and none is 0', async (t) => {
  const { diff } = setUp(t, { 'new.yaml': mapping.replace('Cores | number', 'null') });
  const exit = async (now: string) =>
    (await diff('--mapping', 'old.yaml', now, '--on', 'hosts.csv', '--exit-code')).exitCode;
  t.deepEqual([await exit('old.yaml'), await exit('new.yaml')], [0, 1]);
});

test('of a file of data, the mappings of two folders are compared one by one, and must be the same ones', async (t) => {
  const { diff } = setUp(t, {
    'folder-old/hosts.yaml': mapping,
    'folder-old/more/other.yaml': mapping,
    'folder-new/hosts.yaml': mapping,
    'folder-new/more/other.yaml': mapping.replace('Cores | number', 'null'),
    'folder-less/hosts.yaml': mapping,
  });
  const words = ['--on', 'hosts.csv', '--json', '--exit-code'];
  const { exitCode, printed } = await diff('--mapping', 'folder-old', 'folder-new', ...words);
  t.is(exitCode, 1);
  t.deepEqual(
    JSON.parse(printed).diffs.map(({ isEqual }: { isEqual: boolean }) => isEqual),
    [true, false],
  );
  const refused = await diff('--mapping', 'folder-old', 'folder-less', ...words);
  t.is(refused.exitCode, 2);
  t.regex(refused.said, /found more.other\.yaml in one of them/);
});

test('without a source each mapping reads its own', async (t) => {
  const own = mapping.replace('adapter: csv', 'adapter: csv, path: hosts.csv');
  const { diff } = setUp(t, { 'old.yaml': own, 'new.yaml': own.replace('name:    Name', 'name:    Name | upper') });
  const { printed, said } = await diff('--mapping', 'old.yaml', 'new.yaml', '--json');
  t.is(JSON.parse(printed).diffs[0].entities[0].changed, 3, said);
});

for (const [what, words] of [
  ['one mapping', ['--mapping', 'old.yaml']],
  ['three mappings', ['--mapping', 'old.yaml', 'old.yaml', 'old.yaml']],
  ['a file and a folder', ['--mapping', 'old.yaml', 'folder']],
  ['a source that is not there', ['--mapping', 'old.yaml', 'old.yaml', '--on', 'nowhere.yaml']],
] as const)
  test(`${what} is refused`, async (t) => {
    const { diff } = setUp(t, {
      'folder/x.yaml': readFileSync(join(import.meta.dirname, '../../../../mappings/sccm/disks.yaml'), 'utf8'),
    });
    const { exitCode, said } = await diff(...words);
    t.is(exitCode, 2, said);
  });
