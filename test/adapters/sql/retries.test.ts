import test from 'ava';
import { type SqlCode, sqlFault } from '../../../adapters/sql/faults.ts';
import { openPackage } from '../../../core/index.ts';
import { makeSite, mappingText, query } from './site.ts';
import { sqliteAdapter } from './sqlite-adapter.ts';
import type { Watch } from './sqlite-driver.ts';

/** A fault in the middle that passes: what is published is what would have been without it. */

const rows = 3500;
const first = 16_777_217;
const tables = `
CREATE TABLE v_R_System (ResourceID INTEGER, Name0 TEXT, Serial0 TEXT, Scan TEXT, Site TEXT);
CREATE TABLE v_GS_COMPUTER (ResourceID INTEGER, Model0 TEXT);
WITH RECURSIVE g(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM g WHERE n < ${rows - 1})
INSERT INTO v_R_System SELECT ${first} + n * 7, 'pc-' || n, n, NULL, 'EMEA' FROM g;
`;
const immutable = query.replace('-- key: ResourceID', '-- key: ResourceID, immutable');
const unkeyed = query.replace('-- key: ResourceID\n', '');

function site(t: Parameters<typeof makeSite>[0], sql: string, watch: Watch = {}, options = '') {
  const made = makeSite(t, {
    sql: tables,
    adapter: sqliteAdapter(watch),
    'queries/computers.sql': sql,
    'emea.yaml': `source: emea\nadapter: sqlite\ndatabase: site.db\nqueries: queries\nsite: EMEA\nretrySeconds: 0\n${options}`,
    'computers.yaml': mappingText,
  });
  const spool = ['--spool', made.at('spool')];
  const run = async (...words: readonly string[]) => {
    const ended = await made.call(
      'run',
      made.at('computers.yaml'),
      '--source',
      made.at('emea.yaml'),
      ...spool,
      ...words,
    );
    return { ...ended, result: ended.exitCode === 0 ? JSON.parse(ended.printed) : undefined };
  };
  const packages = async () => JSON.parse((await made.call('queue', 'list', ...spool, '--json')).printed).packages;
  return { run: () => run('--json'), packages, site: made };
}

/** Throws the errors, each once, at the row with that key. */
function breaking(...faults: readonly (readonly [row: number, error: unknown])[]): Watch {
  const left = [...faults];
  return {
    onRow([key]) {
      const at = left.findIndex(([row]) => BigInt(first + row * 7) === key);
      if (at >= 0) throw left.splice(at, 1)[0][1];
    },
  };
}

const passing: readonly SqlCode[] = ['sql/dropped', 'sql/deadlock', 'sql/driver-crashed'];
for (const code of passing)
  test(`${code} in the middle: the rows behind the last key are read in another session`, async (t) => {
    const whole = await site(t, immutable).run();
    const { run, packages } = site(t, immutable, breaking([2500, sqlFault(code, 'It broke.')]));
    const { result, said } = await run();
    t.regex(
      said,
      new RegExp(`emea/computers: ${code}; reading goes on behind ResourceID=\\d+ in 0 s \\(try 1 of 3\\)`),
    );
    t.is(result.ledger.read, rows);
    t.is(result.ledger.mapped, rows);
    t.is(whole.result.ledger.mapped, rows);
    const [{ retries }] = await packages();
    t.is(retries, 1);
  });

test('what was read in two sessions is of two states, and its package says so', async (t) => {
  const meaning = async (watch: Watch) => {
    const { run } = site(t, immutable, watch);
    const { result } = await run();
    const opened = await openPackage(result.package.path);
    t.teardown(opened.close);
    return opened.manifest.tributary;
  };
  t.is((await meaning({})).consistency, 'snapshot');
  t.is((await meaning(breaking([2500, sqlFault('sql/dropped', 'It broke.')]))).consistency, 'statement');
});

for (const [title, sql] of [
  ['without a key', unkeyed],
  ['with a key that may change', query],
])
  test(`a dataset ${title} starts again from its beginning, and its package is the same as without the fault`, async (t) => {
    const reads: string[] = [];
    const onStatement: Watch['onStatement'] = (kind, text) => void (kind === 'read' && reads.push(text));
    const digest = async (watch: Watch) => {
      const { result } = await site(t, sql, watch).run();
      t.is(result.ledger.read, rows);
      return result.package.contentDigest;
    };
    const broken = breaking([2500, sqlFault('sql/dropped', 'It broke.')], [1, sqlFault('sql/deadlock', 'It broke.')]);
    t.is(await digest({ ...broken, onStatement }), await digest({}));
    t.is(reads.length, 3);
    t.is(new Set(reads).size, 1);
  });

test('a fault that stays ends the run with its code after so many tries, and nothing is published', async (t) => {
  for (const sql of [immutable, unkeyed]) {
    let tries = 0;
    const onRow: Watch['onRow'] = ([key]) => {
      if (key !== BigInt(first + 2500 * 7)) return;
      tries++;
      throw sqlFault('sql/dropped', 'It broke.');
    };
    const { run, packages } = site(t, sql, { onRow }, 'retries: 2\n');
    const { exitCode, said } = await run();
    t.is(exitCode, 3);
    t.regex(said, /emea\/computers {2}sql\/dropped/);
    t.is(tries, 3);
    t.deepEqual(await packages(), []);
  }
});

test('with retries: 0 nothing is tried again', async (t) => {
  const { run } = site(t, immutable, breaking([2500, sqlFault('sql/dropped', 'It broke.')]), 'retries: 0\n');
  t.is((await run()).exitCode, 3);
});
