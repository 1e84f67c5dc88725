import { RowFault } from './value.ts';

/** Arithmetic of the Gregorian calendar, in days and seconds since 1970, and the canonical texts of dates and instants. */

export const secondsPerDay = 86_400;

/** How many days a year, month (from 1) and day are after 1970-01-01. The calendar's cycle of 400 years has 146,097 days. */
export function daysFromCivil(year: number, month: number, day: number): number {
  // Years that begin in March have their leap day at the end.
  const shifted = month <= 2 ? year - 1 : year;
  const cycle = Math.floor(shifted / 400);
  const yearOfCycle = shifted - cycle * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfCycle = yearOfCycle * 365 + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100) + dayOfYear;
  return cycle * 146_097 + dayOfCycle - 719_468;
}

/** The year, month and day of a day after 1970-01-01, as `year * 10000 + month * 100 + day`. */
export function civilFromDays(days: number): number {
  const shifted = days + 719_468;
  const cycle = Math.floor(shifted / 146_097);
  const dayOfCycle = shifted - cycle * 146_097;
  const yearOfCycle = Math.floor(
    (dayOfCycle - Math.floor(dayOfCycle / 1460) + Math.floor(dayOfCycle / 36_524) - Math.floor(dayOfCycle / 146_096)) /
      365,
  );
  const dayOfYear = dayOfCycle - (365 * yearOfCycle + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return (yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0)) * 10_000 + month * 100 + day;
}

/** Years from 1 to 9999 are dates of the language. */
export function isDay(year: number, month: number, day: number): boolean {
  // Written so that NaN, which stands for what is no digit, is no day.
  if (!(year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1)) return false;
  return day <= 28 || day <= daysInMonth(year, month);
}

function daysInMonth(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** `00` to `99`. */
const twoDigits: readonly string[] = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0'));

export function dateText(year: number, month: number, day: number): string {
  const shown = year >= 1000 ? String(year) : String(year).padStart(4, '0');
  return `${shown}-${twoDigits[month]}-${twoDigits[day]}`;
}

/** The date of a day after 1970-01-01, or null outside the years 1 to 9999. */
export function dateTextOfDay(days: number): string | null {
  if (!(days >= firstDay && days <= lastDay)) return null;
  const civil = civilFromDays(days);
  return dateText(Math.floor(civil / 10_000), Math.floor(civil / 100) % 100, civil % 100);
}

const firstDay = daysFromCivil(1, 1, 1);
const lastDay = daysFromCivil(9999, 12, 31);

/**
 * The canonical text of an instant: whole seconds since 1970, and the digits of a fraction of a second, if any.
 * @throws RowFault `row/not-an-instant` outside the years 1 to 9999.
 */
export function instantText(seconds: number, fraction: string, found: string): string {
  const days = Math.floor(seconds / secondsPerDay);
  const date = dateTextOfDay(days);
  if (date === null) throw new RowFault('row/not-an-instant', 'a time in the years 1 to 9999', found);
  const ofDay = seconds - days * secondsPerDay;
  const [hour, minute] = [Math.floor(ofDay / 3600), Math.floor(ofDay / 60) % 60];
  return `${date}T${twoDigits[hour]}:${twoDigits[minute]}:${twoDigits[ofDay % 60]}${fractionText(fraction)}Z`;
}

/** `.5` of `500`, nothing of `000`. */
export function fractionText(digits: string): string {
  if (digits === '') return '';
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 48) end--;
  return end === 0 ? '' : `.${digits.slice(0, end)}`;
}
