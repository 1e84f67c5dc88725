import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cell, Column, Dataset, Source } from '../../core/index.ts';
import { captureSource } from '../../core/index.ts';
import { parseOptions } from '../../core/options/parse.ts';
import { makeSite, writeSite } from '../../test/adapters/sccm/site.ts';
import adapter, { siteOptions, siteQueries } from '../../test/adapters/sccm/site-adapter.ts';

/**
 * Writes capture/: twenty devices of a site that does not exist, read by the shipped queries and captured as any site is. Run it with
 * `npx node samples/sccm/make.ts`.
 */
const { signal } = new AbortController();
const folder = mkdtempSync(join(tmpdir(), 'tributary-sample-'));
const target = join(import.meta.dirname, 'capture');
try {
  const database = join(folder, 'site.db');
  writeSite(database, makeSite({ devices: 20 }));
  const options = parseOptions(siteOptions, { database, queries: siteQueries, source: 'site' }, { directory: folder });
  const source = await adapter.open(options, { signal });
  try {
    const typed = asServer(source);
    rmSync(target, { recursive: true, force: true });
    await captureSource(typed, await typed.discover(), {
      ...{ folder: target, name: 'sccm-sample', adapter: 'sccm', zone: 'UTC' },
      ...{ datasets: [], rows: 20, keep: [], replace: new Map(), secret: Buffer.from('nobody lives here'), signal },
    });
  } finally {
    await source.close();
  }
} finally {
  rmSync(folder, { recursive: true });
}

/** The same rows with the types that SQL Server gives: where SQLite computes, it has none. */
function asServer(source: Source): Source {
  const whole =
    /^(Is_Virtual_Machine0|Active0|Sockets|Cores|Threads|(Max|Norm)(ClockSpeed|Speed)0|ClientActiveStatus|Adapter|\w+(Minutes|Logons|Count|Time)0?|NumberOf\w+)$/;
  const moment = /^(Last(HWScan|ScanDate|ActiveTime|Use|UsedTime0|Usage|BootUpTime0)|OSInstallDate|ModifiedDate)$/;
  const typed = (column: Column): Column => {
    if (moment.test(column.name)) return { ...column, type: 'text', serverType: 'datetime' };
    if (whole.test(column.name)) return { ...column, type: 'integer', serverType: 'int' };
    return column.serverType === 'unknown' ? { ...column, serverType: 'nvarchar(256)' } : column;
  };
  const columns = (dataset: Dataset): Dataset => ({ ...dataset, columns: dataset.columns.map(typed) });
  const datasets = source.discover().then((found) => found.map(columns));
  return {
    ...source,
    about: () => [
      { name: 'server', value: 'Microsoft SQL Server 2022 (made up)' },
      { name: 'version', value: '16.0.4135.4' },
    ],
    catalog: async (formerly) => {
      const catalog = (await source.catalog?.(formerly)) ?? { tables: [], absent: [] };
      return { ...catalog, product: 'Microsoft SQL Server 2022 (made up)', version: '16.0.4135.4' };
    },
    discover: () => datasets,
    async *read(part) {
      const width = (await datasets).find(({ name }) => name === part.dataset)?.columns ?? [];
      for await (const batch of source.read(part)) {
        if (batch.layout !== 'cells') throw new TypeError('SQLite gives cells.');
        const cells = batch.cells.map((cell, index): Cell => {
          const { type, serverType } = width[index % width.length];
          if (typeof cell !== 'string') return cell;
          if (serverType === 'datetime') return cell.replace(' ', 'T');
          return type === 'integer' && /^\d+$/.test(cell) ? Number(cell) : cell;
        });
        yield { ...batch, cells };
      }
    },
  };
}
