import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import oracle from '../../../adapters/oracle/adapter.ts';
import { parseOptions } from '../../../core/options/parse.ts';
import { rowOf } from './tns-stand-in/cells.ts';
import type { AnswerColumn } from './tns-stand-in/replies.ts';
import { type Answer, startStandIn } from './tns-stand-in/server.ts';

/** Reads by SCN, as a server would be asked: no server is here to answer. */

const folder = mkdtempSync(join(tmpdir(), 'tributary-oracle-bookmarks-'));
test.after.always(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'queries'));
writeFileSync(
  join(folder, 'queries/hosts.sql'),
  '-- Hosts.\n-- bookmark: scn ROW_SCN\nSELECT h.ID, ORA_ROWSCN AS ROW_SCN FROM HOSTS h ORDER BY h.ID',
);
process.env.TRIBUTARY_TEST_ORACLE_BOOKMARKS = 'right';
const columns: AnswerColumn[] = [
  { name: 'ID', type: 'number', precision: 10 },
  { name: 'ROW_SCN', type: 'number' },
];
const facts = Array.from({ length: 6 }, (_, index): AnswerColumn => ({ name: `C${index}`, type: 'varchar2', size: 9 }));
const scn: AnswerColumn[] = [{ name: 'SCN_NOW', type: 'varchar2', size: 40 }];

async function since(bookmark: string | undefined, answer: (sql: string) => Answer | undefined) {
  const hosts: Answer = { columns, rows: [rowOf(columns, ['1', '8123456'])] };
  const itself: Answer = { columns: facts, rows: [rowOf(facts, ['DB', 'DB_A', 'DB', 'AUDIT', 'db1', '+00:00'])] };
  const standIn = await startStandIn({
    answer: (sql) =>
      (/SYS_CONTEXT/.test(sql) ? itself : undefined) ?? answer(sql) ?? (/FROM HOSTS/.test(sql) ? hosts : undefined),
  });
  const signal = new AbortController().signal;
  try {
    const values = {
      host: '127.0.0.1',
      port: standIn.port,
      service: 'STANDIN',
      user: 'audit',
      queries: join(folder, 'queries'),
    };
    const options = { ...values, password: 'env:TRIBUTARY_TEST_ORACLE_BOOKMARKS' };
    const source = await oracle.open(parseOptions(oracle.options, options, { directory: folder }), {
      signal,
      dataset: 'hosts',
    });
    try {
      await source.discover();
      const [changes] =
        (await source.since?.([{ dataset: 'hosts', ...(bookmark === undefined ? {} : { bookmark }) }])) ?? [];
      let rows = 0;
      for (const part of changes.parts) for await (const batch of source.read(part)) rows += batch.rows;
      return { changes, rows, statements: standIn.statements };
    } finally {
      await source.close();
    }
  } finally {
    await standIn.close();
  }
}

const now = (value: string) => (sql: string) =>
  /CURRENT_SCN/.test(sql) ? { columns: scn, rows: [rowOf(scn, [value])] } : undefined;

test('the SCN is asked for before the snapshot, and rows are read from the bookmark on', async (t) => {
  const { changes, rows, statements } = await since('"8000000"', now('8123499'));
  t.like(changes, { read: 'changes', next: '"8123499"', because: 'hosts: ROW_SCN since 8000000.' });
  t.is(rows, 1);
  const asked = statements.findIndex((sql) => sql.includes('CURRENT_SCN'));
  const snapshot = statements.lastIndexOf('SET TRANSACTION READ ONLY');
  t.true(asked > 0 && asked < snapshot);
  t.regex(
    statements.at(-1) ?? '',
    /\) q\nWHERE q\."ROW_SCN" >= TO_NUMBER\(:1\)\nORDER BY q\."ROW_SCN", q\."ID" \| 8000000$/,
  );
});

test('a login that may not see the SCN reads everything, and keeps no bookmark', async (t) => {
  const failure = { code: 942, message: 'table or view does not exist' };
  const { changes } = await since('"8000000"', (sql) => (/CURRENT_SCN/.test(sql) ? { failure } : undefined));
  t.like(changes, { read: 'everything', next: undefined });
  t.regex(changes.because, /does not say its scn to this login/);
});

test('a database that was put back is read whole', async (t) => {
  const { changes } = await since('"8000000"', now('7000000'));
  t.like(changes, { read: 'everything', next: '"7000000"' });
  t.regex(changes.because, /ROW_SCN went back from 8000000 to 7000000/);
});
