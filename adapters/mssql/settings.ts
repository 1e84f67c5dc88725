import { readFileSync } from 'node:fs';
import { getCACertificates } from 'node:tls';
import { SourceError } from '../../core/errors/errors.ts';
import type { Secret } from '../../core/options/option.ts';

/** How a SQL Server is reached and logged in to. */
export interface MssqlSettings {
  readonly server: string;
  /** Without it and without an instance: 1433. */
  readonly port?: number | undefined;
  /** A named instance, whose port the SQL Server Browser knows. */
  readonly instance?: string | undefined;
  /** Without it, the login's own. */
  readonly database?: string | undefined;
  readonly login: Login;
  /** `strict`: TLS before anything else (TDS 8.0). `required`: TLS, or no login. `off`: as the server wants it; passwords may be read on the way. */
  readonly encrypt: 'strict' | 'required' | 'off';
  /** The server's certificate is taken unseen. */
  readonly trustServerCertificate: boolean;
  /** A file with the authorities that the server's certificate may come from, as PEM. */
  readonly ca?: string | undefined;
  /** 1.0 and 1.1 are for servers that speak nothing newer, and are warned about. */
  readonly minimumTls: '1.0' | '1.1' | '1.2' | '1.3';
  readonly readOnlyIntent: boolean;
  readonly multiSubnetFailover: boolean;
  /** `server`, `server\instance` or `server:port`: tried when the first does not answer. */
  readonly failoverPartner?: string | undefined;
  readonly packetSize: number;
  /** How long a query waits for rows that somebody else has locked, in milliseconds. */
  readonly lockTimeout: number;
}

export type Login =
  | { readonly kind: 'sql'; readonly user: string; readonly password: Secret }
  | { readonly kind: 'ntlm'; readonly domain: string; readonly user: string; readonly password: Secret }
  | {
      readonly kind: 'entra-password';
      readonly tenant: string;
      readonly client: string;
      readonly user: string;
      readonly password: Secret;
    }
  | { readonly kind: 'entra-principal'; readonly tenant: string; readonly client: string; readonly password: Secret }
  | { readonly kind: 'entra-token'; readonly token: Secret }
  /** The account that runs this program, a gMSA or Kerberos: the driver can't do it. */
  | { readonly kind: 'integrated' };

export const mssqlDefaults = {
  encrypt: 'required',
  trustServerCertificate: false,
  minimumTls: '1.2',
  readOnlyIntent: true,
  multiSubnetFailover: false,
  packetSize: 32767,
  lockTimeout: 30_000,
} as const satisfies Partial<MssqlSettings>;

/** One server to try. */
export interface Place {
  readonly server: string;
  readonly port?: number | undefined;
  readonly instance?: string | undefined;
}

/** The servers to try, in order. */
export function placesOf(settings: MssqlSettings): readonly Place[] {
  const { server, port, instance, failoverPartner } = settings;
  const first = { server, port, instance };
  if (failoverPartner === undefined) return [first];
  const [, host, partner, partnerPort] = /^([^\\:,]+)(?:\\([^\\:,]+))?(?:[:,](\d+))?$/.exec(failoverPartner) ?? [];
  if (host === undefined) {
    const message = `Expected the failover partner as server, server\\instance or server:port, found "${failoverPartner}". Correct it.`;
    throw new SourceError('sql/unsupported', message);
  }
  return [
    first,
    { server: host, instance: partner, port: partnerPort === undefined ? undefined : Number(partnerPort) },
  ];
}

/** `sql01:1433`, `sql01\SCCM`. */
export function placeText({ server, port, instance }: Place): string {
  if (port !== undefined) return `${server}:${port}`;
  return instance === undefined ? `${server}:1433` : `${server}\\${instance}`;
}

/** What the package is given, for one server. Its own waits and retries are off where the caller has limits of its own. */
export function configuration(settings: MssqlSettings, place: Place, connectTimeout: number): object {
  const instanceName = place.port === undefined ? place.instance : undefined;
  return {
    server: place.server,
    authentication: authentication(settings.login),
    options: {
      appName: 'Tributary',
      ...(settings.database === undefined ? {} : { database: settings.database }),
      ...(instanceName === undefined ? { port: place.port ?? 1433 } : { instanceName }),
      encrypt: { strict: 'strict', required: true, off: false }[settings.encrypt],
      trustServerCertificate: settings.trustServerCertificate,
      cryptoCredentialsDetails: tls(settings),
      readOnlyIntent: settings.readOnlyIntent,
      multiSubnetFailover: settings.multiSubnetFailover,
      packetSize: settings.packetSize,
      connectTimeout,
      requestTimeout: 0,
      cancelTimeout: 5000,
      maxRetriesOnTransientErrors: 0,
      useUTC: true,
      enableArithAbort: true,
    },
  };
}

function tls({ ca, minimumTls, encrypt, trustServerCertificate }: MssqlSettings): object {
  if (encrypt === 'required' && minimumTls === '1.3')
    throw new SourceError(
      'sql/unsupported',
      'TLS 1.3 is spoken before the protocol alone, by SQL Server 2022 and later. Say encrypt: strict, or a lower minimumTls.',
    );
  if (encrypt === 'strict' && trustServerCertificate)
    throw new SourceError(
      'sql/unsupported',
      'encrypt: strict always checks the certificate of the server. Leave trustServerCertificate out; an authority of your own is named by ca.',
    );
  const isChecked = encrypt !== 'off' && !trustServerCertificate;
  const old = minimumTls === '1.0' || minimumTls === '1.1';
  return {
    minVersion: `TLSv${minimumTls === '1.0' ? '1' : minimumTls}`,
    // Today's OpenSSL refuses the keys and digests of those versions otherwise.
    ...(old ? { ciphers: 'DEFAULT@SECLEVEL=0' } : {}),
    ...(isChecked ? { ca: ca === undefined ? knownAuthorities() : authorities(ca) } : {}),
  };
}

/** Those that Node knows, and those of this system, where a company's own authority is. */
function knownAuthorities(): string[] {
  return [...new Set([...getCACertificates('default'), ...getCACertificates('system')])];
}

function authorities(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const message = `Expected a file with certificates (PEM) at ${path}, which can not be read. Check ca.`;
    throw new SourceError('sql/encryption', message, { cause });
  }
}

function authentication(login: Login): object {
  switch (login.kind) {
    case 'sql':
      return { type: 'default', options: { userName: login.user, password: login.password.reveal() } };
    case 'ntlm': {
      const { domain, user, password } = login;
      return { type: 'ntlm', options: { domain, userName: user, password: password.reveal() } };
    }
    case 'entra-password': {
      const { tenant, client, user, password } = login;
      const options = { tenantId: tenant, clientId: client, userName: user, password: password.reveal() };
      return { type: 'azure-active-directory-password', options };
    }
    case 'entra-principal': {
      const options = { tenantId: login.tenant, clientId: login.client, clientSecret: login.password.reveal() };
      return { type: 'azure-active-directory-service-principal-secret', options };
    }
    case 'entra-token':
      return { type: 'azure-active-directory-access-token', options: { token: login.token.reveal() } };
    case 'integrated':
      throw new SourceError(
        'sql/unsupported',
        "A login by the account that runs this program (Kerberos, gMSA) is beyond the driver for SQL Server. Read the same queries by odbc with Microsoft's driver, or give a SQL or NTLM login.",
      );
  }
}
