import type { Cell } from '../../../core/adapter/batch.ts';
import { sqlFault } from '../../sql/faults.ts';
import type { Bytes } from './bytes.ts';
import { type DecodeText, decoderOf } from './code-pages.ts';
import type { Field } from './layout.ts';
import type { CodePages } from './login.ts';

/** Reads the value of one column; a long one comes after the row (`later`). */
export type ReadValue = (bytes: Bytes) => Cell | Later;

/** A value that follows its block of rows as an object of its own. */
export interface Later {
  readonly finish: (data: Buffer) => Cell;
}

/** How the values of a field are read. @throws SourceError `sql/unsupported` */
export function reader(field: Field, codePages: CodePages): ReadValue {
  const { type, length, codePage } = field;
  const text = (page: number) => decoderOf(codePage ?? page);
  switch (type) {
    case 0x02:
      return (bytes) => bytes.i32();
    case 0x04:
      return (bytes) => bytes.i16();
    case 0x06:
      return (bytes) => (bytes.u8() << 24) >> 24;
    case 0x16:
      return (bytes) => safe(bytes.i64());
    case 0x0a:
      return (bytes) => double(bytes.isLittle ? bytes.take(8).readDoubleLE() : bytes.take(8).readDoubleBE());
    case 0x0c:
      return (bytes) => single(bytes.isLittle ? bytes.take(4).readFloatLE() : bytes.take(4).readFloatBE());
    case 0x0e:
      return packed(length >> 8, length & 0xff);
    case 0xba:
      throw unsupported('DECFLOAT', 'DECIMAL or VARCHAR');
    case 0xbe:
      return (bytes) => bytes.u8() !== 0;
    case 0x20:
      return fixed(length, text(codePages.single), isoDate);
    case 0x22:
      return fixed(length, text(codePages.single), isoTime);
    case 0x24:
      return fixed(length, text(codePages.single), isoMoment);
    case 0x26:
      return (bytes) => new Uint8Array(bytes.take(length));
    case 0x28:
    case 0x2a:
      return (bytes) => new Uint8Array(bytes.short());
    case 0x30:
      return fixed(length, text(codePages.single));
    case 0x3c:
      return fixed(length, text(codePages.mixed));
    case 0x32:
    case 0x34:
      return varying(text(codePages.single));
    case 0x3e:
    case 0x40:
      return varying(text(codePages.mixed));
    case 0x36:
      return fixed(length * 2, text(codePages.double));
    case 0x38:
    case 0x3a: {
      const decode = text(codePages.double);
      return (bytes) => decode(bytes.take(bytes.u16() * 2));
    }
    case 0xc8:
      return long(length, (data) => new Uint8Array(data));
    case 0xca:
      return long(length, text(codePages.single));
    case 0xcc:
      return long(length, text(codePages.double));
    case 0xce:
      return long(length, text(codePages.mixed));
    default:
      throw unsupported(`values of type X'${type.toString(16)}'`, 'VARCHAR');
  }
}

function unsupported(what: string, instead: string) {
  return sqlFault(
    'sql/unsupported',
    `The protocol that is spoken here has no ${what}. Cast it in the query, to ${instead}.`,
  );
}

function safe(value: bigint): Cell {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Floating point as the shortest decimal that is the same number. */
function double(value: number): string {
  return plainDecimal(value);
}

function single(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return plainDecimal(short);
  }
  return plainDecimal(value);
}

function plainDecimal(value: number): string {
  const text = String(value === 0 ? 0 : value);
  const [, sign, whole, fraction = '', exponent] = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? [];
  if (whole === undefined) return text;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  const padded = digits.padEnd(point, '0');
  return padded.length > point ? `${sign}${padded.slice(0, point)}.${padded.slice(point)}` : sign + padded;
}

/** Packed decimals: two digits a byte, and the sign in the last half. */
function packed(precision: number, scale: number): ReadValue {
  const size = (precision >> 1) + 1;
  return (bytes) => {
    const hex = bytes.take(size).toString('hex');
    const sign = hex.at(-1);
    const digits = hex.slice(0, -1);
    if (!/^\d*$/.test(digits)) throw sqlFault('sql/bad-value', `Expected a packed decimal, found ${hex}.`);
    const point = digits.length - scale;
    const whole = digits.slice(0, point).replace(/^0+(?=\d)/, '') || '0';
    const fraction = digits.slice(point).replace(/0+$/, '');
    const value = fraction === '' ? whole : `${whole}.${fraction}`;
    return (sign === 'd' || sign === 'b') && value !== '0' ? `-${value}` : value;
  };
}

function fixed(length: number, decode: DecodeText, shape: (text: string) => string = (text) => text): ReadValue {
  return (bytes) => shape(decode(bytes.take(length)));
}

function varying(decode: DecodeText): ReadValue {
  return (bytes) => decode(bytes.short());
}

/** Of a long value the row has its length alone; one without a length, or of none, has no object. */
function long(length: number, finish: (data: Buffer) => Cell): ReadValue {
  const size = length & 0x7fff;
  return (bytes) => {
    const said = bytes.take(size);
    return said.every((byte) => byte === 0) ? finish(Buffer.alloc(0)) : { finish };
  };
}

/** `2024-03-31`, also where the server writes days by points or slashes. */
function isoDate(text: string): string {
  const [, day, month, year] = /^(\d\d)\.(\d\d)\.(\d{4})$/.exec(text) ?? [];
  if (year !== undefined) return `${year}-${month}-${day}`;
  const [, usMonth, usDay, usYear] = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(text) ?? [];
  return usYear === undefined ? text : `${usYear}-${usMonth}-${usDay}`;
}

/** `22.15.00` as `22:15:00`. */
function isoTime(text: string): string {
  return text.replace(/^(\d\d)\.(\d\d)\.(\d\d)$/, '$1:$2:$3');
}

/** `2024-03-31-22.15.00.500000` as `2024-03-31 22:15:00.5`. */
function isoMoment(text: string): string {
  const [, day, hours, minutes, seconds, fraction = ''] = moment.exec(text.trim()) ?? [];
  if (day === undefined) return text;
  const digits = fraction.replace(/0+$/, '');
  return `${day} ${hours}:${minutes}:${seconds}${digits === '' ? '' : `.${digits}`}`;
}

const moment = /^(\d{4}-\d\d-\d\d)[- T](\d\d)[.:](\d\d)[.:](\d\d)(?:[.,](\d+))?$/;
