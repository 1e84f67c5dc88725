import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ExecutionContext } from 'ava';
import type { Adapter } from '../../../core/adapter/contract.ts';
import type { AdapterRegistry } from '../../../core/adapter/registry.ts';
import { type CalledHere, callHere } from '../../support/call.ts';
import sqlite from './sqlite-adapter.ts';

/** A made-up site: a database, its source file, queries and a mapping, in a folder of its own. */
export interface Site {
  readonly at: (name: string) => string;
  readonly call: (...words: readonly string[]) => Promise<CalledHere>;
}

export const mappingText = `
mapping: site/computers
source: { adapter: sqlite, dataset: computers, zone: UTC }
completeness: { Computer: everything }
columns: { ResourceID: {}, Name0: {}, Serial0: {}, Model0: {}, Scan: {} }
records:
  - entity: Computer
    key: ResourceID
    fields:
      name: Name0 | trim | upper
      serialNumber: Serial0
      model: Model0
      hardwareScanAt: Scan | instant("yyyy-MM-dd HH:mm:ss")
`;

export const query = `-- Clients with a scan.
-- key: ResourceID
-- parameters: site
SELECT s.ResourceID,
  s.Name0,
  s.Serial0, -- optional
  c.Model0, -- optional
  s.Scan
FROM v_R_System s
LEFT JOIN v_GS_COMPUTER c ON c.ResourceID = s.ResourceID -- optional
WHERE :site IS NULL OR s.Site = :site
ORDER BY s.ResourceID
`;

export const tables = `
CREATE TABLE v_R_System (ResourceID INTEGER, Name0 TEXT, Serial0 TEXT, Scan TEXT, Site TEXT);
CREATE TABLE v_GS_COMPUTER (ResourceID INTEGER, Model0 TEXT);
INSERT INTO v_R_System VALUES (16777220, ' pc-1 ', '00123', '2026-01-31 12:00:00', 'EMEA'), (16777221, 'pc-2', NULL, NULL, 'EMEA'), (16777300, 'pc-3', 'X', NULL, 'APAC');
INSERT INTO v_GS_COMPUTER VALUES (16777220, 'T480');
`;

export const sourceText = 'source: emea\nadapter: sqlite\ndatabase: site.db\nqueries: queries\nsite: EMEA\n';

export function makeSite(
  t: Pick<ExecutionContext, 'teardown'>,
  {
    sql = tables,
    adapter = sqlite,
    ...files
  }: { readonly sql?: string; readonly adapter?: Adapter<never> | Adapter; readonly [file: string]: unknown } = {},
): Site {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-site-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const at = (name: string) => join(folder, name);
  const written = { 'computers.yaml': mappingText, 'emea.yaml': sourceText, 'queries/computers.sql': query, ...files };
  for (const [name, text] of Object.entries(written)) {
    mkdirSync(dirname(at(name)), { recursive: true });
    if (typeof text === 'string') writeFileSync(at(name), text);
  }
  const database = new DatabaseSync(at('site.db'));
  database.exec(sql);
  database.close();
  const adapters: AdapterRegistry = { sqlite: async () => ({ default: adapter as Adapter }) };
  return { at, call: (...words) => callHere(words, adapters) };
}
