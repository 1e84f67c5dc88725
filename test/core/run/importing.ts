import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { Cell } from '../../../core/adapter/batch.ts';
import type { Column } from '../../../core/adapter/contract.ts';
import { identityOf } from '../../../core/adapter/identity.ts';
import type { BackEnd } from '../../../core/mapping/compile/record.ts';
import { parseMapping } from '../../../core/mapping/load.ts';
import type { Mapping } from '../../../core/mapping/mapping.ts';
import { describeContent } from '../../../core/package/manifest.ts';
import { openPackage } from '../../../core/package/open.ts';
import { contentOf } from '../../../core/run/content.ts';
import type { Input } from '../../../core/run/input.ts';
import type { PlacedBlock } from '../../../core/run/part-result.ts';
import { type Processed, processDatasets } from '../../../core/run/pipeline.ts';
import { linesOf } from '../../../core/run/read-blocks.ts';
import { writeRejects } from '../../../core/run/rejects-file.ts';
import { type ImportOptions, type ImportResult, importDataset } from '../../../core/run/run-import.ts';
import { openSpool, type Spool } from '../../../core/spool/spool.ts';
import adapter, { type Rows } from '../../support/rows-adapter.ts';

/** A spool in a folder of its own, and imports of rows into it. */
export interface Bench {
  readonly folder: string;
  readonly spool: Spool;
  readonly import: (mapping: string | Mapping, rows: TestRows, options?: Partial<ImportOptions>) => Promise<Imported>;
}

/** Rows as a test writes them: of one part, if no parts are given; columns of text, if only names are given. */
export interface TestRows extends Omit<Partial<Rows>, 'columns'> {
  readonly columns: readonly (string | Column)[];
  readonly rows?: readonly (readonly Cell[])[];
}

export interface Imported {
  readonly result: ImportResult;
  readonly manifest: Manifest;
  /** By entity, the records as they are written. */
  readonly records: ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>;
  /** `Entity key`, with the keys' values. */
  readonly present: readonly string[];
  readonly issues: readonly Readonly<Record<string, unknown>>[];
  readonly rejects: string;
}

type Manifest = Awaited<ReturnType<typeof openPackage>>['manifest'];

export function bench(t: ExecutionContext): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-run-'));
  const spool = openSpool(join(folder, 'spool'));
  t.teardown(() => {
    spool.close();
    rmSync(folder, { recursive: true, force: true });
  });
  let count = 0;
  return {
    folder,
    spool,
    import: async (mapping, rows, options = {}) => {
      const input = await inputOf(join(folder, `input-${count++}`), rows, options.signal);
      try {
        const signal = new AbortController().signal;
        const parsed = typeof mapping === 'string' ? parseMapping(mapping) : mapping;
        const [dataset] = input.datasets;
        const common = {
          input,
          mapping: parsed,
          dataset,
          spool,
          signal,
          kind: 'run',
          workers: 1,
          compression: 'gzip',
        } as const;
        return await readBack(await importDataset({ ...common, ...options }));
      } finally {
        await input.source.close();
      }
    },
  };
}

/** Maps rows and puts the parts together, without sealing a package: what it would say, but for the borders of blocks. */
export async function processRows(
  mapping: string,
  rows: TestRows,
  backEnd: BackEnd,
): Promise<Processed & { readonly shown: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-process-'));
  try {
    const input = await inputOf(join(folder, 'input'), rows);
    const [dataset] = input.datasets;
    const signal = new AbortController().signal;
    const options = { folder, workers: 1, compression: 'gzip', backEnd, progress: () => undefined, signal } as const;
    const reopen = { adapter: input.adapter.module, options: input.options, directory: input.directory };
    const processed = await processDatasets(
      [{ mapping: parseMapping(mapping), dataset }],
      input.source,
      reopen,
      options,
    );
    const content = contentOf(processed, {
      adapter: 'rows',
      identity: await identityOf(input.source),
      compression: 'gzip',
    });
    const to = { compression: 'gzip', contentDigest: '0'.repeat(64) } as const;
    await writeRejects(join(folder, 'rejects.csv'), processed, 0, input.source, to);
    const rejects = existsSync(join(folder, 'rejects.csv')) ? readFileSync(join(folder, 'rejects.csv'), 'utf8') : '';
    const linesIn = (blocks: Iterable<PlacedBlock>): readonly string[] => [...linesOf(blocks, 'gzip')];
    const lines = [...content.entities.map(({ blocks }) => blocks), content.issues.blocks, content.present.blocks].map(
      linesIn,
    );
    return { ...processed, shown: JSON.stringify([describeContent(content), lines, rejects]) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What lies in the work folder of the spool. */
export function leftovers({ spool }: Bench): readonly string[] {
  return readdirSync(join(spool.directory, 'work'));
}

export async function inputOf(
  directory: string,
  rows: TestRows,
  signal = new AbortController().signal,
): Promise<Input> {
  mkdirSync(directory);
  const columns = rows.columns.map((column) =>
    typeof column === 'string' ? { name: column, type: 'text' as const } : column,
  );
  const { rows: all = [], parts = [all], ...rest } = rows;
  writeFileSync(join(directory, 'rows.json'), JSON.stringify({ ...rest, columns, parts }, asJson));
  const options = { path: 'rows.json' };
  const source = await adapter.open({ path: join(directory, 'rows.json') }, { signal });
  return { adapter, options, directory, source, datasets: await source.discover() };
}

/** What JSON has no word for, as `rows-adapter.ts` reads it. */
function asJson(_name: string, value: unknown): unknown {
  if (typeof value === 'bigint') return { bigint: String(value) };
  return value instanceof Uint8Array ? { bytes: Buffer.from(value).toString('hex') } : value;
}

export async function readBack(result: ImportResult): Promise<Imported> {
  const opened = await openPackage(result.package.path);
  try {
    const { manifest } = opened;
    const records = new Map<string, Readonly<Record<string, unknown>>[]>();
    for (const { entity } of manifest.tributary.entities) records.set(entity, await all(opened.records(entity)));
    const present = (await all(opened.present())).map(({ entity, key }) => `${entity} ${Object.values(key).join(' ')}`);
    const issues: Readonly<Record<string, unknown>>[] = (await all(opened.issues())).map((issue) => ({ ...issue }));
    const { rejectsPath } = result.package;
    return {
      result,
      manifest,
      records,
      present,
      issues,
      rejects: rejectsPath?.endsWith('.csv') ? readFileSync(rejectsPath, 'utf8') : '',
    };
  } finally {
    await opened.close();
  }
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
