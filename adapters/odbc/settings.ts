import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { configError } from '../../core/errors/errors.ts';
import type { Secret } from '../../core/options/option.ts';
import { sqlFault } from '../sql/faults.ts';
import { type Attribute, attributeOf, connectionStringOf, parseConnectionString } from './connection-string.ts';
import { type Product, type ProductName, products } from './products.ts';
import type { PackageName } from './protocol.ts';

export interface OdbcSettings {
  /** `Driver=…;Server=…;Database=…` or `DSN=…`, without user and password. */
  readonly connection: string;
  readonly user?: string | undefined;
  readonly password?: Secret | undefined;
  /** What the server is; without it, it is asked. */
  readonly product?: ProductName | undefined;
  /** Others may not write what is read, until it is closed: of servers without snapshots. */
  readonly isRepeatable?: boolean | undefined;
  /** How much memory the process with the driver may take. */
  readonly memoryMb?: number | undefined;
}

export interface Target {
  readonly connectionString: string;
  /** The same without secrets, for messages: `PostgreSQL Unicode, db1, inventory`. */
  readonly place: string;
  readonly driverName: string;
  readonly hint: Product | undefined;
  readonly attributes: readonly Attribute[];
}

/** The whole text that the driver gets, with what it needs to be right. */
export function targetOf(
  { connection, user, password, product }: OdbcSettings,
  note: (sentence: string) => void,
): Target {
  const attributes = parseConnectionString(connection);
  if (attributes === undefined || attributes.length === 0)
    throw configError(
      'option/wrong-value',
      'Expected a connection such as "Driver=PostgreSQL Unicode;Server=db1;Database=inventory" or "DSN=inventory". Separate its attributes by semicolons.',
    );
  if (attributeOf(attributes, 'PWD') !== undefined || attributeOf(attributes, 'Password') !== undefined)
    throw configError(
      'option/wrong-value',
      'Expected a connection without a password, found one. Put it into the option password, as a reference: env:NAME, file:PATH or credential:NAME.',
    );
  const source = attributeOf(attributes, 'DSN');
  const driverName = attributeOf(attributes, 'Driver') ?? (source === undefined ? 'its own driver' : `DSN ${source}`);
  const hint = products.find(({ name, drivers }) =>
    product === undefined ? drivers.test(driverName) : name === product,
  );
  const missing = (hint?.attributes ?? []).filter(([name]) => attributeOf(attributes, name) === undefined);
  const added = missing.map(([name, value]) => ({ name, value }));
  if (added.length > 0)
    note(
      `To read exactly, ${driverName} is also told ${added.map(({ name, value }) => `${name}=${value}`).join(', ')}.`,
    );
  const login = [
    ...(user === undefined ? [] : [{ name: 'UID', value: user }]),
    ...(password === undefined ? [] : [{ name: 'PWD', value: password.reveal() }]),
  ];
  const shown = ['DSN', 'Driver', 'Server', 'Hostname', 'Port', 'Database', 'DBQ'];
  const place = shown.flatMap((name) => attributeOf(attributes, name) ?? []).join(', ');
  return {
    connectionString: connectionStringOf([...attributes, ...added, ...login]),
    place,
    driverName,
    hint,
    attributes,
  };
}

export interface OdbcPackage {
  readonly name: PackageName;
  /** The folder that is imported. */
  readonly path: string;
  readonly version: string;
}

/**
 * Where the package is: it is built on the machine that uses it, so it is no dependency of this product. The folder that a variable
 * names comes first, then the working folder, then the product's.
 * @throws SourceError `sql/driver-missing`
 */
export function findPackage(name: PackageName, folders: readonly string[] = usualFolders(name)): OdbcPackage {
  for (const from of folders) {
    const require = createRequire(join(from, 'any.js'));
    try {
      const manifest = require.resolve(`${name}/package.json`);
      const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
      return { name, path: dirname(manifest), version: String(version) };
    } catch {
      // Somewhere else, perhaps.
    }
  }
  throw sqlFault('sql/driver-missing', `The package ${name} is not installed. ${installations[name].how}`);
}

function usualFolders(name: PackageName): readonly string[] {
  const named = process.env[installations[name].variable];
  return [...(named === undefined ? [] : [resolve(named)]), process.cwd(), import.meta.dirname];
}

/** How each package comes to a machine. */
export const installations = {
  odbc: {
    variable: 'TRIBUTARY_ODBC',
    command: 'npm install odbc@2.6.0',
    how:
      'Install it, in the folder that the program is started in, or in one that TRIBUTARY_ODBC names: ' +
      '"apt-get install unixodbc-dev g++ make python3" (on Windows nothing), then "npm install odbc@2.6.0".',
  },
  ibm_db: {
    variable: 'TRIBUTARY_IBM_DB',
    command: 'npm install ibm_db@4.0.1',
    how:
      'Install it, in the folder that the program is started in, or in one that TRIBUTARY_IBM_DB names: "npm install ibm_db@4.0.1", ' +
      'which fetches the driver from IBM; where that can not be reached, let IBM_DB_HOME name the folder of a driver (clidriver) first.',
  },
} as const satisfies Record<PackageName, { readonly variable: string; readonly command: string; readonly how: string }>;
