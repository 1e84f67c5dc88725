import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import test from 'ava';
import { changesPart } from '../../../adapters/sql/changes.ts';
import { numbersIn } from '../../../adapters/sql/sql-server.ts';
import { cellAt } from '../../../core/adapter/batch.ts';
import { parseOptions } from '../../../core/options/parse.ts';
import { sqliteAdapter } from './sqlite-adapter.ts';
import type { Watch } from './sqlite-driver.ts';

/** The rows of values of a column, read by queries around a query. */

const folder = mkdtempSync(join(tmpdir(), 'tributary-changes-'));
test.after.always(() => rmSync(folder, { recursive: true }));
const database = join(folder, 'site.db');
mkdirSync(join(folder, 'queries'));
writeFileSync(
  join(folder, 'queries/parts.sql'),
  `-- Two rows a device.
-- bookmark: scans Id
-- parameters: site
WITH both AS (SELECT Id, Slot FROM Parts WHERE :site IS NULL OR Slot <> :site) -- a comment at its end
SELECT b.Id, b.Slot FROM both b ORDER BY b.Slot DESC -- as it stands`,
);
const written = new DatabaseSync(database);
written.exec(`CREATE TABLE Parts (Id INTEGER, Slot TEXT);
  WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
  INSERT INTO Parts SELECT i, 'b' FROM n UNION ALL SELECT i, 'a' FROM n UNION ALL SELECT i, 'c' FROM n`);
written.close();

async function read(
  values: readonly number[],
  watch: Watch,
): Promise<{ readonly rows: readonly string[]; readonly queries: number }> {
  let queries = 0;
  const onStatement: Watch['onStatement'] = (kind) => {
    if (kind === 'read') queries++;
  };
  const adapter = sqliteAdapter({ ...watch, onStatement });
  const options = parseOptions(
    adapter.options,
    { database, queries: join(folder, 'queries'), site: 'c' },
    { directory: folder },
  );
  const source = await adapter.open(options, { signal: new AbortController().signal });
  try {
    const rows: string[] = [];
    let last = 0;
    for await (const batch of source.read(changesPart('parts', { by: 'values', values })))
      for (let row = 0; row < batch.rows; row++) {
        if (batch.positions[row] !== ++last) throw new Error(`${batch.positions[row]} after ${last - 1}`);
        rows.push(`${String(cellAt(batch, row * 2))}${String(cellAt(batch, row * 2 + 1))}`);
      }
    return { rows, queries };
  } finally {
    await source.close();
  }
}

/** SQLite has other words for long texts. */
const inSqlite: typeof numbersIn = (...list) => numbersIn(...list).replaceAll('varchar(max)', 'text');

for (const [count, lists] of [
  [0, 0],
  [1, 1],
  [1000, 1],
  [2500, 3],
  [11_000, 11],
] as const)
  test(`${count} values: each of their rows once, in order, whether they are bound one by one or as one text`, async (t) => {
    const values = Array.from({ length: count }, (_, index) => 12_000 - index);
    const expected = values.toReversed().flatMap((value) => [`${value}a`, `${value}b`]);
    const single = await read(values, {});
    t.deepEqual(single.rows, expected);
    t.is(single.queries, lists);
    const packed = await read(values, { dialect: { numbersIn: inSqlite } });
    t.deepEqual(packed.rows, expected);
    t.is(packed.queries, Math.min(1, lists));
  });
