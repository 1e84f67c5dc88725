import test from 'ava';
import ilmt from '../../../adapters/ilmt/adapter.ts';
import { ConfigError, SourceError } from '../../../core/errors/errors.ts';
import { parseOptions } from '../../../core/options/parse.ts';

/** What the options of the two databases make of each other, before anything is reached. */

process.env.TRIBUTARY_TEST_ILMT_PASSWORD ??= 'right';

async function faultOf(values: Readonly<Record<string, unknown>>) {
  const signal = new AbortController().signal;
  try {
    const said = { connectSeconds: 5, retries: 0, password: 'env:TRIBUTARY_TEST_ILMT_PASSWORD', ...values };
    const source = await ilmt.open(parseOptions(ilmt.options, said, { directory: '.' }), { signal });
    await source.close();
    return undefined;
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof SourceError)) throw error;
    const [{ code, message }] = error.faults;
    return `${code} ${message}`;
  }
}

const reached = { server: '127.0.0.1', port: 1, user: 'reader' };

for (const [title, values, expected] of [
  ['SQL Server without a server', { user: 'reader' }, /^option\/missing .*"server"/],
  ['DB2 without a server', { database: 'db2', user: 'reader' }, /^option\/missing .*"server"/],
  ['DB2 without a login', { database: 'db2', server: '127.0.0.1' }, /^option\/missing .*user/],
  [
    'a way to encrypt of DB2 alone',
    { ...reached, encrypt: 'password' },
    /^option\/wrong-value encrypt: expected strict/,
  ],
  [
    'a way to encrypt of SQL Server alone',
    { ...reached, database: 'db2', encrypt: 'strict' },
    /^option\/wrong-value encrypt: expected required/,
  ],
  [
    'the driver of the other database',
    { ...reached, driver: 'ibm_db' },
    /^option\/wrong-value driver: expected mssql or odbc/,
  ],
  [
    'the driver of the other database, for DB2',
    { ...reached, database: 'db2', driver: 'mssql' },
    /^option\/wrong-value driver: expected/,
  ],
  ['ODBC without a connection', { ...reached, driver: 'odbc' }, /^option\/missing .*"connection"/],
  ['a day that is none', { ...reached, asOf: 'yesterday' }, /^option\/wrong-value asOf/],
  [
    'a table of which no query knows',
    { ...reached, views: { ilmt_computer: 'A.B' } },
    /^option\/wrong-value views: .*Did you mean "ilmt_computers"/,
  ],
  [
    'a column of which no query knows',
    { ...reached, views: { ilmt_computers: { name: 'A.B', columns: { serial: 'X' } } } },
    /^option\/wrong-value views: expected columns of ilmt_computers/,
  ],
  ['SQL Server that is not there', reached, /^sql\/unreachable/],
] as const)
  test(`${title}: said before a row is read`, async (t) => {
    t.regex((await faultOf(values)) ?? '', expected);
  });

test('DB2 that is not there is unreachable, or the message says which driver to install', async (t) => {
  t.regex((await faultOf({ ...reached, database: 'db2' })) ?? '', /^sql\/(unreachable|driver-missing)/);
});
