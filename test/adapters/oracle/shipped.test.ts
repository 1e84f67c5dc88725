import { join } from 'node:path';
import test from 'ava';
import oracle from '../../../adapters/oracle/adapter.ts';
import { readQueries } from '../../../adapters/sql/query-file.ts';
import { cellText } from '../../../core/adapter/batch.ts';
import type { Mapping } from '../../../core/mapping/mapping.ts';
import { datasetFor, openMappingInput } from '../../../core/run/input.ts';
import { previewDataset } from '../../../core/run/preview.ts';
import { shippedMappings } from '../../mappings/shipped.ts';
import { rowOf } from './tns-stand-in/cells.ts';
import type { AnswerColumn } from './tns-stand-in/replies.ts';
import { type Answer, startStandIn } from './tns-stand-in/server.ts';

/** Each shipped mapping takes what its query gives with the types of a server; the row is that of its first test. */

const queries = readQueries(join(import.meta.dirname, '../../../adapters/oracle/queries'));
const numbers = /^(INST_ID|IS_CURRENT|DETECTED_USAGES|TOTAL_SAMPLES|AUX_COUNT|HIGHEST|LAST_VALUE)$/;
process.env.TRIBUTARY_TEST_ORACLE_PASSWORD = 'right';

for (const mapping of shippedMappings().filter(({ source }) => source.adapter === 'oracle')) {
  test(`${mapping.name} over its query`, async (t) => {
    const standIn = await startStandIn({ answer: (sql) => answerOf(mapping, sql) });
    try {
      const signal = new AbortController().signal;
      const set = {
        host: '127.0.0.1',
        port: standIn.port,
        service: 'STANDIN',
        user: 'audit',
        password: 'env:TRIBUTARY_TEST_ORACLE_PASSWORD',
      };
      const adapters = { oracle: async () => ({ default: oracle }) };
      const input = await openMappingInput(mapping, { adapters, signal, set });
      try {
        await input.source.discover();
        const found = await previewDataset(mapping, input, datasetFor(input, mapping), 10, signal);
        t.deepEqual(found.issues, []);
        t.is(found.rows.read, 1);
        t.true([...found.records.values()].flat().length > 0);
      } finally {
        await input.source.close();
      }
    } finally {
      await standIn.close();
    }
  });
}

/** The columns that the query names, and the row of the mapping's first test. */
function answerOf({ source, tests }: Mapping, sql: string): Answer | undefined {
  const query = queries.find(({ dataset }) => dataset === source.dataset);
  if (/SYS_CONTEXT/.test(sql)) {
    const columns = Array.from(
      { length: 6 },
      (_, index): AnswerColumn => ({ name: `C${index}`, type: 'varchar2', size: 9 }),
    );
    return { columns, rows: [rowOf(columns, ['DB', 'DB_A', 'DB', 'AUDIT', 'db1', '+00:00'])] };
  }
  // A preview asks for the first rows of the query.
  const asked = sql.replace(/^SELECT \* FROM \(/, '');
  if (query === undefined || !query.text.includes(asked.slice(0, 200))) return undefined;
  const [first = ''] = query.text.split('UNION ALL');
  const names = [...first.matchAll(/(?:\bAS |\n {2}\w\.)([A-Z_]+)(?=,|\n| -- optional)/g)].map(([, name = '']) => name);
  const columns = names.map(
    (name): AnswerColumn =>
      numbers.test(name) ? { name, type: 'number', scale: -127 } : { name, type: 'varchar2', size: 4000 },
  );
  const row = tests[0]?.rows[0];
  const values = names.map((name) => {
    const cell = row?.get(name)?.cell ?? null;
    return cell === null ? null : cellText(cell);
  });
  return { columns, rows: [rowOf(columns, values)] };
}
