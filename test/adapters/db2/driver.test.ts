import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { db2Driver } from '../../../adapters/db2/driver.ts';
import { type Db2Settings, db2Settings } from '../../../adapters/db2/options.ts';
import type { Connection } from '../../../adapters/sql/driver.ts';
import { Secret } from '../../../core/options/option.ts';
import { rowsOf } from '../odbc/support.ts';

/** A package in place of ibm_db that answers what it was told: which driver is taken, and with what, is tested without one. */
const folder = mkdtempSync(join(tmpdir(), 'tributary-db2-'));
const stub = join(folder, 'node_modules', 'ibm_db');
mkdirSync(stub, { recursive: true });
writeFileSync(join(stub, 'package.json'), '{"name":"ibm_db","version":"0.0.0-stub","main":"stub.cjs"}');
writeFileSync(
  join(stub, 'stub.cjs'),
  `const result = (columns, rows) => [{
    getColumnMetadataSync: () => columns,
    fetchN: async () => rows.splice(0),
    close: async () => {},
  }];
  const text = { SQL_DESC_NAME: 'TOLD', SQL_DESC_TYPE_NAME: 'VARCHAR', SQL_DESC_CONSIZE_TYPE: 12, SQL_DESC_PRECISION: 500, SQL_DESC_SCALE: 0 };
  const isolations = [];
  exports.open = async (connection, options) => ({
    setIsolationLevel: (level) => isolations.push(level),
    beginTransaction: async () => true,
    queryResult: async (sql) => {
      if (/ENV_INST_INFO/.test(sql)) return result(new Array(6).fill(text), [['DB2 v11.5', 'v11.5', 'INVENTRY', 'READER', 'db2:1', 'unknown']]);
      if (/COUNT/.test(sql)) return result([text], [[1]]);
      if (/1 = 0/.test(sql)) return result([text], []);
      return result([text], [[JSON.stringify([connection, options.connectTimeout, process.env.DB2CODEPAGE, isolations, sql])]]);
    },
  });`,
);
const nowhere = mkdtempSync(join(tmpdir(), 'tributary-db2-'));

const settings: Db2Settings = db2Settings({
  host: 'db2.corp.example',
  port: 50_000,
  database: 'INVENTRY',
  user: 'reader',
  password: new Secret('a;b}c={d'),
  driver: 'ibm_db',
  encrypt: 'required',
  ca: '/etc/db2-root.pem',
  keystore: undefined,
  stash: undefined,
  odbcName: 'IBM DB2 ODBC DRIVER',
  isolation: 'cs',
  memoryMb: 512,
});

async function withConnection<Result>(
  changes: Partial<Db2Settings>,
  use: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  process.env.TRIBUTARY_IBM_DB = folder;
  const connection = await db2Driver.connect(
    { ...settings, ...changes },
    { signal: new AbortController().signal, timeouts: { connect: 7000, firstRow: 9000, read: 9000 } },
  );
  try {
    return await use(connection);
  } finally {
    await connection.close();
  }
}

async function told(changes: Partial<Db2Settings> = {}, snapshot = false): Promise<readonly unknown[]> {
  const [[cell]] = await withConnection(changes, async (connection) => {
    if (snapshot) await connection.snapshot();
    return rowsOf(connection, { text: 'SELECT TOLD FROM T' });
  });
  return JSON.parse(String(cell));
}

test.serial('IBM’s driver is told the server in full, and gives texts as UTF-8', async (t) => {
  const [connection, seconds, codePage] = await told();
  t.is(
    connection,
    'Hostname=db2.corp.example;Port=50000;Protocol=TCPIP;Database=INVENTRY;Security=SSL;SSLServerCertificate=/etc/db2-root.pem;' +
      'LongDataCompat=1;LockTimeout=30;UID=reader;PWD={a;b}}c={d};',
  );
  t.is(seconds, 7);
  t.is(codePage, '1208');
});

const encryptions = [
  [{ encrypt: 'off' }, /Database=INVENTRY;LongDataCompat/],
  [{ encrypt: 'password' }, /Database=INVENTRY;Authentication=SERVER_ENCRYPT;LongDataCompat/],
  [
    { keystore: '/k.kdb', stash: '/k.sth', ca: undefined },
    /Security=SSL;SSLClientKeystoredb=\/k\.kdb;SSLClientKeystash=\/k\.sth;/,
  ],
] as const;
for (const [changes, expected] of encryptions)
  test.serial(`encryption as the options say: ${Object.values(changes).join(' ')}`, async (t) => {
    const [connection] = await told(changes);
    t.regex(String(connection), expected);
  });

for (const injected of ['INVENTRY;Security=', 'a}b', '{x', 'x=y', 'x\ny'])
  test.serial(`what could be another attribute is no name of a database: ${JSON.stringify(injected)}`, async (t) => {
    t.like(await t.throwsAsync(told({ database: injected })), { faults: [{ code: 'option/wrong-value' }] });
  });

test.serial('uncommitted rows are not read', async (t) => {
  const [, , , isolations, sql] = await told({}, true);
  t.deepEqual(isolations, []);
  t.regex(String(sql), /FOR READ ONLY$/);
});

test.serial('one state of the database costs those who write, and is wanted in so many words', async (t) => {
  t.is(await withConnection({}, (connection) => connection.snapshot()), 'none');
  t.is(await withConnection({ isolation: 'rr' }, (connection) => connection.snapshot()), 'snapshot');
  const [, , , isolations] = await told({ isolation: 'rr' }, true);
  t.deepEqual(isolations, [8]);
});

test.serial('the licence is spoken of with the server', async (t) => {
  const about = await withConnection({ driver: 'auto' }, (connection) => connection.about());
  t.like(about, { product: 'DB2 v11.5', id: 'db2:1', driver: 'ibm_db 0.0.0-stub (its own driver)' });
  t.regex(about.licence ?? '', /needs a DB2 licence/);
});

const options = { signal: new AbortController().signal, timeouts: { connect: 7000, firstRow: 9000, read: 9000 } };

function withoutPackages(t: ExecutionContext): void {
  const [ibmDb, odbc] = [process.env.TRIBUTARY_IBM_DB, process.env.TRIBUTARY_ODBC];
  Object.assign(process.env, { TRIBUTARY_IBM_DB: nowhere, TRIBUTARY_ODBC: nowhere });
  t.teardown(() => {
    Object.assign(process.env, { TRIBUTARY_IBM_DB: ibmDb ?? '', TRIBUTARY_ODBC: odbc ?? '' });
  });
}

for (const [driver, ways] of [
  ['ibm_db', /npm install ibm_db@4\.0\.1[\s\S]*IBM_DB_HOME/],
  ['odbc', /npm install odbc@2\.6\.0/],
] as const)
  test.serial(`a driver that is wanted and not there is one error that says how to get it: ${driver}`, async (t) => {
    withoutPackages(t);
    const error = await t.throwsAsync(db2Driver.connect({ ...settings, driver }, options));
    t.like(error, { faults: [{ code: 'sql/driver-missing' }], retryable: false });
    t.regex(error.message, ways);
  });

// What unixODBC says of a name that nobody has registered.
const unregistered = mkdtempSync(join(tmpdir(), 'tributary-db2-'));
mkdirSync(join(unregistered, 'node_modules', 'odbc'), { recursive: true });
writeFileSync(
  join(unregistered, 'node_modules', 'odbc', 'package.json'),
  '{"name":"odbc","version":"0","main":"stub.cjs"}',
);
writeFileSync(
  join(unregistered, 'node_modules', 'odbc', 'stub.cjs'),
  `exports.connect = async () => {
    const message = "[unixODBC][Driver Manager]Can't open lib 'IBM DB2 ODBC DRIVER' : file not found";
    throw Object.assign(new Error('no connection'), { odbcErrors: [{ state: '01000', code: 0, message }] });
  };`,
);

test.serial('the package odbc without IBM’s driver is none of them', async (t) => {
  withoutPackages(t);
  process.env.TRIBUTARY_ODBC = unregistered;
  const nobody = { ...settings, host: '127.0.0.1', port: 1, encrypt: 'off' } as const;
  const wanted = await t.throwsAsync(db2Driver.connect({ ...nobody, driver: 'odbc' }, options));
  t.like(wanted, { faults: [{ code: 'sql/driver-missing' }], retryable: false });
  const any = await t.throwsAsync(db2Driver.connect({ ...nobody, driver: 'auto' }, options));
  t.like(any, { faults: [{ code: 'sql/unreachable' }], retryable: true });
});

test.serial('without a driver of IBM the one that is built in is taken, and that is said', async (t) => {
  withoutPackages(t);
  const notes: string[] = [];
  const nobody = { ...settings, driver: 'auto', host: '127.0.0.1', port: 1, encrypt: 'off' } as const;
  const error = await t.throwsAsync(db2Driver.connect(nobody, { ...options, note: (note) => notes.push(note) }));
  t.like(error, { faults: [{ code: 'sql/unreachable' }], retryable: true });
  t.deepEqual(notes, ['Neither ibm_db nor odbc with IBM’s driver is there: the server is read by the driver drda.']);
});

test('a certificate that is not there is a fault of the source file', async (t) => {
  const error = await t.throwsAsync(db2Driver.connect({ ...settings, driver: 'drda', ca: '/none/ca.pem' }, options));
  t.like(error, { faults: [{ code: 'option/wrong-value' }] });
});

test('a keystore of IBM is beyond the driver that is built in', async (t) => {
  const error = await t.throwsAsync(
    db2Driver.connect({ ...settings, driver: 'drda', ca: undefined, keystore: 'k.kdb' }, options),
  );
  t.like(error, { faults: [{ code: 'sql/unsupported' }] });
});

for (const name of ['host', 'database', 'user', 'password'] as const)
  test(`what is missing is named: ${name}`, (t) => {
    t.like(
      t.throws(() =>
        db2Settings({ ...settings, keystore: undefined, stash: undefined, ca: undefined, [name]: undefined }),
      ),
      {
        faults: [{ code: 'option/missing' }],
      },
    );
  });
