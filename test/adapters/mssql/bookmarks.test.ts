import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import mssql from '../../../adapters/mssql/adapter.ts';
import { parseOptions } from '../../../core/options/parse.ts';
import { smallDatabase } from './small-database.ts';
import { columns, row } from './tds-stand-in/script.ts';
import { startStandIn } from './tds-stand-in/stand-in.ts';
import { standInType as type } from './tds-stand-in/types.ts';

/** Reads by rowversion, as a server is asked: the stand-in compares nothing. */

const folder = mkdtempSync(join(tmpdir(), 'tributary-mssql-bookmarks-'));
test.after.always(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'queries'));
writeFileSync(
  join(folder, 'queries/hosts.sql'),
  '-- Hosts.\n-- bookmark: rowversion Version\nSELECT h.id, h.Version FROM hosts AS h ORDER BY h.id',
);
process.env.TRIBUTARY_TEST_MSSQL_BOOKMARKS = 'right';
const hosts = {
  name: 'hosts',
  columns: [
    { name: 'id', type: type.int, serverType: 'int' },
    { name: 'Version', type: type.varbinary(8), serverType: 'varbinary(8)' },
  ],
  rows: () => [[1, '00000000000007d1']],
};

test('rowversions are read from the bookmark up to the oldest open transaction, which is asked for before the snapshot', async (t) => {
  const known = smallDatabase([hosts]);
  const server = await startStandIn({
    answer(statement) {
      const { text } = statement;
      if (text.includes('MIN_ACTIVE_ROWVERSION'))
        return [columns({ name: 'rowversion_now', type: type.nvarchar(18) }), row('0x00000000000007D5')];
      if (text.includes('FROM hosts AS h') && !text.includes('describe'))
        return [columns(...hosts.columns), ...hosts.rows().map((values) => row(...values))];
      const asked = [...statement.parameters.values()].map(String).join().includes('FROM hosts AS h');
      return known(asked ? { ...statement, parameters: new Map([['p1', 'SELECT * FROM hosts']]) } : statement);
    },
  });
  try {
    const values = { server: '127.0.0.1', port: server.port, database: 'CM_EX1', user: 'reader', encrypt: 'off' };
    const options = { ...values, password: 'env:TRIBUTARY_TEST_MSSQL_BOOKMARKS', queries: join(folder, 'queries') };
    const context = { signal: new AbortController().signal, dataset: 'hosts' };
    const source = await mssql.open(parseOptions(mssql.options, options, { directory: folder }), context);
    try {
      t.deepEqual(
        (await source.discover()).map(({ bookmark }) => bookmark?.column),
        ['Version'],
      );
      const [changes] = (await source.since?.([{ dataset: 'hosts', bookmark: '"0x00000000000007D1"' }])) ?? [];
      t.like(changes, { read: 'changes', next: '"0x00000000000007D5"', whole: false });
      let rows = 0;
      for await (const batch of source.read(changes.parts[0])) rows += batch.rows;
      t.is(rows, 1);
      const texts = server.statements.map(({ text }) => text);
      const asked = texts.findIndex((text) => text.includes('MIN_ACTIVE_ROWVERSION'));
      const snapshot = texts.findIndex((text) => text.includes('snapshot_isolation_state'));
      t.true(asked >= 0 && asked < snapshot);
      const last = server.statements.find(({ text }) => text.includes(') q'));
      t.regex(
        last?.text ?? '',
        /WHERE q\.\[Version\] >= CONVERT\(binary\(8\), CAST\(@p1 AS varchar\(18\)\), 1\) AND q\.\[Version\] < CONVERT\(binary\(8\), CAST\(@p2 AS varchar\(18\)\), 1\)\nORDER BY q\.\[Version\], q\.\[id\]/,
      );
      t.deepEqual([...(last?.parameters.values() ?? [])], ['0x00000000000007D1', '0x00000000000007D5']);
    } finally {
      await source.close();
    }
  } finally {
    await server.close();
  }
});
