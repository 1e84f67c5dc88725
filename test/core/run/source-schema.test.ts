import { Ajv } from 'ajv';
import test from 'ava';
import { adapters } from '../../../adapters/index.ts';
import { sourceSchema } from '../../../core/run/source-schema.ts';
import sqlite from '../../adapters/sql/sqlite-adapter.ts';

const check = new Ajv({ strict: false }).compile(sourceSchema([sqlite]));

test('the schema takes a source with options of its adapter, and secrets as references', (t) => {
  t.true(check({ source: 'emea', adapter: 'sqlite', zone: 'UTC', database: 'a.db', password: 'env:PASSWORD' }));
});

const wrong: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['no adapter', { source: 'emea' }],
  ['an adapter that does not exist', { adapter: 'sqlight' }],
  ['a password that is typed', { adapter: 'sqlite', password: 'hunter2' }],
  ['a misspelt option', { adapter: 'sqlite', databse: 'a.db' }],
  ['an impossible number', { adapter: 'sqlite', maxConnections: 0 }],
];
for (const [what, document] of wrong) test(`the schema refuses ${what}`, (t) => t.false(check(document)));

test('each adapter of the product is in the schema', async (t) => {
  const all = await Promise.all(Object.values(adapters).map(async (load) => (await load()).default));
  const valid = new Ajv({ strict: false }).compile(sourceSchema(all));
  for (const { name } of all) t.true(valid({ source: 'emea', adapter: name }), name);
});
