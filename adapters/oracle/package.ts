import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { driverMissing } from '../sql/faults.ts';

/** What is used of the package oracledb, as far as it is used. */
export interface Oracledb {
  readonly versionString: string;
  /** Whether it speaks to servers by itself. */
  readonly thin: boolean;
  /** With a client, its version: `19.3.0.0.0`. */
  readonly oracleClientVersionString?: string;
  /** Whether a client gets what leads to the server as it stands. */
  thickModeDSNPassthrough: boolean;
  readonly initOracleClient: (options: { readonly libDir?: string; readonly configDir?: string }) => void;
  readonly OUT_FORMAT_ARRAY: unknown;
  readonly STRING: unknown;
  readonly BUFFER: unknown;
  readonly getConnection: (attributes: Readonly<Record<string, unknown>>) => Promise<OracleConnection>;
}

/** A client of Oracle that is loaded into a process, for as long as that lives. */
export interface Library {
  /** The folder of its libraries; without it the system is asked for them. */
  readonly folder: string | undefined;
}

export interface OracleConnection {
  readonly oracleServerVersionString: string;
  module: string;
  action: string;
  readonly execute: (
    text: string,
    parameters: readonly unknown[],
    options: Readonly<Record<string, unknown>>,
  ) => Promise<OracleResult>;
  readonly getStatementInfo: (text: string) => Promise<{ readonly metaData?: readonly ColumnMetadata[] }>;
  readonly break: () => Promise<void>;
  readonly rollback: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface OracleResult {
  readonly metaData?: readonly ColumnMetadata[];
  readonly rows?: readonly (readonly unknown[])[];
  readonly resultSet?: ResultSet;
}

export interface ResultSet {
  readonly metaData: readonly ColumnMetadata[];
  readonly getRows: (most: number) => Promise<readonly (readonly unknown[])[]>;
  readonly close: () => Promise<void>;
}

export interface ColumnMetadata {
  readonly name: string;
  /** `NUMBER`, `VARCHAR2`, `TIMESTAMP WITH TIME ZONE`. */
  readonly dbTypeName: string;
  readonly nullable?: boolean;
  readonly precision?: number;
  readonly scale?: number;
  readonly byteSize?: number;
}

/** The version that the tests are run with. */
export const packageName = 'oracledb';
const install = 'npm install oracledb@26.0.0';

/**
 * Loads the package. For a client, one of another version may lie in a folder of its own, since each version takes clients of some only.
 * @throws SourceError `sql/driver-missing`
 */
export async function loadOracledb(library?: Library): Promise<Oracledb> {
  const folder = library === undefined ? undefined : process.env.TRIBUTARY_ORACLEDB;
  try {
    // A name that the compiler does not follow: the package may be missing.
    const loaded: unknown =
      folder === undefined
        ? await import(packageName as string)
        : createRequire(join(resolve(folder), 'any.js'))(packageName);
    const found = isObject(loaded) && 'default' in loaded ? loaded.default : loaded;
    if (isOracledb(found)) return found;
    throw new Error(`The package ${packageName} has no getConnection.`);
  } catch (cause) {
    throw driverMissing(packageName, folder === undefined ? install : `${install}, in ${folder}`, cause);
  }
}

function isOracledb(value: unknown): value is Oracledb {
  return isObject(value) && 'getConnection' in value && typeof value.getConnection === 'function';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
