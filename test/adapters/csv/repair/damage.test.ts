import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import adapter from '../../../../adapters/csv/adapter.ts';
import { batchesOf, readRows, withSource } from '../../../conformance/reading.ts';
import { between, damages, randomOf, recordText, tableOf } from './damage.ts';

/**
 * One record of a table is damaged in one way. It must come out as it was, or be rejected; all others as they are. `DAMAGED=300 npx ava
 * test/adapters/csv/repair/damage.test.ts` tries as many tables for each damage and says what became of them.
 */
const tables = Number(process.env.DAMAGED ?? 6);

/** Of the records that the damage can strike, how many are read again, at least; and how many may come out as they stand. */
const shares: Readonly<Record<string, { readonly read: number; readonly asIs?: number }>> = {
  'a field missing': { read: 0.8 },
  'a delimiter missing': { read: 0.8 },
  // In prose, a quote behind a blank or a digit may be text.
  'a stray quote': { read: 0.9, asIs: 0.06 },
  // What begins or ends its line looks like a record of its own.
  'a line broken in two': { read: 0.75, asIs: 0.2 },
  'enclosed once more': { read: 0.8, asIs: 0.02 },
  'another delimiter in the line': { read: 0.95, asIs: 0.01 },
};

test('a table in which nothing is wrong is not touched', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-damage-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'table.csv');
  for (let seed = 1; seed <= tables * 4; seed++) {
    const table = tableOf(randomOf(seed * 31));
    writeFileSync(path, `${[table.names, ...table.rows].map((cells) => recordText(cells, table)).join('\n')}\n`);
    await withSource(adapter, { path }, async (source) => {
      const [dataset] = await source.discover();
      let rows = 0;
      for await (const batch of batchesOf(source, dataset)) {
        rows += batch.rows;
        t.is(batch.repaired?.size ?? 0, 0, `seed ${seed}`);
        t.is(batch.broken?.size ?? 0, 0, `seed ${seed}`);
      }
      t.is(rows, table.rows.length);
    });
  }
});

for (const [name, damage] of Object.entries(damages)) {
  test(`${name}: read as it was, or rejected`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'tributary-damage-'));
    t.teardown(() => rmSync(folder, { recursive: true }));
    const counts = { read: 0, rejected: 0, asIs: 0, otherColumns: 0 };
    const wrong: string[] = [];
    for (let seed = 1, struck = 0; struck < tables && seed < tables * 50; seed++) {
      const random = randomOf(seed * 7919 + name.length * 104_729);
      const table = tableOf(random);
      const at = between(random, 0, table.rows.length - 1);
      const damaged = damage(table.rows[at], table, random);
      if (damaged === undefined) continue;
      struck++;
      const path = join(folder, 'table.csv');
      const records = table.rows.map((row, index) => (index === at ? damaged.text : recordText(row, table)));
      writeFileSync(path, `${[recordText(table.names, table), ...records].join('\n')}\n`);
      const rows = await withSource(adapter, { path }, async (source) => {
        const [dataset] = await source.discover();
        return dataset.columns.length === table.names.length ? await readRows(source) : undefined;
      });
      if (rows === undefined) {
        counts.otherColumns++;
        continue;
      }
      const truth = new Set(table.rows.map((row, index) => JSON.stringify(index === at ? damaged.cells : row)));
      const sound = rows.filter(({ broken }) => broken === undefined);
      const found = sound.map(({ cells }) => JSON.stringify(cells.map((cell) => cell ?? '')));
      const extra = found.filter((cells) => !truth.has(cells));
      const missing = [...truth].filter((cells) => !found.includes(cells));
      if (extra.length > 0) {
        counts.asIs++;
        wrong.push(`seed ${seed}: ${damaged.text}\n  ${extra.slice(0, 3).join('\n  ')}`);
      } else if (missing.length === 0) counts.read++;
      else counts.rejected++;
    }
    if (process.env.DAMAGED !== undefined) t.log(JSON.stringify(counts), wrong.slice(0, 5).join('\n'));
    const { read, asIs = 0 } = shares[name] ?? { read: 0.95 };
    const all = counts.read + counts.rejected + counts.asIs;
    t.true(all > 0);
    // Few tables say little about a small share.
    t.true(counts.asIs <= Math.ceil(asIs * all), wrong.join('\n'));
    t.true(counts.read >= Math.floor(read * all) - 1, JSON.stringify(counts));
    t.true(counts.otherColumns <= Math.ceil(tables * 0.02));
  });
}
