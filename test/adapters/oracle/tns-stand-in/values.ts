/** Part of a stand-in for Oracle Database: values as they are in its rows. */

export const oracleType = {
  varchar2: 1,
  number: 2,
  long: 8,
  rowid: 11,
  date: 12,
  raw: 23,
  longRaw: 24,
  char: 96,
  binaryFloat: 100,
  binaryDouble: 101,
  clob: 112,
  blob: 113,
  timestamp: 180,
  timestampTz: 181,
  intervalYm: 182,
  intervalDs: 183,
  timestampLtz: 231,
} as const;

/** A decimal text as the server keeps it: an exponent and digits to the base of a hundred. */
export function numberBytes(text: string): Buffer {
  const negative = text.startsWith('-');
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const left = whole.replace(/^0+/, '');
  const evenLeft = left.length % 2 === 0 ? left : `0${left}`;
  const evenRight = fraction.length % 2 === 0 ? fraction : `${fraction}0`;
  const pairs = (evenLeft + evenRight).match(/../g)?.map(Number) ?? [];
  let exponent = evenLeft.length / 2 - 1;
  while (pairs.length > 0 && pairs[0] === 0) {
    pairs.shift();
    exponent -= 1;
  }
  while (pairs.at(-1) === 0) pairs.pop();
  if (pairs.length === 0) return Buffer.from([128]);
  const first = exponent + 193;
  if (!negative) return Buffer.from([first, ...pairs.map((pair) => pair + 1)]);
  const tail = pairs.length < 20 ? [102] : [];
  return Buffer.from([first ^ 0xff, ...pairs.map((pair) => 101 - pair), ...tail]);
}

/** The number of whole digits that the server's bytes hold: bound parameters are whole numbers. */
export function numberText(bytes: Buffer): string {
  const first = bytes[0] ?? 128;
  const negative = first < 128;
  const exponent = (negative ? first ^ 0xff : first) - 193;
  const digits = [...bytes.subarray(1)].filter((byte) => !(negative && byte === 102));
  const pairs = digits.map((byte) => String(negative ? 101 - byte : byte - 1).padStart(2, '0'));
  const text = pairs
    .join('')
    .padEnd(2 * (exponent + 1), '0')
    .replace(/^0+/, '');
  return `${negative ? '-' : ''}${text || '0'}`;
}

/** `2024-03-31T02:30:00.123456789` as 7 bytes, or 11 with a fraction; with an offset in minutes 13. */
export function timeBytes(text: string, form: 'date' | 'timestamp' | 'zoned', offset = 0): Buffer {
  const [, year, month, day, hour, minute, second, fraction = ''] =
    /^(-?\d+)-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?)?$/.exec(text) ?? [];
  const years = Number(year);
  const bytes = Buffer.alloc(form === 'date' ? 7 : form === 'timestamp' ? 11 : 13);
  bytes.set([Math.trunc(years / 100) + 100, (years % 100) + 100, Number(month), Number(day)]);
  bytes.set([Number(hour ?? 0) + 1, Number(minute ?? 0) + 1, Number(second ?? 0) + 1], 4);
  if (form !== 'date') bytes.writeUInt32BE(Number(fraction.padEnd(9, '0')), 7);
  if (form === 'zoned') bytes.set([Math.trunc(offset / 60) + 20, (offset % 60) + 60], 11);
  return bytes;
}

export function doubleBytes(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return ordered(bytes);
}

export function floatBytes(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatBE(value);
  return ordered(bytes);
}

/** Bytes that sort as their numbers do. */
function ordered(bytes: Buffer): Buffer {
  if (((bytes[0] ?? 0) & 0x80) === 0) bytes[0] = (bytes[0] ?? 0) | 0x80;
  else for (const [index, byte] of bytes.entries()) bytes[index] = byte ^ 0xff;
  return bytes;
}

const middle = 0x80000000;

export function intervalYmBytes(years: number, months: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes.writeUInt32BE(years + middle);
  bytes.writeUInt8(months + 60, 4);
  return bytes;
}

export function intervalDsBytes(days: number, [hours, minutes, seconds, nanos]: readonly number[]): Buffer {
  const bytes = Buffer.alloc(11);
  bytes.writeUInt32BE(days + middle);
  bytes.set([(hours ?? 0) + 60, (minutes ?? 0) + 60, (seconds ?? 0) + 60], 4);
  bytes.writeUInt32BE((nanos ?? 0) + middle, 7);
  return bytes;
}
