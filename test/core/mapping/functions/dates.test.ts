import test from 'ava';
import fc from 'fast-check';
import { civilFromDays, daysFromCivil } from '../../../../core/mapping/functions/calendar.ts';
import type { Value } from '../../../../core/mapping/functions/value.ts';
import { compileText, evaluate, faultsOf } from './evaluate.ts';

const noDate = { fails: 'row/not-a-date' };
const noInstant = { fails: 'row/not-an-instant' };

const dates: readonly [string, string, Value | typeof noDate][] = [
  ['2024-02-29', '', '2024-02-29'],
  ['2023-02-29', '', noDate],
  ['1900-02-29', '', noDate],
  ['2000-02-29', '', '2000-02-29'],
  ['2024-04-31', '', noDate],
  ['2024-00-10', '', noDate],
  ['2024-13-10', '', noDate],
  ['2024-10-00', '', noDate],
  ['0000-01-01', '', noDate],
  ['0001-01-01', '', '0001-01-01'],
  ['9999-12-31', '', '9999-12-31'],
  ['20240331', '', noDate],
  ['2024-3-31', '', noDate],
  ['2024-03-31T23:30:00-05:00', '', '2024-03-31'],
  ['2024-03-31 24:00:00', '', noDate],
  ['2024-03-31x', '', noDate],
  ['20x4-03-31', '', noDate],
  ['  2024-03-31\t', '', '2024-03-31'],
  ['2024-03-31', '"auto"', '2024-03-31'],
  ['31.12.99', '"dd.MM.yy"', '1999-12-31'],
  ['31.12.69', '"dd.MM.yy"', '2069-12-31'],
  ['31.12.70', '"dd.MM.yy"', '1970-12-31'],
  ['31.12.40', '"dd.MM.yy", pivot: 30', '1940-12-31'],
  ['1.2.2024', '"dd.MM.yyyy"', noDate],
  ['1.2.2024', '"d.M.yyyy"', '2024-02-01'],
  ['01.02.2024', '"d.M.yyyy"', '2024-02-01'],
  ['31.02.2024', '"d.M.yyyy"', noDate],
  ['31/12/2024', '"MM/dd/yyyy"', noDate],
  ['31/12/2024', '"MM/dd/yyyy", "dd/MM/yyyy"', '2024-12-31'],
  ['20240331', '"yyyyMMdd"', '2024-03-31'],
  ['202403311', '"yyyyMMdd"', noDate],
  ['2024-31-03', '"yyyy-dd-MM"', '2024-03-31'],
  ['2024-03-31', '"yyyy-dd-MM"', noDate],
  ['2024-03-31', '"dd.MM.yyyy"', '2024-03-31'],
  ['31.03.2024', '"yyyy-MM-dd", "d.M.yyyy"', '2024-03-31'],
  ['2024-03-31 10:00', '"yyyy-MM-dd", "d.M.yyyy"', '2024-03-31'],
  ['31.03.2024 00:00:00', '"dd.MM.yyyy"', '2024-03-31'],
  ['31.03.2024 25:00:00', '"dd.MM.yyyy"', noDate],
  ['7. März 2024', '"d. MMMM yyyy"', '2024-03-07'],
  ['7 févr. 2024', '"d MMM yyyy"', '2024-02-07'],
  ['Sept. 7, 2024', '"MMM d, yyyy"', '2024-09-07'],
  ['Sep. 7, 2024', '"MMM. d, yyyy"', '2024-09-07'],
  ['DEC 7, 2024', '"MMM d, yyyy"', '2024-12-07'],
  ['Foo 7, 2024', '"MMM d, yyyy"', noDate],
  ['Thursday, 7 March 2024', '"EEEE, d MMMM yyyy"', '2024-03-07'],
  ["7 o'clock 3 2024", `"d 'o''clock' M yyyy"`, noDate],
  ['day 7 of 3 in 2024', `"'day' d 'of' M 'in' yyyy"`, '2024-03-07'],
];
for (const [text, patterns, expected] of dates) {
  test(`date(${JSON.stringify(text)}, ${patterns}) is ${JSON.stringify(expected)}`, (t) => {
    t.deepEqual(evaluate(`date(${JSON.stringify(text)}${patterns && `, ${patterns}`})`), expected);
  });
}

const instants: readonly [string, string, Value | typeof noInstant][] = [
  ['2024-03-31T22:15:00Z', '', '2024-03-31T22:15:00Z'],
  ['2024-03-31t22:15:00z', '', '2024-03-31T22:15:00Z'],
  ['2024-03-31T22:15Z', '', '2024-03-31T22:15:00Z'],
  ['2024-03-31T22:15:00.1234567Z', '', '2024-03-31T22:15:00.1234567Z'],
  ['2024-03-31T22:15:00.500Z', '', '2024-03-31T22:15:00.5Z'],
  ['2024-03-31T22:15:00.000Z', '', '2024-03-31T22:15:00Z'],
  ['2024-03-31T22:15:00,5Z', '', '2024-03-31T22:15:00.5Z'],
  ['2024-03-31T22:15:00+05:45', '', '2024-03-31T16:30:00Z'],
  ['2024-03-31T22:15:00-0330', '', '2024-04-01T01:45:00Z'],
  ['2024-03-31T22:15+00', '', '2024-03-31T22:15:00Z'],
  ['2024-12-31 23:30:00 -01', '', '2025-01-01T00:30:00Z'],
  ['2024-03-31T22:15:60Z', '', noInstant],
  ['2024-03-31T22:60:00Z', '', noInstant],
  ['2024-03-31T22:15:00+19:00', '', noInstant],
  ['2024-03-31T22:15:00 CET', '', noInstant],
  ['9999-12-31T23:59:59-01:00', '', noInstant],
  ['2024-03-31 22:15:00', 'zone: "UTC"', '2024-03-31T22:15:00Z'],
  ['2024-03-31 10:05 PM', 'zone: "UTC"', '2024-03-31T22:05:00Z'],
  ['2024-03-31 9:05', 'zone: "UTC"', '2024-03-31T09:05:00Z'],
  ['2024-03-31', 'zone: "America/New_York"', '2024-03-31T04:00:00Z'],
  ['2024-03-31', '', noInstant],
  ['2024-03-31T22:15:00Z', 'zone: "Europe/Berlin"', '2024-03-31T22:15:00Z'],
  ['12:30 AM 3/7/2024', '"h:mm a M/d/yyyy", zone: "UTC"', '2024-03-07T00:30:00Z'],
  ['12:30 p.m. 3/7/2024', '"h:mm a M/d/yyyy", zone: "UTC"', '2024-03-07T12:30:00Z'],
  ['13:30 PM 3/7/2024', '"h:mm a M/d/yyyy", zone: "UTC"', noInstant],
  ['3/7/2024, 10:15:30 PM', '"M/d/yyyy", zone: "UTC"', '2024-03-07T22:15:30Z'],
  ['3/7/2024, 10:15:30\u202fPM', '"M/d/yyyy, h:mm:ss a", zone: "UTC"', '2024-03-07T22:15:30Z'],
  ['07.03.2024 22:15:30,25 +0100', '"dd.MM.yyyy HH:mm:ss,S X"', '2024-03-07T21:15:30.25Z'],
  ['2024-05-03 10:00:00', '"yyyy-dd-MM HH:mm:ss", zone: "UTC"', '2024-03-05T10:00:00Z'],
];
for (const [text, rest, expected] of instants) {
  test(`instant(${JSON.stringify(text)}, ${rest}) is ${JSON.stringify(expected)}`, (t) => {
    t.deepEqual(evaluate(`instant(${JSON.stringify(text)}${rest && `, ${rest}`})`), expected);
  });
}

const impossible: readonly [string, RegExp][] = [
  ['date("x", "dd.mm.yyyy")', /has no month: MM, in capital letters; mm are minutes/],
  ['date("x", "DD.MM.YYYY")', /has no year: yyyy or yy, in small letters/],
  ['date("x", "dd.MM.yyyy QQ")', /"QQ", which means nothing/],
  ['date("x", "dd.MM.yyyy MM")', /"M" in two places/],
  [`date("x", "dd.MM.yyyy 'at")`, /a quote that is not closed/],
  ['instant("x", "dd.MM.yyyy hh:mm")', /needs both h and a/],
  ['instant("x", zone: "CEST+1")', /There is no time zone "CEST\+1"/],
  ['excelDate(1, epoch: 1899)', /must be 1900 or 1904/],
];
for (const [expression, message] of impossible) {
  test(`${expression} is told before any row is read`, (t) => t.regex(faultsOf(expression).join('\n'), message));
}

test('days are those of the platform in the years 1 to 9999', (t) => {
  const [first, last] = [-719_162, 2_932_896];
  fc.assert(
    fc.property(fc.integer({ min: first, max: last }), (days) => {
      const date = new Date(days * 86_400_000);
      const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
      t.is(civilFromDays(days), year * 10_000 + month * 100 + day);
      t.is(daysFromCivil(year, month, day), days);
    }),
  );
});

test('whatever instant() gives is canonical, and given back unchanged', (t) => {
  const read = compileText('Text | instant', { zone: 'Etc/GMT+5' });
  const two = (most: number) => fc.integer({ min: 0, max: most }).map((value) => String(value).padStart(2, '0'));
  const clock = fc.tuple(two(23), two(59), two(59)).map((parts) => parts.join(':'));
  const day = fc
    .integer({ min: -700_000, max: 2_900_000 })
    .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));
  const fraction = fc.constantFrom('', '.5', '.000', '.120', '.123456789');
  const offset = fc.constantFrom('', 'Z', '+00:00', '-03:30', '+0545', ' +01');
  fc.assert(
    fc.property(day, fc.constantFrom('T', ' '), clock, fraction, offset, (date, between, time, digits, zone) => {
      const text = `${date}${between}${time}${digits}${zone}`;
      const value = read(text);
      t.regex(String(value), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d*[1-9])?Z$/);
      t.is(read(String(value)), value);
      const hours = zone
        .trim()
        .replace(/^([+-]\d\d)$/, '$1:00')
        .replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
      if (zone !== '') t.is(Date.parse(String(value)), Date.parse(`${date}T${time}${digits}${hours}`));
    }),
    { numRuns: 300 },
  );
});

test('serial numbers of books around the day that never was', (t) => {
  t.is(evaluate('excelDate(1)'), '1900-01-01');
  t.is(evaluate('excelDate(59)'), '1900-02-28');
  t.is(evaluate('excelDate(61)'), '1900-03-01');
  t.deepEqual(evaluate('excelDate(0)'), noDate);
  t.is(evaluate('excelDate(2958465)'), '9999-12-31');
  t.deepEqual(evaluate('excelDate(2958466)'), noDate);
  t.is(evaluate('excelDate(0, epoch: 1904)'), '1904-01-01');
  t.is(evaluate('excelInstant(45382.9999999999, zone: "UTC")'), '2024-04-01T00:00:00Z');
});

test('counts since 1970 and since 1601 are the instants of the platform', (t) => {
  const unix = compileText('Text | unixTime("ms")');
  const seconds = compileText('Text | unixTime');
  const file = compileText('Text | fileTime');
  fc.assert(
    fc.property(fc.integer({ min: -11_644_473_599_999, max: 253_402_300_799_999 }), (milliseconds) => {
      const expected = new Date(milliseconds).toISOString().replace(/\.?0*Z$/, 'Z');
      t.is(unix(String(milliseconds)), expected);
      const whole = Math.abs(milliseconds).toString().padStart(4, '0');
      t.is(seconds(`${milliseconds < 0 ? '-' : ''}${whole.slice(0, -3)}.${whole.slice(-3)}`), expected);
      t.is(file(String((BigInt(milliseconds) + 11_644_473_600_000n) * 10_000n)), expected);
    }),
  );
});
