import test from 'ava';
import fc from 'fast-check';
import type { Checked, Money } from '../../../core/model/checked.ts';
import { type Field, field } from '../../../core/model/define.ts';
import { jsonText, quoteText } from '../../../core/model/serialize.ts';

const fields: readonly Field[] = [
  field.id('Text.'),
  field.reference('Computer', 'Reference.'),
  field.integer('Integer.'),
  field.decimal('Decimal.'),
  field.boolean('Boolean.'),
  field.date('Date.'),
  field.instant('Instant.'),
  field.choice(['a'], 'Choice.'),
  field.list(9, 'List.'),
  field.money('Money.'),
];

for (const declared of fields) {
  test(`${declared.type}: null is null`, (t) => {
    t.is(jsonText(declared)(null), 'null');
  });
}

const cases: readonly (readonly [Field, Checked | Money, string])[] = [
  [field.id('Text.'), 'PC-0042', '"PC-0042"'],
  [field.id('Text.'), 'a "b" \\ \n\u0007', '"a \\"b\\" \\\\ \\n\\u0007"'],
  [field.reference('Computer', 'Reference.'), '00"12', '"00\\"12"'],
  [field.integer('Integer.'), 12, '12'],
  [field.integer('Integer.'), '9223372036854775807', '9223372036854775807'],
  [field.decimal('Decimal.'), '-0.25', '"-0.25"'],
  [field.boolean('Boolean.'), false, 'false'],
  [field.date('Date.'), '2024-03-31', '"2024-03-31"'],
  [field.instant('Instant.'), '2024-03-31T22:00:00Z', '"2024-03-31T22:00:00Z"'],
  [field.choice(['a'], 'Choice.'), 'a', '"a"'],
  [field.list(9, 'List.'), ['a', '"'], '["a","\\""]'],
  [field.money('Money.'), { amount: '1.5', currency: 'EUR' }, '{"amount":"1.5","currency":"EUR"}'],
];

for (const [declared, value, expected] of cases) {
  test(`${declared.type}: ${JSON.stringify(value)} is ${expected}`, (t) => {
    t.is(jsonText(declared)(value), expected);
  });
}

test('every text is written as JSON.stringify writes it', (t) => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => quoteText(text) === JSON.stringify(text)));
  for (const text of ['\u2028', '\u007f', '\ud83d', '😀']) t.is(quoteText(text), JSON.stringify(text));
});
