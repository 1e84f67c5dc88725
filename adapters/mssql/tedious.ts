import { createRequire } from 'node:module';
import type { TLSSocket } from 'node:tls';
import { SourceError } from '../../core/errors/errors.ts';
import type { CodePages } from './cells.ts';

/**
 * What is used of tedious, the client that the package mssql is built on. mssql brings it; the session is held without mssql's pool, which
 * logs in twice, asks SELECT 1 before each query and may change the session between two queries, which would end a snapshot.
 */
export interface Tedious {
  readonly Connection: new (config: object) => Session;
  readonly Request: new (text: string, done: (error: unknown) => void) => Request;
  readonly TYPES: { readonly NVarChar: object; readonly BigInt: object };
  /** Package and version: `mssql 12.7.14 (tedious 20.3.0)`. */
  readonly version: string;
  readonly TokenParser: new (message: AsyncIterable<Buffer>, debug: unknown, options: unknown) => TokenParser;
  readonly pages: CodePages;
}

export interface Session {
  connect(done: (error: unknown) => void): void;
  close(): void;
  execSql(request: Request): void;
  execSqlBatch(request: Request): void;
  on(event: string, listener: (...values: unknown[]) => void): unknown;
  removeListener(event: string, listener: (...values: unknown[]) => void): unknown;
  readonly closed?: boolean;
  /** What it is working on. */
  request?: Request | undefined;
  readonly socket?: unknown;
  readonly debug: unknown;
  readonly config: { readonly options: unknown };
  createTokenStreamParser: (message: AsyncIterable<Buffer>, handler: TokenHandler) => unknown;
  performTlsNegotiation: (prelogin: { readonly encryptionString?: string }, signal: AbortSignal) => Promise<void>;
  /** There is one once the socket is connected. */
  readonly messageIo: MessageIo;
}

export interface MessageIo {
  startTls: (details: object, host: string, isTrusted: boolean) => Promise<void>;
  readonly securePair?: { readonly cleartext: TLSSocket };
}

export interface Request {
  on(event: string, listener: (value: unknown) => void): unknown;
  addParameter(name: string, type: object, value: unknown): void;
  pause(): void;
  resume(): void;
  cancel(): void;
}

/** Its parser of tokens: `buffer` holds what has come of a message, read up to `position`. */
export interface TokenParser {
  buffer: Buffer;
  position: number;
  colMetadata: readonly Metadata[];
  readonly iterator: AsyncIterator<Buffer>;
  readToken(type: number): Token | undefined | Promise<Token | undefined>;
}

export interface Token {
  readonly handlerName: string;
}

export type TokenHandler = Readonly<Record<string, (token: Token) => void>>;

/** A column as the server describes it before its rows. */
export interface Metadata {
  readonly colName: string;
  readonly type: { readonly name: string };
  readonly flags: number;
  readonly dataLength?: number | undefined;
  readonly precision?: number | undefined;
  readonly scale?: number | undefined;
  readonly collation?: { readonly codepage?: string | undefined } | undefined;
  readonly udtInfo?: { readonly typeName?: string } | undefined;
}

export const packages = 'mssql@12.7.14';

let loaded: Tedious | undefined;

/** @throws SourceError `sql/driver-missing` if the package is not installed, `sql/unsupported` if it is not one that is known. */
export function loadTedious(): Tedious {
  loaded ??= load(import.meta.url);
  return loaded;
}

/** The package as a module at that place finds it. */
export function load(from: string): Tedious {
  const here = createRequire(from);
  let mssql: string;
  try {
    mssql = here.resolve('mssql');
  } catch (cause) {
    const message = `SQL Server is read by the package mssql, which is not installed. Install it: npm install ${packages}`;
    throw new SourceError('sql/driver-missing', message, { cause });
  }
  const beside = createRequire(mssql);
  const versionOf = (manifest: unknown) => String(Reflect.get(Object(manifest), 'version'));
  const version = `mssql ${versionOf(here('mssql/package.json'))} (tedious ${versionOf(beside('tedious/package.json'))})`;
  let cause: unknown;
  try {
    const parts = partsOf(beside, version);
    if (isTedious(parts)) return parts;
  } catch (error) {
    cause = error;
  }
  const message = `Expected the parts of tedious that Tributary knows, found ${version}. Install the version it was tested with: npm install ${packages}`;
  throw new SourceError('sql/unsupported', message, { cause });
}

function partsOf(beside: NodeJS.Require, version: string): unknown {
  const inside = createRequire(beside.resolve('tedious'));
  return {
    ...Object(beside('tedious')),
    TokenParser: inside('./token/stream-parser'),
    pages: codePages(inside('iconv-lite'), inside('./collation')),
    version,
  };
}

function codePages(iconv: unknown, collations: unknown): CodePages {
  const collation = Reflect.get(Object(collations), 'Collation');
  return {
    decode: (bytes, codepage) => String(invoke(iconv, 'decode', bytes, codepage)),
    ofCollation: (bytes, at) => {
      const codepage: unknown = Reflect.get(Object(invoke(collation, 'fromBuffer', bytes, at)), 'codepage');
      return typeof codepage === 'string' ? codepage : undefined;
    },
  };
}

function invoke(owner: unknown, name: string, ...values: unknown[]): unknown {
  return Reflect.apply(Reflect.get(Object(owner), name), owner, values);
}

function isTedious(parts: unknown): parts is Tedious {
  const has = (owner: unknown, ...names: string[]) =>
    names.every((name) => typeof Reflect.get(Object(owner), name) === 'function');
  const part = (name: string) => Reflect.get(Object(parts), name);
  const session = Reflect.get(Object(part('Connection')), 'prototype');
  const parser = Reflect.get(Object(part('TokenParser')), 'prototype');
  return (
    has(parts, 'Connection', 'Request', 'TokenParser') &&
    has(session, 'createTokenStreamParser', 'performTlsNegotiation', 'execSql', 'execSqlBatch', 'close') &&
    has(parser, 'readToken', 'waitForChunk') &&
    typeof part('TYPES') === 'object'
  );
}
