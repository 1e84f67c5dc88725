import { join } from 'node:path';
import { captureKind } from '../capture/format.ts';
import { readingsOf } from '../mapping/evidence/decision.ts';
import type { Completeness, Corrects, PackageContent } from '../package/content.ts';
import type { WrittenPackage } from '../package/write.ts';
import type { HoldReason } from '../spool/entry.ts';
import { annotate } from './annotate.ts';
import { claimantsOf } from './content.ts';
import { holdCorrections, holdReasons } from './holds.ts';
import type { Processed } from './pipeline.ts';
import type { Reading } from './reading.ts';
import { writeAllRejects } from './rejects-file.ts';
import type { Correction, DatasetsImportOptions, ImportSettings } from './run-import.ts';

/** The package in the folder of its run. */
export const packageFile = 'package.zip';

/** A package that is written, and not sealed yet. */
export interface Made {
  readonly content: PackageContent;
  readonly written: WrittenPackage;
}

/** Writes what goes back to people, and says all that the spool is to know of the package. */
export async function pack(
  options: DatasetsImportOptions & { readonly reading: Reading },
  processed: Processed,
  { content, written }: Made,
  folder: string,
) {
  const { input, compression, kind, corrects } = options;
  const { source } = input;
  const [rejects, annotated] = ['rejects', 'annotated'];
  const to = { compression, contentDigest: written.contentDigest };
  const hasRejects = await writeAllRejects(join(folder, rejects), processed, source, to);
  const { copy, sentences } = await annotate(join(folder, annotated), processed, source, to);
  return {
    written,
    file: packageFile,
    ...(hasRejects ? { rejects } : {}),
    ...(copy === undefined ? {} : { annotated: { file: annotated, extension: copy.extension } }),
    annotation: sentences,
    reasons: reasonsToHold(options, processed, content),
    mapping: content.mapping,
    source: content.source,
    datasets: content.datasets.map(({ mapping, digest, dataset, absent, incomplete = [], rows, columns }) => ({
      mapping,
      digest,
      dataset,
      absent: absent !== undefined,
      incomplete,
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
    full: kind === 'run' && options.reading.kind === 'full',
    bookmarks: options.reading.bookmarks,
    retries: retriesIn(processed),
    context: { options: input.options, directory: input.directory, readings: readingsIn(processed, corrects) },
    ...(corrects === undefined ? {} : { corrects: correctsOf(corrects) }),
  };
}

function retriesIn({ datasets }: Processed): number {
  return datasets.flatMap(({ parts }) => parts).reduce((sum, { retries = 0 }) => sum + retries, 0);
}

/** How columns were read, by dataset. */
function readingsIn({ datasets }: Processed, corrects: Correction | undefined) {
  return datasets.map(({ decisions }) => [...(corrects?.readings ?? readingsOf(decisions))]);
}

export function correctsOf({ package: { id, contentDigest }, file }: Correction): Corrects {
  return { package: id, contentDigest, file };
}

/** The package is compared with the last one of the same mapping and source, and with the last one of a full run. */
function reasonsToHold(
  options: DatasetsImportOptions,
  processed: Processed,
  content: PackageContent,
): readonly HoldReason[] {
  const { spool, corrects, absent = [] } = options;
  if (corrects !== undefined) return holdCorrections(corrects.package);
  const { kind, name } = content.source;
  const key = { mapping: content.mapping.name, source: { kind, name } };
  // Corrections are of some rows, and of one mapping.
  const last = spool.lastAccepted({ ...key, corrections: false });
  const lastFull = spool.lastAccepted({ ...key, full: true });
  const earlier = { ...(last ? { last } : {}), ...(lastFull ? { lastFull } : {}) };
  return holdReasons(processed, content, claimantsOf(processed, absent, statedIn(options)), earlier);
}

/** What a person has said that absence means. Of an ad hoc import it means nothing; nor of a capture, which has some of the rows, whoever says that it has all. */
export function statedIn({
  completeness,
  kind,
  input,
}: Pick<ImportSettings, 'completeness' | 'kind' | 'input'>): Completeness | undefined {
  if (input.source.identity.kind === captureKind) return 'additions';
  return completeness ?? (kind === 'adHoc' ? 'additions' : undefined);
}
