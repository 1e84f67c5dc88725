import test from 'ava';
import type { Value } from '../../../../core/mapping/functions/value.ts';
import { evaluate, faultsOf } from './evaluate.ts';

const fails = { fails: 'row/not-a-number' };

const numbers: readonly [string, string, Value | typeof fails][] = [
  ['1,234,567.89', '"en"', '1234567.89'],
  ['1234567.89', '"en"', '1234567.89'],
  ['1,5', '"en"', fails],
  ['1,2345', '"en"', fails],
  ['12,34,567', '"en"', fails],
  [',123', '"en"', fails],
  ['1,,234', '"en"', fails],
  ['1,234,', '"en"', fails],
  ['1.234.567,89', '"de"', '1234567.89'],
  ['0,5', '"de-DE"', '0.5'],
  ['1.234', '"de"', 1234],
  ['1.5', '"de"', fails],
  ['1.234.5', '"de"', fails],
  ['1,2,3', '"de"', fails],
  ['12,', '"de"', fails],
  ['1\u202f234\u00a0567,5', '"fr"', '1234567.5'],
  ["1'234.5", '"ch"', '1234.5'],
  ['1’234.5', '"de-CH"', '1234.5'],
  ['1,23,45,678.9', '"in"', '12345678.9'],
  ['1,23,45', '"in"', fails],
  ['-1.234,5', '"de"', '-1234.5'],
  ['− 5', '"de"', -5],
  ['+5', '"de"', 5],
  ['5-', '"de"', -5],
  ['(5)', '"de"', -5],
  ['(5', '"de"', fails],
  ['-(5)', '"de"', fails],
  ['--5', '"de"', fails],
  ['', '"de"', null],
  ['-', '"de"', fails],
  ['00123,40', '"de"', '123.4'],
  ['٣', '"de"', 3],
  ['١٬٢٣٤٫٥', '"de"', '1234.5'],
  ['１，５', '"de"', '1.5'],
  ['.5', '"en"', '0.5'],
  ["1'200.-", '"ch"', 1200],
  ['12,5 %', '"de"', '0.125'],
  ['-€ 5,00', '"de", ignore: "€"', -5],
  ['(1.200 €)', '"de", ignore: "€"', -1200],
  ["1.234'567,5", 'decimal: ",", thousands: ".\'"', '1234567.5'],
  ['1e5', '"en"', fails],
  ['$ 1,200.00', '"en", ignore: "$ USD"', 1200],
  ['1.200,00 EUR', '"de", ignore: "€ EUR"', 1200],
  ['EUR', '"de", ignore: "€ EUR"', null],
  ['1|234;5', 'decimal: ";", thousands: "|"', '1234.5'],
  ['1 234.5', 'thousands: " "', '1234.5'],
];
for (const [text, rest, expected] of numbers) {
  test(`number(${JSON.stringify(text)}, ${rest}) is ${JSON.stringify(expected)}`, (t) => {
    t.deepEqual(evaluate(`number(${JSON.stringify(text)}, ${rest})`), expected);
  });
}

const amounts: readonly [string, string, Value | typeof fails][] = [
  ['16 GB', '', 17179869184],
  ['16gib', '', 17179869184],
  ['1.44 MB', '', 1509949],
  ['8 TB', 'kilo: 1000', 8000000000000],
  ['8 TiB', 'kilo: 1000', 8796093022208],
  ['512', '"MiB"', 536870912],
  ['512 B', '"MiB"', 512],
  ['512 bytes', '', 512],
  ['16 G', '', 17179869184],
  ['16K', '', 16384],
  ['16 iB', '', fails],
  ['GB', '', fails],
  ['16 MHz', '', fails],
  ['', '', null],
  ['1.024,5 MB', 'locale: "de"', 1074266112],
  ['8388608 PB', '', '9444732965739290427392'],
];
for (const [text, rest, expected] of amounts) {
  test(`bytes(${JSON.stringify(text)}, ${rest}) is ${JSON.stringify(expected)}`, (t) => {
    t.deepEqual(evaluate(`bytes(${JSON.stringify(text)}${rest && `, ${rest}`})`), expected);
  });
}

const impossible: readonly [string, RegExp][] = [
  ['number("1", "xx")', /There is no locale "xx"/],
  ['number("1", decimal: ",", thousands: ",")', /must differ/],
  ['number("1", decimal: "12")', /must be a single sign/],
  ['number("1", "de", ignore: "0")', /must not have digits/],
  ['bytes("1", "MHz")', /must be a unit such as/],
  ['bytes("1", kilo: 1001)', /must be 1024 or 1000/],
];
for (const [expression, message] of impossible) {
  test(`${expression} is told before any row is read`, (t) => t.regex(faultsOf(expression).join('\n'), message));
}
