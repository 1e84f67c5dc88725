import { captureKind } from '../capture/format.ts';
import type { Amount, Mapping } from '../mapping/mapping.ts';
import { foldColumnName } from '../model/synonyms.ts';
import type { EntityContent, PackageContent } from '../package/content.ts';
import type { HoldReason, SealedPackage } from '../spool/entry.ts';
import { type RowLedger, total } from './ledger.ts';
import type { Processed, ProcessedDataset } from './pipeline.ts';

/** What a new package is compared with. */
export interface Earlier {
  /** The last package of this mapping and source that was accepted. */
  readonly last?: SealedPackage;
  /** The last one of a full run. */
  readonly lastFull?: SealedPackage;
}

/** Every reason for which a person must look before the package goes on its way. */
export function holdReasons(
  processed: Processed,
  content: PackageContent,
  claimants: Claimants,
  earlier: Earlier,
): readonly HoldReason[] {
  const several = content.datasets.length > 1;
  const datasets = processed.datasets.map((dataset, index) => ({
    ...dataset,
    rows: processed.finalized.datasets[index].rows,
    // With one mapping there is nothing to name.
    name: several ? `${dataset.program.mapping.name}: ` : '',
  }));
  return [
    ...captured(content.source),
    ...datasets.flatMap((each) => [...tooManyRejects(each), ...unproven(each)]),
    ...shrunk(content.entities, claimants, earlier.lastFull),
    ...missingDatasets(content, earlier.last),
    ...missingRows(content, earlier.last),
    ...datasets.flatMap((each) => [...missingColumns(each, earlier.last)]),
    ...otherSource(content.source, earlier.last),
  ];
}

/** By entity, the mapping whose limits hold for it. */
export type Claimants = ReadonlyMap<string, Mapping>;

interface HeldDataset extends ProcessedDataset {
  readonly rows: RowLedger;
  /** Begins each message, where there are several. */
  readonly name: string;
}

/** Corrected rows were looked at by a person; they wait only as long as the package that they belong to. */
export function holdCorrections({ id, state }: SealedPackage): readonly HoldReason[] {
  if (state !== 'held') return [];
  const message = `It brings corrected rows of ${id}, which is held. Release that first.`;
  return [{ code: 'hold/corrects-held', message }];
}

/** Absence of what was not captured says nothing, and what is there does not exist. */
function* captured({ kind }: { readonly kind: string }): Generator<HoldReason> {
  if (kind !== captureKind) return;
  yield { code: 'hold/capture', message: 'It was made of a capture: its machines and people are made up.' };
}

function* tooManyRejects({ rows, program, name }: HeldDataset): Generator<HoldReason> {
  const rejected = total(rows.rejected);
  const limit = program.mapping.limits.rejects;
  if (limit !== undefined && exceeds(rejected, rows.read, limit)) {
    yield {
      code: 'hold/rejects',
      message: `${name}${rejected} of ${rows.read} rows were rejected; the mapping allows ${amountText(limit)}.`,
    };
  } else if (rejected > 0 && rejected === rows.read) {
    yield { code: 'hold/rejects', message: `${name}All ${rows.read} rows were rejected.` };
  }
}

function* unproven({ decisions, name }: HeldDataset): Generator<HoldReason> {
  for (const { proven, sentence, reads } of decisions) {
    if (proven) continue;
    const [code, word, other] =
      reads === 'date'
        ? (['hold/date-order', 'dates', 'dmy or mdy'] as const)
        : (['hold/number-form', 'numbers', 'point or comma'] as const);
    const example = other.split(' ', 1)[0];
    yield {
      code,
      message: `${name}${sentence} State ${word}: ${other} under source in the mapping, or --set source.${word}=${example}, and import again; or release the package.`,
    };
  }
}

/** Absence means deletion only where everything was read, so only there fewer records are alarming. */
function* shrunk(
  entities: readonly EntityContent[],
  claimants: Claimants,
  lastFull: SealedPackage | undefined,
): Generator<HoldReason> {
  for (const { entity, completeness, scope, ledger } of entities) {
    // A run that became unknown by a broken row has about as many records as there are.
    const before = lastFull?.entities.find(
      (each) =>
        each.entity === entity.name &&
        each.scope === scope &&
        (each.completeness === 'everything' || each.completeness === 'unknown'),
    );
    if (lastFull === undefined || before === undefined || completeness !== 'everything') continue;
    const limit = claimants.get(entity.name)?.limits.shrink;
    const gone = before.records - ledger.written;
    const compared = `${entity.name}: ${ledger.written} records, and ${before.records} in ${lastFull.id}.`;
    if (limit !== undefined && gone > 0 && exceeds(gone, before.records, limit)) {
      yield { code: 'hold/shrink', message: `${compared} ${gone} fewer; the mapping allows ${amountText(limit)}.` };
    } else if (limit === undefined && gone > 0 && ledger.written + ledger.rejected === 0) {
      yield { code: 'hold/shrink', message: `${compared} Without any left, all of them would count as deleted.` };
    }
  }
}

/** What the last package had, and this source has no more: its entities would be unknown from now on. */
function* missingDatasets({ datasets }: PackageContent, last: SealedPackage | undefined): Generator<HoldReason> {
  for (const { mapping, dataset, absent } of datasets) {
    if (absent === undefined || last?.datasets.some((each) => each.mapping === mapping && !each.absent) !== true)
      continue;
    yield {
      code: 'hold/missing-dataset',
      message: `${mapping}: ${last.id} had the dataset ${dataset}, which is missing now. ${absent}`,
    };
  }
}

/** Views that some of the rows came from, last time. */
function* missingRows({ datasets }: PackageContent, last: SealedPackage | undefined): Generator<HoldReason> {
  for (const { mapping, incomplete = [] } of datasets) {
    const before = last?.datasets.find((each) => each.mapping === mapping && !each.absent);
    const gone = incomplete.filter((view) => before?.incomplete.includes(view) !== true);
    if (last === undefined || before === undefined || gone.length === 0) continue;
    yield {
      code: 'hold/missing-rows',
      message: `${mapping}: ${last.id} had rows of ${gone.join(', ')}, which ${gone.length > 1 ? 'are' : 'is'} missing now.`,
    };
  }
}

function* missingColumns(
  { dataset, program, name: start }: HeldDataset,
  last: SealedPackage | undefined,
): Generator<HoldReason> {
  if (last === undefined) return;
  const now = new Set(dataset.columns.map(({ name }) => name));
  const { missing } = program.columns;
  const spellings = [...missing].flatMap((name) => [name, ...(program.mapping.columns.get(name)?.aliases ?? [])]);
  // As columns are found by, so that one that was spelled a little differently is missed too.
  const folded = new Set(spellings.map(foldColumnName));
  const before = last.datasets.find(({ mapping }) => mapping === program.mapping.name)?.columns ?? [];
  const gone = before.filter((name) => !now.has(name) && folded.has(foldColumnName(name)));
  if (gone.length > 0)
    yield {
      code: 'hold/missing-column',
      message: `${start}${last.id} had ${gone.map((name) => JSON.stringify(name)).join(', ')}, which ${gone.length > 1 ? 'are' : 'is'} missing now.`,
    };
}

/** A file is another one every time; a server is not. */
function* otherSource(
  identity: { readonly kind: string; readonly id: string },
  last: SealedPackage | undefined,
): Generator<HoldReason> {
  if (last === undefined || identity.kind === 'file' || identity.kind === captureKind || identity.id === last.source.id)
    return;
  yield {
    code: 'hold/source-identity',
    message: `The source says that it is ${identity.id}; ${last.id} came from ${last.source.id}.`,
  };
}

function exceeds(count: number, of: number, limit: Amount): boolean {
  return limit.kind === 'count' ? count > limit.count : count * 100 > of * limit.percent;
}

function amountText(limit: Amount): string {
  return limit.kind === 'count' ? String(limit.count) : `${limit.percent}%`;
}
