import test from 'ava';
import type { Cell } from '../../../core/adapter/batch.ts';
import { connected, rowsOf } from './support.ts';
import { columns, row, rowWithNulls } from './tds-stand-in/script.ts';
import type { StandInType } from './tds-stand-in/types.ts';
import { collation, standInType as type } from './tds-stand-in/types.ts';

/** What the server sends of a type, and the cell that is made of it. */
const cases: readonly (readonly [name: string, type: StandInType, sent: unknown, cell: Cell])[] = [
  ['tinyint', type.tinyint, 255, 255],
  ['smallint', type.smallint, -32768, -32768],
  ['int', type.int, -2147483648, -2147483648],
  ['int that is never null', type.intNotNull, 16777220, 16777220],
  ['bigint within the safe integers', type.bigint, '9007199254740991', 9007199254740991],
  ['bigint beyond them', type.bigint, '9007199254740993', 9007199254740993n],
  ['the lowest bigint', type.bigintNotNull, '-9223372036854775808', -9223372036854775808n],
  ['a bigint of 53 negative bits', type.bigint, '-9007199254740991', -9007199254740991],
  ['bit 1', type.bit, true, true],
  ['bit 0', type.bit, false, false],
  ['decimal of 4 bytes', type.decimal(9, 2), '12350', '123.5'],
  ['decimal of 8 bytes', type.decimal(19, 2), '1234567890123456789', '12345678901234567.89'],
  ['decimal of 12 bytes', type.decimal(28, 6), '-1234567890123456789012345678', '-1234567890123456789012.345678'],
  [
    'decimal of 16 bytes',
    type.decimal(38, 10),
    '99999999999999999999999999999999999999',
    '9999999999999999999999999999.9999999999',
  ],
  ['decimal below one', type.decimal(9, 4), '-5', '-0.0005'],
  ['decimal zero', type.decimal(9, 4), '0', '0'],
  ['decimal whole', type.decimal(19, 4), '1000000', '100'],
  ['decimal without fraction', type.decimal(9, 0), '1200', '1200'],
  ['money', type.money, '-9223372036854775808', '-922337203685477.5808'],
  ['money of one cent', type.money, '100', '0.01'],
  ['smallmoney', type.smallmoney, -2147483648, '-214748.3648'],
  ['float', type.float, 0.1, '0.1'],
  ['a large float', type.float, 1.5e22, '15000000000000000000000'],
  ['a small float', type.float, -1.25e-7, '-0.000000125'],
  ['real', type.real, 0.1, '0.1'],
  ['a real of nine digits', type.real, 16777216, '16777216'],
  ['smalldatetime', type.smalldatetime, '45380 1335', '2024-03-31 22:15:00'],
  ['datetime', type.datetime, '45380 24030000', '2024-03-31 22:15:00'],
  ['datetime with milliseconds as SQL Server rounds them', type.datetime, '45380 24030001', '2024-03-31 22:15:00.003'],
  ['the last datetime of a day', type.datetime, '45380 25919999', '2024-03-31 23:59:59.997'],
  ['datetime before 1900', type.datetime, '-53690 0', '1753-01-01 00:00:00'],
  ['date', type.date, '738975', '2024-03-31'],
  ['the first date', type.date, '0', '0001-01-01'],
  ['the last date', type.date, '3652058', '9999-12-31'],
  ['time(0)', type.time(0), '80100', '22:15:00'],
  ['time(7)', type.time(7), '863999999999', '23:59:59.9999999'],
  ['datetime2(7)', type.datetime2(7), '801001234567 738975', '2024-03-31 22:15:00.1234567'],
  ['datetime2(3)', type.datetime2(3), '80100500 738975', '2024-03-31 22:15:00.5'],
  ['datetimeoffset, in UTC', type.datetimeoffset(7), '729000000000 738975 120', '2024-03-31T20:15:00Z'],
  ['datetimeoffset with a fraction', type.datetimeoffset(2), '7290050 738975 -300', '2024-03-31T20:15:00.5Z'],
  [
    'uniqueidentifier',
    type.uniqueidentifier,
    '33221100554477668899aabbccddeeff',
    '00112233-4455-6677-8899-AABBCCDDEEFF',
  ],
  ['nvarchar', type.nvarchar(50), 'Grüße ☃ 𝄞', 'Grüße ☃ 𝄞'],
  ['an empty nvarchar', type.nvarchar(50), '', ''],
  ['nchar with its padding', type.nchar(5), 'ab', 'ab   '],
  ['char with its padding', type.char(5), 'é', 'é    '],
  ['varchar of code page 1252', type.varchar(50), '80e9', '€é'],
  ['varchar of code page 1253', type.varchar(50, collation.cp1253), 'e1e2', 'αβ'],
  ['varchar of code page 932', type.varchar(50, collation.cp932), '93fa967b', '日本'],
  ['varchar of UTF-8', type.varchar(50, collation.utf8), 'c3a9e29883', 'é☃'],
  ['varbinary', type.varbinary(4), '00ff10', Uint8Array.from([0, 255, 16])],
  ['nvarchar(max)', type.nvarcharMax, 'x'.repeat(20_001), 'x'.repeat(20_001)],
  ['varchar(max)', type.varcharMax, 'e9'.repeat(9000), 'é'.repeat(9000)],
  ['varbinary(max)', type.varbinaryMax, '0a'.repeat(9000), new Uint8Array(9000).fill(10)],
  ['an empty nvarchar(max)', type.nvarcharMax, '', ''],
  ['xml', type.xml, '<a b="ü"/>', '<a b="ü"/>'],
  ['text', type.text, '48e9', 'Hé'],
  ['ntext', type.ntext, 'Hé☃', 'Hé☃'],
  ['image', type.image, 'c0ffee', Uint8Array.from([0xc0, 0xff, 0xee])],
  ['sql_variant of int', type.variant, '3800ff000000', '255'],
  ['sql_variant of bigint', type.variant, '7f000100000000002000', '9007199254740993'],
  ['sql_variant of decimal', type.variant, '6a020902013e300000', '123.5'],
  ['sql_variant of nvarchar', type.variant, 'e70764000904d000004100e900', 'Aé'],
  ['sql_variant of varchar', type.variant, 'a70732000904d0000080', '€'],
  ['sql_variant of datetime2', type.variant, '2a01008438019f460b', '2024-03-31 22:13:24'],
  ['sql_variant of bit', type.variant, '320001', '1'],
  ['sql_variant of varbinary', type.variant, 'a5020a00c0ff', '0xC0FF'],
];

for (const [name, of, sent, cell] of cases) {
  test(`${name} is exact, and null is null, in both kinds of rows`, async (t) => {
    const described = columns(
      { name: 'before', type: type.int },
      { name: 'value', type: of },
      { name: 'after', type: type.int },
    );
    const isFixed = of.neverNull === true;
    const answer = () => [
      described,
      row(1, sent, 2),
      rowWithNulls(null, sent, 4),
      ...(isFixed ? [] : [row(5, null, 6), rowWithNulls(7, null, 8)]),
    ];
    const connection = await connected(t, ({ text }) => (text === 'query' ? answer() : undefined));
    const expected: Cell[][] = [
      [1, cell, 2],
      [null, cell, 4],
      ...(isFixed
        ? []
        : ([
            [5, null, 6],
            [7, null, 8],
          ] as Cell[][])),
    ];
    t.deepEqual(await rowsOf(connection, 'query'), expected);
  });
}
