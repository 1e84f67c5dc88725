import { civilFromDays, dateTextOfDay, daysFromCivil, instantText, isDay, secondsPerDay } from './calendar.ts';
import { ArgumentFault, defineFunction, type FunctionSpec, type Literals, type Parameter } from './define.ts';
import { localToUtc, zoneOf, zoneParameter } from './instants.ts';
import { choiceArgument } from './literal.ts';
import { compare, type Numeric } from './number.ts';
import { RowFault } from './value.ts';

/** Days and points in time that programs store as numbers. */
const epochParameter: Parameter = {
  name: 'epoch',
  type: 'number',
  literal: true,
  optional: true,
  named: true,
  summary: 'The first year of the book: 1900 (the default) or 1904.',
};

export const epochFunctions: readonly FunctionSpec[] = [
  defineFunction({
    name: 'excelDate',
    group: 'dates',
    summary: 'Reads the serial number of a day in a book; a fraction, which is the time of day, is dropped.',
    details: 'Books that begin in 1900 have a day 60 that never was: 1900-02-29 is an issue.',
    parameters: [{ name: 'serial', type: 'number', summary: 'The serial number.' }, epochParameter],
    returns: 'date',
    examples: [
      { expression: 'excelDate(45382)', gives: '2024-03-31' },
      { expression: '"45382.93" | excelDate', gives: '2024-03-31' },
      { expression: 'excelDate(43920, epoch: 1904)', gives: '2024-03-31' },
      { expression: 'excelDate(60)', fails: 'row/not-a-date' },
    ],
    bind: (literals) => {
      const dayOf = excelDays(literals);
      return (serial: Numeric) => {
        const date = dateTextOfDay(dayOf(Math.floor(Number(serial))));
        if (date === null) throw new RowFault('row/not-a-date', 'the serial number of a day', String(serial));
        return date;
      };
    },
  }),
  defineFunction({
    name: 'excelInstant',
    group: 'dates',
    summary: 'Reads the serial number of a day and time in a book, to the millisecond.',
    parameters: [{ name: 'serial', type: 'number', summary: 'The serial number.' }, zoneParameter, epochParameter],
    returns: 'instant',
    examples: [
      { expression: '"45382.9270833333" | excelInstant(zone: "UTC")', gives: '2024-03-31T22:15:00Z' },
      { expression: 'excelInstant(45382.5, zone: "Europe/Berlin")', gives: '2024-03-31T10:00:00Z' },
      { expression: 'excelInstant(45382.5)', fails: 'row/not-an-instant' },
    ],
    bind: (literals, context) => {
      const dayOf = excelDays(literals);
      const zone = zoneOf(literals, context);
      return (serial: Numeric) => {
        const milliseconds = Math.round(Number(serial) * 86_400_000);
        const day = dayOf(Math.floor(milliseconds / 86_400_000));
        const ofDay = milliseconds - Math.floor(milliseconds / 86_400_000) * 86_400_000;
        if (Number.isNaN(day))
          throw new RowFault('row/not-an-instant', 'the serial number of a day and time', String(serial));
        const year = Math.floor(civilFromDays(day) / 10_000);
        const local = day * secondsPerDay + Math.floor(ofDay / 1000);
        return instantText(
          localToUtc(zone, year, local, String(serial)),
          String(ofDay % 1000).padStart(3, '0'),
          String(serial),
        );
      };
    },
  }),
  defineFunction({
    name: 'unixTime',
    group: 'dates',
    summary: 'Reads a number of seconds, or smaller units, since 1970-01-01 in UTC.',
    parameters: [
      { name: 'count', type: 'number', summary: 'How many units.' },
      { name: 'unit', type: 'text', literal: true, optional: true, summary: 's (the default), ms, us or ns.' },
    ],
    returns: 'instant',
    examples: [
      { expression: 'unixTime(1711923300)', gives: '2024-03-31T22:15:00Z' },
      { expression: '"1711923300250" | unixTime("ms")', gives: '2024-03-31T22:15:00.25Z' },
      { expression: 'unixTime(-0.5)', gives: '1969-12-31T23:59:59.5Z' },
      { expression: 'unixTime(1711923300250)', fails: 'row/not-an-instant' },
    ],
    bind: (literals) => {
      const unit = choiceArgument(literals, 'unit', ['s', 'ms', 'us', 'ns'], 's');
      const digits = { s: 0, ms: 3, us: 6, ns: 9 }[unit];
      return (count: Numeric) => {
        if (digits === 0 && typeof count === 'number') return instantText(count, '', String(count));
        return instantOfCount(count, digits, 0);
      };
    },
  }),
  defineFunction({
    name: 'fileTime',
    group: 'dates',
    summary: 'Reads a Windows FILETIME: a count of 100 ns since 1601-01-01 in UTC.',
    details: '0 and 9223372036854775807 mean never in Active Directory: they are null.',
    parameters: [{ name: 'ticks', type: 'number', summary: 'The count.' }],
    returns: 'instant',
    examples: [
      { expression: '"133563969000000000" | fileTime', gives: '2024-03-31T22:15:00Z' },
      { expression: '"133563969000000001" | fileTime', gives: '2024-03-31T22:15:00.0000001Z' },
      { expression: '"9223372036854775807" | fileTime', gives: null },
      { expression: 'fileTime(-1)', fails: 'row/not-an-instant' },
    ],
    run: (ticks: Numeric) => {
      if (ticks === 0 || ticks === '9223372036854775807') return null;
      if (compare(ticks, 0) < 0)
        throw new RowFault('row/not-an-instant', 'a FILETIME, which is not negative', String(ticks));
      return instantOfCount(ticks, 7, fileTimeEpoch);
    },
  }),
  defineFunction({
    name: 'wmiDate',
    group: 'dates',
    summary: 'Reads a CIM_DATETIME of WMI, such as 20240331221500.000000+120; the offset is in minutes.',
    parameters: [{ name: 'text', type: 'text', summary: 'The text.' }],
    returns: 'instant',
    examples: [
      { expression: '"20240331221500.000000+120" | wmiDate', gives: '2024-03-31T20:15:00Z' },
      { expression: '"20240331221500.500000-300" | wmiDate', gives: '2024-04-01T03:15:00.5Z' },
      { expression: '"20240331" | wmiDate', fails: 'row/not-an-instant' },
    ],
    run: (text: string) => {
      const found = text.trim();
      if (found === '') return null;
      const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\.(\d{6})([+-]\d{3})$/.exec(found);
      const [year, month, day, hour, minute, second] = parts?.slice(1, 7).map(Number) ?? [];
      if (parts === null || !isDay(year, month, day) || hour > 23 || minute > 59 || second > 59) {
        throw new RowFault('row/not-an-instant', 'a time as 20240331221500.000000+120', text);
      }
      const local = daysFromCivil(year, month, day) * secondsPerDay + hour * 3600 + minute * 60 + second;
      return instantText(local - Number(parts[8]) * 60, parts[7], text);
    },
  }),
];

const fileTimeEpoch = daysFromCivil(1601, 1, 1) * secondsPerDay;

/** Days after 1970-01-01 of a whole serial number; NaN for one that is no day. */
function excelDays({ epoch = 1900 }: Literals): (serial: number) => number {
  if (epoch === 1904)
    return (serial) => (serial >= 0 && serial <= 2_957_003 ? serial + daysFromCivil(1904, 1, 1) : Number.NaN);
  if (epoch !== 1900)
    throw new ArgumentFault(`The argument "epoch" must be 1900 or 1904, not ${JSON.stringify(epoch)}.`);
  const [before, after] = [daysFromCivil(1899, 12, 31), daysFromCivil(1899, 12, 30)];
  return (serial) => {
    if (!(serial >= 1 && serial <= 2_958_465) || serial === 60) return Number.NaN;
    return serial + (serial < 60 ? before : after);
  };
}

/** The instant that is a count of units after another one; a second has 10 to the power of `digits` of them. */
function instantOfCount(count: Numeric, digits: number, epoch: number): string {
  const text = String(count);
  const [whole, parts = ''] = (text.startsWith('-') ? text.slice(1) : text).split('.');
  const padded = whole.padStart(digits + 1, '0');
  const seconds = Number(padded.slice(0, padded.length - digits));
  // What is smaller than a nanosecond is dropped.
  const fraction = `${padded.slice(padded.length - digits)}${parts}`.slice(0, 9).padEnd(9, '0');
  if (!text.startsWith('-')) return instantText(epoch + seconds, fraction, text);
  if (fraction === '000000000') return instantText(epoch - seconds, '', text);
  return instantText(epoch - seconds - 1, String(1_000_000_000 - Number(fraction)).padStart(9, '0'), text);
}
