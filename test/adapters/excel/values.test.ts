import test from 'ava';
import fc from 'fast-check';
import { cellKind, kindOfBuiltin, kindOfFormat } from '../../../adapters/excel/values/number-format.ts';
import { canonicalNumber, numberText } from '../../../adapters/excel/values/number-text.ts';
import { serialText } from '../../../adapters/excel/values/serial-text.ts';

const numbers: readonly (readonly [written: string, text: string])[] = [
  ['1.1000000000000001', '1.1'],
  ['0.30000000000000004', '0.30000000000000004'],
  ['1E+21', '1000000000000000000000'],
  ['1.2345678901234568E+19', '12345678901234567000'],
  ['-1.5E-7', '-0.00000015'],
  ['5e-324', `0.${'0'.repeat(323)}5`],
  ['12345678901234567890', '12345678901234567890'],
  ['9007199254740993', '9007199254740993'],
  ['007', '7'],
  ['-0', '0'],
  ['+5', '5'],
  ['1.50', '1.5'],
  ['.5', '0.5'],
  [' 12 ', '12'],
  ['twelve', 'twelve'],
];
for (const [written, text] of numbers) {
  test(`the number ${written} is read as ${text}`, (t) => t.is(canonicalNumber(written), text));
}

test('the text of a number reads back as the same number, without exponent', (t) => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      const text = numberText(number);
      return Object.is(Number(text) + 0, number + 0) && /^-?\d+(\.\d+)?$/.test(text);
    }),
  );
  t.pass();
});

const formats: readonly (readonly [code: string, kind: keyof typeof cellKind])[] = [
  ['General', 'number'],
  ['0.00E+00', 'number'],
  ['#,##0 "days"', 'number'],
  ['0\\d', 'number'],
  ['0.0%', 'number'],
  ['@', 'number'],
  ['[Red]0;[Blue]-0', 'number'],
  ['[$€-407] #,##0.00', 'number'],
  ['_-* #,##0_-', 'number'],
  ['yyyy-mm-dd', 'date'],
  ['dd/mm/yyyy;@', 'date'],
  ['mmm', 'date'],
  ['[$-409]d-mmm-yy', 'date'],
  ['[$-F800]dddd, mmmm dd, yyyy', 'date'],
  ['[$-411]ge.m.d', 'date'],
  ['d" de "mmmm', 'date'],
  ['m/d/yy h:mm', 'dateTime'],
  ['mm:ss dd', 'dateTime'],
  ['mmmm h', 'dateTime'],
  ['h:mm AM/PM', 'time'],
  ['mm:ss.0', 'time'],
  ['[$-F400]h:mm:ss AM/PM', 'time'],
  ['[=0]"-";yyyy-mm-dd', 'date'],
  ['[Red][<1]0.00;yyyy', 'number'],
  ['ss.000', 'time'],
  ['h:mm:ss.00 AM/PM', 'time'],
  ['0 Stk', 'number'],
  ['#,##0 d', 'number'],
  ['d/m/bb', 'date'],
  ['aaa', 'date'],
  [';;;', 'number'],
  ['[h]:mm', 'duration'],
  ['[ss].00', 'duration'],
  ['[mm]:ss', 'duration'],
  ['[Red][hh]:mm:ss', 'duration'],
];
for (const [code, kind] of formats) {
  test(`the format ${code} shows a ${kind}`, (t) => t.is(kindOfFormat(code), cellKind[kind]));
}

const builtins: readonly (readonly [id: number, kind: keyof typeof cellKind])[] = [
  [0, 'number'],
  [10, 'number'],
  [13, 'number'],
  [14, 'date'],
  [17, 'date'],
  [18, 'time'],
  [22, 'dateTime'],
  [31, 'date'],
  [33, 'time'],
  [45, 'time'],
  [46, 'duration'],
  [48, 'number'],
  [49, 'number'],
  [34, 'date'],
  [57, 'date'],
  [67, 'number'],
  [71, 'date'],
  [75, 'time'],
  [77, 'dateTime'],
  [79, 'duration'],
  [81, 'date'],
];
for (const [id, kind] of builtins) {
  test(`the built-in format ${id} shows a ${kind}`, (t) => t.is(kindOfBuiltin(id), cellKind[kind]));
}

const serials: readonly (readonly [serial: number, kind: keyof typeof cellKind, text: string, system?: 1904])[] = [
  [45382, 'date', '2024-03-31'],
  [45382.572916666664, 'dateTime', '2024-03-31T13:45:00'],
  [45382.5729166667, 'dateTime', '2024-03-31T13:45:00'],
  [45382, 'dateTime', '2024-03-31T00:00:00'],
  [45382.5, 'date', '2024-03-31T12:00:00'],
  [45382.999999999, 'dateTime', '2024-04-01T00:00:00'],
  [45382.000001446759, 'dateTime', '2024-03-31T00:00:00.125'],
  [0.572916666666667, 'time', '13:45:00'],
  [0, 'time', '00:00:00'],
  [45382.5, 'time', '2024-03-31T12:00:00'],
  [0.5, 'dateTime', '12:00:00'],
  [1.1458333333333333, 'duration', '27:30:00'],
  [-0.5, 'duration', '-12:00:00'],
  [1, 'date', '1900-01-01'],
  [59, 'date', '1900-02-28'],
  [60, 'date', '1900-02-29'],
  [61, 'date', '1900-03-01'],
  [0, 'date', '0'],
  [-5, 'date', '-5'],
  [2958465, 'date', '9999-12-31'],
  [2958466, 'date', '2958466'],
  [0, 'date', '1904-01-01', 1904],
  [43920, 'date', '2024-03-31', 1904],
  [0.25, 'time', '06:00:00', 1904],
  [2957003, 'date', '9999-12-31', 1904],
];
for (const [serial, kind, text, system] of serials) {
  test(`${serial} as a ${kind} of the ${system ?? 1900} system is ${text}`, (t) =>
    t.is(serialText(serial, cellKind[kind], system === 1904), text));
}
