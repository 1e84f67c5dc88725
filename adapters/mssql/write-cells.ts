import type { Cell } from '../../core/adapter/batch.ts';
import { cellText } from '../../core/adapter/batch.ts';
import { type CellText, kind, type Written } from './cell-text.ts';
import {
  type CodePages,
  type Cursor,
  cellReader,
  inChunks,
  type OfBytes,
  ofByteLength,
  ofLength,
  ofShortLength,
} from './cells.ts';
import type { Metadata } from './tedious.ts';
import * as values from './values.ts';

/** Writes a cell; null if it is null. */
export type WriteCell = (from: Cursor) => Written | null;

/**
 * How the cells of a column are written as text without a value in between: the text is that of the value which `cellReader` gives. Types
 * of which a row has few are read, and their text is written.
 */
export function cellWriter(column: Metadata, pages: CodePages, out: CellText): WriteCell {
  const { name } = column.type;
  const long = column.dataLength === 0xffff;
  const scale = column.scale ?? 0;
  switch (name) {
    case 'TinyInt':
      return ofLength(1, integer(out));
    case 'SmallInt':
      return ofLength(2, integer(out));
    case 'Int':
      return ofLength(4, integer(out));
    case 'BigInt':
      return ofLength(8, integer(out));
    case 'IntN':
      return ofByteLength(integer(out));
    case 'DateTime':
      return ofLength(8, dateTime(out));
    case 'DateTimeN':
      return ofByteLength(dateTime(out));
    case 'DateTime2':
      return ofByteLength(day(out, 32, 0, scale));
    case 'DateTimeOffset':
      return ofByteLength(day(out, letterT, 2, scale));
    case 'Date':
      return ofByteLength((bytes, at) => out.ascii(values.dateText(bytes.readUIntLE(at, 3))));
    case 'DecimalN':
    case 'NumericN':
      return ofByteLength(decimal(out, scale));
    case 'UniqueIdentifier':
      return ofByteLength((bytes, at) => out.guid(bytes, at));
    case 'NVarChar':
    case 'NChar':
      return (long ? inChunks : ofShortLength)((bytes, at, length) => out.wide(bytes, at, length));
    case 'VarChar':
    case 'Char':
      return (long ? inChunks : ofShortLength)(narrow(out, column.collation?.codepage ?? 'utf8', pages));
    default: {
      const read = cellReader(column, pages);
      return (from) => {
        const cell = read(from);
        return cell === null ? null : out.text(cellText(cell));
      };
    }
  }
}

/** What the values of a column are: what is made of their text again. */
export type ValueType = 'text' | 'integer' | 'boolean' | 'binary';

const valueTypes = new Map<string, ValueType>([
  ...['TinyInt', 'SmallInt', 'Int', 'BigInt', 'IntN'].map((name) => [name, 'integer'] as const),
  ...['Bit', 'BitN'].map((name) => [name, 'boolean'] as const),
  ...['VarBinary', 'Binary', 'UDT', 'Image'].map((name) => [name, 'binary'] as const),
]);

export function valueTypeOf({ type }: Metadata): ValueType {
  return valueTypes.get(type.name) ?? 'text';
}

/** The value of a text that was written for it. */
export function valueIn(type: ValueType, bytes: Buffer, start: number, end: number, isAscii: boolean): Cell {
  if (type === 'integer') return integerOf(bytes, start, end);
  if (type === 'boolean') return bytes[start] === letterT + 32;
  if (type === 'binary') return new Uint8Array(Buffer.from(bytes.toString('latin1', start, end), 'hex'));
  return bytes.toString(isAscii ? 'latin1' : 'utf8', start, end);
}

/** Numbers of so many characters are exact. */
const exactDigits = 15;

function integerOf(bytes: Buffer, start: number, end: number): number | bigint {
  if (end - start > exactDigits) {
    const text = bytes.toString('latin1', start, end);
    return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text);
  }
  const isNegative = bytes[start] === minus;
  let value = 0;
  for (let at = isNegative ? start + 1 : start; at < end; at++) value = value * 10 + bytes[at] - zero;
  return isNegative ? -value : value;
}

function integer(out: CellText): OfBytes<Written> {
  return (bytes, at, length) => {
    if (length === 4) return out.integer(bytes.readInt32LE(at));
    if (length === 2) return out.integer(bytes.readInt16LE(at));
    if (length === 1) return out.integer(bytes[at]);
    if (length !== 8) throw new Error(`SQL Server sent ${length} bytes for a value of type IntN.`);
    const value = values.bigInteger(bytes, at);
    return typeof value === 'number' ? out.integer(value) : out.ascii(value.toString());
  };
}

function decimal(out: CellText, scale: number): OfBytes<Written> {
  return (bytes, at, length) => {
    const second = length === 9 ? bytes.readUInt32LE(at + 5) : 0;
    if ((length !== 5 && length !== 9) || second >= 0x200000 || scale > exactDigits)
      return out.ascii(values.decimalText(bytes, at, length, scale));
    return out.scaled(second * 0x100000000 + bytes.readUInt32LE(at + 1), scale, bytes[at] === 0);
  };
}

function dateTime(out: CellText): OfBytes<Written> {
  return (bytes, at, length) => {
    if (length === 4) return out.ascii(values.smallDateTimeText(bytes, at));
    if (length !== 8) throw new Error(`SQL Server sent ${length} bytes for a value of type DateTimeN.`);
    out.ascii(values.dateText(bytes.readInt32LE(at) + values.daysTo1900));
    out.byte(32);
    return out.time(Math.round((bytes.readInt32LE(at + 4) * 10) / 3), 3);
  };
}

/** A day and a time, with `zoneBytes` behind them that an instant does not need. */
function day(out: CellText, between: number, zoneBytes: number, scale: number): OfBytes<Written> {
  return (bytes, at, length) => {
    const days = at + length - zoneBytes - 3;
    out.ascii(values.dateText(bytes.readUIntLE(days, 3)));
    out.byte(between);
    out.time(bytes.readUIntLE(at, days - at), scale);
    if (zoneBytes > 0) out.byte(letterZ);
    return kind.text;
  };
}

/** Text in a code page; what is plain ASCII needs no table. */
function narrow(out: CellText, codepage: string, { decode }: CodePages): OfBytes<Written> {
  return (bytes, at, length) =>
    out.narrow(bytes, at, length) ?? out.text(decode(bytes.subarray(at, at + length), codepage));
}

const [zero, minus, letterT, letterZ] = [48, 45, 84, 90];
