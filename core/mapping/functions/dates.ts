import { dateText, dateTextOfDay, daysFromCivil, secondsPerDay } from './calendar.ts';
import { tokenizePattern } from './date-pattern.ts';
import { ArgumentFault, defineFunction, type FunctionSpec } from './define.ts';
import { moment, readIso } from './moment.ts';
import { momentReader, patternParameter, pivotParameter } from './moment-reader.ts';
import { nameOfMonth } from './month-names.ts';
import { RowFault, type Value } from './value.ts';
import { zoneNamed } from './zones.ts';

/** Functions of calendar days. Those of points in time are in instants.ts. */
export const dateFunctions: readonly FunctionSpec[] = [
  defineFunction({
    name: 'date',
    group: 'dates',
    summary: 'Reads a day of the calendar.',
    details:
      'Without a pattern, all values of a column of a file together decide how it is written; elsewhere the form is ISO (2024-03-31). A time behind the day is dropped; the day counts as it is written. ISO is also understood beside patterns that do not begin with the year, since books mix real dates with written ones. ' +
      'In patterns yyyy and yy are the year, MM and M the month, MMM its name in one of the languages of Europe, dd and d the day (d and M have one digit or two), E the name of a day of the week, and other letters stand in single quotes. Blank text is null.',
    parameters: [{ name: 'text', type: 'text', summary: 'The text.' }, pivotParameter, patternParameter],
    typed: { only: 'moment', without: ['patterns'] },
    returns: 'date',
    examples: [
      { expression: '"31.03.2024" | date("dd.MM.yyyy")', gives: '2024-03-31' },
      { expression: '"3/7/24" | date("M/d/yy")', gives: '2024-03-07' },
      { expression: '"Mar 7, 2024" | date("yyyyMMdd", "MMM d, yyyy")', gives: '2024-03-07' },
      { expression: '"2024-03-31 22:15:00" | date', gives: '2024-03-31' },
      { expression: '"45382" | date("dd.MM.yyyy", "serial")', gives: '2024-03-31' },
      { expression: '"2024-W13-7" | date("isoWeek")', gives: '2024-03-31' },
      { expression: '"31/02/2024" | date("dd/MM/yyyy")', fails: 'row/not-a-date' },
      { expression: '"" | date', gives: null },
    ],
    bind: (literals) => {
      const read = momentReader(literals);
      return (text: string) => {
        const trimmed = text.trim();
        if (trimmed === '') return null;
        if (!read.fits(trimmed)) throw new RowFault('row/not-a-date', `a date as ${read.expected('yyyy-MM-dd')}`, text);
        if (moment.iso) return trimmed.length === 10 ? trimmed : trimmed.slice(0, 10);
        return dateText(moment.year, moment.month, moment.day);
      };
    },
  }),
  defineFunction({
    name: 'dayOf',
    group: 'dates',
    summary: 'Gives the day of the calendar on which an instant is, in a zone.',
    parameters: [
      { name: 'instant', type: 'instant', summary: 'The instant.' },
      {
        name: 'zone',
        type: 'text',
        literal: true,
        optional: true,
        summary: 'The zone; that of the mapping, or UTC, if it is left out.',
      },
    ],
    returns: 'date',
    examples: [
      { expression: '"2024-03-31T22:15:00Z" | instant | dayOf("Europe/Berlin")', gives: '2024-04-01' },
      { expression: '"2024-03-31T22:15:00Z" | instant | dayOf', gives: '2024-03-31' },
    ],
    bind: (literals, context) => {
      const zone = zoneNamed(String(literals.zone ?? context.zone ?? 'UTC'));
      return (instant: string) => {
        readIso(instant);
        const { year, month, day, hour, minute, second } = moment;
        const utc = daysFromCivil(year, month, day) * secondsPerDay + hour * 3600 + minute * 60 + second;
        const local = dateTextOfDay(Math.floor((utc + zone.offsetAt(utc)) / secondsPerDay));
        if (local === null) throw new RowFault('row/not-a-date', 'a day in the years 1 to 9999', instant);
        return local;
      };
    },
  }),
  defineFunction({
    name: 'blankIfSentinelDate',
    group: 'dates',
    summary: 'Makes a date null that stands for none: 0001-01-01, 1899-12-30, 1900-01-01, 1970-01-01, 9999-12-31.',
    details:
      'Of instants and texts with a time the day counts as it is written, so it is best used before instant() reads a zone into it.',
    parameters: [{ name: 'value', type: 'any', summary: 'A date, an instant, or a text in ISO form.' }],
    returns: 'argument',
    examples: [
      { expression: '"9999-12-31" | date | blankIfSentinelDate', gives: null },
      { expression: '"1900-01-01 00:00:00" | blankIfSentinelDate', gives: null },
      { expression: '"2024-03-31" | date | blankIfSentinelDate', gives: '2024-03-31' },
    ],
    run: (value: Value) => (sentinelDays.has(String(value).slice(0, 10)) ? null : value),
  }),
  defineFunction({
    name: 'formatDate',
    group: 'dates',
    summary: 'Writes a date as text by a pattern.',
    parameters: [
      { name: 'date', type: 'date', summary: 'The date.' },
      { name: 'pattern', type: 'text', literal: true, summary: 'Of yyyy, yy, MMMM, MMM (English), MM, M, dd and d.' },
    ],
    returns: 'text',
    examples: [
      { expression: '"2024-03-07" | date | formatDate("d.M.yyyy")', gives: '7.3.2024' },
      { expression: '"2024-03-07" | date | formatDate("MMM d, yyyy")', gives: 'Mar 7, 2024' },
    ],
    bind: ({ pattern }) => {
      const parts = tokenizePattern(String(pattern)).map((token) =>
        'literal' in token ? () => token.literal : datePart(token.letter.repeat(token.count)),
      );
      return (date: string) => parts.map((part) => part(date)).join('');
    },
  }),
];

const sentinelDays: ReadonlySet<string> = new Set([
  '0001-01-01',
  '1899-12-30',
  '1900-01-01',
  '1970-01-01',
  '9999-12-31',
]);

function datePart(letters: string): (date: string) => string {
  const part = dateParts.get(letters);
  if (part !== undefined) return part;
  throw new ArgumentFault(
    `The pattern has ${JSON.stringify(letters)}, which means nothing. Known are ${[...dateParts.keys()].join(', ')}.`,
  );
}

const dateParts: ReadonlyMap<string, (date: string) => string> = new Map([
  ['yyyy', (date) => date.slice(0, 4)],
  ['yy', (date) => date.slice(2, 4)],
  ['MMMM', (date) => nameOfMonth(Number(date.slice(5, 7)))],
  ['MMM', (date) => nameOfMonth(Number(date.slice(5, 7))).slice(0, 3)],
  ['MM', (date) => date.slice(5, 7)],
  ['M', (date) => String(Number(date.slice(5, 7)))],
  ['dd', (date) => date.slice(8, 10)],
  ['d', (date) => String(Number(date.slice(8, 10)))],
]);
