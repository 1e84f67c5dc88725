import { civilFromDays, daysFromCivil } from './calendar.ts';
import { clearMoment, isMoment, moment, readTime } from './moment.ts';

/** Days that are written as numbers: by the count of a book, or by week and day of the week. */

/** Reads the serial number of a day, with a fraction for the time of day, into the moment. */
export function readSerial(text: string, epoch: 1900 | 1904): boolean {
  clearMoment();
  const [, whole, fraction = ''] = /^(\d{1,7})(?:[.,](\d{1,15}))?$/.exec(text) ?? [];
  if (whole === undefined) return false;
  // Serials carry about a microsecond; what programs mean is at most milliseconds.
  const milliseconds = Math.round(Number(`0.${fraction || '0'}`) * 86_400_000);
  const serial = Number(whole) + (milliseconds === 86_400_000 ? 1 : 0);
  const day = epoch === 1904 ? serial + epoch1904 : serial + (serial < 60 ? epoch1900 + 1 : epoch1900);
  if ((epoch === 1900 && (serial < 1 || serial === 60)) || serial > 2_958_465) return false;
  setDay(day);
  const ofDay = milliseconds % 86_400_000;
  moment.hour = Math.floor(ofDay / 3_600_000);
  moment.minute = Math.floor(ofDay / 60_000) % 60;
  moment.second = Math.floor(ofDay / 1000) % 60;
  moment.fraction = ofDay % 1000 === 0 ? '' : String(ofDay % 1000).padStart(3, '0');
  return isMoment();
}

/** Reads `2024-W13-7` or `2024W137`, alone or with a time behind it. Weeks begin on Monday; the first one has 4 January. */
export function readIsoWeek(text: string): boolean {
  clearMoment();
  const [all, year, week, day] = /^(\d{4})-?W(\d\d)-?([1-7])(?!\d)/i.exec(text) ?? [];
  if (all === undefined || Number(week) < 1 || Number(week) > weeksOf(Number(year))) return false;
  setDay(mondayOfFirstWeek(Number(year)) + (Number(week) - 1) * 7 + Number(day) - 1);
  return (all.length === text.length || readTime(text, all.length) === text.length) && isMoment();
}

function weeksOf(year: number): number {
  return (mondayOfFirstWeek(year + 1) - mondayOfFirstWeek(year)) / 7;
}

function mondayOfFirstWeek(year: number): number {
  const fourth = daysFromCivil(year, 1, 4);
  // 1970-01-01 was a Thursday.
  return fourth - ((((fourth + 3) % 7) + 7) % 7);
}

function setDay(days: number): void {
  const civil = civilFromDays(days);
  moment.year = Math.floor(civil / 10_000);
  moment.month = Math.floor(civil / 100) % 100;
  moment.day = civil % 100;
}

const epoch1900 = daysFromCivil(1899, 12, 30);
const epoch1904 = daysFromCivil(1904, 1, 1);
