import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { bench } from './importing.ts';

/** A masked value is nowhere but in the records that it belongs to. */

const mapping = (mask: string): string => `
mapping: test/masks
source: { adapter: rows, zone: UTC }
completeness: { User: everything, Computer: everything, ComputerUser: everything }
columns: { Account: [Login], Mail: {}, Born: {}, Id: {}, Level: {} }
${mask}
records:
  - entity: User
    onReject: record
    key: Id
    fields:
      account: Account
      email: Mail | lower
      manager: { value: '[Account]' }
      active: Mail
    custom: { born: { value: 'Born | date("auto")', type: date }, mail: Mail, size: { value: Mail, type: integer } }
  - entity: Computer
    onReject: record
    when: Mail > 5 or Level = "x"
    key: Level
    fields: { name: Level }
  - entity: ComputerUser
    onReject: record
    each: split(Mail, ",")
    fields: { computer: Level, user: { value: item, onIssue: reject }, relation: item }
  - entity: User
    as: other
    key: Id
    fields: { account: { value: 'if(Level = "required", null, "same")', required: true } }
`;

const columns = ['Id', 'Login', 'mail', 'Born', 'Level', 'Stray'];
const canary = (kind: string): string => `canary-${kind}-${'long'.repeat(60)}`;
const rows = [
  // Not a boolean, not a number, not a choice, cut, dangling, and a conflict with the other record of the same key.
  ['1', canary('account'), canary('mail'), '01/02/2024', 'x', null],
  ['2', canary('second'), canary('other'), 'canary-born', 'required', null],
  ['1', canary('third'), canary('again'), '02/01/2024', 'x', null],
  [null, canary('fourth'), '7', null, 'x', null],
  [null, null, null, null, null, null],
];

for (const mask of ['mask: [Login, Mail, Born]', 'mask: [Account, MAIL, born]']) {
  test(`${mask}: nothing leaks into issues, rejects, decisions or manifest`, async (t) => {
    const each = bench(t);
    const { result, manifest, issues, rejects } = await each.import(mapping(mask), {
      columns,
      rows,
      broken: [5],
      repaired: [1],
    });
    t.true(issues.length > 10, `${issues.length} issues`);
    t.regex(rejects, /•••/);
    for (const text of [JSON.stringify(issues), rejects, JSON.stringify(manifest), JSON.stringify(result)])
      t.notRegex(text, /canary|longlong|01\/02|02\/01/);
    t.true(new Set(issues.map(({ code }) => code)).size >= 6, JSON.stringify(issues.map(({ code }) => code)));
    for (const path of filesBelow(each.spool.directory)) {
      if (path.endsWith('.zip')) continue;
      t.notRegex(readFileSync(path, 'latin1'), /canary/, path);
    }
  });
}

test('mask: personal hides what personal fields are made of, and no more', async (t) => {
  const { issues, rejects } = await bench(t).import(mapping('mask: personal'), { columns, rows, broken: [5] });
  t.notRegex(JSON.stringify(issues) + rejects, /canary-(account|mail|second|other|third|again|fourth)/);
  t.regex(rejects, /canary-born/);
});

test('without a mask, issues and rejects have every value whole', async (t) => {
  const { issues, rejects } = await bench(t).import(mapping(''), { columns, rows, broken: [5] });
  t.true(JSON.stringify(issues).includes(canary('account')));
  t.regex(rejects, /canary-second/);
  t.regex(rejects, /canary-broken/);
});

test('a stray value in a masked column that nothing reads is dots', async (t) => {
  const stray = mapping('mask: [Stray]\ndrift: reject');
  const { issues, rejects } = await bench(t).import(stray, {
    columns,
    rows: [['1', 'a', null, null, 'x', 'canary-stray']],
  });
  t.true(issues.some(({ code, found }) => code === 'row/unexpected-column' && found === '•••'));
  t.notRegex(JSON.stringify(issues) + rejects, /canary/);
});

test('dots of a rejects file that is imported again are no values: neither records nor keys are made of them', async (t) => {
  const { manifest, records, present, rejects } = await bench(t).import(mapping('mask: [Login]'), {
    columns,
    rows: [
      ['1', '•••', 'a@b.example', null, null, null],
      ['2', 'jdoe', 'j@b.example', null, null, null],
    ],
  });
  t.like(manifest.tributary.rows, { read: 2, mapped: 1, rejected: { 'row/masked': 1 } });
  t.is(records.get('User')?.length, 1);
  t.deepEqual(present, []);
  t.is(manifest.tributary.entities.find(({ entity }) => entity === 'User')?.completeness, 'unknown');
  t.regex(rejects, /row\/masked/);
});

function filesBelow(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.map((name) => join(folder, name)).filter((path) => statSync(path).isFile());
}
