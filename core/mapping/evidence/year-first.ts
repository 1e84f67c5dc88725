/** Patterns of days that begin with the year, or are a number: what no country reads differently. */

/** Days from 1950 to 2099, by the count of a book that begins in 1900. */
const [firstSerial, lastSerial] = [18_264, 73_050];

export function yearFirstPattern(text: string): string | undefined {
  const [, sign] = /^\d{4}([-./])\d{1,2}\1\d{1,2}(?!\d)/.exec(text) ?? [];
  if (sign !== undefined) return `yyyy${sign}M${sign}d`;
  if (compactDay.test(text)) return 'yyyyMMdd';
  if (compactTime.test(text)) return 'yyyyMMddHHmmss';
  if (/^\d{4}-?W\d\d-?[1-7](?!\d)/i.test(text)) return 'isoWeek';
  if (!/^\d{5}(?:[.,]\d{1,15})?$/.test(text)) return undefined;
  const serial = Number(text.slice(0, 5));
  return serial >= firstSerial && serial <= lastSerial ? 'serial' : undefined;
}

const compactDay = /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)/;
const compactTime = /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-5]\d$/;
