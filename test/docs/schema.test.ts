import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { parse } from 'yaml';
import { validate } from './mapping-schema.ts';

/** The schema that editors read takes what is right, and says no to what a person gets wrong. */
const root = join(import.meta.dirname, '../../mappings');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));

for (const file of files.sort()) {
  const text = readFileSync(join(root, file), 'utf8');
  test(`${file.replaceAll('\\', '/')} is valid by the schema, and names it for editors`, (t) => {
    t.deepEqual(validate(parse(text)), []);
    t.regex(text, /^# yaml-language-server: \$schema=\.\.\/mapping\.schema\.json\n/);
  });
}

const good = {
  mapping: 'site/hosts',
  source: { adapter: 'csv', path: 'hosts.csv', delimiter: ';' },
  completeness: { Computer: 'everything' },
  records: [{ entity: 'Computer', key: 'id', fields: { name: { value: 'Name', required: true }, cores: 4 } }],
  limits: { rejects: '5%', shrink: 10 },
};

test('a small mapping is valid', (t) => {
  t.deepEqual(validate(good), []);
});

test('an overlay says only what it changes, and takes names away by null', (t) => {
  const change = { records: [{ entity: 'Computer', fields: { name: 'Host', cores: null } }], limits: null };
  t.deepEqual(validate({ extends: 'hosts.yaml', ...change }), []);
  t.not(validate(change).length, 0);
});

const wrong: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['a misspelt property', { recrods: [] }],
  ['no completeness', { completeness: undefined }],
  ['a completeness that has no meaning', { completeness: { Computer: 'all' } }],
  ['an entity that the model does not have', { records: [{ entity: 'Compter', fields: {} }] }],
  ['a field that its entity does not have', { records: [{ entity: 'Computer', fields: { nam: 'Name' } }] }],
  ['a field of another entity', { records: [{ entity: 'Vendor', fields: { serialNumber: 'Name' } }] }],
  [
    'an update rule that does not exist',
    { records: [{ entity: 'Computer', fields: { name: { value: 'x', update: 'no' } } }] },
  ],
  ['an adapter that does not exist', { source: { adapter: 'cvs' } }],
  ['an option of another adapter', { source: { adapter: 'json', delimiter: ';' } }],
  ['an option with an impossible value', { source: { adapter: 'csv', header: 'second' } }],
  ['a limit without sense', { limits: { rejects: 'few' } }],
  ['an issue that is no code', { tests: [{ name: 'x', row: {}, issues: ['row/requird'] }] }],
];

for (const [title, change] of wrong) {
  test(`${title} is not valid`, (t) => {
    t.not(validate(JSON.parse(JSON.stringify({ ...good, ...change }))).length, 0);
  });
}
