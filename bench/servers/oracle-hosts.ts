import { rowOf } from '../../test/adapters/oracle/tns-stand-in/cells.ts';
import type { AnswerColumn } from '../../test/adapters/oracle/tns-stand-in/replies.ts';
import { type Answer, type StandIn, startStandIn } from '../../test/adapters/oracle/tns-stand-in/server.ts';
import { numberBytes } from '../../test/adapters/oracle/tns-stand-in/values.ts';

/** The stand-in for Oracle with a table of many hosts. It writes each row when it is asked for, and is slower than a server would be. */

const hosts: readonly AnswerColumn[] = [
  { name: 'ID', type: 'number', precision: 10, nullable: false },
  { name: 'NAME', type: 'varchar2', size: 80 },
  { name: 'SERIAL', type: 'varchar2', size: 20 },
  { name: 'OS', type: 'varchar2', size: 80 },
  { name: 'MEMORY', type: 'number', precision: 18 },
  { name: 'CORES', type: 'number', precision: 5 },
  { name: 'DOMAIN', type: 'varchar2', size: 20 },
  { name: 'SITE', type: 'varchar2', size: 80 },
  { name: 'SCANNED', type: 'timestampLtz' },
  { name: 'COST', type: 'number', precision: 10, scale: 2 },
];
const firstId = 16_777_220;

export function oracleHosts(rows: number): Promise<StandIn> {
  const some = Array.from({ length: 1000 }, (_, row) =>
    rowOf(hosts, [
      '0',
      `pc-${String(row).padStart(8, '0')}.emea.example`,
      `SN${String(row * 7919).padStart(10, '0')}`,
      `Microsoft Windows 11 Enterprise ${row % 7}`,
      String(8192 << (row % 4)),
      String(2 + (row % 14)),
      `EMEA${row % 9}`,
      `Site number ${row % 300} in Europe`,
      `2026-01-31T12:00:${String(row % 60).padStart(2, '0')}`,
      ((row % 10_000) / 100).toFixed(2),
    ]),
  );
  function* all() {
    for (let row = 0; row < rows; row++) yield [numberBytes(String(firstId + row)), ...some[row % 1000].slice(1)];
  }
  return startStandIn({ answer: (sql) => (/FROM hosts\b/i.test(sql) ? { columns: hosts, rows: all() } : about(sql)) });
}

function about(sql: string): Answer | undefined {
  if (!/SYS_CONTEXT/.test(sql)) return undefined;
  const columns = Array.from(
    { length: 6 },
    (_, index): AnswerColumn => ({ name: `C${index}`, type: 'varchar2', size: 200 }),
  );
  return { columns, rows: [rowOf(columns, ['DB', 'DB_A', 'DB', 'AUDIT', 'db1', '+00:00'])] };
}
