import { configError } from '../../core/errors/errors.ts';
import { type OptionValues, option, type Secret } from '../../core/options/option.ts';
import { type Login, type MssqlSettings, mssqlDefaults } from './settings.ts';

/** How a SQL Server is reached, as source files say it. Products on SQL Server have these options, too. */
export const mssqlOptions = {
  server: option.text({ summary: 'The host of the server.', example: 'sql01.corp.example' }),
  port: option.integer({ minimum: 1, maximum: 65_535, summary: 'Its port; without it 1433, or that of the instance.' }),
  instance: option.text({
    summary: 'A named instance, whose port is asked of the SQL Server Browser (UDP 1434) if none is given.',
    example: 'SCCM',
  }),
  database: option.text({ summary: 'The database; without it, the one of the login.', example: 'CM_EX1' }),
  login: option.choice({
    choices: ['sql', 'ntlm', 'entraPassword', 'entraPrincipal', 'entraToken', 'integrated'],
    default: 'sql',
    summary:
      'How to log in: a login of SQL Server, a Windows account by NTLM, Entra ID by password, service principal or token. `integrated`, the account of this program, needs the adapter odbc.',
  }),
  user: option.text({ summary: 'The login or account.', example: 'tributary_reader' }),
  password: option.secret({
    summary: 'Its password; for a service principal its secret, for a token the token.',
    example: 'env:MSSQL_PASSWORD',
  }),
  domain: option.text({ summary: 'The Windows domain of the account, for NTLM.', example: 'CORP' }),
  tenant: option.text({ summary: 'The tenant of Entra ID.', example: '00000000-0000-0000-0000-000000000000' }),
  client: option.text({ summary: 'The application of Entra ID that logs in.' }),
  encrypt: option.choice({
    choices: ['strict', 'required', 'off'],
    default: mssqlDefaults.encrypt,
    summary:
      'Encryption: `strict` is TLS before anything else (SQL Server 2022), `required` TLS or no login, `off` leaves it out, and the password can be read on the way.',
  }),
  trustServerCertificate: option.boolean({
    default: mssqlDefaults.trustServerCertificate,
    summary: "Whether the server's certificate is taken unseen.",
  }),
  ca: option.text({
    path: true,
    summary: "A PEM file with the authorities of the server's certificate; without it, those of the system.",
    example: 'corp-root.pem',
  }),
  minimumTls: option.choice({
    choices: ['1.0', '1.1', '1.2', '1.3'],
    default: mssqlDefaults.minimumTls,
    summary: 'The oldest TLS that is spoken. 1.0 and 1.1 are for servers that know nothing newer, and no longer safe.',
  }),
  readOnlyIntent: option.boolean({
    default: mssqlDefaults.readOnlyIntent,
    summary: 'Whether an availability group may send this session to a replica for readers.',
  }),
  multiSubnetFailover: option.boolean({
    default: mssqlDefaults.multiSubnetFailover,
    summary: 'Whether all addresses of the server are tried at once.',
  }),
  failoverPartner: option.text({
    summary: 'Another server, tried when the first does not answer: `server`, `server\\instance` or `server:port`.',
    example: 'sql02.corp.example',
  }),
  packetSize: option.integer({
    minimum: 512,
    maximum: 32_767,
    default: mssqlDefaults.packetSize,
    summary: 'How many bytes a packet of the protocol has.',
  }),
  lockSeconds: option.integer({
    minimum: 0,
    maximum: 3600,
    default: mssqlDefaults.lockTimeout / 1000,
    summary: 'How long a query waits for rows that somebody else has locked.',
  }),
} as const;

/** The settings that options make. @throws ConfigError `option/missing` */
export function mssqlSettings(values: OptionValues<typeof mssqlOptions>): MssqlSettings {
  const { login: _login, user: _user, password: _password, domain: _domain, lockSeconds, ...rest } = values;
  return {
    ...rest,
    server: wanted('server', values.server),
    login: loginOf(values),
    lockTimeout: lockSeconds * 1000,
  };
}

function loginOf({ login, user, password, domain, tenant, client }: OptionValues<typeof mssqlOptions>): Login {
  const account = () => ({ user: wanted('user', user), password: wanted<Secret>('password', password) });
  const application = () => ({ tenant: wanted('tenant', tenant), client: wanted('client', client) });
  switch (login) {
    case 'sql':
      return { kind: 'sql', ...account() };
    case 'ntlm':
      return { kind: 'ntlm', domain: wanted('domain', domain), ...account() };
    case 'entraPassword':
      return { kind: 'entra-password', ...application(), ...account() };
    case 'entraPrincipal':
      return { kind: 'entra-principal', ...application(), password: wanted('password', password) };
    case 'entraToken':
      return { kind: 'entra-token', token: wanted('password', password) };
    case 'integrated':
      return { kind: 'integrated' };
  }
}

function wanted<Value>(name: string, value: Value | undefined): Value {
  if (value !== undefined) return value;
  throw configError('option/missing', `Expected the option "${name}", found none.`);
}
