import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import test from 'ava';
import { parse } from 'yaml';
import { adapters } from '../../adapters/index.ts';
import { guessMapping } from '../../core/mapping/guess/guess.ts';
import { openFileInput } from '../../core/run/input.ts';
import { validate } from './mapping-schema.ts';

/** The schema that editors read takes what is right, and says no to what a person gets wrong. */
const root = join(import.meta.dirname, '../..');
const files = [...filesIn('mappings', /\.yaml$/), ...filesIn('samples', /mapping\.yaml$/)];

for (const file of files) {
  const text = readFileSync(join(root, file), 'utf8');
  test(`${file} is valid by the schema, and names it for editors`, (t) => {
    t.deepEqual(validate(parse(text)), []);
    const [, path = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? [];
    t.is(join(dirname(file), path), join('mappings', 'mapping.schema.json'));
  });
}

function filesIn(folder: string, pattern: RegExp): readonly string[] {
  const found = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return found
    .filter((file) => pattern.test(file))
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .sort();
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

for (const file of filesIn('samples', /^(?!hostile|.*expected|.*capture).*\.(csv|xlsx|json)$/)) {
  test(`what guess writes for ${file} is valid`, async (t) => {
    const signal = new AbortController().signal;
    const input = await openFileInput(join(root, file), { adapters, signal });
    try {
      const about = {
        adapter: input.adapter.name,
        options: { path: basename(file) },
        fileName: basename(file),
        signal,
      };
      for (const dataset of input.datasets) {
        const guess = await guessMapping(input.source, dataset, about);
        t.deepEqual(guess === undefined ? [] : validate(parse(guess.text)), []);
      }
    } finally {
      await input.source.close();
    }
  });
}

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
