import { writeFileSync } from 'node:fs';
import test, { type ExecutionContext } from 'ava';
import csv from '../../../adapters/csv/adapter.ts';
import { makeSite, mappingText, tables } from '../../adapters/sql/site.ts';
import sqlite from '../../adapters/sql/sqlite-adapter.ts';
import { callHere } from '../../support/call.ts';

/** A site is recorded, changes, and is checked again: what breaks, what runs with less, and what to write. */

const plain = '-- Machines.\nSELECT ResourceID, Name0, Serial0, Scan FROM v_R_System ORDER BY ResourceID\n';
const stated = `-- Machines.
-- reads: v_R_System (ResourceID int, Name0?, Serial0?, Scan?)
-- reads: v_GS_COMPUTER? (ResourceID int, Model0?)
SELECT
    s.ResourceID,
    s.Name0,
    s.Serial0,
    s.Scan,
    c.Model0
FROM v_R_System AS s
LEFT JOIN v_GS_COMPUTER AS c ON c.ResourceID = s.ResourceID
ORDER BY s.ResourceID
`;

async function drifted(t: ExecutionContext, now: string, more: Readonly<Record<string, string>> = {}) {
  const files = { 'queries/computers.sql': stated, ...more };
  const before = makeSite(t, files);
  const after = makeSite(t, { ...files, sql: now });
  const recorded = await before.call('datasets', before.at('emea.yaml'), '--catalog');
  t.is(recorded.exitCode, 0, recorded.said);
  writeFileSync(after.at('catalog.json'), recorded.printed);
  const words = ['check', after.at('computers.yaml'), '--catalog', after.at('catalog.json')];
  return {
    offline: () => after.call(...words),
    check: (...others: string[]) => after.call(...words, '--source', after.at('emea.yaml'), ...others),
  };
}

test('a source that is as it was has no drift', async (t) => {
  const { exitCode, said } = await (await drifted(t, tables)).check();
  t.is(exitCode, 0);
  t.is(said, '1 mapping checked, no fault.\n');
});

test('a recorded catalog stands for the database', async (t) => {
  const { offline } = await drifted(t, tables);
  t.is((await offline()).exitCode, 0);
  const missing = await drifted(t, tables, { 'computers.yaml': mappingText.replaceAll('Model0', 'Modell0') });
  const { exitCode, said } = await missing.offline();
  t.is(exitCode, 0);
  t.regex(said, /computers has no Modell0/);
  t.regex(said, /extends: computers\.yaml\n +columns:\n +Modell0: \[Model0\]/);
});

test('a column that is gone and can be done without is drift, but runs', async (t) => {
  const { exitCode, said } = await (await drifted(t, tables.replaceAll('Model0', 'Kind9'))).check();
  t.is(exitCode, 0);
  t.regex(said, /The column v_GS_COMPUTER\.Model0 is gone\.\n/);
  t.regex(said, /The column v_GS_COMPUTER\.Kind9 is new\./);
  t.regex(said, /site\/computers: not collected of Computer: model\./);
  t.regex(said, /the next package is held until a person has looked at it/);
});

test('a column that was renamed is proposed, as a line for the source file', async (t) => {
  const { exitCode, said } = await (await drifted(t, tables.replaceAll('Model0', 'Model00'))).check();
  t.is(exitCode, 0);
  t.regex(said, /The column v_GS_COMPUTER\.Model0 is gone\. Model00 is new and may be meant\./);
  t.regex(said, /\nviews:\n {2}v_GS_COMPUTER: \{ name: v_GS_COMPUTER, columns: \{ Model0: Model00 \} \}\n/);
});

test('a view that was renamed breaks what needs it, with the line that mends it', async (t) => {
  const { exitCode, said } = await (await drifted(t, tables.replaceAll('v_R_System', 'v_R_System2'))).check();
  t.is(exitCode, 2);
  t.regex(said, /The view v_R_System is gone\. v_R_System2 is new and may be meant\./);
  t.regex(said, /The dataset computers is gone\./);
  t.regex(said, /emea\/computers {2}sql\/missing-object/);
  t.regex(said, /views: \{ v_R_System: v_R_System2 \}/);
  t.regex(said, /1 fault in 1 of 1 mapping\./);
});

test('the line that mends it mends it', async (t) => {
  const source =
    'source: emea\nadapter: sqlite\ndatabase: site.db\nqueries: queries\nviews: { v_R_System: v_R_System2 }\n';
  const { at, call } = makeSite(t, {
    'queries/computers.sql': stated,
    'emea.yaml': source,
    sql: tables.replaceAll('v_R_System', 'v_R_System2'),
  });
  t.is((await call('check', at('computers.yaml'), '--source', at('emea.yaml'))).exitCode, 0);
});

test('a type that no expression takes breaks; one that they take is drift', async (t) => {
  const text = mappingText.replace(
    'name: Name0 | trim | upper',
    'name: Name0 | trim | upper\n      memoryBytes: Size0 * 1024',
  );
  const files = {
    'computers.yaml': text.replace('Name0: {}', 'Name0: {}, Size0: {}'),
    'queries/computers.sql': plain.replace('Scan', 'Scan, Size0'),
  };
  const of = (type: string) =>
    tables
      .replace('Scan TEXT', `Scan TEXT, Size0 ${type}`)
      .replaceAll(/(NULL|'2026[^']*'), ('EMEA'|'APAC')/g, '$1, 1, $2');
  const before = makeSite(t, { ...files, sql: of('INTEGER') });
  const recorded = await before.call('datasets', before.at('emea.yaml'), '--catalog');
  for (const [type, exit, what] of [
    ['NUMERIC', 0, /Size0 was INTEGER and is NUMERIC/],
    ['DATE', 2, /mapping\/wrong-type/],
  ] as const) {
    const { at, call } = makeSite(t, { ...files, sql: of(type), 'catalog.json': recorded.printed });
    const words = ['check', at('computers.yaml'), '--source', at('emea.yaml'), '--catalog', at('catalog.json')];
    const { exitCode, said } = await call(...words);
    t.is(exitCode, exit, said);
    t.regex(said, what);
    t.regex(said, new RegExp(`v_R_System\\.Size0: INTEGER is ${type} now\\.`));
  }
});

test('a table that comes back brings its fields back', async (t) => {
  const poor = makeSite(t, { 'queries/computers.sql': stated, sql: tables.replaceAll(/.*v_GS_COMPUTER.*\n/g, '') });
  const recorded = await poor.call('datasets', poor.at('emea.yaml'), '--catalog');
  const { at, call } = makeSite(t, { 'queries/computers.sql': stated, 'catalog.json': recorded.printed });
  const words = ['check', at('computers.yaml'), '--source', at('emea.yaml'), '--catalog', at('catalog.json')];
  const { exitCode, said } = await call(...words);
  t.is(exitCode, 0);
  t.regex(said, /The view v_GS_COMPUTER is new\./);
  t.regex(said, /collected again of Computer: model\./);
});

test('what was not there when it was recorded, and is not there now, is no news', async (t) => {
  const sql = tables.replaceAll('v_R_System', 'v_Other');
  const poor = makeSite(t, { 'queries/computers.sql': stated, sql });
  const recorded = await poor.call('datasets', poor.at('emea.yaml'), '--catalog');
  const { at, call } = makeSite(t, { 'queries/computers.sql': stated, sql, 'catalog.json': recorded.printed });
  const { exitCode, said } = await call(
    'check',
    at('computers.yaml'),
    '--source',
    at('emea.yaml'),
    '--catalog',
    at('catalog.json'),
  );
  t.is(exitCode, 0, said);
  t.regex(said, /site\/computers {2}not there, as before/);
  const alone = await call('check', at('computers.yaml'), '--catalog', at('catalog.json'));
  t.is(alone.exitCode, 2);
});

test('a folder is checked with a line for each mapping, and those for other sources are left out', async (t) => {
  const { at } = makeSite(t, {
    'mappings/computers.yaml': mappingText,
    'mappings/others.yaml': mappingText
      .replace('site/computers', 'site/others')
      .replace('dataset: computers', 'dataset: others'),
    'mappings/files.yaml': mappingText.replace('adapter: sqlite, dataset: computers', 'adapter: csv, path: a.csv'),
  });
  const both = { sqlite: async () => ({ default: sqlite }), csv: async () => ({ default: csv }) };
  const words = ['check', at('mappings'), '--source', at('emea.yaml'), '--json'];
  const { exitCode, said, printed } = await callHere(words, both);
  t.is(exitCode, 2);
  t.regex(said, /site\/others {5}breaks\nsite\/computers {2}runs\n/);
  t.like(JSON.parse(printed), { status: 'failed', files: [{ verdict: 'same' }, { verdict: 'breaks' }] });
});

test('for programs there is everything in one document', async (t) => {
  const { check } = await drifted(t, tables.replaceAll('Model0', 'Model00'));
  const { printed } = await check('--json');
  t.like(JSON.parse(printed), {
    status: 'ok',
    changes: [
      { kind: 'gone', of: 'column', what: 'v_GS_COMPUTER.Model0', alike: ['Model00'] },
      { kind: 'new', of: 'column', what: 'v_GS_COMPUTER.Model00' },
    ],
    files: [{ verdict: 'less', drift: { gone: ['Model0'], lost: { Computer: ['model'] } } }],
  });
});

test('a catalog of another kind of source is refused', async (t) => {
  const { at, call } = makeSite(t);
  const recorded = await call('datasets', at('emea.yaml'), '--catalog');
  writeFileSync(at('catalog.json'), recorded.printed.replace('"adapter": "sqlite"', '"adapter": "sccm"'));
  for (const more of [[], ['--source', at('emea.yaml')]]) {
    const { exitCode, said } = await call('check', at('computers.yaml'), '--catalog', at('catalog.json'), ...more);
    t.is(exitCode, 2);
    t.regex(said, /source\/wrong-adapter[\s\S]*catalog was recorded of sccm/);
  }
});
