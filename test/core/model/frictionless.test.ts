import test from 'ava';
import { defineEntity, field } from '../../../core/model/define.ts';
import { frictionlessSchema } from '../../../core/model/frictionless.ts';

const thing = defineEntity({
  name: 'Thing',
  summary: 'A thing.',
  group: 'inventory',
  key: ['computer', 'name'],
  fields: {
    computer: field.reference('Computer', 'The computer.', { required: true }),
    name: field.natural(64, 'Its name.', { required: true }),
    title: field.natural(64, 'Its title.', { required: true }),
    parent: field.reference('Thing', 'Another one.'),
    bytes: field.integer('Its size.'),
    share: field.decimal('Its share.'),
    price: field.money('Its price.'),
    ips: field.list(64, 'Its addresses.'),
    state: field.choice(['on', 'off'], 'Its state.'),
    seenAt: field.instant('When it was seen.'),
    boughtOn: field.date('When it was bought.'),
    active: field.boolean('Whether it is in use.'),
  },
});

const all = Object.keys(thing.fields);

test('each field has a type of the standard, and its limits', (t) => {
  const { fields } = frictionlessSchema(thing, all);
  t.deepEqual(
    fields.map(({ name, type, constraints }) => [name, type, constraints]),
    [
      ['computer', 'string', { required: true, maxLength: 256 }],
      ['name', 'string', { required: true, maxLength: 64 }],
      ['title', 'string', { maxLength: 64 }],
      ['parent', 'string', { maxLength: 256 }],
      ['bytes', 'integer', { minimum: 0, maximum: '9223372036854775807' }],
      ['share', 'string', { pattern: '^-?(0|[1-9][0-9]*)(\\.[0-9]*[1-9])?$' }],
      ['price', 'object', undefined],
      ['ips', 'array', undefined],
      ['state', 'string', { enum: ['on', 'off'] }],
      ['seenAt', 'datetime', undefined],
      ['boughtOn', 'date', undefined],
      ['active', 'boolean', undefined],
      ['observedAt', 'datetime', undefined],
    ],
  );
});

test('fields come in the order they are named, with what they say', (t) => {
  const { fields } = frictionlessSchema(thing, ['active', 'name']);
  t.like(fields[0], { name: 'active', description: 'Whether it is in use.' });
  t.like(fields[1], { name: 'name', description: 'Its name.' });
});

test('mode and custom fields are described where there are some', (t) => {
  const { fields } = frictionlessSchema(thing, ['mode', 'custom', '__proto__']);
  t.like(fields[0], { name: 'mode', type: 'string' });
  t.like(fields[1], { name: 'custom', type: 'object' });
  t.like(fields[2], { name: '__proto__', type: 'any' });
});

test('there is a primary key where all of it is mapped', (t) => {
  t.deepEqual(frictionlessSchema(thing, ['name', 'computer']).primaryKey, ['computer', 'name']);
  t.is(frictionlessSchema(thing, ['name']).primaryKey, undefined);
});

test('references are foreign keys where their target is in the package', (t) => {
  t.deepEqual(frictionlessSchema(thing, all, ['Computer']).foreignKeys, [
    { fields: 'computer', reference: { resource: 'computer', fields: 'key' } },
    { fields: 'parent', reference: { resource: '', fields: 'key' } },
  ]);
  t.is(frictionlessSchema(thing, ['computer'], ['User']).foreignKeys, undefined);
});
