import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { stringify } from 'yaml';
import ilmt from '../../../adapters/ilmt/adapter.ts';
import type { Adapter } from '../../../core/adapter/contract.ts';
import { openPackage } from '../../../core/package/open.ts';
import type { RowLedger } from '../../../core/run/ledger.ts';
import { runImport } from '../../../core/run/run-mapping.ts';
import { startStandIn } from '../mssql/tds-stand-in/stand-in.ts';
import { type Naming, type SiteDatabase, siteDatabase, viewsOf } from './database.ts';
import { db2With } from './db2.ts';
import { type SiteTable, site } from './site.ts';
import { sqlServerWith } from './sql-server.ts';

/** Imports of the made-up site, from either stand-in. Tables have other names on each. */

process.env.TRIBUTARY_TEST_ILMT_PASSWORD ??= 'right';

const root = join(import.meta.dirname, '../../..');
const onSqlServer: Naming = {
  schema: 'dbo',
  table: (name) => `tbl ${name.replace('ilmt_', '')}`,
  column: (name) => name.replaceAll('_', ' '),
};
const onDb2: Naming = {
  schema: 'SAM',
  table: (name) => name.replace('ilmt_', '').toUpperCase(),
  column: (name) => `C_${name.toUpperCase()}`,
};

export const said = {
  source: 'emea',
  adapter: 'ilmt',
  computerGroup: 3,
  asOf: '2024-03-31',
  queries: join(root, 'adapters/ilmt/queries'),
};

export interface Made {
  readonly digest: string;
  readonly rows: RowLedger;
  readonly consistency: string;
  readonly records: ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>;
  readonly issues: readonly string[];
}

export async function run(
  t: ExecutionContext,
  mapping: string,
  adapter: Adapter,
  source: object,
  notes: string[] = [],
): Promise<Made> {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-ilmt-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'emea.yaml'), stringify(source));
  const result = await runImport({
    mapping: join(root, `mappings/ilmt/${mapping}.yaml`),
    source: join(folder, 'emea.yaml'),
    adapters: { ilmt: async () => ({ default: adapter }) },
    spool: join(folder, 'spool'),
    workers: 1,
    onNote: (sentence) => notes.push(sentence),
  });
  const sealed = await openPackage(result.package.path);
  try {
    const records = new Map<string, Readonly<Record<string, unknown>>[]>();
    for (const { entity } of sealed.manifest.tributary.entities) {
      const lines: Readonly<Record<string, unknown>>[] = [];
      for await (const each of sealed.records(entity)) lines.push(each);
      records.set(entity, lines);
    }
    const issues: string[] = [];
    for await (const { code, field = '', origin } of sealed.issues()) issues.push(`${origin} ${field} ${code}`);
    const { contentDigest, consistency } = sealed.manifest.tributary;
    return { digest: contentDigest, rows: result.rows, consistency, records, issues };
  } finally {
    await sealed.close();
  }
}

export async function fromSqlServer(
  t: ExecutionContext,
  mapping: string,
  tables: readonly SiteTable[] = site,
  more: object = {},
): Promise<Made> {
  const database = siteDatabase(onSqlServer, tables);
  t.teardown(() => database.close());
  const server = await startStandIn({ answer: sqlServerWith(() => database, onSqlServer, tables) });
  try {
    const { queries: _, ...rest } = said;
    const views = viewsOf(onSqlServer, tables);
    const reached = {
      database: 'mssql',
      databaseName: 'CM_EX1',
      server: '127.0.0.1',
      port: server.port,
      encrypt: 'off',
      readOnlyIntent: false,
    };
    return await run(t, mapping, ilmt, {
      ...rest,
      ...reached,
      user: 'reader',
      password: 'env:TRIBUTARY_TEST_ILMT_PASSWORD',
      views,
      ...more,
    });
  } finally {
    await server.close();
  }
}

export async function fromDb2(
  t: ExecutionContext,
  mapping: string,
  tables: readonly SiteTable[] = site,
  more: object = {},
): Promise<Made> {
  return importWith(t, mapping, () => tables, more);
}

/** An import whose tables are those that a function gives, each time that the imports of data are looked at. */
export async function importWith(
  t: ExecutionContext,
  mapping: string,
  tablesAt: (asked: number) => readonly SiteTable[],
  more: object = {},
  notes: string[] = [],
): Promise<Made> {
  let asked = 1;
  const databases = new Map<readonly SiteTable[], SiteDatabase>();
  const database = (): SiteDatabase => {
    const tables = tablesAt(asked);
    const known = databases.get(tables) ?? siteDatabase(onDb2, tables);
    databases.set(tables, known);
    return known;
  };
  t.teardown(() => {
    for (const each of databases.values()) each.close();
  });
  const onRead = (text: string) => {
    if (text.includes('"DATA_IMPORTS"')) asked++;
  };
  const adapter = db2With(database, onDb2, oneId, { tables: tablesAt(1), onRead });
  return run(t, mapping, adapter, { ...said, views: viewsOf(onDb2, tablesAt(1)), ...more }, notes);
}

// Both stand for one and the same server, so that packages can be compared to the byte.
const oneId = 'sql01\\sccm/cm_ex1/0f8fad5b-d9cb-469f-a165-70867728950e';
