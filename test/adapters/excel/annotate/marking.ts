import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import yauzl from 'yauzl';
import adapter from '../../../../adapters/excel/adapter.ts';
import { type AnnotatedCopy, type AnnotatedRow, markText } from '../../../../core/adapter/annotation.ts';
import { parseOptions } from '../../../../core/options/parse.ts';
import { fileWith } from '../books.ts';

/** Annotated copies as tests make them. */

export const fixtures = join(import.meta.dirname, '../fixtures');
const signal = new AbortController().signal;

export function mark(position: number): string {
  return markText({ position, digest: '0123456789ab', package: '6c34d20a91b2c3d4', imported: false });
}

/** A row of which the cells in these columns are bad. */
export function badRow(position: number, ...columns: readonly number[]): AnnotatedRow {
  const cells = new Map(columns.map((column) => [column, `row/required\ncolumn ${column} of row ${position}`]));
  return { position, mark: mark(position), reasons: `Not imported: row ${position}`, cells };
}

export async function annotated(
  t: ExecutionContext,
  path: string,
  rows: readonly AnnotatedRow[],
  options: Record<string, unknown> = {},
): Promise<AnnotatedCopy & { readonly path: string }> {
  const out = join(await fileWith(t, '', 'none'), '..', 'copy.xlsx');
  const source = await adapter.open(parseOptions(adapter.options, { path, ...options }, { directory: '/' }), {
    signal,
  });
  try {
    const [dataset] = await source.discover();
    if (source.annotator === undefined) throw new Error('It has no annotator.');
    const copy = await source.annotator.write(out, dataset.name, each(rows));
    return { ...copy, path: out };
  } finally {
    await source.close();
  }
}

export async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

/** Of each part of a zip the digest of its packed bytes. */
export async function packedParts(path: string): Promise<ReadonlyMap<string, string>> {
  const parts = new Map<string, string>();
  const zip = await yauzl.openPromise(path, { autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      const hash = createHash('sha256');
      const stream = await zip.openReadStreamPromise(entry, { decompress: entry.isCompressed() ? false : null });
      for await (const chunk of stream) hash.update(chunk);
      parts.set(entry.fileName, `${entry.compressionMethod} ${entry.crc32} ${hash.digest('hex')}`);
    }
    return parts;
  } finally {
    zip.close();
  }
}

export async function partText(path: string, part: string): Promise<string> {
  const zip = await yauzl.openPromise(path, { autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== part) continue;
      const chunks: Buffer[] = [];
      for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk);
      return Buffer.concat(chunks).toString();
    }
    throw new Error(`${path} has no ${part}.`);
  } finally {
    zip.close();
  }
}
