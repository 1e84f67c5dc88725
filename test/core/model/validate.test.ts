import test from 'ava';
import fc from 'fast-check';
import { RowFault, type Value } from '../../../core/mapping/functions/value.ts';
import { defineEntity, type Field, field, type MoneyField } from '../../../core/model/define.ts';
import { type Checked, Cut, fieldCheck, moneyCheck, moneyFieldOf } from '../../../core/model/validate.ts';

type Plain = Exclude<Field, MoneyField>;

/** What a field makes of a value: the value to be written, `cut VALUE` or the code of the fault. */
function outcome(
  declared: Plain,
  value: Value,
  key = false,
): Checked | { cut: unknown; full: string } | { fault: string } {
  try {
    const checked = fieldCheck(declared, { key })(value);
    return checked instanceof Cut ? { cut: checked.kept, full: checked.full } : checked;
  } catch (error) {
    if (error instanceof RowFault) return { fault: error.code };
    throw error;
  }
}

const five = field.natural(5, 'Five.');
const evidence = field.evidence(5, 'Five.');
const int64 = field.integer('Size.', { minimum: -9223372036854775808n });
const count = field.integer('Count.', { minimum: 0n, maximum: 10n });
const decimal = field.decimal('Amount.');
const choice = field.choice(['ok', 'noHardware'], 'State.');
const list = field.list(5, 'Names.');

const accepted: readonly (readonly [string, Plain, Value, Checked])[] = [
  ['text as it is', five, 'Größe', 'Größe'],
  ['text without surrounding blanks', five, ' \u00a0ab c\t\r\n', 'ab c'],
  ['empty text as null', five, '', null],
  ['blanks as null', five, ' \t ', null],
  ['zeros at the beginning', five, '00123', '00123'],
  ['a number as text', five, 16777, '16777'],
  ['a boolean as text', five, true, 'true'],
  ['evidence with its blanks', evidence, ' ab ', ' ab '],
  ['blank evidence as null', evidence, '  ', null],
  ['pairs of surrogates', five, '😀😀', '😀😀'],
  ['a whole number', int64, 12, 12],
  ['minus zero as zero', int64, -0, 0],
  ['digits', int64, ' 12 ', 12],
  ['blank digits as null', int64, ' ', null],
  ['the largest safe integer', int64, '9007199254740991', 9007199254740991],
  ['the first integer beyond', int64, '9007199254740993', '9007199254740993'],
  ['the largest integer', int64, '9223372036854775807', '9223372036854775807'],
  ['the smallest integer', int64, '-9223372036854775808', '-9223372036854775808'],
  ['the lower limit', count, 0, 0],
  ['the upper limit', count, '10', 10],
  ['a decimal as it is', decimal, '0.25', '0.25'],
  ['a whole decimal', decimal, -5, '-5'],
  ['a decimal with zeros that say nothing', decimal, '-007.500', '-7.5'],
  ['a decimal without a fraction', decimal, '5.000', '5'],
  ['a decimal that begins with its point', decimal, '.5', '0.5'],
  ['a decimal that ends with its point', decimal, '5.', '5'],
  ['minus nothing', decimal, '-0.00', '0'],
  ['minus zero', decimal, '-0', '0'],
  ['zeros inside', decimal, '100.001', '100.001'],
  ['a boolean', field.boolean('Yes.'), false, false],
  ['the word of a boolean', field.boolean('Yes.'), ' TRUE ', true],
  ['a blank boolean', field.boolean('Yes.'), '', null],
  ['a day', field.date('Day.'), '2024-02-29', '2024-02-29'],
  ['the first day', field.date('Day.'), '0001-01-01', '0001-01-01'],
  ['a blank day', field.date('Day.'), ' ', null],
  ['an instant', field.instant('Then.'), ' 2024-03-31T22:00:00Z', '2024-03-31T22:00:00Z'],
  [
    'an instant with a fraction',
    field.instant('Then.'),
    '2024-03-31T22:00:00.1234567Z',
    '2024-03-31T22:00:00.1234567Z',
  ],
  [
    'an instant with a fraction that ends in zeros',
    field.instant('Then.'),
    '2024-03-31T22:00:00.500Z',
    '2024-03-31T22:00:00.5Z',
  ],
  ['an instant with a fraction of nothing', field.instant('Then.'), '2024-03-31T22:00:00.000Z', '2024-03-31T22:00:00Z'],
  ['a choice', choice, 'ok', 'ok'],
  ['a choice in another case', choice, ' NOHARDWARE ', 'noHardware'],
  ['a blank choice', choice, '', null],
  ['a list once each, in order, without blanks', list, ['b', ' a', '', 'b', '  ', 'a'], ['b', 'a']],
  ['a text as a list of one', list, ' b ', ['b']],
  ['an empty list as null', list, ['', ' '], null],
  ['a list of choices', field.list(9, 'Roles.', { choices: ['Vendor'] }), ['VENDOR', 'vendor'], ['Vendor']],
  ['a reference without surrounding blanks', field.reference('Computer', 'It.'), ' 42 ', '42'],
  ['null', five, null, null],
  ['null of a number', count, null, null],
  ['null of a list', list, null, null],
  ['null of a choice', choice, null, null],
];

for (const [title, declared, value, expected] of accepted) {
  test(`${declared.type}: takes ${title}`, (t) => {
    t.deepEqual(outcome(declared, value), expected);
    t.deepEqual(outcome(declared, value, true), expected);
  });
}

const refused: readonly (readonly [Plain, Value, string])[] = [
  [five, ['a', 'b'], 'row/not-valid'],
  [int64, 'twelve', 'row/not-a-number'],
  [int64, '012', 'row/not-a-number'],
  [int64, '1.0', 'row/not-a-number'],
  [int64, '1e3', 'row/not-a-number'],
  [int64, '0x10', 'row/not-a-number'],
  [int64, '+1', 'row/not-a-number'],
  [int64, '-0', 'row/not-a-number'],
  [int64, true, 'row/not-a-number'],
  [int64, 1.5, 'row/not-a-number'],
  [int64, Number.NaN, 'row/not-a-number'],
  [int64, '9223372036854775808', 'row/out-of-range'],
  [int64, `-9${'0'.repeat(1000)}`, 'row/out-of-range'],
  [count, -1, 'row/out-of-range'],
  [count, '11', 'row/out-of-range'],
  [decimal, '1,5', 'row/not-a-number'],
  [decimal, '1e5', 'row/not-a-number'],
  [decimal, '.', 'row/not-a-number'],
  [decimal, '-', 'row/not-a-number'],
  [decimal, '1.2.3', 'row/not-a-number'],
  [decimal, 0.1, 'row/not-a-number'],
  [decimal, false, 'row/not-a-number'],
  [decimal, '9'.repeat(39), 'row/out-of-range'],
  [field.decimal('Cores.', { minimum: '0' }), '-0.25', 'row/out-of-range'],
  [field.decimal('Share.', { minimum: '0.5' }), '0.4999', 'row/out-of-range'],
  [field.boolean('Yes.'), 'yes', 'row/not-a-boolean'],
  [field.boolean('Yes.'), 1, 'row/not-a-boolean'],
  [field.date('Day.'), '2023-02-29', 'row/not-a-date'],
  [field.date('Day.'), '1900-02-29', 'row/not-a-date'],
  [field.date('Day.'), '2024-04-31', 'row/not-a-date'],
  [field.date('Day.'), '2024-13-01', 'row/not-a-date'],
  [field.date('Day.'), '2024-00-01', 'row/not-a-date'],
  [field.date('Day.'), '2024-01-00', 'row/not-a-date'],
  [field.date('Day.'), '0000-01-01', 'row/not-a-date'],
  [field.date('Day.'), '2024-1-01', 'row/not-a-date'],
  [field.date('Day.'), '2024-01-01T00:00:00Z', 'row/not-a-date'],
  [field.date('Day.'), '٢٠٢٤-٠١-٠١', 'row/not-a-date'],
  [field.date('Day.'), 45292, 'row/not-a-date'],
  [field.instant('Then.'), '2024-03-31', 'row/not-an-instant'],
  [field.instant('Then.'), '2024-03-31T22:00:00', 'row/not-an-instant'],
  [field.instant('Then.'), '2024-03-31T22:00:00+01:00', 'row/not-an-instant'],
  [field.instant('Then.'), '2024-03-31 22:00:00Z', 'row/not-an-instant'],
  [field.instant('Then.'), '2024-03-31T24:00:00Z', 'row/not-an-instant'],
  [field.instant('Then.'), '2024-03-31T22:60:00Z', 'row/not-an-instant'],
  [field.instant('Then.'), '2024-03-31T22:00:60Z', 'row/not-an-instant'],
  [field.instant('Then.'), '2024-03-31T22:00:00.Z', 'row/not-an-instant'],
  [field.instant('Then.'), '2024-03-31T22:00:00.1234567890Z', 'row/not-an-instant'],
  [field.instant('Then.'), '2024-02-30T22:00:00Z', 'row/not-an-instant'],
  [choice, 'broken', 'row/not-a-choice'],
  [choice, '__proto__', 'row/not-a-choice'],
  [choice, 1, 'row/not-a-choice'],
  [field.list(9, 'Roles.', { choices: ['vendor'] }), ['vendor', 'friend'], 'row/not-a-choice'],
  [field.reference('Computer', 'It.'), 'x'.repeat(257), 'row/too-long'],
  [field.reference('Computer', 'It.'), 'a\0', 'row/not-valid'],
];

for (const [declared, value, fault] of refused) {
  test(`${declared.type}: ${JSON.stringify(value).slice(0, 40)} is ${fault}`, (t) => {
    t.deepEqual(outcome(declared, value), { fault });
  });
}

test('a text as long as its field stays whole', (t) => {
  t.is(outcome(five, 'abcde'), 'abcde');
  t.is(outcome(five, 'abcde', true), 'abcde');
});

test('a longer text is cut, and what it was is kept', (t) => {
  t.deepEqual(outcome(five, ' abcdefg '), { cut: 'abcde', full: 'abcdefg' });
});

test('no character is cut in two', (t) => {
  t.deepEqual(outcome(five, 'abcd😀'), { cut: 'abcd', full: 'abcd😀' });
  t.deepEqual(outcome(five, 'abc😀d'), { cut: 'abc😀', full: 'abc😀d' });
});

test('a cut text does not end in blanks, unless it is verbatim', (t) => {
  t.deepEqual(outcome(five, 'abc  de'), { cut: 'abc', full: 'abc  de' });
  t.deepEqual(outcome(evidence, 'abc  de'), { cut: 'abc  ', full: 'abc  de' });
});

test('a key that is too long is a fault and never cut', (t) => {
  t.deepEqual(outcome(five, 'abcdef', true), { fault: 'row/too-long' });
});

for (const [title, text, kept] of [
  ['NUL', 'a\0b', 'a\ufffdb'],
  ['U+0001', 'a\x01b', 'a\ufffdb'],
  ['the first half of a pair', 'a\ud83d', 'a\ufffd'],
  ['the second half of a pair', '\ude00a', '\ufffda'],
] as const) {
  test(`${title} is replaced in a text, reported, and a fault in a key`, (t) => {
    t.deepEqual(outcome(five, text), { cut: kept, full: text });
    t.deepEqual(outcome(five, text, true), { fault: 'row/not-valid' });
  });
}

test('a list with a text that is too long is cut, and says what it was', (t) => {
  t.deepEqual(outcome(list, ['abcdefg', 'b']), { cut: ['abcde', 'b'], full: 'abcdefg, b' });
});

test('what was expected can be read after "expected"', (t) => {
  const error = t.throws(() => fieldCheck(count, { key: false })(11), { any: true });
  t.like(error, { code: 'row/out-of-range', expected: 'a whole number from 0 to 10', found: '11' });
});

test('money needs a currency, which is written in capitals', (t) => {
  const check = moneyCheck();
  t.deepEqual(check('1.50', ' eur '), { amount: '1.5', currency: 'EUR' });
  t.is(check(null, 'EUR'), null);
  t.is(check(' ', null), null);
  for (const currency of [null, '', '€', 'EURO', 'EU', 978]) {
    t.like(
      t.throws(() => check(1, currency), { any: true }),
      { code: 'row/not-valid' },
    );
  }
  t.like(
    t.throws(() => check('1,50', 'EUR'), { any: true }),
    { code: 'row/not-a-number' },
  );
});

test('the currency of a field of money is named after it', (t) => {
  const entity = defineEntity({
    name: 'Thing',
    summary: 'A thing.',
    group: 'business',
    key: ['key'],
    fields: { key: field.key('Id.'), price: field.money('Price.'), count: field.integer('Count.') },
  });
  t.is(moneyFieldOf(entity, 'priceCurrency'), 'price');
  for (const name of ['price', 'countCurrency', 'Currency', '__proto__Currency'])
    t.is(moneyFieldOf(entity, name), undefined);
});

test('every integer survives as it is, in a number where that is exact', (t) => {
  const check = fieldCheck(int64, { key: false });
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (integer) => {
      const checked = check(String(integer));
      t.is(String(checked), String(integer));
      return typeof checked === (Number.isSafeInteger(Number(integer)) ? 'number' : 'string');
    }),
  );
});

test('a checked value is taken again, and stays the same', (t) => {
  const fields = [
    five,
    evidence,
    int64,
    decimal,
    choice,
    list,
    field.boolean('Yes.'),
    field.date('Day.'),
    field.instant('Then.'),
  ];
  fc.assert(
    fc.property(fc.constantFrom(...fields), anyText, (declared, text) => {
      const once = outcome(declared, text);
      const value = isWritten(once) ? once : null;
      t.deepEqual(outcome(declared, value), value);
    }),
  );
});

test('a text is never longer than its field, and never broken', (t) => {
  const check = fieldCheck(five, { key: false });
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (text) => {
      const checked = check(text);
      const written = checked instanceof Cut ? checked.kept : checked;
      return written === null || (typeof written === 'string' && written.length <= 5 && written.isWellFormed());
    }),
  );
  t.pass();
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.stringMatching(/^ ?-?[0-9]{0,4}(\.[0-9]{0,4})? ?$/),
  fc.stringMatching(/^20[0-9]{2}-[01][0-9]-[0-3][0-9](T[0-2][0-9]:00:00(\.[0-9]{1,3})?Z)?$/),
  fc.constantFrom('OK', 'True'),
);

function isWritten(found: ReturnType<typeof outcome>): found is Checked {
  return typeof found !== 'object' || found === null || !('cut' in found || 'fault' in found);
}
