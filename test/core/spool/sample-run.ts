import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePackage } from '../../../core/package/write.ts';
import type { NewBookmark } from '../../../core/spool/bookmarks.ts';
import type { RunKey } from '../../../core/spool/context.ts';
import type { HoldReason, PackageFacts, SealedPackage } from '../../../core/spool/entry.ts';
import type { Run } from '../../../core/spool/run.ts';
import type { Spool } from '../../../core/spool/spool.ts';
import { sampleContent } from '../package/sample-content.ts';

/** Runs that seal one small package. */

export const key: RunKey = { mapping: 'test/computers', source: { kind: 'file', name: 'hosts.csv' } };

export interface SampleRun {
  readonly computers?: readonly string[];
  readonly mapping?: string;
  readonly reasons?: readonly HoldReason[];
  /** A text, or by name the texts of a folder. */
  readonly rejects?: string | Readonly<Record<string, string>>;
  /** The annotated copy, as text. */
  readonly annotated?: string;
  readonly full?: boolean;
  readonly bookmark?: string;
}

export const held: readonly HoldReason[] = [{ code: 'hold/rejects', message: 'Half of the rows were rejected.' }];

export async function sealSample(spool: Spool, sample: SampleRun = {}): Promise<SealedPackage> {
  const run = spool.beginRun({ ...key, mapping: sample.mapping ?? key.mapping });
  try {
    return await sealIn(run, sample);
  } finally {
    run.abandon();
  }
}

export async function sealIn(run: Run, sample: SampleRun = {}): Promise<SealedPackage> {
  const { computers = ['{"key":"1"}'], mapping = key.mapping, reasons = [], rejects, annotated } = sample;
  const content = sampleContent(run.folder, { computers: [computers], mapping });
  const written = await writePackage(join(run.folder, 'package.zip'), content);
  if (typeof rejects === 'string') writeFileSync(join(run.folder, 'rejects.csv'), rejects);
  else if (rejects !== undefined) mkdirSync(join(run.folder, 'rejects.csv'));
  for (const [name, text] of typeof rejects === 'object' ? Object.entries(rejects) : [])
    writeFileSync(join(run.folder, 'rejects.csv', name), text);
  if (annotated !== undefined) writeFileSync(join(run.folder, 'copy'), annotated);
  return run.seal({
    ...factsOf(content, sample),
    written,
    file: 'package.zip',
    ...(rejects === undefined ? {} : { rejects: 'rejects.csv' }),
    ...(annotated === undefined ? {} : { annotated: { file: 'copy', extension: 'xlsx' } }),
    reasons,
    bookmarks: sample.bookmark === undefined ? [] : [bookmarkAt(sample.bookmark)],
  });
}

/** A bookmark of the dataset, as a run hands it over. */
export function bookmarkAt(value: string): NewBookmark {
  const read = { kind: 'key', column: 'Id', reads: 'q', digest: 'm', source: 's' } as const;
  return { dataset: 'rows', value, ...read, reconciled: '2026-01-01T00:00:00Z' };
}

function factsOf(content: ReturnType<typeof sampleContent>, sample: SampleRun): PackageFacts {
  return {
    mapping: { name: content.mapping.name, digest: content.mapping.digest },
    source: content.source,
    datasets: content.datasets.map(({ mapping, digest, dataset, rows, columns }) => ({
      mapping,
      digest,
      dataset,
      absent: false,
      incomplete: [],
      rows,
      columns,
    })),
    entities: content.entities.map(({ entity, completeness, scope, ledger }) => ({
      entity: entity.name,
      completeness,
      scope,
      records: ledger.written,
    })),
    rows: content.rows,
    issues: content.issues.counts,
    read: { from: '2026-01-01T00:00:00Z', to: '2026-01-01T00:00:01Z' },
    full: sample.full ?? true,
    context: { path: 'hosts.csv', sheet: null },
  };
}
