import { hash } from 'node:crypto';
import type { SourceIdentity } from '../adapter/contract.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { entities } from '../model/entities/index.ts';
import type { Completeness, Corrects, DatasetContent, EntityContent, PackageContent } from '../package/content.ts';
import type { Compression } from './blocks.ts';
import { type Contribution, claimOf } from './claims.ts';
import { emptyRecordLedger, emptyRowLedger } from './ledger.ts';
import type { Processed } from './pipeline.ts';
import type { RunPlan } from './plan.ts';

export interface ContentOptions {
  readonly adapter: string;
  readonly identity: SourceIdentity;
  readonly compression: Compression;
  /** What mappings that are run together are called; one alone has its own name. */
  readonly name?: string;
  /** The mappings whose datasets the source does not have. */
  readonly absent?: readonly AbsentMember[];
  /** What the source says of it. */
  readonly consistency?: 'snapshot' | 'statement' | 'none';
  /** What the absence of a record means, if a person said so; an ad hoc import never claims more than additions by itself. */
  readonly completeness?: Completeness;
  readonly corrects?: Corrects;
}

/** A mapping whose dataset the source does not have. */
export interface AbsentMember {
  readonly mapping: Mapping;
  readonly dataset: string;
  /** In a sentence. */
  readonly reason: string;
}

/** Describes what was processed, as a package will carry it. */
export function contentOf(processed: Processed, options: ContentOptions): PackageContent {
  const { finalized } = processed;
  const { identity, absent = [] } = options;
  const datasets = [...datasetsOf(processed), ...absent.map(absentDataset)];
  return {
    mapping: mappingOf(datasets, options.name),
    source: { adapter: options.adapter, ...identity },
    datasets,
    compression: options.compression,
    entities: entitiesOf(processed, options),
    rows: finalized.rows,
    issues: finalized.issues,
    present: finalized.present,
    consistency: identity.kind === 'file' ? 'file' : (options.consistency ?? 'none'),
    ...(options.corrects === undefined ? {} : { corrects: options.corrects }),
  };
}

/** One mapping has its own digest, several have one over their names and digests. */
function mappingOf(datasets: readonly DatasetContent[], name: string | undefined): PackageContent['mapping'] {
  const [first] = datasets;
  if (name === undefined) return { name: first.mapping, digest: first.digest };
  const lines = datasets.map(({ mapping, digest }) => `${mapping}\t${digest}\n`).sort();
  return { name, digest: `sha256:${hash('sha256', lines.join(''), 'hex')}` };
}

function datasetsOf({ datasets, finalized }: Processed): readonly DatasetContent[] {
  return datasets.map(({ dataset, decisions, program: { mapping, columns } }, index) => ({
    mapping: mapping.name,
    digest: mapping.digest,
    text: mapping.text,
    dataset: dataset.name,
    ...((dataset.incomplete ?? []).length === 0 ? {} : { incomplete: dataset.incomplete }),
    rows: finalized.datasets[index].rows,
    columns: dataset.columns.map(({ name }) => name),
    unusedColumns: columns.unused,
    decisions: decisions.map(({ sentence }) => sentence),
  }));
}

function absentDataset({ mapping, dataset, reason }: AbsentMember): DatasetContent {
  return {
    mapping: mapping.name,
    digest: mapping.digest,
    text: mapping.text,
    dataset,
    absent: reason,
    rows: emptyRowLedger(),
    columns: [],
    unusedColumns: [],
    decisions: [],
  };
}

/** Those that were written, then those of which nothing was seen, since columns or datasets are missing. */
function entitiesOf(processed: Processed, options: ContentOptions): readonly EntityContent[] {
  const { plan, finalized } = processed;
  const contributions = contributionsOf(processed, options.absent ?? []);
  const made = new Set(processed.datasets.flatMap(({ program }) => program.records.map(({ entity }) => entity)));
  const own = finalized.entities.filter(({ entity }) => made.has(entity));
  const written = own.map((each) => describe(each, contributions, plan, options));
  const never = contributions.flatMap(({ mapping, program }) =>
    program === undefined ? mapping.records.map(({ entity }) => entity) : [...program.unreadable],
  );
  const names = [...new Set(never)].filter((name) => !plan.entities.some(({ entity }) => entity.name === name));
  return [...written, ...names.flatMap((name) => neverMade(name, contributions, plan, options))];
}

/** By entity, the mapping that claims it. */
export function claimantsOf(
  processed: Processed,
  absent: readonly AbsentMember[],
  stated: Completeness | undefined,
): ReadonlyMap<string, Mapping> {
  const contributions = contributionsOf(processed, absent);
  const names = processed.plan.entities.map(({ entity }) => entity.name);
  return new Map(names.map((name) => [name, claimOf(name, contributions, processed.plan, stated).mapping]));
}

function contributionsOf({ datasets, finalized }: Processed, absent: readonly AbsentMember[]): readonly Contribution[] {
  return [
    ...datasets.map(({ program, dataset, partial }, index) => ({
      mapping: program.mapping,
      program,
      unreadable: finalized.datasets[index].unreadable,
      incomplete: (dataset.incomplete ?? []).length > 0,
      partial,
    })),
    ...absent.map(({ mapping }) => ({ mapping, unreadable: new Map(), incomplete: false, partial: false })),
  ];
}

function describe(
  { entity, ledger, blocks }: Processed['finalized']['entities'][number],
  contributions: readonly Contribution[],
  plan: RunPlan,
  options: ContentOptions,
): EntityContent {
  const records = contributions
    .flatMap(({ program }) => program?.records ?? [])
    .filter((each) => each.entity.name === entity.name);
  const rules = records.flatMap(({ fields }) => fields.map(({ rule }) => rule));
  const own = new Set(rules.filter(({ custom }) => custom === undefined).map(({ name }) => name));
  const custom = Object.fromEntries(
    rules.flatMap((rule) => (rule.custom === undefined ? [] : [[rule.name, rule.custom]])),
  );
  const modes = plan.entities.find((each) => each.entity.name === entity.name)?.modes ?? [];
  const { completeness, parents, scope } = claimOf(entity.name, contributions, plan, options.completeness);
  const matches = records
    .flatMap(({ rule }) => (rule.match === undefined ? [] : [rule.match]))
    .concat(entity.match ?? []);
  return {
    entity,
    completeness,
    ...(parents === undefined ? {} : { parents }),
    scope,
    notCollected: notCollected(entity.name, contributions).filter((name) => !own.has(name)),
    fields: [
      ...(modes.some((mode) => mode !== 'upsert') ? ['mode'] : []),
      ...Object.keys(entity.fields).filter((name) => own.has(name)),
      ...(Object.keys(custom).length > 0 ? ['custom'] : []),
    ],
    custom,
    match: matches.filter((match, index) => matches.findIndex((each) => each.join() === match.join()) === index),
    update: updateOf(rules),
    ledger,
    blocks,
  };
}

/** Of rules that differ the one that overwrites less. */
function updateOf(rules: readonly { readonly name: string; readonly update: string }[]): Record<string, string> {
  const never = rules.filter(({ update }) => update === 'never');
  const kept = rules.filter(({ update }) => update === 'keepIfBlank');
  return Object.fromEntries([...kept, ...never].map(({ name, update }) => [name, update]));
}

/** Mapped fields of an entity whose columns or datasets are missing. */
function notCollected(name: string, contributions: readonly Contribution[]): readonly string[] {
  const fields = contributions.flatMap(({ mapping, program }) =>
    program === undefined ? mappedFields(name, mapping) : (program.notCollected.get(name) ?? []),
  );
  return [...new Set(fields)];
}

/** An entity whose columns or datasets are missing altogether: nothing was seen of it, and so nothing is said of its absence. */
function neverMade(
  name: string,
  contributions: readonly Contribution[],
  plan: RunPlan,
  options: ContentOptions,
): readonly EntityContent[] {
  const entity = entities.get(name);
  if (entity === undefined) return [];
  const mapped = contributions.flatMap(({ mapping }) => mappedFields(name, mapping));
  return [
    {
      entity,
      completeness: 'unknown',
      scope: claimOf(name, contributions, plan, options.completeness).scope,
      notCollected: Object.keys(entity.fields).filter((field) => mapped.includes(field)),
      fields: [],
      custom: {},
      match: entity.match ?? [],
      update: {},
      ledger: emptyRecordLedger(),
      blocks: [],
    },
  ];
}

function mappedFields(name: string, { records }: Mapping): readonly string[] {
  return records.filter(({ entity }) => entity === name).flatMap(({ fields }) => fields.map((field) => field.name));
}
