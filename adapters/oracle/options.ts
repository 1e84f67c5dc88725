import { configError } from '../../core/errors/errors.ts';
import { type OptionValues, option, type Secret } from '../../core/options/option.ts';
import { odbcOptions } from '../odbc/options.ts';

/** How a database is reached: by host and service or SID, by a whole descriptor, or by a name of a tnsnames.ora. */
export const oracleOptions = {
  host: option.text({ summary: 'The host of the listener.', example: 'db01.corp.example' }),
  port: option.integer({ minimum: 1, maximum: 65_535, summary: 'Its port; without it 1521, with tcps 2484.' }),
  service: option.text({ summary: 'The name of the service.', example: 'ORCLPDB1' }),
  sid: option.text({ summary: 'The SID, for databases that have no service name.', example: 'ORCL' }),
  connect: option.text({
    summary: 'In place of host and service: a whole descriptor, `(DESCRIPTION=…)`, or a name of the tnsnames.ora.',
    example: 'PROD_ERP',
  }),
  tnsnames: option.text({ path: true, summary: 'The folder that has the tnsnames.ora.', example: 'network/admin' }),
  protocol: option.choice({
    choices: ['tcp', 'tcps'],
    default: 'tcp',
    summary: 'Whether the connection is encrypted by TLS.',
  }),
  wallet: option.text({
    path: true,
    summary: 'The folder that has the ewallet.pem with certificates for tcps; without it those of the system are used.',
    example: 'wallet',
  }),
  walletPassword: option.secret({ summary: 'The password of the key in the wallet.', example: 'env:WALLET_PASSWORD' }),
  certificateName: option.choice({
    choices: ['checked', 'unchecked'],
    default: 'checked',
    summary: 'Whether the certificate of the server must have its name.',
  }),
  user: option.text({ summary: 'The user; `user[schema]` for a proxy user.', example: 'TRIBUTARY_AUDIT' }),
  password: option.secret({ summary: 'Its password.', example: 'env:ORACLE_PASSWORD' }),
  mode: option.choice({
    choices: ['thin', 'thick'],
    default: 'thin',
    summary:
      'Thin needs no client of Oracle, and servers from 12.1 on. Thick takes a client, in a process of its own: for older servers, and for what thin can not do.',
  }),
  clientFolder: option.text({
    path: true,
    summary:
      'With thick: the folder of an Instant Client, or of the libraries of another client; without it the system is asked for them.',
    example: 'instantclient_19_26',
  }),
  memoryMb: odbcOptions.memoryMb,
  tables: option.choice({
    choices: ['left-out', 'datasets'],
    default: 'left-out',
    summary: 'Whether the tables and views that the user may read are datasets, too.',
  }),
} as const;

export interface OracleSettings {
  /** A descriptor that is whole, or a name. */
  readonly connectString: string;
  /** As messages name it. */
  readonly server: string;
  readonly tnsnames: string | undefined;
  readonly wallet: string | undefined;
  readonly walletPassword: Secret | undefined;
  readonly checkName: boolean;
  readonly user: string;
  readonly password: Secret;
  /** The client of Oracle that is to be used; without it none is. */
  readonly client: { readonly folder: string | undefined; readonly memoryMb: number } | undefined;
}

/** The settings that options make. @throws ConfigError `option/missing`, `option/wrong-value` */
export function oracleSettings(values: OptionValues<typeof oracleOptions>): OracleSettings {
  const { user, password } = values;
  if (user === undefined) throw configError('option/missing', 'Expected the option "user", found none.');
  if (password === undefined) throw configError('option/missing', 'Expected the option "password", found none.');
  return {
    ...reachedBy(values),
    tnsnames: values.tnsnames,
    wallet: values.wallet,
    walletPassword: values.walletPassword,
    checkName: values.certificateName === 'checked',
    user,
    password,
    client: clientOf(values),
  };
}

function clientOf({ mode, clientFolder, memoryMb, walletPassword }: OptionValues<typeof oracleOptions>) {
  if (mode === 'thin') {
    if (clientFolder === undefined) return undefined;
    throw wrong(
      'Expected "mode: thick" beside "clientFolder", found thin, which uses no client. Leave one of them out.',
    );
  }
  if (walletPassword !== undefined)
    throw wrong(
      'Expected no "walletPassword" with "mode: thick": a client opens the cwallet.sso of the folder, which needs none. Make it with "orapki wallet create -auto_login".',
    );
  return { folder: clientFolder, memoryMb };
}

function reachedBy(values: OptionValues<typeof oracleOptions>): { connectString: string; server: string } {
  const { host, service, sid, connect, protocol } = values;
  if (connect !== undefined) {
    if (host !== undefined) throw wrong('Expected "connect" or "host", found both.');
    // Other forms make the package fetch settings from files and clouds.
    if (/^\s*\(\s*DESCRIPTION/i.test(connect)) return { connectString: connect.trim(), server: hostsOf(connect) };
    if (/^[\w.-]+$/.test(connect)) return { connectString: connect, server: connect };
    throw wrong('Expected "connect" to be a descriptor, (DESCRIPTION=…), or a name of the tnsnames.ora.');
  }
  if (host === undefined)
    throw configError('option/missing', 'Expected the option "host" or "connect", found neither.');
  if ((service === undefined) === (sid === undefined)) {
    throw wrong('Expected one of the options "service" and "sid" beside "host".');
  }
  const port = values.port ?? (protocol === 'tcps' ? 2484 : 1521);
  const named = service === undefined ? `(SID=${part('sid', sid)})` : `(SERVICE_NAME=${part('service', service)})`;
  const address = `(ADDRESS=(PROTOCOL=${protocol})(HOST=${part('host', host)})(PORT=${port}))`;
  return {
    connectString: `(DESCRIPTION=${address}(CONNECT_DATA=${named}))`,
    server: `${host}:${port}/${service ?? sid}`,
  };
}

/** A value that can stand in a descriptor without becoming more than a value. */
function part(name: string, value = ''): string {
  if (/^[\w.:$#-]+$/.test(value)) return value;
  throw wrong(`Expected the option "${name}" to have letters, digits and . : $ # _ - alone.`);
}

function hostsOf(descriptor: string): string {
  const hosts = [...descriptor.matchAll(/\(\s*HOST\s*=\s*([^()\s]+)\s*\)/gi)].map(([, host]) => host);
  return hosts.length === 0 ? 'the descriptor' : hosts.join(', ');
}

function wrong(message: string) {
  return configError('option/wrong-value', message);
}
