import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import test from 'ava';
import { findPackage } from '../../../adapters/odbc/settings.ts';
import { Secret } from '../../../core/options/option.ts';
import { rowsOf, withConnection } from './support.ts';

/** A package in place of the real one that does what a query says: how processes end can be tested without a driver. */
const folder = mkdtempSync(join(tmpdir(), 'tributary-odbc-'));
const stub = join(folder, 'node_modules', 'odbc');
mkdirSync(stub, { recursive: true });
writeFileSync(join(stub, 'package.json'), JSON.stringify({ name: 'odbc', version: '0.0.0-stub', main: 'stub.cjs' }));
writeFileSync(
  join(stub, 'stub.cjs'),
  `const columns = [{ name: 'n', dataType: 4, dataTypeName: 'SQL_INTEGER', columnSize: 10, decimalDigits: 0, nullable: true }];
  const result = (rows) => Object.assign(rows, { columns });
  exports.connect = async ({ connectionString }) => {
    if (/refuse/.test(connectionString))
      throw Object.assign(new Error('refused'), { odbcErrors: [{ state: '28000', code: 1, message: '[driver]Refused for ' + connectionString }] });
    const seen = JSON.stringify([process.argv, process.execArgv, process.env]);
    return {
      cancel: async () => {}, beginTransaction: async () => {}, rollback: async () => {}, setIsolationLevel: async () => {},
      primaryKeys: async () => result([]),
      query: async (text) => {
        if (/COUNT/.test(text)) return result([[10]]);
        if (/1 = 0/.test(text)) return result([]);
        if (/crash/.test(text)) process.kill(process.pid, 'SIGSEGV');
        if (/quit/.test(text)) process.exit(3);
        if (/hang/.test(text)) for (;;) ;
        if (/never/.test(text)) return new Promise(() => {});
        if (/grow/.test(text)) {
          const kept = [];
          setInterval(() => kept.push(Buffer.alloc(1 << 24, 1)), 5);
          return new Promise(() => {});
        }
        if (/heap/.test(text)) for (const kept = []; ; ) kept.push(new Array(1000).fill({}).map(() => ({})));
        if (/fewer/.test(text)) return result([[1], [2], [3]]);
        if (/seen/.test(text)) return result([[seen.includes('open sesame') ? 1 : 0]].concat(new Array(9).fill([0])));
        return result(Array.from({ length: 10 }, (_, n) => [n]));
      },
    };
  };`,
);
process.env.TRIBUTARY_ODBC = folder;
const settings = { connection: 'Driver=Stub', product: 'other', memoryMb: 256 } as const;

const ends = [
  ['crash', 'sql/driver-crashed', true],
  ['quit', 'sql/driver-crashed', true],
  ['grow', 'sql/too-large', false],
  ['heap', 'sql/too-large', false],
  ['fewer', 'sql/rows-lost', false],
] as const;
for (const [word, code, retryable] of ends)
  test(`a driver that does this is ${code}: ${word}`, async (t) => {
    const error: unknown = await t.throwsAsync(
      withConnection(settings, (connection) => rowsOf(connection, { text: `SELECT ${word}` })),
    );
    t.like(error, { faults: [{ code }], retryable });
  });

for (const word of ['hang', 'never'])
  test(`a driver that does not answer is left within a second: ${word}`, async (t) => {
    const giveUp = new AbortController();
    const reason = new Error('enough');
    const reading = withConnection(
      settings,
      async (connection) => {
        const rows = rowsOf(connection, { text: `SELECT ${word}` });
        await setTimeout(100);
        giveUp.abort(reason);
        await rows;
      },
      giveUp.signal,
    );
    t.is(await t.throwsAsync(reading), reason);
  });

test('what was lost names the way out', async (t) => {
  const error = await t.throwsAsync(
    withConnection(settings, (connection) => rowsOf(connection, { text: 'SELECT fewer' })),
  );
  t.regex(error.message, /Expected 10 rows, as the server counts them, read 3\. Declare the key/);
});

test('a password goes through the pipe, not by arguments or environment', async (t) => {
  const secret = { ...settings, user: 'reader', password: new Secret('open sesame') };
  const [[seen]] = await withConnection(secret, (connection) => rowsOf(connection, { text: 'SELECT seen' }));
  t.is(seen, 0);
});

test('a connection is closed twice, and then refuses', async (t) => {
  await withConnection(settings, async (connection) => {
    await connection.close();
    await connection.close();
    await t.throwsAsync(connection.describe({ text: 'SELECT 1' }), { message: /source\/closed/ });
  });
});

test('without the package the error says how it is installed', (t) => {
  const empty = mkdtempSync(join(tmpdir(), 'tributary-odbc-'));
  t.false(existsSync(join(empty, 'node_modules')));
  const error = t.throws(() => findPackage('odbc', [empty]));
  t.regex(error.message, /sql\/driver-missing[\s\S]*apt-get install unixodbc-dev[\s\S]*npm install odbc@2\.6\.0/);
});

test('a package that can not be loaded is a missing driver', async (t) => {
  const broken = mkdtempSync(join(tmpdir(), 'tributary-odbc-'));
  mkdirSync(join(broken, 'node_modules', 'odbc'), { recursive: true });
  writeFileSync(join(broken, 'node_modules', 'odbc', 'package.json'), '{"name":"odbc","version":"1","main":"no.cjs"}');
  process.env.TRIBUTARY_ODBC = broken;
  const connecting = withConnection(settings, async () => undefined);
  process.env.TRIBUTARY_ODBC = folder;
  t.like(await t.throwsAsync(connecting), { faults: [{ code: 'sql/driver-missing' }] });
});

test('a connection with a password in it, or of another form, is refused', async (t) => {
  for (const connection of [
    'Driver=Stub;PWD=open sesame',
    'Driver=Stub;Password=open sesame',
    'not a connection',
    '',
  ]) {
    const error = await t.throwsAsync(withConnection({ ...settings, connection }, async () => undefined));
    t.regex(error.message, /option\/wrong-value/);
    t.notRegex(error.message, /sesame/);
  }
});
