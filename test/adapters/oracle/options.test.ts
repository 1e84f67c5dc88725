import { join } from 'node:path';
import test from 'ava';
import { oracleOptions, oracleSettings } from '../../../adapters/oracle/options.ts';
import { ConfigError } from '../../../core/errors/errors.ts';
import { parseOptions } from '../../../core/options/parse.ts';

process.env.TRIBUTARY_TEST_ORACLE_PASSWORD = 'right';
const login = { user: 'audit', password: 'env:TRIBUTARY_TEST_ORACLE_PASSWORD' };

function settings(options: Readonly<Record<string, unknown>>) {
  return oracleSettings(parseOptions(oracleOptions, { ...login, ...options }, { directory: import.meta.dirname }));
}

const reached: readonly (readonly [
  title: string,
  options: Readonly<Record<string, unknown>>,
  connectString: string,
])[] = [
  [
    'a service',
    { host: 'db01.corp.example', service: 'ORCLPDB1' },
    '(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=db01.corp.example)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=ORCLPDB1)))',
  ],
  [
    'a SID on another port',
    { host: 'db01', port: 1526, sid: 'ORCL' },
    '(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=db01)(PORT=1526))(CONNECT_DATA=(SID=ORCL)))',
  ],
  [
    'TLS, which has a port of its own',
    { host: 'db01', service: 'A', protocol: 'tcps' },
    '(DESCRIPTION=(ADDRESS=(PROTOCOL=tcps)(HOST=db01)(PORT=2484))(CONNECT_DATA=(SERVICE_NAME=A)))',
  ],
  ['a name of the tnsnames.ora', { connect: 'PROD_ERP.WORLD' }, 'PROD_ERP.WORLD'],
  ['a descriptor', { connect: ' (description = (address_list = ))' }, '(description = (address_list = ))'],
];

for (const [title, options, connectString] of reached) {
  test(`a database is reached by ${title}`, (t) => {
    t.is(settings(options).connectString, connectString);
  });
}

test('a client of Oracle is used where the options say so, with its folder beside the file', (t) => {
  t.is(settings({ connect: 'A' }).client, undefined);
  t.deepEqual(settings({ connect: 'A', mode: 'thick' }).client, { folder: undefined, memoryMb: 1024 });
  const { client } = settings({ connect: 'A', mode: 'thick', clientFolder: 'instantclient_11_2', memoryMb: 256 });
  t.deepEqual(client, { folder: join(import.meta.dirname, 'instantclient_11_2'), memoryMb: 256 });
});

const wrong: readonly (readonly [title: string, options: Readonly<Record<string, unknown>>, says: RegExp])[] = [
  ['nothing', {}, /"host" or "connect"/],
  ['a host alone', { host: 'db01' }, /"service" and "sid"/],
  ['both a service and a SID', { host: 'db01', service: 'A', sid: 'B' }, /"service" and "sid"/],
  ['a client that is not used', { connect: 'A', clientFolder: 'instantclient_19_26' }, /"mode: thick"/],
  [
    'a password for the wallet of a client',
    { connect: 'A', mode: 'thick', walletPassword: 'env:TRIBUTARY_TEST_ORACLE_PASSWORD' },
    /cwallet\.sso/,
  ],
  ['both a host and a descriptor', { host: 'db01', connect: 'A' }, /found both/],
  ['a service that would be more than a value', { host: 'db01', service: 'A)(SECURITY=(X=Y)' }, /"service"/],
  ['a place from which settings would be fetched', { connect: 'config-file://settings.json' }, /"connect"/],
];

for (const [title, options, says] of wrong) {
  test(`${title} is refused`, (t) => {
    t.throws(() => settings(options), { instanceOf: ConfigError, message: says });
  });
}
