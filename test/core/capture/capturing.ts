import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { adapters } from '../../../adapters/index.ts';
import { makeSite, type SiteTable, type Value, writeSite } from '../../adapters/sccm/site.ts';
import { siteQueries } from '../../adapters/sccm/site-adapter.ts';
import { callHere } from '../../support/call.ts';

/** A made-up site in a database, and the command line over it. */

export const secret = 'TRIBUTARY_TEST_CAPTURE_SECRET';
process.env[secret] = 'a secret of many characters';

const registry = { ...adapters, sccm: () => import('../../adapters/sccm/site-adapter.ts') };

export interface Place {
  readonly at: (name: string) => string;
  readonly call: (...words: readonly string[]) => ReturnType<typeof callHere>;
  /** Captures the site, with the secret of the tests; gives the folder. */
  readonly capture: (...words: readonly string[]) => Promise<string>;
}

export function place(t: ExecutionContext, tables: readonly SiteTable[] = site): Place {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-capture-test-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string) => join(folder, name);
  writeSite(at('site.db'), tables);
  const source = ['source: emea', 'adapter: sccm', 'database: site.db', `queries: ${siteQueries}`, 'zone: UTC'];
  writeFileSync(at('emea.yaml'), `${source.join('\n')}\n`);
  const call = (...words: readonly string[]) => callHere(words, registry);
  let captures = 0;
  const capture = async (...words: readonly string[]) => {
    const out = at(`capture-${++captures}`);
    const { exitCode, said } = await call(
      'capture',
      at('emea.yaml'),
      '--out',
      out,
      '--secret',
      `env:${secret}`,
      ...words,
    );
    t.is(exitCode, 0, said);
    return out;
  };
  return { at, call, capture };
}

/** The usual site, with names in texts that stay. */
export const site: readonly SiteTable[] = withNames(makeSite({ devices: 40 }));

function withNames(tables: readonly SiteTable[]): readonly SiteTable[] {
  return tables.map((table) => {
    const set = (column: string, value: (device: number) => Value) => {
      const at = table.columns.findIndex(([name]) => name === column);
      return table.rows.map((row) => row.with(at, value(Number(row[0]) - 16_777_220)));
    };
    switch (table.name) {
      case 'v_GS_SoftwareFile':
        return {
          ...table,
          rows: set('FilePath', (device) => `C:\\Users\\user${device}\\of PC-${String(device).padStart(5, '0')}\\`),
        };
      case 'v_GS_INSTALLED_SOFTWARE':
        return {
          ...table,
          rows: set('InstalledLocation0', (device) => `\\\\filesrv0${device % 7}.emea.example\\apps`),
        };
      default:
        return table;
    }
  });
}

/** All that a folder has, file by file. */
export function filesOf(folder: string): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}

/** The rows of a captured dataset, as they stand in its file, without their positions. */
export function rowsOf(folder: string, dataset: string): readonly (readonly unknown[])[] {
  const lines = readFileSync(join(folder, `${dataset}.ndjson`), 'utf8')
    .split('\n')
    .slice(0, -1);
  return lines.map((line) => JSON.parse(line).slice(1));
}

/** The values of a column of a captured dataset. */
export function columnOf(folder: string, dataset: string, column: string): readonly unknown[] {
  const { datasets } = JSON.parse(readFileSync(join(folder, 'capture.json'), 'utf8'));
  const found = datasets.find(({ name }: { name: string }) => name === dataset);
  const index = found.columns.findIndex(({ name }: { name: string }) => name === column);
  return rowsOf(folder, dataset).map((row) => row[index]);
}
