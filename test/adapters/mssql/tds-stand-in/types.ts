import { i16, i32, i64, u8, u16, u32, unsigned, wide } from './wire.ts';

/** Stand-in for SQL Server, in tests: how types are declared and their values written, after MS-TDS. */

export interface StandInType {
  readonly declaration: Buffer;
  /** Writes a value; null as the type says it. Numbers, bigints, texts and buffers, as each type says. */
  readonly encode: (value: unknown) => Buffer;
  /** text, ntext and image say which table they are of. */
  readonly hasTable?: true;
  /** It has no null. */
  readonly neverNull?: true;
}

// Latin1_General_CI_AS, of code page 1252.
const latin = Buffer.from([0x09, 0x04, 0xd0, 0x00, 0x00]);

/** A value behind its length in one byte; none is null. */
function sized(declaration: readonly number[], encode: (value: unknown) => Buffer): StandInType {
  return {
    declaration: Buffer.from(declaration),
    encode: (value) => {
      if (value === null) return u8(0);
      const bytes = encode(value);
      return Buffer.concat([u8(bytes.length), bytes]);
    },
  };
}

function fixed(type: number, encode: (value: unknown) => Buffer): StandInType {
  return { declaration: u8(type), encode, neverNull: true };
}

/** A value behind its length in two bytes, of a type with a longest length. */
function bounded(type: number, length: number, collation: Buffer, encode: (value: unknown) => Buffer): StandInType {
  return {
    declaration: Buffer.concat([u8(type), u16(length), collation]),
    encode: (value) => {
      if (value === null) return u16(0xffff);
      const bytes = encode(value);
      return Buffer.concat([u16(bytes.length), bytes]);
    },
  };
}

/** A value of any length, in chunks. */
function chunked(declaration: Buffer, encode: (value: unknown) => Buffer): StandInType {
  return {
    declaration,
    encode: (value) => {
      if (value === null) return Buffer.alloc(8, 0xff);
      const bytes = encode(value);
      const parts: Buffer[] = [unsigned(BigInt(bytes.length), 8)];
      for (let at = 0; at < bytes.length; at += 8000) {
        const chunk = bytes.subarray(at, at + 8000);
        parts.push(u32(chunk.length), chunk);
      }
      return Buffer.concat([...parts, u32(0)]);
    },
  };
}

function pointed(type: number, collation: Buffer, encode: (value: unknown) => Buffer): StandInType {
  return {
    declaration: Buffer.concat([u8(type), u32(0x7fffffff), collation]),
    hasTable: true,
    encode: (value) => {
      if (value === null) return u8(0);
      const bytes = encode(value);
      return Buffer.concat([u8(16), Buffer.alloc(24), u32(bytes.length), bytes]);
    },
  };
}

const none = Buffer.alloc(0);
const number = (value: unknown) => Number(value);
const text = (value: unknown) => String(value);
const bytesOf = (value: unknown) => Buffer.from(text(value), 'hex');

export const standInType = {
  tinyint: sized([0x26, 1], (value) => u8(number(value))),
  smallint: sized([0x26, 2], (value) => i16(number(value))),
  int: sized([0x26, 4], (value) => i32(number(value))),
  bigint: sized([0x26, 8], (value) => i64(BigInt(text(value)))),
  intNotNull: fixed(0x38, (value) => i32(number(value))),
  bigintNotNull: fixed(0x7f, (value) => i64(BigInt(text(value)))),
  bit: sized([0x68, 1], (value) => u8(value === true ? 1 : 0)),
  real: sized([0x6d, 4], (value) => {
    const bytes = Buffer.alloc(4);
    bytes.writeFloatLE(number(value));
    return bytes;
  }),
  float: sized([0x6d, 8], (value) => {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(number(value));
    return bytes;
  }),
  /** In ten-thousandths. */
  smallmoney: sized([0x6e, 4], (value) => i32(number(value))),
  money: sized([0x6e, 8], (value) => {
    const bytes = i64(BigInt(text(value)));
    return Buffer.concat([bytes.subarray(4), bytes.subarray(0, 4)]);
  }),
  /** Unscaled digits with a sign. */
  decimal: (precision: number, scale: number) => {
    const length = precision <= 9 ? 5 : precision <= 19 ? 9 : precision <= 28 ? 13 : 17;
    return sized([0x6a, length, precision, scale], (value) => {
      const whole = BigInt(text(value));
      return Buffer.concat([u8(whole < 0n ? 0 : 1), unsigned(whole < 0n ? -whole : whole, length - 1)]);
    });
  },
  /** `days minutes`, from 1900. */
  smalldatetime: sized([0x6f, 4], (value) => {
    const [days, minutes] = text(value).split(' ').map(Number);
    return Buffer.concat([u16(days), u16(minutes)]);
  }),
  /** `days ticks`, from 1900, in three hundredths of a second. */
  datetime: sized([0x6f, 8], (value) => {
    const [days, ticks] = text(value).split(' ').map(Number);
    return Buffer.concat([i32(days), i32(ticks)]);
  }),
  /** Days from year 1. */
  date: sized([0x28], (value) => unsigned(BigInt(text(value)), 3)),
  /** Units of the scale since midnight. */
  time: (scale: number) => sized([0x29, scale], (value) => unsigned(BigInt(text(value)), timeLength(scale))),
  /** `units days`. */
  datetime2: (scale: number) => sized([0x2a, scale], (value) => timeAndDay(text(value), scale)),
  /** `units days minutes`: in UTC, and the offset. */
  datetimeoffset: (scale: number) =>
    sized([0x2b, scale], (value) =>
      Buffer.concat([timeAndDay(text(value), scale), i16(Number(text(value).split(' ')[2]))]),
    ),
  /** The sixteen bytes as they are stored, in hexadecimal. */
  uniqueidentifier: sized([0x24, 16], bytesOf),
  nvarchar: (length: number) => bounded(0xe7, length * 2, latin, (value) => wide(text(value))),
  nchar: (length: number) => bounded(0xef, length * 2, latin, (value) => wide(text(value).padEnd(length))),
  /** Bytes in hexadecimal, of a code page. */
  varchar: (length: number, collation = latin) => bounded(0xa7, length, collation, bytesOf),
  char: (length: number) => bounded(0xaf, length, latin, (value) => Buffer.from(text(value).padEnd(length), 'latin1')),
  varbinary: (length: number) => bounded(0xa5, length, none, bytesOf),
  nvarcharMax: chunked(Buffer.concat([u8(0xe7), u16(0xffff), latin]), (value) => wide(text(value))),
  varcharMax: chunked(Buffer.concat([u8(0xa7), u16(0xffff), latin]), bytesOf),
  varbinaryMax: chunked(Buffer.concat([u8(0xa5), u16(0xffff)]), bytesOf),
  xml: chunked(Buffer.from([0xf1, 0]), (value) => wide(text(value))),
  text: pointed(0x23, latin, bytesOf),
  ntext: pointed(0x63, latin, (value) => wide(text(value))),
  image: pointed(0x22, none, bytesOf),
  /** The bytes of the value with its type, in hexadecimal. */
  variant: {
    declaration: Buffer.concat([u8(0x62), u32(8009)]),
    encode: (value: unknown) => {
      if (value === null) return u32(0);
      const bytes = bytesOf(value);
      return Buffer.concat([u32(bytes.length), bytes]);
    },
  },
} as const;

/** Collations by their five bytes, for texts in other code pages. */
export const collation = {
  // Greek_CI_AS
  cp1253: Buffer.from([0x08, 0x04, 0xd0, 0x00, 0x00]),
  // Japanese_CI_AS
  cp932: Buffer.from([0x11, 0x04, 0xd0, 0x00, 0x00]),
  // Latin1_General_100_CI_AS_SC_UTF8
  utf8: Buffer.from([0x09, 0x04, 0xd0, 0x04, 0x00]),
} as const;

function timeLength(scale: number): number {
  if (scale <= 2) return 3;
  return scale <= 4 ? 4 : 5;
}

function timeAndDay(value: string, scale: number): Buffer {
  const [units, days] = value.split(' ');
  return Buffer.concat([unsigned(BigInt(units), timeLength(scale)), unsigned(BigInt(days), 3)]);
}
