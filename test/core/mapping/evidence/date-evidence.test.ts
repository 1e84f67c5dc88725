import test from 'ava';
import { DateEvidence, type DateOrder } from '../../../../core/mapping/evidence/date-evidence.ts';

/** What the values of a column prove of how its dates are written. */

interface Case {
  readonly title: string;
  readonly values: readonly string[];
  readonly proven: boolean;
  readonly says: RegExp;
  readonly patterns: readonly string[];
  readonly stated?: DateOrder;
  readonly pivot?: number;
}

const cases: readonly Case[] = [
  {
    title: 'a day above 12 in first place',
    values: ['13.01.2024', '01.02.2024'],
    proven: true,
    says: /day, month, year \(1 values above 12 in first place\)/,
    patterns: ['d.M.yyyy'],
  },
  {
    title: 'a day above 12 in second place',
    values: ['1/31/24', '1/2/24'],
    proven: true,
    says: /month, day, year \(1 values above 12 in second/,
    patterns: ['M/d/yy'],
  },
  {
    title: 'both, with an example of each',
    values: ['13.01.2024', '01.13.2024', '14.01.2024'],
    proven: false,
    says: /contradict each other: 2 above 12 in first place, such as "13.01.2024"; 1 in second, such as "01.13.2024"/,
    patterns: ['d.M.yyyy'],
  },
  {
    title: 'neither',
    values: ['01.02.2024'],
    proven: false,
    says: /is "01.02.2024" day or month first\?/,
    patterns: ['d.M.yyyy'],
  },
  {
    title: 'the word of the mapping',
    values: ['01/02/2024'],
    proven: true,
    says: /month, day, year, as the mapping says/,
    patterns: ['M/d/yyyy'],
    stated: 'mdy',
  },
  {
    title: 'equal ones only',
    values: ['02.02.2024'],
    proven: true,
    says: /equal in every value/,
    patterns: ['d.M.yyyy'],
  },
  {
    title: 'years first',
    values: ['2024-01-31'],
    proven: true,
    says: /year, month, day \(1 values in ISO form\)/,
    patterns: [],
  },
  {
    title: 'years first with other signs',
    values: ['2024/1/31', '2024.02.01'],
    proven: true,
    says: /as yyyy\/M\/d/,
    patterns: ['yyyy/M/d', 'yyyy.M.d'],
  },
  {
    title: 'digits alone',
    values: ['20240131', '20240131101500'],
    proven: true,
    says: /as yyyyMMdd/,
    patterns: ['yyyyMMdd', 'yyyyMMddHHmmss'],
  },
  {
    title: 'months by name',
    values: ['7. März 2024', '7-Mar-24', 'Oct 31, 2024', '7 de marzo de 2024'],
    proven: true,
    says: /MMM/,
    patterns: ['d. MMM yyyy', 'd-MMM-yy', 'MMM d, yyyy', "d 'de' MMM 'de' yyyy"],
  },
  {
    title: 'serial numbers among days',
    values: ['31.03.2024', '45382', '45382.5'],
    proven: true,
    says: /2 values such as "45382" are numbers of a day in a book/,
    patterns: ['d.M.yyyy', 'serial'],
  },
  { title: 'weeks', values: ['2024-W13-7'], proven: true, says: /isoWeek/, patterns: ['isoWeek'] },
  {
    title: 'a first number that is no day',
    values: ['99-03-31', '01-02-03'],
    proven: true,
    says: /year, month, day \(1 values above 31 in first place\)/,
    patterns: ['yy-M-d'],
  },
  {
    title: 'two-digit years behind hyphens, or before them',
    values: ['13-01-24'],
    proven: false,
    says: /is it the day, the month or the year/,
    patterns: ['d-M-yy'],
  },
  {
    title: 'a two-digit year that may be before or after 2000',
    values: ['31.12.55'],
    proven: false,
    says: /"31.12.55" before or after 2000\?/,
    patterns: ['d.M.yy'],
  },
  {
    title: 'years with four digits beside two-digit ones',
    values: ['31.12.55', '31.12.2023'],
    proven: true,
    says: /from 55 on are in the 1900s/,
    patterns: ['d.M.yy', 'd.M.yyyy'],
    pivot: 50,
  },
  { title: 'nothing', values: ['', 'soon'], proven: true, says: /no value with day and month/, patterns: [] },
];

for (const { title, values, proven, says, patterns, stated, pivot } of cases) {
  test(`dates are decided by ${title}`, (t) => {
    const evidence = new DateEvidence('Seen');
    for (const value of values) evidence.see(value);
    const decision = evidence.decide(stated);
    t.regex(decision.sentence, says);
    t.is(decision.proven, proven);
    t.deepEqual(decision.patterns, ['yyyy-MM-dd', ...patterns]);
    t.is(decision.pivot, pivot);
  });
}

test('what a call says of two-digit years needs no proof', (t) => {
  const evidence = new DateEvidence('Born');
  evidence.see('31.12.55');
  t.true(evidence.decide(undefined, undefined, 30).proven);
});

test('examples are shown as the caller wants, with the place of the first', (t) => {
  const evidence = new DateEvidence('Born');
  evidence.see('01/02/1980', 7);
  evidence.see('03/02/1980', 8);
  t.regex(evidence.decide(undefined, ({ position }) => `row ${position}`).sentence, /is row 7 day or month first/);
});
