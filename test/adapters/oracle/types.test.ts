import test from 'ava';
import type { Cell } from '../../../core/adapter/batch.ts';
import type { ColumnType } from '../../../core/adapter/contract.ts';
import { faultOf, rowsOf, withSession } from './driving.ts';
import { rowOf, type Written } from './tns-stand-in/cells.ts';
import type { AnswerColumn } from './tns-stand-in/replies.ts';

interface Case {
  readonly column: Omit<AnswerColumn, 'name'>;
  readonly type: ColumnType;
  readonly serverType: string;
  /** What the server has, and the cell that it becomes. */
  readonly values: readonly (readonly [Written, Cell])[];
}

const nines = '9'.repeat(38);
const cases: readonly Case[] = [
  {
    column: { type: 'number', precision: 38, scale: 0 },
    type: 'integer',
    serverType: 'NUMBER(38)',
    values: [
      ['0', 0],
      ['-5', -5],
      ['100', 100],
      ['9007199254740991', 9007199254740991],
      ['9007199254740993', 9007199254740993n],
      ['-9007199254740993', -9007199254740993n],
      [nines, BigInt(nines)],
    ],
  },
  {
    column: { type: 'number', precision: 12, scale: 2 },
    type: 'decimal',
    serverType: 'NUMBER(12,2)',
    values: [
      ['0.25', '0.25'],
      ['-0.05', '-0.05'],
      ['1234567890.12', '1234567890.12'],
      ['10', '10'],
      ['0', '0'],
    ],
  },
  {
    column: { type: 'number', scale: -127 },
    type: 'decimal',
    serverType: 'NUMBER',
    values: [
      ['12345678901234567.89', '12345678901234567.89'],
      ['0.00000000000000000001', '0.00000000000000000001'],
      [`-${nines}`, `-${nines}`],
    ],
  },
  {
    column: { type: 'varchar2', size: 4000 },
    type: 'text',
    serverType: 'VARCHAR2(4000)',
    values: [
      [' padded ', ' padded '],
      ['00123', '00123'],
      ['Ünïcödé 漢字 🙂', 'Ünïcödé 漢字 🙂'],
      ['x'.repeat(4000), 'x'.repeat(4000)],
    ],
  },
  { column: { type: 'char', size: 5 }, type: 'text', serverType: 'CHAR(5)', values: [['ab   ', 'ab   ']] },
  {
    column: { type: 'varchar2', size: 200, national: true },
    type: 'text',
    serverType: 'NVARCHAR2(200)',
    values: [['漢字 🙂', '漢字 🙂']],
  },
  {
    column: { type: 'date' },
    type: 'text',
    serverType: 'DATE',
    values: [
      ['2024-03-31T02:30:00', '2024-03-31 02:30:00'],
      ['0099-01-01T00:00:00', '0099-01-01 00:00:00'],
      ['9999-12-31T23:59:59', '9999-12-31 23:59:59'],
    ],
  },
  {
    column: { type: 'timestamp', scale: 6 },
    type: 'text',
    serverType: 'TIMESTAMP(6)',
    values: [
      ['2024-03-31T02:30:00.123456', '2024-03-31 02:30:00.123456'],
      ['2024-03-31T02:30:00.100000000', '2024-03-31 02:30:00.1'],
      ['2024-03-31T02:30:00', '2024-03-31 02:30:00'],
    ],
  },
  {
    column: { type: 'timestampTz', scale: 9 },
    type: 'instant',
    serverType: 'TIMESTAMP(9) WITH TIME ZONE',
    values: [['2024-03-31T00:30:00.123456789', '2024-03-31T00:30:00.123456789Z']],
  },
  {
    column: { type: 'timestampLtz', scale: 3 },
    type: 'instant',
    serverType: 'TIMESTAMP(3) WITH LOCAL TIME ZONE',
    values: [['2024-03-31T00:30:00.123', '2024-03-31T00:30:00.123Z']],
  },
  {
    column: { type: 'binaryDouble', size: 8 },
    type: 'decimal',
    serverType: 'BINARY_DOUBLE',
    values: [
      [0.1, '0.1'],
      [-1.5, '-1.5'],
      [1e21, '1000000000000000000000'],
      [1.5e-7, '0.00000015'],
      [Number.NaN, 'NaN'],
    ],
  },
  { column: { type: 'binaryFloat', size: 4 }, type: 'decimal', serverType: 'BINARY_FLOAT', values: [[0.1, '0.1']] },
  {
    column: { type: 'raw', size: 16 },
    type: 'bytes',
    serverType: 'RAW(16)',
    values: [[Buffer.from([0, 1, 255]), Buffer.from([0, 1, 255])]],
  },
  { column: { type: 'rowid' }, type: 'text', serverType: 'ROWID', values: [[[1, 2, 3, 4], 'AAAAABAACAAAAADAAE']] },
  {
    column: { type: 'intervalYm' },
    type: 'text',
    serverType: 'INTERVAL YEAR TO MONTH',
    values: [
      [[1, 6], 'P1Y6M'],
      [[0, -2], '-P2M'],
      [[0, 0], 'P0M'],
    ],
  },
  {
    column: { type: 'intervalDs' },
    type: 'text',
    serverType: 'INTERVAL DAY TO SECOND',
    values: [
      [[1, 2, 3, 4, 500_000_000], 'P1DT2H3M4.5S'],
      [[0, 0, -3, 0, 0], '-PT3M'],
      [[0, 0, 0, 0, 0], 'PT0S'],
    ],
  },
  {
    column: { type: 'clob' },
    type: 'text',
    serverType: 'CLOB',
    values: [
      ['short', 'short'],
      ['漢'.repeat(40_000), '漢'.repeat(40_000)],
    ],
  },
  {
    column: { type: 'blob' },
    type: 'bytes',
    serverType: 'BLOB',
    values: [[Buffer.alloc(70_000, 7), Buffer.alloc(70_000, 7)]],
  },
];

for (const { column, type, serverType, values } of cases) {
  test(`${serverType} is ${type}, and exact`, async (t) => {
    const columns: AnswerColumn[] = [{ name: 'V', ...column }];
    const rows = [...values.map(([written]) => rowOf(columns, [written])), [null]];
    const query = { text: 'SELECT V FROM T' };
    await withSession(
      { answer: (sql) => (/FROM T/.test(sql) ? { columns, rows } : undefined) },
      async ({ connection }) => {
        t.deepEqual(await connection.describe(query), [{ name: 'V', type, serverType, nullable: true }]);
        t.deepEqual(await rowsOf(connection.read(query)), [...values.map(([, cell]) => [cell]), [null]]);
      },
    );
  });
}

test('times do not depend on the zone of this machine', async (t) => {
  const columns: AnswerColumn[] = [{ name: 'V', type: 'date' }];
  const before = process.env.TZ;
  // There was no half past two in Berlin on that night.
  process.env.TZ = 'Europe/Berlin';
  try {
    const rows = [rowOf(columns, ['2024-03-31T02:30:00'])];
    await withSession(
      { answer: (sql) => (/FROM T/.test(sql) ? { columns, rows } : undefined) },
      async ({ connection }) => {
        t.deepEqual(await rowsOf(connection.read({ text: 'SELECT V FROM T' })), [['2024-03-31 02:30:00']]);
      },
    );
  } finally {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  }
});

test('a value that is larger than any inventory is an error', async (t) => {
  const columns: AnswerColumn[] = [{ name: 'V', type: 'clob' }];
  const rows = [[Buffer.alloc(16 * 1024 * 1024 + 1, 65)]];
  await withSession(
    { answer: (sql) => (/FROM T/.test(sql) ? { columns, rows } : undefined) },
    async ({ connection }) => {
      const fault = await faultOf(t, () => rowsOf(connection.read({ text: 'SELECT V FROM T' })));
      t.is(fault.faults[0]?.code, 'sql/bad-value');
      t.regex(fault.message, /column V .* row 1/);
    },
  );
});
