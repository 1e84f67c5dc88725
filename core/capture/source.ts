import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { type Batch, batchRows, type Cell } from '../adapter/batch.ts';
import type { OpenContext, Part, Source } from '../adapter/contract.ts';
import { findDataset } from '../adapter/datasets.ts';
import { printable } from '../adapter/printable.ts';
import { isCode } from '../errors/catalogue.ts';
import { configError, SourceError } from '../errors/errors.ts';
import { ShapeFault } from '../package/shape.ts';
import { readCatalog } from '../run/recorded-catalog.ts';
import {
  type CapturedDataset,
  type CaptureManifest,
  captureKind,
  catalogName,
  datasetOfCapture,
  manifestName,
  parseManifest,
} from './format.ts';
import { linesOfFile } from './read-lines.ts';
import { readRow } from './row-line.ts';

/**
 * Opens a capture: a source of the rows that were recorded, which says of itself what the recorded one said.
 * @throws ConfigError `capture/wrong-file`, SourceError `source/not-found`.
 */
export async function openCapture(path: string | undefined, context: OpenContext): Promise<Source> {
  if (path === undefined || path === '') throw configError('option/missing', 'path: expected the folder of a capture.');
  context.signal.throwIfAborted();
  const folder = resolve(path);
  const text = await manifestOf(folder);
  const manifest = parseManifest(text, join(basename(folder), manifestName));
  const closing = new AbortController();
  const signal = AbortSignal.any([context.signal, closing.signal]);
  const { name, datasets, consistency } = manifest;
  const offered = datasets.map((each) => datasetOfCapture(name, each));
  const absent = absencesOf(manifest);
  return {
    identity: context.identity ?? { kind: captureKind, name },
    identify: async () =>
      context.identity?.id === undefined
        ? { kind: captureKind, name, id: await digestOf(folder, text, datasets, signal) }
        : { ...context.identity, id: context.identity.id },
    discover: async () => offered,
    absent: (dataset) => absent.get(dataset),
    absences: () => absent,
    about: () => factsOf(manifest),
    catalog: async () => readCatalog(join(folder, catalogName)),
    ...(consistency === null ? {} : { consistency }),
    async *parts(dataset) {
      const found = absent.get(dataset);
      if (found !== undefined) throw found;
      yield { dataset: findDataset(datasets, dataset, name).name, number: 0 };
    },
    read: (part: Part) => readBatches(folder, findDataset(datasets, part.dataset, name), signal),
    async close() {
      closing.abort(
        new SourceError('source/closed', 'The source was closed while it was being read.', { place: { file: name } }),
      );
    },
  };
}

async function manifestOf(folder: string): Promise<string> {
  try {
    return await readFile(join(folder, manifestName), 'utf8');
  } catch (cause) {
    throw new SourceError(
      'source/not-found',
      `Expected a folder with ${manifestName}, as tributary capture makes one, found none.`,
      { place: { file: printable(folder) }, cause },
    );
  }
}

function absencesOf({ missing }: CaptureManifest): ReadonlyMap<string, SourceError> {
  return new Map(
    missing.map(({ name, code, message }) => {
      const known = isCode(code) ? code : 'capture/not-captured';
      return [name, new SourceError(known, message, { place: { file: name } })];
    }),
  );
}

function factsOf({ adapter, facts, datasets }: CaptureManifest) {
  const rows = datasets.reduce((sum, dataset) => sum + dataset.rows, 0);
  return [
    { name: 'capture', value: `${rows} rows of a source of the adapter ${adapter}, with other names in them` },
    ...facts,
  ];
}

async function digestOf(
  folder: string,
  manifest: string,
  datasets: readonly CapturedDataset[],
  signal: AbortSignal,
): Promise<string> {
  const digest = createHash('sha256').update(manifest);
  for (const { file } of datasets)
    for await (const chunk of createReadStream(join(folder, file), { signal })) digest.update(chunk);
  return `sha256:${digest.digest('hex')}`;
}

async function* readBatches(folder: string, dataset: CapturedDataset, signal: AbortSignal): AsyncGenerator<Batch> {
  const path = join(folder, dataset.file);
  const width = dataset.columns.length;
  let [positions, cells]: [number[], Cell[]] = [[], []];
  const batch = (): Batch => ({ layout: 'cells', rows: positions.length, width, positions, cells });
  let number = 0;
  let latest = 0;
  try {
    for await (const line of linesOfFile(path, signal)) {
      number++;
      const row = readRow(line, dataset.columns);
      if (row.position <= latest) throw new ShapeFault(`Expected a position above ${latest}, found ${row.position}`);
      latest = row.position;
      positions.push(row.position);
      for (const cell of row.cells) cells.push(cell);
      if (positions.length < batchRows) continue;
      yield batch();
      signal.throwIfAborted();
      [positions, cells] = [[], []];
    }
    if (number !== dataset.rows)
      throw new ShapeFault(
        `Expected ${dataset.rows} rows, as ${manifestName} says, found ${number}. If the file was edited by hand, correct the number there`,
      );
  } catch (cause) {
    signal.throwIfAborted();
    throw readFault(cause, dataset.file, number);
  }
  if (positions.length > 0) yield batch();
}

function readFault(cause: unknown, file: string, line: number): unknown {
  if (cause instanceof ShapeFault || cause instanceof SyntaxError)
    return new SourceError('capture/damaged', `${cause.message}.`, { place: { file, line: Math.max(1, line) }, cause });
  if (!(cause instanceof Error && 'code' in cause)) return cause;
  return new SourceError('source/read-failed', `The file could not be read (${cause.code}).`, {
    place: { file },
    cause,
  });
}
