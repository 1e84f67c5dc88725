import test from 'ava';
import { namedDatePattern } from '../../../../core/mapping/evidence/named-date.ts';
import { type Shape, shapeOf } from '../../../../core/mapping/guess/shape.ts';

const shapes: Readonly<Record<Exclude<Shape, 'text'>, readonly string[]>> = {
  integer: ['0', '12', '-5', '007', '12345678901234567890', '20241399'],
  decimal: ['1.5', '-0.25', '1.234'],
  localNumber: ['1,5', '1.234,50', '1,234', "1'234.5", '1 234,5', '(1,200)', '12,50-'],
  amount: ['1.234,50 €', '$ 12.00', 'EUR 5', '12 CHF'],
  percent: ['50 %', '12.5%'],
  bytes: ['16 GB', '512MB', '1,5 GiB', '100 bytes'],
  clock: ['2.4 GHz', '800MHz'],
  isoDate: ['2024-01-31'],
  isoTime: ['2024-01-31 10:00', '2024-01-31T10:00:00.5'],
  isoZoned: ['2024-01-31T10:00:00Z', '2024-01-31 10:00+01:00'],
  compactDate: ['20240131', '19991231'],
  slashDate: ['31.01.2024', '1/2/24', '31-01-2024 10:00', '99.99.9999'],
  namedDate: ['07-Mar-24', '7 März 2024', 'Oct 31, 2024 10:00', '31. Dezember 2024'],
  mac: [
    '00-1a-2b-3c-4d-5e',
    '00:1A:2B:3C:4D:5E',
    '001a.2b3c.4d5e',
    '001A2B3C4D5E',
    '00-1a-2b-3c-4d-5e; 00-1a-2b-3c-4d-5f',
  ],
  ip: ['10.0.0.1', 'fe80::1', '10.0.0.1, fe80::1%12', '10.0.0.1/24'],
  guid: ['4c4c4544-0042-3510-8057-b4c04f4a5931', '{4C4C4544-0042-3510-8057-B4C04F4A5931}'],
  sid: ['S-1-5-21-1004336348-1177238915-682003330-512'],
  email: ['a.miller@example.org'],
  account: ['EMEA\\jdoe', 'NT AUTHORITY\\SYSTEM'],
  hostName: ['pc1.emea.example'],
};

for (const [shape, texts] of Object.entries(shapes)) {
  test(`${texts.slice(0, 3).join(', ')} have the shape ${shape}`, (t) => {
    for (const text of texts) t.is(shapeOf(text), shape as Shape, text);
  });
}

test('words are text', (t) => {
  for (const text of [
    'PC-0042',
    'Dell Inc.',
    'n/a',
    '-',
    '1.2.3.4.5',
    'C:\\',
    'Windows 11',
    '16 pages',
    'May',
    '1.2 Beta 2024',
  ])
    t.is(shapeOf(text), 'text', text);
});

test('a long text is not searched', (t) => {
  t.is(shapeOf(`${'1'.repeat(100_000)}x`), 'text');
});

test('days with the name of a month give their pattern', (t) => {
  t.is(namedDatePattern('07-Mar-24'), 'd-MMM-yy');
  t.is(namedDatePattern('7 März 2024'), 'd MMM yyyy');
  t.is(namedDatePattern('Oct 31, 2024 10:00'), 'MMM d, yyyy');
  t.is(namedDatePattern('31. Dezember 2024'), 'd. MMM yyyy');
  t.is(namedDatePattern('07-Foo-24'), undefined);
  t.is(namedDatePattern('Version 10, 2024'), undefined);
});
