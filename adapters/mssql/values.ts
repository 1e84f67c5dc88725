/** The exact values of SQL Server's types, from their bytes in the protocol to the texts and numbers of cells. */

/** An integer of eight bytes: a number where that is exact. */
export function bigInteger(bytes: Buffer, at: number): number | bigint {
  const high = bytes.readInt32LE(at + 4);
  if (high >= -0x200000 && high < 0x200000) {
    const value = high * 0x100000000 + bytes.readUInt32LE(at);
    if (Number.isSafeInteger(value)) return value;
  }
  return bytes.readBigInt64LE(at);
}

/** decimal and numeric: a sign, then 4, 8, 12 or 16 bytes of an unscaled whole number. */
export function decimalText(bytes: Buffer, at: number, length: number, scale: number): string {
  const negative = bytes[at] === 0;
  const first = bytes.readUInt32LE(at + 1);
  if (length === 5) return scaled(String(first), scale, negative);
  const second = bytes.readUInt32LE(at + 5);
  if (length === 9 && second < 0x200000) return scaled(String(second * 0x100000000 + first), scale, negative);
  let value = 0n;
  for (let word = at + length - 4; word > at; word -= 4) value = (value << 32n) | BigInt(bytes.readUInt32LE(word));
  return scaled(value.toString(), scale, negative);
}

/** money: eight bytes, the upper four first, in ten-thousandths. */
export function moneyText(bytes: Buffer, at: number): string {
  const value = (BigInt(bytes.readInt32LE(at)) << 32n) | BigInt(bytes.readUInt32LE(at + 4));
  return value < 0n ? scaled((-value).toString(), 4, true) : scaled(value.toString(), 4, false);
}

export function smallMoneyText(bytes: Buffer, at: number): string {
  const value = bytes.readInt32LE(at);
  return scaled(String(Math.abs(value)), 4, value < 0);
}

/** Digits with a point so many places from their end, without the zeros that mean nothing. */
function scaled(digits: string, scale: number, negative: boolean): string {
  if (digits === '0') return '0';
  const sign = negative ? '-' : '';
  if (scale === 0) return sign + digits;
  const padded = digits.padStart(scale + 1, '0');
  const whole = padded.length - scale;
  let end = padded.length;
  while (end > whole && padded.charCodeAt(end - 1) === 48) end--;
  const text = end === whole ? padded.slice(0, whole) : `${padded.slice(0, whole)}.${padded.slice(whole, end)}`;
  return sign + text;
}

/** float: the shortest decimal that reads back as the same double, without exponent. */
export function floatText(value: number): string {
  if (Object.is(value, -0)) return '0';
  const text = String(value);
  return text.includes('e') ? withoutExponent(text) : text;
}

/** real: the shortest decimal that reads back as the same number of four bytes. */
export function realText(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return floatText(short);
  }
  return floatText(Number(value.toPrecision(9)));
}

function withoutExponent(text: string): string {
  const [mantissa, exponent] = text.split('e');
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [whole, rest = ''] = mantissa.replace('-', '').split('.');
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${whole}${rest}`;
  return sign + (whole + rest).padEnd(point, '0');
}

export const daysTo1900 = 693595;
const secondsPerDay = 86400;

/** A day, counted from 0001-01-01. */
export function dateText(days: number): string {
  const known = dates.get(days);
  if (known !== undefined) return known;
  const text = new Date((days - 719162) * 86400000).toISOString().slice(0, 10);
  if (dates.size > 10000) dates.clear();
  dates.set(days, text);
  return text;
}

// Rows have few days and many times: the texts of days are made once.
const dates = new Map<number, string>();

/** datetime: days since 1900 and three hundredths of a second, which SQL Server prints in whole milliseconds. */
export function dateTimeText(bytes: Buffer, at: number): string {
  const milliseconds = Math.round((bytes.readInt32LE(at + 4) * 10) / 3);
  return `${dateText(bytes.readInt32LE(at) + daysTo1900)} ${timeText(milliseconds, 3)}`;
}

export function smallDateTimeText(bytes: Buffer, at: number): string {
  return `${dateText(bytes.readUInt16LE(at) + daysTo1900)} ${timeText(bytes.readUInt16LE(at + 2) * 60, 0)}`;
}

/** datetime2: a time, then three bytes of days. */
export function dateTime2Text(bytes: Buffer, at: number, length: number, scale: number): string {
  return `${dateText(bytes.readUIntLE(at + length - 3, 3))} ${timeText(bytes.readUIntLE(at, length - 3), scale)}`;
}

/** datetimeoffset: the same in UTC, then the offset that it was written with, which an instant does not need. */
export function instantText(bytes: Buffer, at: number, length: number, scale: number): string {
  const day = dateText(bytes.readUIntLE(at + length - 5, 3));
  return `${day}T${timeText(bytes.readUIntLE(at, length - 5), scale)}Z`;
}

/** A time of day in units of 10^-scale seconds, without the zeros that mean nothing. */
export function timeText(units: number, scale: number): string {
  const unit = 10 ** scale;
  const seconds = Math.floor(units / unit) % secondsPerDay;
  const text = `${two[Math.floor(seconds / 3600)]}:${two[Math.floor(seconds / 60) % 60]}:${two[seconds % 60]}`;
  const fraction = units % unit;
  return fraction === 0 ? text : `${text}.${fractionText(String(fraction).padStart(scale, '0'))}`;
}

const two = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

function fractionText(digits: string): string {
  let end = digits.length;
  while (digits.charCodeAt(end - 1) === 48) end--;
  return digits.slice(0, end);
}

/** A GUID as SQL Server prints it: upper case, the first three groups stored backwards. */
export function guidText(bytes: Buffer, at: number): string {
  let text = '';
  for (const index of guidOrder) text += index < 0 ? '-' : hex[bytes[at + index]];
  return text;
}

const guidOrder = [3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15];
const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).toUpperCase().padStart(2, '0'));
