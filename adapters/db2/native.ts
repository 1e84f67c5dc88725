import { configError } from '../../core/errors/errors.ts';
import { ibmDbDriver, type OdbcSettings, odbcDriver } from '../odbc/driver.ts';
import { withSettings } from '../sql/adapter-of.ts';
import type { Db2Settings } from './options.ts';

/** IBM's own driver by either package of npm that calls it. Both take what it is told as one text of `Name=value;`. */
export const byIbmDb = withSettings(ibmDbDriver, (settings: Db2Settings) => odbcSettings(settings, []));
export const byOdbc = withSettings(odbcDriver, (settings: Db2Settings) =>
  odbcSettings(settings, [['Driver', settings.odbcName]]),
);

function odbcSettings(settings: Db2Settings, first: readonly Attribute[]): OdbcSettings {
  const attributes = [...first, ...attributesOf(settings)];
  const connection = attributes.map(([name, value]) => `${name}=${plain(name, value)}`).join(';');
  const { user, password, memoryMb, isolation } = settings;
  return { connection, user, password, product: 'db2', memoryMb, isRepeatable: isolation === 'rr' };
}

type Attribute = readonly [name: string, value: string];

function attributesOf({ host, port, database, encrypt, ca, keystore, stash }: Db2Settings): readonly Attribute[] {
  const tls: readonly (readonly [name: string, value: string | undefined])[] = [
    ['Security', 'SSL'],
    ['SSLServerCertificate', ca],
    ['SSLClientKeystoredb', keystore],
    ['SSLClientKeystash', stash],
  ];
  return [
    ['Hostname', host],
    ['Port', `${port}`],
    ['Protocol', 'TCPIP'],
    ['Database', database],
    ...(encrypt === 'required' ? tls : []).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    ),
    ...(encrypt === 'password' ? [['Authentication', 'SERVER_ENCRYPT'] as const] : []),
  ];
}

/** What could end a value and begin another attribute is no part of a host, a database or a path. */
function plain(name: string, value: string): string {
  if (!/[;{}=\0\r\n]/.test(value)) return value;
  throw configError(
    'option/wrong-value',
    `Expected for ${name} a value without semicolons, braces and equal signs, found one with them. Write the name alone.`,
  );
}
