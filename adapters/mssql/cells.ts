import type { Cell } from '../../core/adapter/batch.ts';
import type { Metadata } from './tedious.ts';
import { variantText } from './types.ts';
import * as values from './values.ts';

/**
 * Reads the cells of rows from the bytes of the protocol, straight into their final form. The package's own values are not exact: its
 * decimals and amounts of money are doubles, its times objects that cost more than the text that is wanted.
 */
export class Cursor {
  bytes: Buffer = Buffer.alloc(0);
  at = 0;

  /** Where the next bytes start, behind which the cursor then stands. */
  take(length: number): number {
    const start = this.at;
    if (start + length > this.bytes.length) throw incomplete;
    this.at = start + length;
    return start;
  }
}

/** Thrown where a value is not there as a whole yet; not an error, so it costs no stack. */
export const incomplete = Symbol('incomplete');

export type ReadCell = (from: Cursor) => Cell;

/** Code pages: of bytes into text, and of a collation's five bytes. */
export interface CodePages {
  readonly decode: (bytes: Buffer, codepage: string) => string;
  readonly ofCollation: (bytes: Buffer, at: number) => string | undefined;
}

/** Makes something of a value's bytes. */
export type OfBytes<Made> = (bytes: Buffer, at: number, length: number) => Made;
type ReadBytes = OfBytes<Cell>;

/** How the cells of a column are read. */
export function cellReader(column: Metadata, pages: CodePages): ReadCell {
  const { name } = column.type;
  const long = column.dataLength === 0xffff;
  const text = textReader(column.collation?.codepage ?? 'utf8', pages.decode);
  const fixed = fixedValues.get(name);
  if (fixed !== undefined) return ofLength(fixed.length, fixed.read);
  switch (name) {
    case 'IntN':
    case 'FloatN':
    case 'MoneyN':
    case 'BitN':
    case 'DateTimeN':
      return ofByteLength(byLength(name));
    case 'UniqueIdentifier':
      return ofByteLength(values.guidText);
    case 'Date':
    case 'Time':
    case 'DateTime2':
    case 'DateTimeOffset':
    case 'DecimalN':
    case 'NumericN':
      return ofByteLength(scaledReader(name, column.scale ?? 0));
    case 'NVarChar':
    case 'NChar':
      return long ? inChunks(wideText) : ofShortLength(wideText);
    case 'VarChar':
    case 'Char':
      return long ? inChunks(text) : ofShortLength(text);
    case 'VarBinary':
    case 'Binary':
      return long ? inChunks(copied) : ofShortLength(copied);
    case 'Xml':
      return inChunks(wideText);
    case 'UDT':
      return inChunks(copied);
    case 'NText':
      return ofTextPointer(wideText);
    case 'Text':
      return ofTextPointer(text);
    case 'Image':
      return ofTextPointer(copied);
    case 'Variant':
      return (from) => variant(from, pages);
    default:
      throw new Error(`SQL Server sent a type that is not known: ${name}.`);
  }
}

const fixedValues = new Map<string, { length: number; read: ReadBytes }>([
  ['Null', { length: 0, read: () => null }],
  ['Bit', { length: 1, read: (bytes, at) => bytes[at] !== 0 }],
  ['TinyInt', { length: 1, read: (bytes, at) => bytes[at] }],
  ['SmallInt', { length: 2, read: (bytes, at) => bytes.readInt16LE(at) }],
  ['Int', { length: 4, read: (bytes, at) => bytes.readInt32LE(at) }],
  ['BigInt', { length: 8, read: values.bigInteger }],
  ['Real', { length: 4, read: (bytes, at) => values.realText(bytes.readFloatLE(at)) }],
  ['Float', { length: 8, read: (bytes, at) => values.floatText(bytes.readDoubleLE(at)) }],
  ['SmallMoney', { length: 4, read: values.smallMoneyText }],
  ['Money', { length: 8, read: values.moneyText }],
  ['SmallDateTime', { length: 4, read: values.smallDateTimeText }],
  ['DateTime', { length: 8, read: values.dateTimeText }],
]);

const sizes: Readonly<Record<string, readonly string[]>> = {
  IntN: ['TinyInt', 'SmallInt', 'Int', 'BigInt'],
  FloatN: ['Real', 'Float'],
  MoneyN: ['SmallMoney', 'Money'],
  BitN: ['Bit'],
  DateTimeN: ['SmallDateTime', 'DateTime'],
};

/** The reader of a type whose values say how long they are. */
function byLength(name: string): ReadBytes {
  const readers: (ReadBytes | undefined)[] = [];
  for (const size of sizes[name] ?? []) {
    const fixed = fixedValues.get(size);
    if (fixed !== undefined) readers[fixed.length] = fixed.read;
  }
  return (bytes, at, length) => {
    const read = readers[length];
    if (read === undefined) throw new Error(`SQL Server sent ${length} bytes for a value of type ${name}.`);
    return read(bytes, at, length);
  };
}

function scaledReader(name: string, scale: number): ReadBytes {
  switch (name) {
    case 'Date':
      return (bytes, at) => values.dateText(bytes.readUIntLE(at, 3));
    case 'Time':
      return (bytes, at, length) => values.timeText(bytes.readUIntLE(at, length), scale);
    case 'DateTime2':
      return (bytes, at, length) => values.dateTime2Text(bytes, at, length, scale);
    case 'DateTimeOffset':
      return (bytes, at, length) => values.instantText(bytes, at, length, scale);
    default:
      return (bytes, at, length) => values.decimalText(bytes, at, length, scale);
  }
}

const wideText: ReadBytes = (bytes, at, length) => bytes.toString('utf16le', at, at + length);

// A copy, so that a cell does not hold the packet that it came in.
const copied: ReadBytes = (bytes, at, length) => new Uint8Array(bytes.subarray(at, at + length));

/** Text in a code page; what is plain ASCII needs no table. */
function textReader(codepage: string, decode: CodePages['decode']): ReadBytes {
  return (bytes, at, length) => {
    const end = at + length;
    for (let index = at; index < end; index++) if (bytes[index] > 127) return decode(bytes.subarray(at, end), codepage);
    return bytes.toString('latin1', at, end);
  };
}

export function ofLength<Made>(length: number, read: OfBytes<Made>): (from: Cursor) => Made | null {
  return (from) => {
    const at = from.take(length);
    return read(from.bytes, at, length);
  };
}

export function ofByteLength<Made>(read: OfBytes<Made>): (from: Cursor) => Made | null {
  return (from) => {
    const length = from.bytes[from.take(1)];
    if (length === 0) return null;
    const at = from.take(length);
    return read(from.bytes, at, length);
  };
}

export function ofShortLength<Made>(read: OfBytes<Made>): (from: Cursor) => Made | null {
  return (from) => {
    const length = from.bytes.readUInt16LE(from.take(2));
    if (length === 0xffff) return null;
    const at = from.take(length);
    return read(from.bytes, at, length);
  };
}

/** text, ntext and image: a pointer and a timestamp that nobody needs, then the value. */
function ofTextPointer(read: ReadBytes): ReadCell {
  return (from) => {
    const pointer = from.bytes[from.take(1)];
    if (pointer === 0) return null;
    from.take(pointer + 8);
    const length = from.bytes.readUInt32LE(from.take(4));
    const at = from.take(length);
    return read(from.bytes, at, length);
  };
}

/** Values of any length come in chunks, the last of which is empty. */
export function inChunks<Made>(read: OfBytes<Made>): (from: Cursor) => Made | null {
  return (from) => {
    const announced = from.take(8);
    if (from.bytes.readBigUInt64LE(announced) === 0xffffffffffffffffn) return null;
    const chunks: Buffer[] = [];
    for (;;) {
      const length = from.bytes.readUInt32LE(from.take(4));
      if (length === 0) break;
      const at = from.take(length);
      chunks.push(from.bytes.subarray(at, at + length));
    }
    const whole = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
    return read(whole, 0, whole.length);
  };
}

/** sql_variant: each value brings its type and that type's properties. */
function variant(from: Cursor, pages: CodePages): string | null {
  const total = from.bytes.readUInt32LE(from.take(4));
  if (total === 0) return null;
  const start = from.take(total);
  const { bytes } = from;
  const properties = start + 2;
  const at = properties + bytes[start + 1];
  const length = start + total - at;
  const name = variantTypes.get(bytes[start]);
  const fixed = fixedValues.get(name ?? '');
  if (fixed !== undefined) return variantText(fixed.read(bytes, at, length));
  switch (name) {
    case 'UniqueIdentifier':
      return values.guidText(bytes, at);
    case 'DecimalN':
      return values.decimalText(bytes, at, length, bytes[properties + 1]);
    case 'Date':
    case 'Time':
    case 'DateTime2':
    case 'DateTimeOffset':
      return variantText(scaledReader(name, bytes[properties])(bytes, at, length));
    case 'NVarChar':
      return bytes.toString('utf16le', at, at + length);
    case 'VarChar':
      return variantText(
        textReader(pages.ofCollation(bytes, properties + 2) ?? 'utf8', pages.decode)(bytes, at, length),
      );
    case 'VarBinary':
      return variantText(copied(bytes, at, length));
    default:
      throw new Error(`SQL Server sent a sql_variant with a type that is not known: ${bytes[start]}.`);
  }
}

const variantTypes = new Map<number, string>([
  [0x24, 'UniqueIdentifier'],
  [0x28, 'Date'],
  [0x29, 'Time'],
  [0x2a, 'DateTime2'],
  [0x2b, 'DateTimeOffset'],
  [0x30, 'TinyInt'],
  [0x32, 'Bit'],
  [0x34, 'SmallInt'],
  [0x38, 'Int'],
  [0x3a, 'SmallDateTime'],
  [0x3b, 'Real'],
  [0x3c, 'Money'],
  [0x3d, 'DateTime'],
  [0x3e, 'Float'],
  [0x6a, 'DecimalN'],
  [0x6c, 'DecimalN'],
  [0x7a, 'SmallMoney'],
  [0x7f, 'BigInt'],
  [0xa5, 'VarBinary'],
  [0xad, 'VarBinary'],
  [0xa7, 'VarChar'],
  [0xaf, 'VarChar'],
  [0xe7, 'NVarChar'],
  [0xef, 'NVarChar'],
]);
