import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { grantsOf, grantsScript } from '../../../adapters/oracle/grants.ts';
import { readQueries } from '../../../adapters/sql/query-file.ts';
import { parseStatement } from '../../../adapters/sql/statement.ts';
import { shippedMappings } from '../../mappings/shipped.ts';

/** The queries that are shipped. No server is here to run them: what can be said of their text is said. */

const folder = join(import.meta.dirname, '../../../adapters/oracle');
const queries = readQueries(join(folder, 'queries'));
const mappings = shippedMappings().filter(({ source }) => source.adapter === 'oracle');

for (const { dataset, text, file, summary } of queries) {
  test(`${dataset}: a single SELECT with a summary, an order, and its grants`, (t) => {
    t.notThrows(() => parseStatement(text, file, { hints: false, parameters: [] }));
    t.regex(summary, /^[A-Z].*\.$/s);
    t.notRegex(summary, /grant:/);
    t.regex(text, /\nORDER BY /);
    t.true(grantsOf([{ dataset, text }]).length > 0);
  });

  test(`${dataset}: every view of the server that it reads has a grant`, (t) => {
    const read = [...text.matchAll(/\b(?:FROM|JOIN) ((?:G?V\$|DBA_|CDB_)\w+)/g)].map(([, view = '']) => view);
    const granted = grantsOf([{ dataset, text }]).map(({ object }) => object.replace('V_$', 'V$'));
    t.deepEqual([...new Set(read)].sort(), [...granted].sort());
  });

  test(`${dataset}: a mapping takes its columns`, (t) => {
    const mapping = mappings.find(({ source }) => source.dataset === dataset);
    const names = [...text.matchAll(/(?:\bAS |\n {2}\w\.)([A-Z_]+)(?=,|\n| -- optional)/g)].map(([, name]) => name);
    const missing = [...(mapping?.columns.keys() ?? [''])].filter((column) => !names.includes(column));
    t.deepEqual(missing, []);
  });
}

test('every mapping has its query', (t) => {
  t.deepEqual(mappings.map(({ source }) => source.dataset).sort(), queries.map(({ dataset }) => dataset).sort());
});

test('the script of grants says what each is for, and is the one that the queries give', (t) => {
  const script = grantsScript(queries);
  t.regex(
    script,
    /\n-- the options of the software\n-- \(options\)\nGRANT SELECT ON SYS\.V_\$OPTION TO &audit_user;\n/,
  );
  t.is(readFileSync(join(folder, 'grants.sql'), 'utf8'), script, 'write adapters/oracle/grants.sql anew');
});

test('an object that several queries need is granted once', (t) => {
  const grants = grantsOf([
    { dataset: 'one', text: '-- grant: A, B: what both need\nSELECT 1' },
    { dataset: 'two', text: '-- grant: B: more\nSELECT 1' },
  ]);
  t.deepEqual(grants, [
    { object: 'A', reason: 'what both need', datasets: ['one'] },
    { object: 'B', reason: 'what both need; more', datasets: ['one', 'two'] },
  ]);
});

test('the map from feature to option has each feature once, with a known rule, and says what is verified', (t) => {
  const path = join(folder, '../../mappings/oracle/features.csv');
  const [head, ...lines] = readFileSync(path, 'utf8').trim().split('\n');
  t.is(head, 'feature,option,rule of 12.1,rule,source,verified');
  const features = lines.map((line) => line.split(','));
  t.is(new Set(features.map(([feature]) => feature)).size, features.length);
  for (const [feature, option, old, rule, source, verified, ...more] of features) {
    t.true(
      [feature, option, source].every((text) => text !== ''),
      feature,
    );
    for (const each of [old, rule])
      t.regex(each ?? '', /^(always|never|bug|compression|dataPump|containers)$/, feature);
    t.regex(verified ?? '', /^(yes|no)$/, feature);
    t.deepEqual(more, []);
  }
});
