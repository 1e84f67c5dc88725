import test from 'ava';
import { NumberEvidence } from '../../../../core/mapping/evidence/number-evidence.ts';
import { DigestSet } from '../../../../core/mapping/guess/digest-set.ts';
import { type NumberReading, readNumbers } from '../../../../core/mapping/guess/numbers.ts';

interface Case {
  readonly values: readonly string[];
  readonly locale: NumberReading['locale'];
  readonly question?: RegExp;
}

const cases: readonly Case[] = [
  { values: ['1', '20', '3.5'], locale: undefined },
  { values: ['1.234', '0.5'], locale: undefined },
  { values: ['1,5', '2'], locale: 'de' },
  { values: ['1.234,5', '2'], locale: 'de' },
  { values: ['1.234.567'], locale: 'de' },
  { values: ['1.234', '1,5'], locale: 'de' },
  { values: ['1,234.5'], locale: 'en' },
  { values: ['1,234,567'], locale: 'en' },
  { values: ['1,234', '0.5'], locale: 'en' },
  { values: ['1 234,5'], locale: 'fr' },
  { values: ['1\u00a0234', '12'], locale: 'fr' },
  { values: ["1'234.50"], locale: 'ch' },
  { values: ['1,234'], locale: 'en', question: /is "1,234" above a thousand/ },
  { values: ['1.234', '12'], locale: undefined, question: /is "1\.234" above a thousand/ },
  { values: ['1,5', '2.5', '3,5'], locale: 'de', question: /2 like "1,5" and 1 like "2\.5"/ },
];

for (const { values, locale, question } of cases) {
  test(`${values.join(' and ')} are read as ${locale ?? 'plain numbers'}${question === undefined ? '' : ', with a question'}`, (t) => {
    const evidence = new NumberEvidence('Amount');
    for (const value of values) evidence.see(value);
    const reading = readNumbers(evidence);
    t.is(reading.locale, locale);
    if (question === undefined) t.is(reading.question, undefined);
    else t.regex(reading.question ?? '', question);
  });
}

test('the largest value is known without its fraction', (t) => {
  const evidence = new NumberEvidence('Amount');
  for (const value of ['16 GB', '1.234,75', '512']) evidence.see(value);
  t.is(evidence.largest, 1234);
});

test('repeated texts are found, and memory has an end', (t) => {
  const set = new DigestSet();
  for (let index = 0; index < 20_000; index++) t.false(set.add(`text ${index}`));
  t.true(set.add('text 0'));
  t.true(set.add('text 9999'));
  t.false(set.add('text 15000'));
});
