import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import oracle from '../../adapters/oracle/adapter.ts';
import { hostileColumns, hostileRows } from '../conformance/hostile.ts';
import { testAdapter } from '../conformance/suite.ts';
import { rowOf } from './oracle/tns-stand-in/cells.ts';
import type { AnswerColumn } from './oracle/tns-stand-in/replies.ts';
import { type Answer, startStandIn } from './oracle/tns-stand-in/server.ts';

/** What adapters promise, kept by this one over a stand-in for a server. */

const small: AnswerColumn[] = [
  { name: 'ID', type: 'number', precision: 38, nullable: false },
  { name: 'NAME', type: 'varchar2', size: 200 },
  { name: 'PRICE', type: 'number', precision: 10, scale: 2 },
  { name: 'PICTURE', type: 'raw', size: 16 },
  { name: 'SEEN', type: 'timestampTz' },
];
const hostile: AnswerColumn[] = hostileColumns.map((name) => ({ name, type: 'varchar2', size: 4000 }));
const large: AnswerColumn[] = small.slice(0, 2);

function answer(sql: string): Answer | undefined {
  if (/FROM SMALL/.test(sql)) {
    const bytes = Buffer.from([0, 255]);
    const rows = [
      rowOf(small, ['1', 'pc-1', '1.5', bytes, '2024-03-31T02:30:00']),
      rowOf(small, ['90071992547409930000', ' pc-2 ', null, null, null]),
      rowOf(small, ['3', null, '-12', null, null]),
    ];
    return { columns: small, rows };
  }
  if (/FROM HOSTILE/.test(sql)) return { columns: hostile, rows: hostileRows.map((row) => rowOf(hostile, row)) };
  if (/FROM LARGE/.test(sql)) return { columns: large, rows: largeRows() };
  if (!/SYS_CONTEXT/.test(sql)) return undefined;
  const columns = Array.from(
    { length: 6 },
    (_, index): AnswerColumn => ({ name: `C${index}`, type: 'varchar2', size: 200 }),
  );
  const row = rowOf(columns, ['DB', 'DB_A', 'DB', 'AUDIT', 'db1', '+00:00']);
  return { columns, rows: [row] };
}

function* largeRows() {
  for (let id = 1; id <= 25_000; id += 1) yield rowOf(large, [String(id), `pc-${id}`]);
}

const standIn = await startStandIn({ answer });
const { port } = standIn;
test.after.always(() => standIn.close());
// As the sample has it.
process.env.ORACLE_PASSWORD = 'none';
process.env.TRIBUTARY_TEST_ORACLE_PASSWORD = 'right';

const options = (queries: string, changes: Readonly<Record<string, unknown>> = {}) => ({
  host: '127.0.0.1',
  port,
  service: 'STANDIN',
  user: 'audit',
  password: 'env:TRIBUTARY_TEST_ORACLE_PASSWORD',
  queries,
  ...changes,
});

testAdapter(oracle, {
  options: options('test/adapters/oracle/queries/small'),
  dataset: 'small',
  rows: 3,
  hostile: options('test/adapters/oracle/queries/hostile'),
  makeLarge: async (folder) => {
    writeFileSync(join(folder, 'large.sql'), '-- Many rows.\nSELECT ID, NAME FROM LARGE ORDER BY ID\n');
    return options(folder);
  },
  missing: { options: options('test/adapters/oracle/queries/small', { service: 'NONE' }), code: 'sql/unreachable' },
  locked: { connectSeconds: 5 },
});
