import test from 'ava';
import { sqlAdapter } from '../../../adapters/sql/adapter-of.ts';
import { type SqlCode, sqlFault } from '../../../adapters/sql/faults.ts';
import { sqlOptions } from '../../../adapters/sql/options.ts';
import { columns, type Script, scripted } from './scripted-driver.ts';
import { makeSite } from './site.ts';

/** A fault in the middle: whatever it is, no package comes of it. */

const mapping = `
mapping: site/computers
source: { adapter: sqlite, dataset: computers }
completeness: { Computer: everything }
records: [{ entity: Computer, key: Id, fields: { name: Name } }]
`;

function brokenSite(t: Parameters<typeof makeSite>[0], script: Script, text = 'SELECT 1') {
  const { driver } = scripted(script);
  const adapter = sqlAdapter({
    name: 'sqlite',
    summary: 'A script.',
    module: import.meta.url,
    options: sqlOptions,
    driver,
    settingsOf: () => ({}),
  });
  const site = makeSite(t, {
    adapter,
    'computers.yaml': mapping,
    'emea.yaml': 'source: emea\nadapter: sqlite\nqueries: queries\nreadSeconds: 1\nretries: 0\n',
    'queries/computers.sql': text,
  });
  const words = ['run', site.at('computers.yaml'), '--source', site.at('emea.yaml'), '--spool', site.at('spool')];
  const packages = async (): Promise<readonly unknown[]> => {
    const { printed } = await site.call('queue', 'list', '--spool', site.at('spool'), '--json');
    return JSON.parse(printed).packages;
  };
  return { run: () => site.call(...words), packages };
}

const middle: readonly SqlCode[] = [
  'sql/dropped',
  'sql/killed',
  'sql/deadlock',
  'sql/busy',
  'sql/bad-value',
  'sql/missing-right',
  'sql/missing-column',
  'sql/missing-object',
  'sql/failed',
];
for (const code of middle) {
  test(`${code} after 1,500 rows publishes nothing`, async (t) => {
    const { run, packages } = brokenSite(t, { breaks: { after: 1500, error: sqlFault(code, 'It broke.') } });
    const { exitCode, said } = await run();
    t.is(exitCode, 3);
    t.regex(said, new RegExp(`emea/computers {2}${code}`));
    t.deepEqual(await packages(), []);
  });
}

test('an error that no driver should throw publishes nothing either', async (t) => {
  const { run, packages } = brokenSite(t, { breaks: { after: 1500, error: new Error('socket hang up') } });
  const { exitCode, said } = await run();
  t.is(exitCode, 3);
  t.regex(said, /emea\/computers {2}sql\/failed[\s\S]*socket hang up/);
  t.deepEqual(await packages(), []);
});

test('a server that falls silent in the middle publishes nothing', async (t) => {
  const { run, packages } = brokenSite(t, { hangs: 'rows' });
  const { exitCode, said } = await run();
  t.is(exitCode, 3);
  t.regex(said, /sql\/timeout[\s\S]*within 1 s \(readSeconds\)/);
  t.deepEqual(await packages(), []);
});

test('the same without a fault publishes all rows', async (t) => {
  const { run, packages } = brokenSite(t, {});
  t.is((await run()).exitCode, 0);
  t.is((await packages()).length, 1);
});

const keys: readonly (readonly [string, Script['batch']])[] = [
  ['comes twice', (batch) => ({ ...batch, cells: batch.positions && Array.from({ length: batch.rows * 2 }, () => 7) })],
  ['is no number', (batch) => ({ ...batch, cells: Array.from({ length: batch.rows * 2 }, () => 'x') })],
];
for (const [what, batch] of keys) {
  test(`a key that ${what} is a fault, not a row in the wrong place`, async (t) => {
    const script: Script = batch === undefined ? {} : { batch };
    const { run, packages } = brokenSite(t, { ...script, describe: () => columns }, '-- key: Id\nSELECT 1');
    const { exitCode, said } = await run();
    t.is(exitCode, 3);
    t.regex(said, /sql\/bad-key[\s\S]*key Id/);
    t.deepEqual(await packages(), []);
  });
}

test('a dataset that the server refuses is absent; the others can be read', async (t) => {
  const describe = (text: string) => {
    if (text.includes('1')) return columns;
    throw sqlFault('sql/unsupported', 'This version can not do that.');
  };
  const { run } = brokenSite(t, { describe }, 'SELECT 2');
  const { exitCode, said } = await run();
  t.is(exitCode, 3);
  t.regex(said, /emea\/computers {2}sql\/unsupported/);
});
