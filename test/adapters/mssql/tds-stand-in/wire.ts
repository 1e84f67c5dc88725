/** Stand-in for SQL Server, in tests: the small pieces that its messages are made of. */

export function u8(value: number): Buffer {
  return Buffer.from([value & 255]);
}

export function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

export function i16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16LE(value);
  return bytes;
}

export function i32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

export function i64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(value);
  return bytes;
}

/** A whole number in so many bytes, the lowest first. */
export function unsigned(value: bigint, length: number): Buffer {
  return Buffer.from(Array.from({ length }, (_, index) => Number((value >> BigInt(8 * index)) & 255n)));
}

export function wide(text: string): Buffer {
  return Buffer.from(text, 'utf16le');
}

/** Text behind its length in characters, in one byte or two. */
export function shortText(text: string): Buffer {
  return Buffer.concat([u8(text.length), wide(text)]);
}

export function longText(text: string): Buffer {
  return Buffer.concat([u16(text.length), wide(text)]);
}
