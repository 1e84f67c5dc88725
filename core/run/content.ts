import type { SourceIdentity } from '../adapter/contract.ts';
import { captureKind } from '../capture/format.ts';
import type { MappingProgram } from '../mapping/program.ts';
import { entities } from '../model/entities/index.ts';
import type { Completeness, Corrects, EntityContent, PackageContent } from '../package/content.ts';
import type { Compression } from './blocks.ts';
import { emptyRecordLedger } from './ledger.ts';
import type { Processed } from './pipeline.ts';
import type { RunPlan } from './plan.ts';

export interface ContentOptions {
  readonly adapter: string;
  readonly identity: SourceIdentity;
  readonly compression: Compression;
  /** What the source says of it. */
  readonly consistency?: 'snapshot' | 'statement' | 'none';
  /** What the absence of a record means, if a person said so; an ad hoc import never claims more than additions by itself. */
  readonly completeness?: Completeness;
  readonly corrects?: Corrects;
}

/** Describes what was processed, as a package will carry it. */
export function contentOf(processed: Processed, options: ContentOptions): PackageContent {
  const { program, dataset, decisions, finalized } = processed;
  const { mapping } = program;
  return {
    mapping: { name: mapping.name, digest: mapping.digest },
    source: { adapter: options.adapter, ...options.identity },
    datasets: [
      {
        mapping: mapping.name,
        digest: mapping.digest,
        text: mapping.text,
        dataset: dataset.name,
        rows: finalized.rows,
        columns: dataset.columns.map(({ name }) => name),
        unusedColumns: program.columns.unused,
        decisions: decisions.map(({ sentence }) => sentence),
      },
    ],
    compression: options.compression,
    entities: [
      ...finalized.entities.map((each) => describe(each, processed, options)),
      ...[...program.unreadable].flatMap((name) => neverMade(name, processed)),
    ],
    rows: finalized.rows,
    issues: finalized.issues,
    present: finalized.present,
    consistency: options.identity.kind === 'file' ? 'file' : (options.consistency ?? 'none'),
    ...(options.corrects === undefined ? {} : { corrects: options.corrects }),
  };
}

function describe(
  { entity, ledger, blocks }: Processed['finalized']['entities'][number],
  { program, plan, finalized, dataset }: Processed,
  options: ContentOptions,
): EntityContent {
  const records = program.records.filter((each) => each.entity.name === entity.name);
  const rules = records.flatMap(({ fields }) => fields.map(({ rule }) => rule));
  const own = new Set(rules.filter(({ custom }) => custom === undefined).map(({ name }) => name));
  const custom = Object.fromEntries(
    rules.flatMap((rule) => (rule.custom === undefined ? [] : [[rule.name, rule.custom]])),
  );
  const modes = plan.entities.find((each) => each.entity.name === entity.name)?.modes ?? [];
  return {
    entity,
    completeness: completenessOf(
      entity.name,
      finalized.unreadable.has(entity.name),
      { program, plan, dataset },
      options,
    ),
    scope: program.mapping.scope,
    notCollected: [...new Set(program.notCollected.get(entity.name) ?? [])].filter((name) => !own.has(name)),
    fields: [
      ...(modes.some((mode) => mode !== 'upsert') ? ['mode'] : []),
      ...Object.keys(entity.fields).filter((name) => own.has(name)),
      ...(Object.keys(custom).length > 0 ? ['custom'] : []),
    ],
    custom,
    match: records.flatMap(({ rule }) => (rule.match === undefined ? [] : [rule.match])).concat(entity.match ?? []),
    update: Object.fromEntries(
      rules.filter(({ update }) => update !== 'always').map(({ name, update }) => [name, update]),
    ),
    ledger,
    blocks,
  };
}

/** An entity whose columns are missing altogether: nothing was seen of it, and so nothing is said of its absence. */
function neverMade(name: string, { program, plan }: Processed): readonly EntityContent[] {
  const entity = entities.get(name);
  if (entity === undefined || plan.entities.some((each) => each.entity === entity)) return [];
  const mapped = program.mapping.records
    .filter((rule) => rule.entity === name)
    .flatMap(({ fields }) => fields.map((field) => field.name));
  const notCollected = Object.keys(entity.fields).filter((field) => mapped.includes(field));
  return [
    {
      entity,
      completeness: 'unknown',
      scope: program.mapping.scope,
      notCollected,
      fields: [],
      custom: {},
      match: entity.match ?? [],
      update: {},
      ledger: emptyRecordLedger(),
      blocks: [],
    },
  ];
}

/**
 * A record whose key could not be read may be any record: then the absence of one says nothing. Nor does it where a rule could
 * not be applied because its columns are missing, or where some of the rows are, unless absence was to say nothing anyway.
 */
function completenessOf(
  name: string,
  hasUnreadable: boolean,
  { program, plan, dataset }: Pick<Processed, 'program' | 'plan' | 'dataset'>,
  { completeness, identity }: ContentOptions,
): Completeness {
  const stated = completeness ?? program.mapping.completeness.get(name) ?? 'unknown';
  if (hasUnreadable) return 'unknown';
  // A capture has some of the rows, whoever says that it has all.
  if (identity.kind === captureKind) return stated === 'unknown' ? stated : 'additions';
  if (stated === 'additions') return stated;
  if ((dataset.incomplete ?? []).length > 0) return 'unknown';
  return program.unreadable.has(name) || followsUndecided(name, program, plan) ? 'unknown' : stated;
}

/** Children of a record that was filtered go with it, so they are as undecided as its condition. */
function followsUndecided(name: string, { undecided }: Pick<MappingProgram, 'undecided'>, plan: RunPlan): boolean {
  const references = plan.entities.find(({ entity }) => entity.name === name)?.references ?? [];
  return references.some(
    ({ target }) => undecided.has(target) || (target !== name && followsUndecided(target, { undecided }, plan)),
  );
}
