import test from 'ava';
import type { NumberForm } from '../../../../core/mapping/evidence/decision.ts';
import { NumberEvidence, type NumberWord } from '../../../../core/mapping/evidence/number-evidence.ts';

/** What the values of a column prove of how its numbers are written. */

interface Case {
  readonly values: readonly string[];
  readonly form: NumberForm;
  readonly says: RegExp;
  readonly open?: true;
  readonly stated?: NumberWord;
}

const cases: readonly Case[] = [
  { values: ['1', '-20', '3.5', '0.125'], form: {}, says: /decimal point/ },
  { values: ['1,5', '2'], form: { decimal: ',' }, says: /1 of 2 values have commas before a fraction/ },
  {
    values: ['1.234,5', '1.234', '12'],
    form: { decimal: ',', thousands: '.' },
    says: /1 have points between thousands.*1 like "1.234" are above a thousand/,
  },
  { values: ['1.234.567'], form: { decimal: ',', thousands: '.' }, says: /decimal comma/ },
  { values: ['1,234.5', '7'], form: { decimal: '.', thousands: ',' }, says: /decimal point/ },
  {
    values: ['1 234,5', '1\u00a0234', '1\u202f234'],
    form: { decimal: ',', thousands: ' ' },
    says: /3 values have blanks between thousands/,
  },
  { values: ["1'234.50", '1’234'], form: { decimal: '.', thousands: "'" }, says: /apostrophes/ },
  { values: ['12,34,567', '1.5'], form: { locale: 'in' }, says: /as in India/ },
  { values: ['12.500', "1'000"], form: { decimal: '.', thousands: "'" }, says: /apostrophes/ },
  { values: ['1.234', '12500'], form: {}, says: /1 values such as "12500" have no sign between thousands/ },
  { values: ['1.234', '12'], form: { decimal: '.' }, says: /is "1.234" above a thousand, or a fraction\?/, open: true },
  { values: ['1,234'], form: { decimal: '.', thousands: ',' }, says: /is "1,234" above a thousand/, open: true },
  { values: ['1.234', '1,234'], form: { decimal: '.', thousands: ',' }, says: /are "1,234" and "1.234"/, open: true },
  {
    values: ['1.234'],
    form: { decimal: ',', thousands: '.' },
    says: /decimal comma \(as the mapping says\)/,
    stated: 'comma',
  },
  {
    values: ['1,5', '3,5', '2.5'],
    form: { decimal: ',' },
    says: /contradict each other: 2 like "1,5" and 1 like "2.5"/,
    open: true,
  },
  {
    values: ['12,50 €', '(3,00 €)', 'USD 5,00'],
    form: { decimal: ',', ignore: '€ USD' },
    says: /€, USD beside numbers are left out.*several currencies/,
    open: true,
  },
  {
    values: ['$1,200.00', '-$5.00', '5.00-'],
    form: { decimal: '.', thousands: ',', ignore: '$' },
    says: /\$ beside numbers is left out/,
  },
  { values: ['2400 MHz', '3,5 MHz'], form: { decimal: ',', ignore: 'MHz' }, says: /MHz beside numbers is left out/ },
  { values: ['2,4 GHz', '800 MHz'], form: { decimal: ',' }, says: /there are several units: GHz, MHz/ },
  { values: ['12,5 %', '3 %'], form: { decimal: ',' }, says: /2 values such as "12,5 %" are shares of a hundred/ },
  { values: ['１２，５', '٣'], form: { decimal: ',' }, says: /decimal comma/ },
  { values: ['١٬٢٣٤٫٥'], form: { decimal: '.', thousands: "'" }, says: /./ },
  {
    values: ['12k', '1,5', 'n/a', '10.0.0.1', '1.2.3'],
    form: { decimal: ',' },
    says: /4 values such as "12k" are no numbers/,
  },
];

for (const { values, form, says, open = false, stated } of cases) {
  test(`${values.join(' and ')} ${open ? 'are asked for, and for now ' : ''}are read as ${JSON.stringify(form)}`, (t) => {
    const evidence = new NumberEvidence('Amount');
    for (const value of values) evidence.see(value);
    const decision = evidence.decide(stated);
    t.regex(decision?.sentence ?? '', says);
    t.deepEqual(decision?.form, form);
    t.is(decision?.proven, !open);
  });
}

test('a column without a number decides nothing', (t) => {
  const evidence = new NumberEvidence('Amount');
  for (const value of ['', 'n/a', '1.2.3']) evidence.see(value);
  t.is(evidence.decide(undefined), undefined);
});
