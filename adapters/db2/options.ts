import { configError } from '../../core/errors/errors.ts';
import { type OptionValues, option, type Secret } from '../../core/options/option.ts';
import { odbcOptions } from '../odbc/options.ts';

const driverNames = ['auto', 'ibm_db', 'odbc', 'drda'] as const;

/** How a DB2 is reached, as source files say it. Products on DB2 have these options, too. */
export const db2Options = {
  host: option.text({ summary: 'The host of the server.', example: 'db2.corp.example' }),
  port: option.integer({
    minimum: 1,
    maximum: 65_535,
    default: 50_000,
    summary: 'Its port; for encrypted connections it is another one, often 50001.',
  }),
  database: option.text({ summary: 'The database.', example: 'TEMADB' }),
  user: option.text({ summary: 'The login.', example: 'reader' }),
  password: option.secret({ summary: 'Its password.', example: 'env:DB2_PASSWORD' }),
  driver: option.choice({
    choices: driverNames,
    default: 'auto',
    summary:
      'What speaks to the server: the package ibm_db, the package odbc with IBM’s driver, or drda, which is built in; auto takes the first that is there.',
  }),
  encrypt: option.choice({
    choices: ['required', 'password', 'off'],
    default: 'required',
    summary:
      'Encryption: `required` is TLS or no login, `password` encrypts user and password alone (SERVER_ENCRYPT), `off` leaves it out, and the password can be read on the way.',
  }),
  ca: option.text({
    path: true,
    summary:
      'A PEM file with the certificate of the server, or of its authority; with drda those of the system are the default.',
    example: 'db2-root.pem',
  }),
  keystore: option.text({
    path: true,
    summary: 'With IBM’s drivers, in place of ca: a keystore of GSKit (.kdb or .p12) that trusts the server.',
    example: 'client.kdb',
  }),
  stash: option.text({ path: true, summary: 'The stash file (.sth) with the password of the keystore.' }),
  odbcName: option.text({
    default: 'IBM DB2 ODBC DRIVER',
    summary: 'With odbc: the name under which IBM’s driver is registered.',
  }),
  isolation: option.choice({
    choices: ['cs', 'rr'],
    default: 'cs',
    summary:
      'Cursor stability reads committed rows and keeps nobody waiting. Repeatable read shows one state of the database, and keeps those who write waiting until the run has ended.',
  }),
  memoryMb: odbcOptions.memoryMb,
} as const;

export interface Db2Settings {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: Secret;
  readonly driver: (typeof driverNames)[number];
  readonly encrypt: 'required' | 'password' | 'off';
  readonly ca?: string | undefined;
  readonly keystore?: string | undefined;
  readonly stash?: string | undefined;
  readonly odbcName: string;
  readonly isolation: 'cs' | 'rr';
  readonly memoryMb: number;
}

/** @throws ConfigError if what is needed is missing. */
export function db2Settings(values: OptionValues<typeof db2Options>): Db2Settings {
  const { host, database, user, password, ...others } = values;
  if (host === undefined) throw missing('host', 'db2.corp.example');
  if (database === undefined) throw missing('database', 'TEMADB');
  if (user === undefined) throw missing('user', 'reader');
  if (password === undefined) throw missing('password', 'env:DB2_PASSWORD');
  return { host, database, user, password, ...others };
}

function missing(name: string, example: string) {
  return configError(
    'option/missing',
    `Expected ${name} of the DB2, found none. Write for example: ${name}: ${example}`,
  );
}
