import { fileURLToPath } from 'node:url';
import { type Batch, type Cell, cellAt } from '../../core/adapter/batch.ts';
import type { Adapter, BrokenRow, Dataset, Part, Source, SourceName } from '../../core/adapter/contract.ts';
import { parseOptions } from '../../core/options/parse.ts';

/** A row as the suite compares it. */
export interface ReadRow {
  readonly origin: string;
  readonly cells: readonly Cell[];
  readonly broken?: BrokenRow;
}

export type Options = Readonly<Record<string, unknown>>;

/** Opens a source, hands it to `use` and closes it. */
export async function withSource<Result>(
  adapter: Adapter,
  options: Options,
  use: (source: Source) => Promise<Result>,
  context: { signal?: AbortSignal; identity?: SourceName; note?: (sentence: string) => void; identify?: true } = {},
): Promise<Result> {
  const { signal = new AbortController().signal, ...rest } = context;
  const source = await adapter.open(parseOptions(adapter.options, options, { directory: root }), { signal, ...rest });
  try {
    return await use(source);
  } finally {
    await source.close();
  }
}

/** The root of the project, where paths of fixtures start. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

export async function datasetOf(source: Source, name: string | undefined): Promise<Dataset> {
  const datasets = await source.discover();
  const dataset = name === undefined ? datasets[0] : datasets.find((each) => each.name === name);
  if (dataset === undefined) throw new Error(`No dataset ${name}.`);
  return dataset;
}

export async function partsOf(source: Source, dataset: Dataset): Promise<readonly Part[]> {
  return collect(source.parts(dataset.name));
}

export async function readRows(source: Source, name?: string): Promise<readonly ReadRow[]> {
  const dataset = await datasetOf(source, name);
  const rows: ReadRow[] = [];
  for await (const part of source.parts(dataset.name)) rows.push(...(await readPart(source, dataset, part)));
  return rows;
}

export async function readPart(source: Source, dataset: Dataset, part: Part): Promise<readonly ReadRow[]> {
  const rows: ReadRow[] = [];
  for await (const batch of source.read(part)) rows.push(...rowsOf(batch, dataset));
  return rows;
}

export function rowsOf(batch: Batch, dataset: Dataset): readonly ReadRow[] {
  return Array.from({ length: batch.rows }, (_, row) => {
    const cells = Array.from({ length: batch.width }, (_, column) => cellAt(batch, row * batch.width + column));
    const broken = batch.broken?.get(row);
    const origin = dataset.origin(batch.positions[row]);
    return broken === undefined ? { origin, cells } : { origin, cells, broken };
  });
}

/** All batches of a dataset, part after part, as they are pulled. */
export async function* batchesOf(source: Source, dataset: Dataset): AsyncGenerator<Batch> {
  for await (const part of source.parts(dataset.name)) yield* source.read(part);
}

export async function collect<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
