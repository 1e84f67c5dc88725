/** The exact values of Oracle's types, from what the package gives to the texts and numbers of cells. */

/** A number as the package has it (`.5`, `-1e126`, `12`), without exponent and with a digit before the point. */
export function decimalText(text: string): string {
  if (text.startsWith('.')) return `0${text}`;
  if (text.startsWith('-.')) return `-0${text.slice(1)}`;
  return text.includes('e') || text.includes('E') ? withoutExponent(text) : text;
}

/** A whole number: a number where that is exact. */
export function integer(text: string): number | bigint | string {
  if (text.length < 16) return Number(text);
  const plain = decimalText(text);
  if (plain.includes('.')) return plain;
  const big = BigInt(plain);
  const small = Number(big);
  return Number.isSafeInteger(small) ? small : big;
}

/** BINARY_DOUBLE: the shortest decimal that reads back as the same double. NaN and the infinities stay words that no conversion takes. */
export function doubleText(value: number): string {
  if (Object.is(value, -0)) return '0';
  const text = String(value);
  return text.includes('e') ? withoutExponent(text) : text;
}

/** BINARY_FLOAT: the shortest decimal that reads back as the same number of four bytes. */
export function floatText(value: number): string {
  for (let digits = 6; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return doubleText(short);
  }
  return doubleText(value);
}

function withoutExponent(text: string): string {
  const [mantissa = '', exponent] = text.toLowerCase().split('e');
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [whole = '', rest = ''] = mantissa.replace('-', '').split('.');
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${whole}${rest}`;
  const digits = (whole + rest).padEnd(point, '0');
  return digits.length === point ? sign + digits : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

const two = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));

/**
 * A time as the server sends it: century and year with 100 added, month, day, and hour, minute and second with 1 added; then
 * nanoseconds. `between` stands between day and time.
 */
export function timeText(bytes: Uint8Array, between: string): string {
  const [century = 0, inCentury = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = bytes;
  const year = (century - 100) * 100 + inCentury - 100;
  const days = `${yearText(year)}-${two[month]}-${two[day]}`;
  const text = `${days}${between}${two[hour - 1]}:${two[minute - 1]}:${two[second - 1]}`;
  if (bytes.length < 11) return text;
  const nanoseconds = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(7);
  return nanoseconds === 0 ? text : `${text}.${String(nanoseconds).padStart(9, '0').replace(/0+$/, '')}`;
}

/** The same in UTC, of a zone that is so many minutes ahead of it. */
export function instantText(bytes: Uint8Array, ahead: number): string {
  if (ahead === 0) return `${timeText(bytes, 'T')}Z`;
  const [century = 0, inCentury = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = bytes;
  const year = (century - 100) * 100 + inCentury - 100;
  const moved = new Date(Date.UTC(year, month - 1, day, hour - 1, minute - 1 - ahead, second - 1));
  const fraction = /\.\d+$/.exec(timeText(bytes, 'T'))?.[0] ?? '';
  return `${moved.toISOString().slice(0, -5)}${fraction}Z`;
}

/** Years before our era have a sign. */
function yearText(year: number): string {
  return year < 0 ? `-${String(-year).padStart(4, '0')}` : String(year).padStart(4, '0');
}

/** A time that the package made a Date of: exact to the millisecond, except for hours that a change of clocks skips. */
export function dateText(value: Date, zoned: boolean): string {
  if (zoned) return value.toISOString().replace(/\.?0+Z$/, 'Z');
  const days = `${yearText(value.getFullYear())}-${two[value.getMonth() + 1]}-${two[value.getDate()]}`;
  const text = `${days} ${two[value.getHours()]}:${two[value.getMinutes()]}:${two[value.getSeconds()]}`;
  const fraction = value.getMilliseconds();
  return fraction === 0 ? text : `${text}.${String(fraction).padStart(3, '0').replace(/0+$/, '')}`;
}

/**
 * A time as a session writes it that was told how: `2024-03-31 02:30:00.500000`, with `T` and an offset if it has a zone. What has a zone, or
 * is of the session's, which is UTC, becomes an instant. Undefined for any other text.
 */
export function timeOfText(text: string, isInstant: boolean): string | undefined {
  const found = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d*)?(?:([+-])(\d\d):(\d\d))?$/.exec(text);
  if (found === null) return undefined;
  const [, day, time, digits = '', sign, hours, minutes] = found;
  if (sign !== undefined && !isInstant) return undefined;
  const fraction = digits.replace(/\.?0*$/, '');
  if (!isInstant) return `${day} ${time}${fraction}`;
  const ahead = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -1 : 1);
  const moved = new Date(Date.parse(`${day}T${time}Z`) - ahead * 60_000);
  return Number.isNaN(moved.getTime()) ? undefined : `${moved.toISOString().slice(0, -5)}${fraction}Z`;
}

/** An interval of years and months as ISO has it: `P1Y6M`, `-P2M`. */
export function yearsText(years: number, months: number): string {
  const sign = years < 0 || months < 0 ? '-' : '';
  const text = part(years, 'Y') + part(months, 'M');
  return `${sign}P${text || '0M'}`;
}

/** An interval of days and time: `P1DT2H3M4.5S`. */
export function daysText(days: number, [hours, minutes, seconds, nanoseconds]: readonly number[]): string {
  const parts = [days, hours ?? 0, minutes ?? 0, seconds ?? 0, nanoseconds ?? 0];
  const sign = parts.some((each) => each < 0) ? '-' : '';
  const fraction = String(Math.abs(nanoseconds ?? 0))
    .padStart(9, '0')
    .replace(/0+$/, '');
  const whole = Math.abs(seconds ?? 0);
  const last = fraction === '' ? part(whole, 'S') : `${whole}.${fraction}S`;
  const time = part(hours ?? 0, 'H') + part(minutes ?? 0, 'M') + last;
  return `${sign}P${part(days, 'D')}${time === '' ? '' : `T${time}`}`.replace(/P$/, 'PT0S');
}

function part(value: number, unit: string): string {
  return value === 0 ? '' : `${Math.abs(value)}${unit}`;
}
