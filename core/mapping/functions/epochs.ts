import { daysFromCivil, instantText, isDay, secondsPerDay } from './calendar.ts';
import { defineFunction, type FunctionSpec } from './define.ts';
import { choiceArgument } from './literal.ts';
import { compare, type Numeric } from './number.ts';
import { RowFault } from './value.ts';

/** Points in time that programs store as numbers. */

export const epochFunctions: readonly FunctionSpec[] = [
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
