import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adapters } from '../../adapters/index.ts';
import { ConfigError, SourceError } from '../../core/errors/errors.ts';
import { parseMapping } from '../../core/mapping/load.ts';
import { openFileInput } from '../../core/run/input.ts';
import { rowsClose } from '../../core/run/ledger.ts';
import { type ImportResult, importDataset } from '../../core/run/run-import.ts';
import { openSpool } from '../../core/spool/spool.ts';
import type { Reading } from './reading.ts';
import smallParts from './small-parts.ts';

/**
 * Imports the first table of a file twice, with one thread and with two, through a mapping that takes every column. Says
 * where a ledger does not close, rows are not accounted for, or the two contents differ.
 */
export async function ledgerFaults(path: string, { tables, refused }: Reading): Promise<readonly string[]> {
  const [table] = tables;
  if (table === undefined || refused !== undefined || table.columns.some((name) => /[[\]]/.test(name))) return [];
  const folder = mkdtempSync(join(tmpdir(), 'tributary-fuzz-spool-'));
  try {
    const mapping = mappingOf(table.columns);
    const [one, two] = [await importOnce(path, mapping, folder, 1), await importOnce(path, mapping, folder, 2)];
    return [...faultsOf(one, table.rows.length), ...differences(one, two)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function mappingOf(columns: readonly string[]): string {
  const [key, ...rest] = columns.slice(0, 40).map((name) => JSON.stringify(`[${name}]`));
  const custom = rest.map((expression, index) => `c${index}: ${expression}`).join(', ');
  return `
mapping: fuzz/rows
source: { adapter: csv }
completeness: { Computer: additions }
records:
  - entity: Computer
    key: ${key}
    fields: { name: ${key} }
${rest.length === 0 ? '' : `    custom: { ${custom} }\n`}`;
}

async function importOnce(path: string, text: string, folder: string, workers: number): Promise<ImportResult | string> {
  const signal = AbortSignal.timeout(60_000);
  const registry = { ...adapters, csv: async () => ({ default: smallParts }) };
  const spool = openSpool(join(folder, `spool-${workers}`));
  try {
    const input = await openFileInput(path, { adapters: registry, signal });
    try {
      const [dataset] = input.datasets;
      const mapping = parseMapping(text);
      const run = { input, mapping, dataset, spool, signal, workers, kind: 'adHoc', compression: 'gzip' } as const;
      return await importDataset(run);
    } finally {
      await input.source.close();
    }
  } catch (error) {
    const known = error instanceof ConfigError || error instanceof SourceError;
    return known ? error.faults.map(({ code }) => code).join() : `crash: ${String(error)}`;
  } finally {
    spool.close();
  }
}

function faultsOf(result: ImportResult | string, rows: number): readonly string[] {
  if (typeof result === 'string') return result.startsWith('crash') ? [`import: ${result}`] : [];
  const open = rowsClose(result.rows) ? [] : [`the ledger is open: ${JSON.stringify(result.rows)}`];
  const lost = result.rows.read === rows ? [] : [`an import read ${result.rows.read} rows where ${rows} were decoded`];
  return [...open, ...lost];
}

function differences(one: ImportResult | string, two: ImportResult | string): readonly string[] {
  if (typeof one === 'string' || typeof two === 'string')
    return typeof one === typeof two ? [] : [`one worker and two end differently: ${shown(one)}, ${shown(two)}`];
  const same = one.package.contentDigest === two.package.contentDigest;
  return same ? [] : ['one worker and two make different contents'];
}

function shown(result: ImportResult | string): string {
  return typeof result === 'string' ? result : result.status;
}
