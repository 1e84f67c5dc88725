import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { parseMapping } from '../../../core/mapping/load.ts';
import { entityNamed } from '../../../core/model/entities/index.ts';
import { openPackage } from '../../../core/package/open.ts';
import { explainRecord, findRecord, readKey } from '../../../core/run/explain.ts';
import { bench, inputOf, type TestRows } from './importing.ts';

const text = `
mapping: test/explain
source: { adapter: rows }
completeness: { Computer: additions, User: additions, ComputerUser: additions }
records:
  - entity: Computer
    key: Id
    fields: { name: Id }
  - entity: User
    each: items(Users, ";")
    key: item
    fields: { account: item }
  - entity: ComputerUser
    each: items(Users, ";")
    fields: { computer: Id, user: item, relation: '"primary"' }
`;
const rows: TestRows = {
  columns: ['Id', 'Users'],
  rows: [
    ['1', 'ann;bob'],
    ['2', 'bob'],
    ['3', 'cid'],
    [null, 'eve'],
  ],
};
const { signal } = new AbortController();

/** The record with this key, and by row the lines that make it. */
async function explain(t: ExecutionContext, name: string, key: string) {
  const each = bench(t);
  const entity = entityNamed(name);
  if (entity === undefined) throw new Error(`There is no ${name}.`);
  const { result } = await each.import(text, { ...rows, broken: [5] });
  const opened = await openPackage(result.package.path);
  const input = await inputOf(join(each.folder, 'again'), { ...rows, broken: [2] });
  try {
    const wanted = readKey(key, entity);
    const record = await findRecord(opened, entity, wanted);
    const found: [string, readonly (string | undefined)[]][] = [];
    for await (const row of explainRecord(parseMapping(text), input, input.datasets[0], entity, wanted, signal))
      found.push([row.origin, row.records.map(({ line }) => line)]);
    return { record, found };
  } finally {
    await opened.close();
    await input.source.close();
  }
}

test('of the records that a list makes from one row, only the one with the key is explained', async (t) => {
  const { record, found } = await explain(t, 'User', 'ann');
  t.like(record, { key: 'ann' });
  t.deepEqual(found, [['rows:1', ['{"key":"ann","account":"ann"}']]]);
});

test('rows that can not be decoded now make no record', async (t) => {
  const { found } = await explain(t, 'User', 'bob');
  t.deepEqual(
    found.map(([origin]) => origin),
    ['rows:1'],
  );
});

test('a part of a compound key is enough if one record has it', async (t) => {
  t.like((await explain(t, 'ComputerUser', '3')).record, { computer: '3', user: 'cid' });
  t.like((await explain(t, 'ComputerUser', 'user=ann')).record, { computer: '1', user: 'ann' });
});

test('a part that several records have is refused, with all of the key', async (t) => {
  await t.throwsAsync(explain(t, 'ComputerUser', '1'), {
    message: /Several .* computer=1,user=ann,relation=primary\./,
  });
  await t.throwsAsync(explain(t, 'ComputerUser', 'user=bob'), { message: /Several ComputerUser records/ });
});

test('of a rejected record there is its row, of one that never was nothing', async (t) => {
  const { record, found } = await explain(t, 'User', 'eve');
  t.is(record, undefined);
  t.deepEqual(found, [['rows:4', ['{"key":"eve","account":"eve"}']]]);
  await t.throwsAsync(explain(t, 'User', 'zoe'), { message: /There is no User with this key/ });
});
