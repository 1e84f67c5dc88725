import { daysFromCivil, fractionText, instantText, secondsPerDay } from './calendar.ts';
import {
  ArgumentFault,
  type BindContext,
  defineFunction,
  type FunctionSpec,
  type Literals,
  type Parameter,
} from './define.ts';
import { textArguments } from './literal.ts';
import { moment } from './moment.ts';
import { momentReader, patternParameter, pivotParameter } from './moment-reader.ts';
import { RowFault } from './value.ts';
import { type Zone, zoneNamed } from './zones.ts';

/** Points in time, in UTC. A text without a zone is read in that of the mapping, never in the machine's. */
export const zoneParameter: Parameter = {
  name: 'zone',
  type: 'text',
  literal: true,
  optional: true,
  named: true,
  summary: 'The zone of texts without one, such as Europe/Berlin; that of the mapping if it is left out.',
};

export const instantFunctions: readonly FunctionSpec[] = [
  defineFunction({
    name: 'instant',
    group: 'dates',
    summary: 'Reads a point in time.',
    details:
      'Patterns are those of date(), and HH and H are hours, hh and h with a hours to 12 with AM or PM, mm minutes, ss seconds, S a fraction of a second, X a zone such as Z or +01:00. ' +
      'Without a pattern, all values of a column of a file together decide how it is written; elsewhere the form is ISO. A pattern without hours also takes times such as 22:15:00 and 10:15 PM behind the day; a day without a time means midnight. A time without a zone is local time in the zone that is given here or in the mapping: one that a clock change skipped is an issue, of one that it doubled the earlier is meant.',
    parameters: [{ name: 'text', type: 'text', summary: 'The text.' }, zoneParameter, pivotParameter, patternParameter],
    typed: { only: 'moment', without: ['patterns'] },
    returns: 'instant',
    examples: [
      { expression: '"2024-03-31T22:15:00+02:00" | instant', gives: '2024-03-31T20:15:00Z' },
      {
        expression: '"31.03.2024 22:15" | instant("dd.MM.yyyy HH:mm", zone: "Europe/Berlin")',
        gives: '2024-03-31T20:15:00Z',
      },
      {
        expression: '"3/31/2024 10:15:00 PM" | instant("M/d/yyyy h:mm:ss a")',
        zone: 'America/New_York',
        gives: '2024-04-01T02:15:00Z',
      },
      { expression: '"2024-03-31 22:15:00.500" | instant', zone: 'UTC', gives: '2024-03-31T22:15:00.5Z' },
      { expression: '"2024-03-31 22:15:00" | instant', fails: 'row/not-an-instant' },
      { expression: '"2024-03-31 02:30:00" | instant(zone: "Europe/Berlin")', fails: 'row/not-an-instant' },
      { expression: '"2024-10-27 02:30:00" | instant(zone: "Europe/Berlin")', gives: '2024-10-27T00:30:00Z' },
    ],
    bind: (literals, context) => {
      const read = momentReader(literals);
      const zone = zoneOf(literals, context);
      const patterns = textArguments(literals, 'patterns');
      if (zone === undefined && patterns.length > 0 && patterns.every((pattern) => !hasZone(pattern)))
        throw new ArgumentFault(
          'The times have no zone: state zone under source, or here, as in zone: "Europe/Berlin".',
        );
      return (text: string) => {
        const trimmed = text.trim();
        if (trimmed === '') return null;
        if (!read.fits(trimmed))
          throw new RowFault('row/not-an-instant', `a time as ${read.expected('yyyy-MM-dd HH:mm:ss')}`, text);
        return instantOfMoment(zone, trimmed);
      };
    },
  }),
];

function hasZone(pattern: string): boolean {
  return pattern.replace(/'[^']*'/g, '').includes('X');
}

/** The zone of a call: its own, or the mapping's. */
export function zoneOf(literals: Literals, context: BindContext): Zone | undefined {
  const name = literals.zone ?? context.zone;
  return name === undefined || name === null ? undefined : zoneNamed(String(name));
}

/** The canonical text of the moment that was read last. */
function instantOfMoment(zone: Zone | undefined, found: string): string {
  const { year, month, day, hour, minute, second, fraction, offset } = moment;
  const bare = Number.isNaN(offset);
  const usual = moment.iso && found.charCodeAt(13) === 58 && found.charCodeAt(16) === 58;
  if (usual && offset === 0 && isCanonical(found, fraction)) return found;
  // The ordinary text of a database is one letter away from the canonical form.
  if (usual && bare && zone?.name === 'UTC' && found.length === 19) return `${found.slice(0, 10)}T${found.slice(11)}Z`;
  const local = daysFromCivil(year, month, day) * secondsPerDay + hour * 3600 + minute * 60 + second;
  if (!bare) return instantText(local - offset, fraction, found);
  return instantText(localToUtc(zone, year, local, found), fraction, found);
}

function isCanonical(iso: string, fraction: string): boolean {
  if (iso.charCodeAt(10) !== 84 || iso.charCodeAt(iso.length - 1) !== 90) return false;
  return iso.length === 20 + fractionText(fraction).length && (fraction === '' || iso.charCodeAt(19) === 46);
}

/**
 * @throws RowFault if there is no zone, or if the local time does not exist in it.
 */
export function localToUtc(zone: Zone | undefined, year: number, local: number, found: string): number {
  if (zone === undefined) {
    throw new RowFault(
      'row/not-an-instant',
      'a time with a zone such as 2024-03-31T22:15:00Z, or a zone stated in the mapping (zone: Europe/Berlin)',
      found,
    );
  }
  const utc = zone.toUtc(year, local);
  if (!Number.isNaN(utc)) return utc;
  throw new RowFault(
    'row/not-an-instant',
    `a time that exists in ${zone.name}; a clock change skipped this one`,
    found,
  );
}
