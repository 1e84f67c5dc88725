import { createSocket } from 'node:dgram';
import test from 'ava';
import mssql from '../../../adapters/mssql/adapter.ts';
import { mssqlDriver } from '../../../adapters/mssql/driver.ts';
import { mssqlOptions, mssqlSettings } from '../../../adapters/mssql/options.ts';
import { configuration, placesOf } from '../../../adapters/mssql/settings.ts';
import { Secret } from '../../../core/options/option.ts';
import { checkOptions } from '../../../core/options/parse.ts';
import { smallDatabase } from './small-database.ts';
import { connectOptions, settingsFor, standIn } from './support.ts';

/** From the options of a source file to what the package is given. */

process.env.MSSQL_TEST_SECRET = 'canary';

function settingsOf(values: Readonly<Record<string, unknown>>) {
  const { parsed, faults } = checkOptions(mssqlOptions, { server: 'sql01', ...values }, { directory: '.' });
  if (faults.length > 0) throw new Error(faults[0].message);
  return mssqlSettings(parsed);
}

const account = { user: 'reader', password: 'env:MSSQL_TEST_SECRET' };

for (const [values, authentication] of [
  [account, { type: 'default', options: { userName: 'reader', password: 'canary' } }],
  [
    { ...account, login: 'ntlm', domain: 'CORP' },
    { type: 'ntlm', options: { domain: 'CORP', userName: 'reader', password: 'canary' } },
  ],
  [
    { ...account, login: 'entraPassword', tenant: 't', client: 'c' },
    {
      type: 'azure-active-directory-password',
      options: { tenantId: 't', clientId: 'c', userName: 'reader', password: 'canary' },
    },
  ],
  [
    { ...account, login: 'entraPrincipal', tenant: 't', client: 'c' },
    {
      type: 'azure-active-directory-service-principal-secret',
      options: { tenantId: 't', clientId: 'c', clientSecret: 'canary' },
    },
  ],
  [
    { password: account.password, login: 'entraToken' },
    { type: 'azure-active-directory-access-token', options: { token: 'canary' } },
  ],
] as const) {
  test(`the login ${'login' in values ? values.login : 'sql'} is what the package calls ${authentication.type}`, (t) => {
    const settings = settingsOf(values);
    t.like(configuration(settings, { server: 'sql01' }, 1000), { server: 'sql01', authentication });
    t.false(JSON.stringify(settings).includes('canary'));
  });
}

for (const [values, missing] of [
  [{ password: account.password }, 'user'],
  [{ user: 'reader' }, 'password'],
  [{ ...account, login: 'ntlm' }, 'domain'],
  [{ ...account, login: 'entraPassword', client: 'c' }, 'tenant'],
  [{ login: 'entraToken' }, 'password'],
] as const) {
  test(`${JSON.stringify(values)} lacks ${missing}`, (t) => {
    t.throws(() => settingsOf(values), { message: new RegExp(`option/missing[\\s\\S]*"${missing}"`) });
  });
}

test('a port wins over an instance, and without both it is 1433', (t) => {
  const portOf = (values: object) => {
    const settings = settingsOf({ ...account, ...values });
    return configuration(settings, placesOf(settings)[0], 1000);
  };
  t.like(portOf({}), { options: { port: 1433 } });
  t.like(portOf({ instance: 'SCCM' }), { options: { instanceName: 'SCCM' } });
  t.like(portOf({ instance: 'SCCM', port: 1500 }), { options: { port: 1500 } });
});

for (const [partner, place] of [
  ['sql02', { server: 'sql02', instance: undefined, port: undefined }],
  ['sql02\\SCCM', { server: 'sql02', instance: 'SCCM', port: undefined }],
  ['sql02:1500', { server: 'sql02', instance: undefined, port: 1500 }],
  ['sql02,1500', { server: 'sql02', instance: undefined, port: 1500 }],
] as const) {
  test(`the failover partner ${partner}`, (t) => {
    t.deepEqual(placesOf(settingsOf({ ...account, failoverPartner: partner }))[1], place);
  });
}

test('a failover partner that is none is refused', (t) => {
  t.throws(() => placesOf(settingsOf({ ...account, failoverPartner: 'a:b:c' })), { message: /failover partner/ });
});

test('a file of authorities that is not there is said', (t) => {
  const settings = settingsOf({ ...account, ca: 'nowhere.pem' });
  t.throws(() => configuration(settings, { server: 'sql01' }, 1000), { message: /sql\/encryption[\s\S]*nowhere\.pem/ });
});

test('certificates are held against the authorities of the system, or those of a file, unless they are taken unseen', (t) => {
  const authoritiesOf = (values: object) => {
    const made: object = configuration(settingsOf({ ...account, ...values }), { server: 'sql01' }, 1000);
    const options: unknown = Reflect.get(made, 'options');
    const details: unknown = Reflect.get(Object(options), 'cryptoCredentialsDetails');
    return Reflect.get(Object(details), 'ca');
  };
  const known: unknown = authoritiesOf({});
  t.true(Array.isArray(known) && known.length > 50);
  t.is(authoritiesOf({ trustServerCertificate: true }), undefined);
  t.is(authoritiesOf({ encrypt: 'off' }), undefined);
});

test('the options of the adapter are those of the server and of all databases', (t) => {
  t.true('server' in mssql.options && 'queries' in mssql.options);
});

for (const [query, rows, limited] of [
  ['SELECT a FROM t ORDER BY a', 5, 'SELECT TOP (5) a FROM t ORDER BY a'],
  ['-- first\nselect distinct a FROM t', 1, '-- first\nselect distinct TOP (1) a FROM t'],
  ['SELECT TOP 3 a FROM t', 5, 'SELECT TOP 3 a FROM t'],
  ['SELECT a FROM t UNION ALL SELECT b FROM u', 5, 'SELECT a FROM t UNION ALL SELECT b FROM u'],
  ['SELECT a FROM (SELECT 1 UNION SELECT 2) AS t', 5, 'SELECT TOP (5) a FROM (SELECT 1 UNION SELECT 2) AS t'],
  ['WITH w AS (SELECT 1 AS a) SELECT ALL a FROM w', 5, 'WITH w AS (SELECT 1 AS a) SELECT ALL TOP (5) a FROM w'],
  ["SELECT 'TOP' FROM t -- UNION", 5, "SELECT TOP (5) 'TOP' FROM t -- UNION"],
  ['SELECT a FROM t ORDER BY a OFFSET 5 ROWS', 5, 'SELECT a FROM t ORDER BY a OFFSET 5 ROWS'],
] as const) {
  test(`the first ${rows} rows of ${JSON.stringify(query)}`, (t) => {
    t.is(mssqlDriver.dialect.limit(query, rows), limited);
  });
}

test('names are quoted with their brackets doubled', (t) => {
  t.is(mssqlDriver.dialect.quoteName('a]; DROP TABLE x --['), '[a]]; DROP TABLE x --[]');
});

test('the port of a named instance is asked of the SQL Server Browser', async (t) => {
  const server = await standIn(t, { answer: smallDatabase([]) });
  const browser = createSocket('udp4');
  const isBound = await new Promise<boolean>((resolve) => {
    browser.on('error', () => resolve(false));
    browser.bind(1434, '127.0.0.1', () => resolve(true));
  });
  t.teardown(() => browser.close());
  if (!isBound) {
    t.pass('Something else answers for SQL Server Browser on this machine.');
    return;
  }
  browser.on('message', (_message, { port, address }) => {
    const text = `ServerName;STANDIN;InstanceName;SCCM;IsClustered;No;Version;16.0;tcp;${server.port};;`;
    const answer = Buffer.concat([Buffer.from([5, text.length & 255, text.length >> 8]), Buffer.from(text)]);
    browser.send(answer, port, address);
  });
  const password = new Secret('right');
  const settings = settingsFor({ port: 1 }, { instance: 'sccm', login: { kind: 'sql', user: 'reader', password } });
  const connection = await mssqlDriver.connect({ ...settings, port: undefined }, connectOptions());
  await connection.close();
  t.is(server.logins.length, 1);
});
