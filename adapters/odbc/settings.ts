import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { configError } from '../../core/errors/errors.ts';
import type { Secret } from '../../core/options/option.ts';
import { sqlFault } from '../sql/faults.ts';
import { type Attribute, attributeOf, connectionStringOf, parseConnectionString } from './connection-string.ts';
import { type Product, type ProductName, products } from './products.ts';

export interface OdbcSettings {
  /** `Driver=…;Server=…;Database=…` or `DSN=…`, without user and password. */
  readonly connection: string;
  readonly user?: string | undefined;
  readonly password?: Secret | undefined;
  /** What the server is; without it, it is asked. */
  readonly product?: ProductName | undefined;
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
export function targetOf({ connection, user, password }: OdbcSettings, note: (sentence: string) => void): Target {
  const attributes = parseConnectionString(connection);
  if (attributes === undefined || attributes.length === 0)
    throw configError(
      'option/wrong-value',
      'Expected a connection such as "Driver=PostgreSQL Unicode;Server=db1;Database=inventory" or "DSN=inventory". Separate its attributes by semicolons.',
    );
  if (attributeOf(attributes, 'PWD') !== undefined || attributeOf(attributes, 'Password') !== undefined)
    throw configError(
      'option/wrong-value',
      'Expected a connection without a password, found one. Put it into the option password, as a reference: env:NAME or file:PATH.',
    );
  const driverName = attributeOf(attributes, 'Driver') ?? `DSN ${attributeOf(attributes, 'DSN') ?? '?'}`;
  const hint = products.find(({ drivers }) => drivers.test(driverName));
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
  const shown = ['DSN', 'Driver', 'Server', 'Port', 'Database', 'DBQ'];
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
  /** The file that is imported. */
  readonly path: string;
  readonly version: string;
}

/**
 * Where the package is: it is built on the machine that uses it, so it is no dependency of this product. The folder that TRIBUTARY_ODBC
 * names comes first, then the working folder, then the product's.
 * @throws SourceError `sql/driver-missing`
 */
export function findPackage(folders: readonly string[] = usualFolders()): OdbcPackage {
  for (const from of folders) {
    const require = createRequire(join(from, 'any.js'));
    try {
      const manifest = require.resolve('odbc/package.json');
      const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
      return { path: dirname(manifest), version: String(version) };
    } catch {
      // Somewhere else, perhaps.
    }
  }
  throw sqlFault('sql/driver-missing', `The package odbc is not installed. ${installation}`);
}

function usualFolders(): readonly string[] {
  const named = process.env.TRIBUTARY_ODBC;
  return [...(named === undefined ? [] : [resolve(named)]), process.cwd(), import.meta.dirname];
}

const installation =
  'Install it, in the folder that the program is started in, or in one that TRIBUTARY_ODBC names: ' +
  '"apt-get install unixodbc-dev g++ make python3" (on Windows nothing), then "npm install odbc@2.6.0".';
