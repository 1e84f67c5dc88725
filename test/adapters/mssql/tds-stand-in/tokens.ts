import type { StandInType } from './types.ts';
import { i32, longText, shortText, u8, u16, u32, unsigned } from './wire.ts';

/** Stand-in for SQL Server, in tests: the tokens of its answers. */

export interface StandInColumn {
  readonly name: string;
  readonly type: StandInType;
  readonly nullable?: boolean;
}

export interface ServerMessage {
  readonly number: number;
  readonly message: string;
  readonly class?: number;
}

export function columnsToken(columns: readonly StandInColumn[]): Buffer {
  const each = columns.map(({ name, type, nullable = true }) =>
    Buffer.concat([
      u32(0),
      u16(nullable ? 0x0009 : 0x0008),
      type.declaration,
      ...(type.hasTable ? [u8(1), longText('t')] : []),
      shortText(name),
    ]),
  );
  return Buffer.concat([u8(0x81), u16(columns.length), ...each]);
}

export function rowToken(columns: readonly StandInColumn[], values: readonly unknown[]): Buffer {
  return Buffer.concat([u8(0xd1), ...columns.map(({ type }, index) => type.encode(values[index] ?? null))]);
}

/** A row that says by bits which of its cells are null, and has no bytes for them. */
export function nullBitmapRowToken(columns: readonly StandInColumn[], values: readonly unknown[]): Buffer {
  const bits = Buffer.alloc((columns.length + 7) >> 3);
  const cells = columns.map(({ type }, index) => {
    const value = values[index] ?? null;
    if (value !== null) return type.encode(value);
    bits[index >> 3] |= 1 << (index & 7);
    return Buffer.alloc(0);
  });
  return Buffer.concat([u8(0xd2), bits, ...cells]);
}

export const done = { final: 0x00, more: 0x01, error: 0x02, counted: 0x10, attention: 0x20 } as const;

export function doneToken(status: number, rows = 0): Buffer {
  return Buffer.concat([u8(0xfd), u16(status), u16(0xc1), unsigned(BigInt(rows), 8)]);
}

export function errorToken(message: ServerMessage): Buffer {
  return said(0xaa, { class: 16, ...message });
}

export function infoToken(message: ServerMessage): Buffer {
  return said(0xab, { class: 0, ...message });
}

function said(token: number, { number, message, class: severity = 0 }: ServerMessage): Buffer {
  const body = Buffer.concat([
    i32(number),
    u8(1),
    u8(severity),
    longText(message),
    shortText('stand-in'),
    shortText(''),
    u32(1),
  ]);
  return Buffer.concat([u8(token), u16(body.length), body]);
}

export function loginAckToken(): Buffer {
  const body = Buffer.concat([
    u8(1),
    Buffer.from([0x74, 0, 0, 4]),
    shortText('Stand-in'),
    Buffer.from([16, 0, 0x10, 0]),
  ]);
  return Buffer.concat([u8(0xad), u16(body.length), body]);
}

/** The server has taken a token of Entra ID. */
export function tokenTakenToken(): Buffer {
  return Buffer.concat([u8(0xae), u8(2), u32(0), u8(0xff)]);
}

export function databaseToken(name: string): Buffer {
  return environment(1, shortText(name), shortText('master'));
}

export function packetSizeToken(size: number): Buffer {
  return environment(4, shortText(String(size)), shortText('4096'));
}

/** A transaction has begun, with the number by which later requests refer to it. */
export function transactionToken(number: bigint): Buffer {
  return environment(8, Buffer.concat([u8(8), unsigned(number, 8)]), u8(0));
}

function environment(kind: number, now: Buffer, before: Buffer): Buffer {
  const body = Buffer.concat([u8(kind), now, before]);
  return Buffer.concat([u8(0xe3), u16(body.length), body]);
}
