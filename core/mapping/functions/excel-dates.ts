import { civilFromDays, dateTextOfDay, daysFromCivil, instantText, secondsPerDay } from './calendar.ts';
import { ArgumentFault, defineFunction, type FunctionSpec, type Literals, type Parameter } from './define.ts';
import { localToUtc, zoneOf, zoneParameter } from './instants.ts';
import type { Numeric } from './number.ts';
import { RowFault } from './value.ts';

/** Days and times that books store as serial numbers. */
const epochParameter: Parameter = {
  name: 'epoch',
  type: 'number',
  literal: true,
  optional: true,
  named: true,
  summary: 'The first year of the book: 1900 (the default) or 1904.',
};

export const excelDateFunctions: readonly FunctionSpec[] = [
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
];

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
