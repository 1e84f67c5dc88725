import test from 'ava';
import fc from 'fast-check';
import { ArgumentFault } from '../../../../core/mapping/functions/define.ts';
import { zoneNamed } from '../../../../core/mapping/functions/zones.ts';

// Local times and their UTC, around transitions that are on record.
const times: readonly [string, string, string][] = [
  ['UTC', '2024-03-31T02:30:00', '2024-03-31T02:30:00'],
  ['Europe/Berlin', '2024-03-31T01:59:59', '2024-03-31T00:59:59'],
  ['Europe/Berlin', '2024-03-31T02:00:00', 'skipped'],
  ['Europe/Berlin', '2024-03-31T02:59:59', 'skipped'],
  ['Europe/Berlin', '2024-03-31T03:00:00', '2024-03-31T01:00:00'],
  ['Europe/Berlin', '2024-10-27T01:59:59', '2024-10-26T23:59:59'],
  ['Europe/Berlin', '2024-10-27T02:00:00', '2024-10-27T00:00:00'],
  ['Europe/Berlin', '2024-10-27T02:59:59', '2024-10-27T00:59:59'],
  ['Europe/Berlin', '2024-10-27T03:00:00', '2024-10-27T02:00:00'],
  ['Europe/Berlin', '2023-12-31T23:59:59', '2023-12-31T22:59:59'],
  ['Europe/Berlin', '2024-01-01T00:30:00', '2023-12-31T23:30:00'],
  ['Europe/Berlin', '1900-01-01T00:00:00', '1899-12-31T23:00:00'],
  ['Europe/Berlin', '2200-07-01T12:00:00', '2200-07-01T10:00:00'],
  ['Europe/Berlin', '9000-01-01T12:00:00', '9000-01-01T11:00:00'],
  ['America/New_York', '2024-03-10T02:30:00', 'skipped'],
  ['America/New_York', '2024-11-03T01:30:00', '2024-11-03T05:30:00'],
  ['America/New_York', '2007-03-11T03:00:00', '2007-03-11T07:00:00'],
  ['America/New_York', '2006-04-02T02:30:00', 'skipped'],
  ['America/Sao_Paulo', '2018-11-04T00:30:00', 'skipped'],
  ['America/Sao_Paulo', '2020-01-01T00:00:00', '2020-01-01T03:00:00'],
  ['Europe/London', '1970-01-01T00:00:00', '1969-12-31T23:00:00'],
  ['Asia/Kolkata', '2024-06-01T05:30:00', '2024-06-01T00:00:00'],
  ['Asia/Kathmandu', '2024-06-01T05:45:00', '2024-06-01T00:00:00'],
  ['Asia/Kathmandu', '1985-06-01T05:30:00', '1985-06-01T00:00:00'],
  ['Pacific/Chatham', '2024-04-07T02:45:00', '2024-04-06T13:00:00'],
  ['Pacific/Chatham', '2024-09-29T03:00:00', 'skipped'],
  // Lord Howe moves its clocks by half an hour.
  ['Australia/Lord_Howe', '2024-04-07T01:45:00', '2024-04-06T14:45:00'],
  ['Australia/Lord_Howe', '2024-10-06T02:15:00', 'skipped'],
  ['Australia/Lord_Howe', '2024-10-06T02:30:00', '2024-10-05T15:30:00'],
  // Samoa went to the other side of the date line and had no 30 December.
  ['Pacific/Apia', '2011-12-29T23:59:59', '2011-12-30T09:59:59'],
  ['Pacific/Apia', '2011-12-30T12:00:00', 'skipped'],
  ['Pacific/Apia', '2011-12-31T00:00:00', '2011-12-30T10:00:00'],
  // An offset with seconds.
  ['Africa/Monrovia', '1960-01-01T00:00:00', '1960-01-01T00:44:30'],
];
for (const [zone, local, utc] of times) {
  test(`${local} in ${zone} is ${utc}`, (t) => {
    const seconds = zoneNamed(zone).toUtc(Number(local.slice(0, 4)), secondsOf(local));
    t.is(Number.isNaN(seconds) ? 'skipped' : new Date(seconds * 1000).toISOString().slice(0, 19), utc);
  });
}

const zones = [
  'Europe/Berlin',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Asia/Tehran',
  'Pacific/Chatham',
];
const utcSeconds = fc.integer({ min: secondsOf('1900-01-02T00:00:00'), max: secondsOf('2200-12-30T00:00:00') });

test('local times lead back to their UTC, or to an earlier one with the same local time', (t) => {
  fc.assert(
    fc.property(fc.constantFrom(...zones), utcSeconds, (name, utc) => {
      const zone = zoneNamed(name);
      const local = localSeconds(name, utc);
      t.is(zone.offsetAt(utc), local - utc);
      const back = zone.toUtc(new Date(local * 1000).getUTCFullYear(), local);
      t.true(back <= utc && utc - back < 86_400);
      t.is(localSeconds(name, back), local);
    }),
    { numRuns: 400 },
  );
});

test('every quarter of an hour around the changes of a year is right', (t) => {
  const zone = zoneNamed('America/St_Johns');
  for (const day of ['2024-03-10', '2024-11-03', '2011-03-13', '2011-11-06', '1988-04-03']) {
    for (let utc = secondsOf(`${day}T00:00:00`); utc < secondsOf(`${day}T12:00:00`); utc += 900) {
      t.is(utc + zone.offsetAt(utc), localSeconds('America/St_Johns', utc));
    }
  }
});

test('a zone that does not exist is told with the nearest name', (t) => {
  t.throws(() => zoneNamed('Europe/Berlim'), { instanceOf: ArgumentFault, message: /Did you mean "Europe\/Berlin"/ });
});

/** A local time by the parts that the runtime prints. */
function localSeconds(zone: string, utc: number): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const parts = new Map(format.formatToParts(utc * 1000).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? Number.NaN;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) / 1000;
}

function secondsOf(time: string): number {
  return Date.parse(`${time}Z`) / 1000;
}
