import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { Adapter, Dataset, Source } from '../../core/adapter/contract.ts';
import type { Fixture } from './fixture.ts';
import { datasetOf, withSource } from './reading.ts';

/** A promise that every adapter keeps: its title, and the test of it. */
export interface Promised {
  readonly title: string;
  /** Whether this adapter makes it at all. */
  readonly applies?: (adapter: Adapter, fixture: Fixture) => boolean;
  /** It is kept without opening a source. */
  readonly needsNothing?: true;
  readonly run: (t: ExecutionContext, adapter: Adapter, fixture: Fixture) => Promise<void>;
}

export function readsFiles(adapter: Adapter): boolean {
  return adapter.recognize !== undefined;
}

export async function withLarge(
  adapter: Adapter,
  { makeLarge }: Fixture,
  use: (source: Source, dataset: Dataset) => Promise<void>,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-'));
  try {
    const options = await makeLarge(folder);
    await withSource(adapter, options, async (source) => use(source, await datasetOf(source, undefined)), { signal });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function unprintable(texts: readonly string[]): readonly string[] {
  return texts.filter((text) => text === '' || /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/.test(text));
}
