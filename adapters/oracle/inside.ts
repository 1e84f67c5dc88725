/** What is reached inside of the package, because it has no door for it. Each works without, less well. */
import { TLSSocket } from 'node:tls';
import type { OracleConnection } from './package.ts';
import { instantText, timeText } from './values.ts';

/**
 * The package makes a Date of every time: in the zone of this machine, where some hours are missing, and without what is less than a
 * millisecond. So what reads its messages gets a function of ours in place of the one that makes the Dates. Gives whether there was one;
 * if a later version of the package has it elsewhere, Dates are taken as they are.
 */
export function keepTimesExact(connection: OracleConnection): boolean {
  const reader = property(property(property(connection, '_impl'), '_protocol'), 'readBuf');
  if (!isReader(reader)) return false;
  const original = reader.parseOracleDate;
  reader.parseOracleDate = (bytes, local, inDatabaseZone) => {
    if (local) return timeText(bytes, ' ');
    if (!inDatabaseZone) return instantText(bytes, 0);
    const ahead = property(reader.caps, 'dbTzOffset');
    // A zone with a name: the package says that it can't, and what to do.
    if (typeof ahead !== 'number') return original.call(reader, bytes, local, inDatabaseZone);
    return instantText(bytes, ahead);
  };
  return true;
}

/** The protocol by which the connection is encrypted on this side: `TLS 1.3`; undefined if it is not. */
export function encryptionOf(connection: OracleConnection): string | undefined {
  const socket = property(property(property(connection, '_impl'), 'nscon'), 'ntAdapter');
  const stream = property(socket, 'stream');
  if (!(stream instanceof TLSSocket)) return undefined;
  return stream.getProtocol()?.replace('TLSv', 'TLS ') ?? 'TLS';
}

interface MessageReader {
  parseOracleDate: (bytes: Uint8Array, local: boolean, inDatabaseZone: boolean) => unknown;
  readonly caps?: unknown;
}

function isReader(value: unknown): value is MessageReader {
  return typeof property(value, 'parseOracleDate') === 'function';
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
