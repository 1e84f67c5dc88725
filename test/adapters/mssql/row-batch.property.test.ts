import test from 'ava';
import fc from 'fast-check';
import { Cursor, cellReader } from '../../../adapters/mssql/cells.ts';
import { RowBatch, RowReader } from '../../../adapters/mssql/row-batch.ts';
import { loadTedious, type Metadata } from '../../../adapters/mssql/tedious.ts';
import { type CellBatch, cellAt } from '../../../core/adapter/batch.ts';
import { CellBytes } from '../../../core/run/bytes/cell-bytes.ts';
import { collation, type StandInType, standInType as type } from './tds-stand-in/types.ts';

/** What is written of the protocol's bytes is what would be written of the values that are read from them. */

interface Sent {
  readonly type: StandInType;
  readonly column: Metadata;
  readonly value: fc.Arbitrary<unknown>;
}

const cp1253 = { collation: { codepage: 'CP1253' } };
const utf8 = { collation: { codepage: 'utf-8' } };
const long = { dataLength: 0xffff };

function sent(of: StandInType, name: string, value: fc.Arbitrary<unknown>, more: Partial<Metadata> = {}): Sent {
  const column = { colName: name, type: { name }, flags: 0, ...more };
  return {
    type: of,
    column,
    value:
      of.neverNull === true
        ? value
        : fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 6, arbitrary: value }),
  };
}

const edges = (bits: number) => fc.constantFrom(...(bits > 53 ? [2n ** 53n - 1n, 1n - 2n ** 53n, 2n ** 53n] : [0n]));
const whole = (bits: number) =>
  fc.oneof(edges(bits), near(bits), fc.bigInt(-(2n ** BigInt(bits - 1)), 2n ** BigInt(bits - 1) - 1n)).map(String);
const near = (bits: number) =>
  fc
    .tuple(fc.integer({ min: 0, max: bits - 2 }), fc.constantFrom(-1n, 0n, 1n), fc.constantFrom(-1n, 1n))
    .map(([power, off, sign]) => sign * 2n ** BigInt(power) + off)
    .filter((value) => value >= -(2n ** BigInt(bits - 1)) && value < 2n ** BigInt(bits - 1));
const digits = (most: number) =>
  fc
    .tuple(fc.bigInt(0n, 10n ** BigInt(most) - 1n), fc.integer({ min: 0, max: most }), fc.boolean())
    .map(([value, zeros, isNegative]) => {
      const rounded = (value / 10n ** BigInt(zeros)) * 10n ** BigInt(zeros);
      return String(isNegative ? -rounded : rounded);
    });
const day = fc.integer({ min: 0, max: 3_652_058 });
const time = (scale: number) =>
  fc
    .tuple(fc.bigInt(0n, 86_400n * 10n ** BigInt(scale) - 1n), fc.constantFrom(1n, 10n ** BigInt(scale)))
    .map(([units, step]) => String((units / step) * step));
const text = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    'pc-1.emea.example',
    'Grüße ☃ 𝄞',
    'x'.repeat(256),
    'y'.repeat(300),
    `${'z'.repeat(300)}é`,
    'a\u0000b',
  ),
  fc.string({ unit: 'binary-ascii', maxLength: 20 }),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);
const anyText = fc.oneof(
  { weight: 30, arbitrary: text },
  { weight: 1, arbitrary: fc.constantFrom('\ud800', 'a\udc00b') },
);
const hex = fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const narrow = fc.oneof(
  fc.string({ unit: 'binary-ascii', maxLength: 20 }).map((ascii) => Buffer.from(ascii, 'latin1').toString('hex')),
  hex,
);

const scales = [0, 1, 2, 3, 4, 5, 6, 7];
const types: readonly Sent[] = [
  sent(type.tinyint, 'IntN', fc.integer({ min: 0, max: 255 })),
  sent(type.smallint, 'IntN', whole(16)),
  sent(type.int, 'IntN', whole(32)),
  sent(type.bigint, 'IntN', whole(64)),
  sent(type.intNotNull, 'Int', whole(32)),
  sent(type.bigintNotNull, 'BigInt', whole(64)),
  sent(type.bit, 'BitN', fc.boolean()),
  sent(type.float, 'FloatN', fc.double({ noNaN: true, noDefaultInfinity: true })),
  sent(type.money, 'MoneyN', whole(64)),
  ...[0, 2, 9].map((scale) => sent(type.decimal(9, scale), 'DecimalN', digits(9), { scale })),
  ...[0, 4, 19].map((scale) => sent(type.decimal(19, scale), 'NumericN', digits(19), { scale })),
  sent(type.decimal(28, 6), 'DecimalN', digits(28), { scale: 6 }),
  sent(type.decimal(38, 38), 'DecimalN', digits(38), { scale: 38 }),
  sent(
    type.smalldatetime,
    'DateTimeN',
    fc.tuple(fc.integer({ min: 0, max: 65_535 }), fc.integer({ min: 0, max: 1439 })).map((pair) => pair.join(' ')),
  ),
  sent(
    type.datetime,
    'DateTimeN',
    fc
      .tuple(fc.integer({ min: -53_690, max: 2_958_463 }), fc.integer({ min: 0, max: 25_919_999 }))
      .map((pair) => pair.join(' ')),
  ),
  sent(type.date, 'Date', day.map(String)),
  ...scales.map((scale) => sent(type.time(scale), 'Time', time(scale), { scale })),
  ...scales.map((scale) =>
    sent(
      type.datetime2(scale),
      'DateTime2',
      fc.tuple(time(scale), day).map((pair) => pair.join(' ')),
      { scale },
    ),
  ),
  ...scales.map((scale) =>
    sent(
      type.datetimeoffset(scale),
      'DateTimeOffset',
      fc.tuple(time(scale), day).map(([units, days]) => `${units} ${days} 120`),
      { scale },
    ),
  ),
  sent(
    type.uniqueidentifier,
    'UniqueIdentifier',
    fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('hex')),
  ),
  sent(type.nvarchar(400), 'NVarChar', anyText),
  sent(type.nvarcharMax, 'NVarChar', anyText, long),
  sent(type.varchar(400, collation.cp1253), 'VarChar', narrow, cp1253),
  sent(type.varchar(400, collation.utf8), 'VarChar', narrow, utf8),
  sent(type.varcharMax, 'VarChar', narrow, { ...long, ...cp1253 }),
  sent(type.varbinary(40), 'VarBinary', hex),
  sent(type.varbinaryMax, 'VarBinary', hex, long),
  sent(type.xml, 'Xml', text),
  sent(type.ntext, 'NText', text),
  sent(type.image, 'Image', hex),
];

const { pages } = loadTedious();
const result = fc
  .uniqueArray(fc.nat(types.length - 1), { minLength: 1, maxLength: 9 })
  .map((chosen) => chosen.map((index) => types[index]))
  .chain((columns) =>
    fc.record({
      columns: fc.constant(columns),
      rows: fc.array(fc.tuple(...columns.map(({ value }) => value)), { minLength: 1, maxLength: 30 }),
      cut: fc.nat(1000),
    }),
  );

test('rows that are written are those that are read', (t) => {
  let written = 0;
  fc.assert(
    fc.property(result, ({ columns, rows, cut }) => {
      const batch = new RowBatch(
        new RowReader(
          columns.map(({ column }) => column),
          pages,
        ),
        7,
      );
      const readers = columns.map(({ column }) => cellReader(column, pages));
      const cells = rows.flatMap((row) => {
        const whole = Buffer.concat(columns.map(({ type: of }, index) => of.encode(row[index])));
        // What is not there as a whole leaves nothing behind.
        if (batch.read(cursorOf(whole.subarray(0, cut % whole.length)), false)) throw new Error('Half a row was read.');
        if (!batch.read(cursorOf(whole), false)) throw new Error('A row was not read.');
        const from = cursorOf(whole);
        return readers.map((read) => read(from));
      });
      const found = batch.finish();
      const width = columns.length;
      const expected: CellBatch = {
        layout: 'cells',
        rows: rows.length,
        width,
        positions: rows.map((_, row) => row + 8),
        cells,
      };
      t.deepEqual(
        cells.map((_, index) => cellAt(found, index)),
        cells,
      );
      t.deepEqual([...Array.from(found.positions)], expected.positions);
      const bytes = new CellBytes(columns.map((_, index) => index)).write(expected);
      t.is(found.layout, bytes === undefined ? 'cells' : 'bytes');
      if (found.layout === 'cells' || bytes === undefined) return;
      written++;
      for (let index = 0; index < cells.length; index++) {
        const [mine, theirs] = [found, bytes].map(({ bytes: all, starts, ends, kinds }) => [
          kinds[index],
          all.toString('latin1', starts[index], ends[index]),
        ]);
        if (String(mine) !== String(theirs)) throw new Error(`Expected ${theirs}, found ${mine}.`);
      }
      const all = Buffer.concat(cells.map((_, index) => found.bytes.subarray(found.starts[index], found.ends[index])));
      if (found.ascii && all.some((byte) => byte > 127)) throw new Error('It is not ASCII.');
    }),
    { numRuns: 200 },
  );
  t.true(written > 50);
});

function cursorOf(bytes: Buffer): Cursor {
  const cursor = new Cursor();
  cursor.bytes = bytes;
  return cursor;
}
