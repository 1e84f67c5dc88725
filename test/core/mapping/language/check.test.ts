import test from 'ava';
import { traceExpression } from '../../../../core/mapping/trace.ts';
import { type Columns, check, generate, run, text } from './scope.ts';

const columns: Columns = {
  Name: text('PC-1'),
  Blank: text(null),
  Empty: text(''),
  Count: { type: 'number', value: 5 },
  Price: { type: 'number', value: '0.1' },
  Active: { type: 'boolean', value: true },
  Day: { type: 'date', value: '2024-03-31' },
  At: { type: 'instant', value: '2024-03-31T22:00:00Z' },
  Later: { type: 'instant', value: '2024-03-31T22:00:00.5Z' },
  List: { type: 'list', value: ['a', 'b'] },
  Gone: 'missing',
};

const values: readonly (readonly [string, unknown])[] = [
  ['null = null', true],
  ['Blank = null', true],
  ['Blank != null', false],
  ['Blank != 1', true],
  ['Blank = "x"', false],
  ['Blank != "x"', true],
  ['Blank < "x"', false],
  ['Blank >= "x"', false],
  ['not (Blank < "x")', true],
  ['Empty = null', false],
  ['Empty = ""', true],
  ['Blank in ("a", null)', true],
  ['Blank not in ("a", "b")', true],
  ['Name in ("PC-1", "PC-2")', true],
  ['Name = "pc-1"', false],
  ['Count in (1, 5)', true],
  ['Count = "5"', true],
  ['Count = 5.0', true],
  ['Price + 0.2 = 0.3', true],
  ['Price + 0.2', '0.3'],
  ['Count / 0', 'row/not-a-number'],
  ['Name + 1', 'row/not-a-number'],
  ['Name = 1', 'row/not-a-number'],
  ['Blank + 1', null],
  ['-Count', -5],
  ['9007199254740993 + 0', '9007199254740993'],
  ['Day < "2024-04-01"', true],
  ['Day = "2024-03-31"', true],
  ['At < Later', true],
  ['Later < At', false],
  ['At = "2024-03-31T22:00:00Z"', true],
  ['Active = "true"', true],
  ['Active = true', true],
  ['Active and Blank = null', true],
  ['Blank ?? Name', 'PC-1'],
  ['Empty ?? Name', ''],
  ['Blank ?? Count', 5],
  ['if(Active, Count, "7")', 5],
  ['if(Blank = 1, Count, "7")', 7],
  ['Gone', null],
  ['Gone ?? Name', 'PC-1'],
  ['Gone = null', true],
  ['Gone | trim', null],
  ['concat(Gone, "x")', 'x'],
  ['if(Gone, 1, 2)', 2],
  ['not Gone', true],
];

for (const [expression, expected] of values) {
  test(`${expression} is ${JSON.stringify(expected)}`, (t) => {
    const { value, fails } = run(expression, columns);
    t.deepEqual(fails ?? value, expected);
  });
}

const faults: readonly (readonly [string, string, number, string])[] = [
  ['Nam', 'mapping/unknown-column', 0, 'There is no column "Nam". Did you mean "Name"?'],
  ['1 + [Cuont]', 'mapping/unknown-column', 4, 'There is no column "Cuont". Did you mean "Count"?'],
  ['[__proto__]', 'mapping/unknown-column', 0, 'There is no column "__proto__".'],
  ['[constructor]', 'mapping/unknown-column', 0, 'There is no column "constructor".'],
  ['Name | trm', 'mapping/unknown-function', 7, 'There is no function trm(). Did you mean "trim"?'],
  ['constructor(Name)', 'mapping/unknown-function', 0, 'There is no function constructor().'],
  [
    'item',
    'mapping/wrong-type',
    0,
    'item is the current element of a list: it has a meaning only in a record with each.',
  ],
  ['Day + 1', 'mapping/wrong-type', 0, 'Arithmetic needs numbers, found a date.'],
  ['1 * List', 'mapping/wrong-type', 4, 'Arithmetic needs numbers, found a list.'],
  ['Count + "abc"', 'mapping/wrong-type', 8, 'Expected a number, found "abc".'],
  ['Count in (1, "x")', 'mapping/wrong-type', 13, 'Expected a number, found "x".'],
  [
    'Name and Active',
    'mapping/wrong-type',
    0,
    'Expected a condition, found a text. Convert it with boolean(), or compare it.',
  ],
  ['not Count', 'mapping/wrong-type', 4, 'Expected a condition, found a number. Compare it with something.'],
  [
    'if(Name, 1, 2)',
    'mapping/wrong-type',
    3,
    'Expected a condition, found a text. Convert it with boolean(), or compare it.',
  ],
  ['if(Active, Day, At)', 'mapping/wrong-type', 0, 'The branches have different types: date and instant.'],
  ['Day ?? Name', 'mapping/wrong-type', 0, 'The branches have different types: date and text.'],
  ['Day = At', 'mapping/wrong-type', 0, 'Values of different types are never equal: date and instant.'],
  ['Day = 5', 'mapping/wrong-type', 0, 'Values of different types are never equal: date and number.'],
  ['List = "a"', 'mapping/wrong-type', 0, 'A list can not be compared; join() makes it a text.'],
  ['Day < Name', 'mapping/wrong-type', 6, 'A text is compared with a date: convert the text with date().'],
  [
    'Day < "31.03.2024"',
    'mapping/wrong-type',
    6,
    '"31.03.2024" is compared with a date, which is written as "2024-03-31".',
  ],
  [
    'At < "2024-03-31"',
    'mapping/wrong-type',
    5,
    '"2024-03-31" is compared with an instant, which is written as "2024-03-31T22:00:00Z".',
  ],
  ['Active = "yes"', 'mapping/wrong-type', 9, '"yes" is compared with a boolean, which is written as true or false.'],
  [
    'List | trim',
    'mapping/wrong-type',
    0,
    'The argument "text" must be a text, found a list. join() makes a list a text; first() takes one element.',
  ],
  [
    'Name | formatDate("yyyy")',
    'mapping/wrong-type',
    0,
    'The argument "date" must be a date, found a text. date() converts a text.',
  ],
  ['Name | lookup(Name)', 'mapping/wrong-arguments', 14, 'The argument "table" must be written out, not computed.'],
  [
    'Name | contains("x", 1)',
    'mapping/wrong-arguments',
    21,
    'contains() takes 2 arguments, 3 are given: contains(whole, part).',
  ],
  [
    'Name | lookup("x", els: "y")',
    'mapping/wrong-arguments',
    24,
    'lookup() has no argument "els". Did you mean "else"?',
  ],
  ['Name | boolean(yes: "a", yes: "b")', 'mapping/wrong-arguments', 30, 'The argument "yes" is given twice.'],
  ['trim()', 'mapping/wrong-arguments', 0, 'trim() needs the argument "text": trim(text).'],
];

for (const [expression, code, offset, message] of faults) {
  test(`${expression}: ${message}`, (t) => {
    const [found] = check(expression, columns).faults;
    t.deepEqual(found, { code, message, offset } as typeof found);
  });
}

test('all faults of an expression are found at once, those in the arguments of an unknown or wrong call too', (t) => {
  const offsets = check('nosuch(Nmae) + trim(Cuont, Blnk) + Xyz', columns).faults.map(({ offset }) => offset);
  t.deepEqual(
    [...offsets].sort((a, b) => a - b),
    [0, 7, 20, 27, 27, 35],
  );
});

const chain = (link: string): string => `Count${link.repeat(500)}`;

for (const link of [' + 1', ' | abs', ' - Count', ' ?? Count']) {
  test(`500 times${link} is checked, compiled, run and traced`, (t) => {
    const { typed } = check(chain(link), columns);
    const { value } = run(chain(link), columns);
    t.is(traceExpression(typed.step, [null, null, null, 5], null).value, value as number);
  });
}

test('nesting and chains at their limits together do not exhaust the stack', (t) => {
  const expression = `${'('.repeat(90)}Count${' + 1'.repeat(490)}${')'.repeat(90)}`;
  t.is(run(expression, columns).value, 495);
});

test('generated code holds nothing of names, literals and patterns', (t) => {
  const hostile: Columns = { '*/ alert(1) /* canary': text('x'), 'canary`${1}`': text('y') };
  const expression = `concat([*/ alert(1) /* canary], "canary*/ \\"; \`\${process}\`", [canary\`\${1}\`] | regexReplace("canary", "canary"))`;
  const { typed, faults } = check(expression, hostile);
  t.deepEqual(faults, []);
  const { code } = generate(typed.step);
  t.notRegex(code, /canary|alert|process|`|\*\//);
  t.regex(code, /^[\w\s=;,.()[\]?:|!]*$/);
});
