import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import test from 'ava';
import { openPackage } from '../../../core/index.ts';
import { openSpool } from '../../../core/spool/spool.ts';
import { makeSite, mappingText, query, sourceText, tables } from './site.ts';
import { sqliteAdapter } from './sqlite-adapter.ts';

/** From a source file and a mapping to a sealed package, over a real database. */

test('preview shows the records of a source', async (t) => {
  const { at, call } = makeSite(t);
  const { exitCode, printed } = await call('preview', at('computers.yaml'), '--source', at('emea.yaml'));
  t.is(exitCode, 0);
  t.regex(printed, /Computer \(2\)/);
  t.regex(printed, /"key":"16777220","name":"PC-1"/);
  t.regex(printed, /"serialNumber":"00123"/);
  t.regex(printed, /2026-01-31T12:00:00Z/);
});

test('run seals a package that knows its source, its dataset and its state', async (t) => {
  const { at, call } = makeSite(t);
  const words = ['run', at('computers.yaml'), '--source', at('emea.yaml'), '--spool', at('spool'), '--json'];
  const { exitCode, printed } = await call(...words);
  t.is(exitCode, 0, printed);
  const { package: sealed, ledger } = JSON.parse(printed);
  t.is(ledger.mapped, 2);
  const opened = await openPackage(sealed.path);
  const { source, datasets, consistency } = opened.manifest.tributary;
  t.like(source, { adapter: 'sqlite', kind: 'sqlite', name: 'emea' });
  t.like(datasets[0], { mapping: 'site/computers', dataset: 'computers' });
  t.is(consistency, 'snapshot');
});

test('an origin names the row by its key', async (t) => {
  const { at, call } = makeSite(t);
  const { printed } = await call('preview', at('computers.yaml'), '--source', at('emea.yaml'), '--row', '16777221');
  t.regex(printed, /emea\/computers ResourceID=16777221/);
});

test('what is typed wins over the source file, and the source file over the mapping', async (t) => {
  const { at, call } = makeSite(t, {
    'computers.yaml': mappingText.replace('zone: UTC', 'zone: UTC, site: APAC'),
    'emea.yaml': `${sourceText}zone: Europe/Berlin\n`,
  });
  const words = ['preview', at('computers.yaml'), '--source', at('emea.yaml')];
  const { printed } = await call(...words);
  t.regex(printed, /PC-1[\s\S]*2026-01-31T11:00:00Z/);
  const typed = await call(...words, '--set', 'source.site=APAC', 'source.zone=UTC');
  t.regex(typed.printed, /Computer \(1\)[\s\S]*PC-3/);
});

test('a fault in an option is said where the source file has it', async (t) => {
  const { at, call } = makeSite(t, { 'emea.yaml': `${sourceText}maxConnections: many\n` });
  const { exitCode, said } = await call('preview', at('computers.yaml'), '--source', at('emea.yaml'));
  t.is(exitCode, 2);
  t.regex(said, /emea\.yaml:6:1 {2}option\/wrong-value/);
});

test('a password that is typed is refused, and not repeated', async (t) => {
  const { at, call } = makeSite(t, { 'emea.yaml': `${sourceText}password: hunter2\n` });
  for (const words of [
    ['probe', at('emea.yaml')],
    ['run', at('computers.yaml'), '--source', at('emea.yaml')],
  ]) {
    const { exitCode, said, printed } = await call(...words);
    t.is(exitCode, 2);
    t.regex(said, /emea\.yaml:6:1 {2}option\/secret[\s\S]*env:NAME, file:PATH or credential:NAME/);
    t.false(`${said}${printed}`.includes('hunter2'));
  }
});

test('a secret is in no file of the spool, and in no output', async (t) => {
  const secret = 'canary-31c0ffee';
  const { at, call } = makeSite(t, {
    'emea.yaml': `${sourceText}password: file:password.txt\nopens: ${createHash('sha256').update(secret).digest('hex')}\n`,
    'password.txt': `${secret}\n`,
  });
  const source = ['--source', at('emea.yaml')];
  const outputs = [
    await call('run', at('computers.yaml'), ...source, '--spool', at('spool'), '--json', '--verbose'),
    await call('probe', at('emea.yaml'), '--verbose'),
    await call('probe', at('emea.yaml'), '--verbose', '--set', 'source.opens=other'),
  ];
  t.deepEqual(
    outputs.map(({ exitCode }) => exitCode),
    [0, 0, 3],
  );
  t.regex(outputs[2].said, /sql\/login[\s\S]*•••/);
  const shown = outputs.map(({ printed, said }) => printed + said).join('');
  t.false(shown.includes(secret));
  const spool = openSpool(at('spool'), { create: false });
  const [sealed] = spool.list();
  spool.close();
  t.regex(JSON.stringify(sealed.context), /file:.*password\.txt/);
  const files = readdirSync(at('spool'), { recursive: true, encoding: 'utf8' }).map((name) => join(at('spool'), name));
  t.true(files.length > 2);
  for (const path of files.filter((each) => statSync(each).isFile())) t.false(contains(path, secret), path);
});

/** Whether a file has a text, as it lies or in one of its members. */
function contains(path: string, text: string): boolean {
  const bytes = readFileSync(path);
  if (bytes.includes(text)) return true;
  for (let at = bytes.indexOf(gzipHead); at >= 0; at = bytes.indexOf(gzipHead, at + 1)) {
    try {
      if (gunzipSync(bytes.subarray(at), { finishFlush: 2 }).includes(text)) return true;
    } catch {
      // Not the beginning of a member.
    }
  }
  return false;
}
const gzipHead = Buffer.from([0x1f, 0x8b, 0x08]);

test('a record is followed back to the row of the database that made it', async (t) => {
  const { at, call } = makeSite(t);
  const run = await call('run', at('computers.yaml'), '--source', at('emea.yaml'), '--spool', at('spool'), '--json');
  const { id } = JSON.parse(run.printed).package;
  const { exitCode, printed } = await call('explain', id, 'Computer', '16777220', '--spool', at('spool'));
  t.is(exitCode, 0);
  t.regex(printed, /emea\/computers ResourceID=16777220/);
  t.false(printed.includes('The source is not what it was'));
});

test('a mapping alone does not know its server, and says what does', async (t) => {
  const { at, call } = makeSite(t);
  const { exitCode, said } = await call('run', at('computers.yaml'), '--spool', at('spool'));
  t.is(exitCode, 2);
  t.regex(said, /option\/missing[\s\S]*--source FILE/);
});

test('datasets lists queries and tables, with columns and types', async (t) => {
  const { at, call } = makeSite(t);
  const { exitCode, printed } = await call('datasets', at('emea.yaml'), '--json');
  t.is(exitCode, 0);
  const { datasets, missing } = JSON.parse(printed);
  t.deepEqual(
    datasets.map(({ name }: { name: string }) => name),
    ['computers', 'v_R_System', 'v_GS_COMPUTER'],
  );
  t.is(datasets[0].summary, 'Clients with a scan.');
  t.deepEqual(datasets[0].columns[0], { name: 'ResourceID', type: 'integer', serverType: 'INTEGER' });
  t.deepEqual(missing, []);
  t.regex(
    (await call('datasets', at('emea.yaml'))).printed,
    /computers\n {2}Clients with a scan\.\n {4}ResourceID {2}integer \(INTEGER\)/,
  );
});

test('probe says what the source is and has, and reads no row', async (t) => {
  const statements: string[] = [];
  const adapter = sqliteAdapter({ onStatement: (kind, text) => statements.push(`${kind}: ${text}`) });
  const { at, call } = makeSite(t, { adapter });
  const { exitCode, printed } = await call('probe', at('emea.yaml'), '--mappings', at('computers.yaml'));
  t.is(exitCode, 0);
  t.regex(printed, /server +SQLite 3[\s\S]*login +nobody[\s\S]*encryption +none[\s\S]*driver +node:sqlite/);
  t.regex(printed, /3 datasets[\s\S]*computers +5 columns[\s\S]*v_R_System +5 columns, about 3 rows/);
  t.regex(printed, /site\/computers: all that it reads is there\./);
  t.is(statements.filter((each) => each.startsWith('describe')).length, 1);
  t.deepEqual(
    statements.filter((each) => each.startsWith('read')),
    [],
  );
});

test('a run asks for the columns of its own dataset alone, and reads it on one connection whatever the number of threads', async (t) => {
  const statements: string[] = [];
  const adapter = sqliteAdapter({ onStatement: (kind, text) => statements.push(`${kind}: ${text}`) });
  const { at, call } = makeSite(t, { adapter, 'queries/all.sql': 'SELECT * FROM v_GS_COMPUTER' });
  const words = ['run', at('computers.yaml'), '--source', at('emea.yaml'), '--spool', at('spool'), '--workers', '4'];
  t.is((await call(...words)).exitCode, 0);
  const kinds = statements.map((each) => each.slice(0, each.indexOf(':')));
  t.deepEqual(kinds, ['own', 'own', 'describe', 'read']);
});

const poor = tables
  .replace('Serial0 TEXT, ', '')
  .replaceAll(/, ('00123'|NULL|'X'), /g, ', ')
  .replaceAll(/.*v_GS_COMPUTER.*\n/g, '');

test('what a site lacks is left out, and probe says which fields it empties', async (t) => {
  const { at, call } = makeSite(t, { sql: poor });
  const { exitCode, printed } = await call('probe', at('emea.yaml'), '--mappings', at('computers.yaml'));
  t.is(exitCode, 0);
  t.regex(printed, /computers +3 columns; left out: .*Serial0/);
  t.regex(printed, /site\/computers: computers has no Serial0, Model0\./);
  t.regex(printed, /site\/computers: not collected of Computer: serialNumber, model\./);
  const run = await call('run', at('computers.yaml'), '--source', at('emea.yaml'), '--spool', at('spool'), '--json');
  t.is(run.exitCode, 0, run.said);
  const opened = await openPackage(JSON.parse(run.printed).package.path);
  const [computer] = opened.manifest.tributary.entities;
  t.deepEqual(computer.notCollected, ['serialNumber', 'model']);
});

test('a missing view makes its dataset absent, says why, and leaves the others', async (t) => {
  const { at, call } = makeSite(t, { sql: tables.replaceAll('v_R_System', 'v_R_Other') });
  const probed = await call('probe', at('emea.yaml'), '--mappings', at('computers.yaml'));
  t.is(probed.exitCode, 0);
  t.regex(probed.printed, /2 datasets[\s\S]*1 missing[\s\S]*emea\/computers {2}sql\/missing-object[\s\S]*v_R_System/);
  t.regex(probed.printed, /site\/computers: nothing is known of Computer\./);
  const run = await call('run', at('computers.yaml'), '--source', at('emea.yaml'), '--spool', at('spool'));
  t.is(run.exitCode, 3);
  t.regex(run.said, /sql\/missing-object/);
});

test('check holds mappings against a live source', async (t) => {
  const { at, call } = makeSite(t);
  const words = ['check', at('computers.yaml'), '--source', at('emea.yaml')];
  t.is((await call(...words)).exitCode, 0);
  const misspelt = makeSite(t, {
    'computers.yaml': mappingText
      .replace('key: ResourceID', 'key: ResourceId0')
      .replace('ResourceID: {}', 'ResourceId0: {}'),
  });
  const { exitCode, said } = await misspelt.call(
    'check',
    misspelt.at('computers.yaml'),
    '--source',
    misspelt.at('emea.yaml'),
  );
  t.is(exitCode, 2);
  t.regex(said, /mapping\/unknown-column[\s\S]*ResourceId0[\s\S]*Did you mean "ResourceID"/);
  const other = await call('check', at('computers.yaml'), '--source', at('emea.yaml'), '--json');
  t.deepEqual(JSON.parse(other.printed).files[0].source.missing, []);
});

const queries: readonly (readonly [string, string, RegExp])[] = [
  ['a key that it does not give', query.replace('key: ResourceID', 'key: ResourceId1'), /-- key: [\s\S]*"ResourceID"/],
  ['a parameter that is no option', query.replaceAll('site', 'sight'), /like an option[\s\S]*"sight"/],
  ['a parameter that is a secret', query.replaceAll('site', 'password'), /like an option[\s\S]*"password"/],
];
for (const [what, text, message] of queries) {
  test(`a query with ${what} is refused`, async (t) => {
    const source = `${sourceText}password: file:emea.yaml\n`;
    const { at, call } = makeSite(t, { 'queries/computers.sql': text, 'emea.yaml': source });
    const { exitCode, said } = await call('probe', at('emea.yaml'));
    t.is(exitCode, 2);
    t.regex(said, /sql\/query-file/);
    t.regex(said, message);
  });
}

test('a query that does more than read is refused before anything is read', async (t) => {
  const { at, call } = makeSite(t, { 'queries/computers.sql': `${query};\nDELETE FROM v_R_System` });
  const { exitCode, said } = await call('probe', at('emea.yaml'));
  t.is(exitCode, 2);
  t.regex(said, /computers\.sql:13:1 {2}sql\/not-a-select/);
});

test('a mapping is guessed for a dataset of a source, without how it is reached', async (t) => {
  const { at, call } = makeSite(t);
  const { exitCode, printed, said } = await call('guess', at('emea.yaml'), '--sheet', 'v_R_System');
  t.is(exitCode, 0, said);
  t.regex(printed, /adapter: sqlite[\s\S]*dataset: "v_R_System"/);
  t.notRegex(printed, /database|queries:/);
  t.regex(said, /Run the mapping with --source/);
  writeFileSync(at('guessed.yaml'), printed);
  t.is((await call('preview', at('guessed.yaml'), '--source', at('emea.yaml'))).exitCode, 0);
});

test('one dataset is shown alone', async (t) => {
  const { at, call } = makeSite(t);
  const { printed } = await call('datasets', at('emea.yaml'), '--dataset', 'v_GS_COMPUTER');
  t.regex(printed, /^v_GS_COMPUTER[\s\S]*Model0 +text/);
  t.notRegex(printed, /v_R_System/);
  const unknown = await call('datasets', at('emea.yaml'), '--dataset', 'v_GS_COMPUTERS');
  t.is(unknown.exitCode, 2);
  t.regex(unknown.said, /Did you mean "v_GS_COMPUTER"/);
});

test('of many tables the names are listed, and columns of the one that is named', async (t) => {
  const many = Array.from({ length: 3000 }, (_, index) => `CREATE TABLE t${index} (a${index} INTEGER);`).join(' ');
  const { at, call } = makeSite(t, { sql: tables + many });
  const { printed } = await call('datasets', at('emea.yaml'));
  t.regex(printed, /^t2999 +1 columns, about 3 rows$/m);
  t.regex(printed, /3,003 datasets\. --dataset NAME/);
  t.notRegex(printed, /a2999/);
  t.regex((await call('datasets', at('emea.yaml'), '--dataset', 't2999')).printed, /a2999 +integer/);
  t.regex((await call('probe', at('emea.yaml'))).printed, /and 2,963 more, which tributary datasets lists/);
});

test('a preview asks the server for its first rows alone, and a run for all', async (t) => {
  const statements: string[] = [];
  const adapter = sqliteAdapter({ onStatement: (kind, text) => statements.push(`${kind}: ${text}`) });
  const { at, call } = makeSite(t, { adapter, 'queries/computers.sql': `${query.trimEnd()} -- to the end` });
  const words = [at('computers.yaml'), '--source', at('emea.yaml')];
  const { printed } = await call('preview', ...words, '--limit', '1');
  t.regex(printed, /Computer \(1\)/);
  const read = () => statements.filter((each) => each.startsWith('read'));
  t.regex(read()[0], /LIMIT 1$/);
  await call('run', ...words, '--spool', at('spool'));
  t.notRegex(read()[1], /LIMIT/);
});

test('a server that refuses to give the first rows alone is asked for all', async (t) => {
  const { at, call } = makeSite(t, { 'queries/computers.sql': `${query.trimEnd()} LIMIT 2` });
  const { exitCode, printed } = await call(
    'preview',
    at('computers.yaml'),
    '--source',
    at('emea.yaml'),
    '--limit',
    '1',
  );
  t.is(exitCode, 0);
  t.regex(printed, /Computer \(1\)/);
});

test('a table that a mapping names is read without a look at the catalog, which may be large', async (t) => {
  const statements: string[] = [];
  const adapter = sqliteAdapter({ onStatement: (kind, text) => statements.push(`${kind}: ${text}`) });
  const { at, call } = makeSite(t, {
    adapter,
    'computers.yaml': mappingText
      .replace('dataset: computers', 'dataset: v_R_System')
      .replace('key: ResourceID', 'key: ResourceID | text'),
  });
  const { exitCode, said, printed } = await call('preview', at('computers.yaml'), '--source', at('emea.yaml'));
  t.is(exitCode, 0, said);
  t.regex(printed, /Computer \(3\)/);
  t.false(statements.some((each) => each.includes('sqlite_schema')));
});

test('a table that is not there by this name is looked for in the catalog', async (t) => {
  const { at, call } = makeSite(t, {
    'computers.yaml': mappingText.replace('dataset: computers', 'dataset: v_R_Systems'),
  });
  const { exitCode, said } = await call('preview', at('computers.yaml'), '--source', at('emea.yaml'));
  t.is(exitCode, 2);
  t.regex(said, /Did you mean "v_R_System"/);
});
