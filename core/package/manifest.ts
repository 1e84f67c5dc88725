import type { Counts, RecordLedger, RowLedger } from '../run/ledger.ts';
import {
  type Corrects,
  completenesses,
  type DatasetContent,
  type EntityContent,
  type PackageContent,
} from './content.ts';
import { anything, type Check, count, dictionary, list, matching, object, oneOf, optional, text } from './shape.ts';

/** `datapackage.json`: a Frictionless Data Package whose property `tributary` says what the standard has no words for. */
export interface Manifest {
  readonly $schema: string;
  readonly name: string;
  readonly resources: readonly Resource[];
  readonly tributary: Description;
}

/** One member of the zip. `bytes` and `hash` are of the member as it is stored. */
export interface Resource {
  readonly name: string;
  readonly path: string;
  readonly format: string;
  readonly mediatype: string;
  readonly encoding: string;
  readonly compression?: 'gz' | 'zst' | undefined;
  readonly bytes: number;
  readonly hash: string;
  readonly rowcount?: number | undefined;
  /** A Frictionless table schema. */
  readonly schema?: unknown;
}

export interface Description {
  /** Version of the package format. */
  readonly format: number;
  /** The release of Tributary that wrote it. */
  readonly release: string;
  readonly contentDigest: string;
  readonly mapping: PackageContent['mapping'];
  readonly source: PackageContent['source'];
  readonly consistency: PackageContent['consistency'];
  /** The ledgers of the datasets together. */
  readonly rows: RowLedger;
  readonly datasets: readonly DatasetDescription[];
  readonly entities: readonly EntityDescription[];
  readonly issues: Counts;
  readonly present: number;
  readonly corrects?: Corrects | undefined;
}

/** The same as of its content, with the member that holds its mapping in place of the text. */
export interface DatasetDescription extends Omit<DatasetContent, 'text' | 'absent'> {
  readonly member: string;
  readonly absent?: string | undefined;
}

/** The same as of its content, with its name in place of its declaration. */
export interface EntityDescription extends Omit<EntityContent, 'entity' | 'blocks'> {
  readonly entity: string;
}

/** The version of the package format that this release writes, and the highest that it reads. */
export const formatVersion = 1;

export const manifestName = 'datapackage.json';
export const packageSchema = 'https://datapackage.org/profiles/2.0/datapackage.json';

/** What a package says of its content, without sizes, digests of stored bytes, compression and release. */
export type Meaning = Omit<Description, 'release' | 'contentDigest'>;

export function describeContent(content: PackageContent): Meaning {
  const { mapping, source, consistency, datasets, entities, rows, issues, present, corrects } = content;
  const members = mappingMembers(datasets.map((dataset) => dataset.mapping));
  return {
    format: formatVersion,
    mapping: { name: mapping.name, digest: mapping.digest },
    source: { adapter: source.adapter, kind: source.kind, name: source.name, id: source.id },
    consistency,
    rows: rowLedger(rows),
    datasets: datasets.map((each, index) => ({
      mapping: each.mapping,
      digest: each.digest,
      member: members[index],
      dataset: each.dataset,
      ...(each.absent === undefined ? {} : { absent: each.absent }),
      ...(each.incomplete === undefined ? {} : { incomplete: [...each.incomplete] }),
      rows: rowLedger(each.rows),
      columns: [...each.columns],
      unusedColumns: [...each.unusedColumns],
      decisions: [...each.decisions],
    })),
    entities: entities.map(
      ({ entity, completeness, parents, scope, notCollected, fields, custom, match, update, ledger }) => ({
        entity: entity.name,
        completeness,
        ...(parents === undefined ? {} : { parents }),
        scope,
        notCollected: [...notCollected],
        fields: [...fields],
        custom: sortedNames(custom),
        match: match.map((names) => [...names]),
        update: sortedNames(update),
        ledger: recordLedger(ledger),
      }),
    ),
    issues: sortedNames(issues.counts),
    present: present.count,
    ...(corrects === undefined
      ? {}
      : { corrects: { package: corrects.package, contentDigest: corrects.contentDigest, file: corrects.file } }),
  };
}

/** Everything of a description that the content digest covers. */
export function meaningOf({ release: _, contentDigest: __, ...meaning }: Description): Meaning {
  return meaning;
}

/** The name of a resource or of a folder, made from any name: `sccm/computers` is `sccm-computers`. */
export function slug(name: string): string {
  const safe = name
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+/, '')
    .slice(0, 80)
    .replace(/[.-]+$/, '');
  // Windows keeps these names for devices, whatever follows the dot.
  return /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(safe) || safe === '' ? `mapping-${safe}`.replace(/-$/, '') : safe;
}

/** The members that hold the mappings of these names: `mapping-sccm-computers.yaml`. */
export function mappingMembers(names: readonly string[]): readonly string[] {
  return fileNames(names).map((name) => `mapping-${name}.yaml`);
}

/** Names for files, one for each of the names. */
export function fileNames(names: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (const stem of names.map(slug)) {
    let name = stem;
    for (let other = 2; found.includes(name); other++) name = `${stem}-${other}`;
    found.push(name);
  }
  return found;
}

// Counts come in the order in which parts met them; equal contents must give equal bytes.
function sortedNames<Value>(values: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function rowLedger({ read, mapped, filtered, rejected, merged }: Readonly<RowLedger>): RowLedger {
  return {
    read,
    mapped,
    filtered: sortedNames(filtered),
    rejected: sortedNames(rejected),
    merged: sortedNames(merged),
  };
}

function recordLedger({ made, written, merged, rejected, filtered }: Readonly<RecordLedger>): RecordLedger {
  return { made, written, merged, rejected, filtered };
}

export const sha256Text = matching(/^[0-9a-f]{64}$/, 'a SHA-256 digest in hexadecimal');
/** Names of entities are also names of members, so nothing else can stand in them. */
const entityName = matching(/^[A-Z][A-Za-z0-9]{0,63}$/, 'the name of an entity');

export const sourceShape = object({ adapter: text, kind: text, name: text, id: text });
export const rowsShape: Check<RowLedger> = object({
  read: count,
  mapped: count,
  filtered: dictionary(count),
  rejected: dictionary(count),
  merged: dictionary(count),
});

export const correctsShape: Check<Corrects> = object({ package: text, contentDigest: sha256Text, file: text });

const description: Check<Description> = object({
  format: count,
  release: text,
  contentDigest: sha256Text,
  mapping: object({ name: text, digest: text }),
  source: sourceShape,
  consistency: oneOf(['file', 'snapshot', 'statement', 'none']),
  rows: rowsShape,
  datasets: list(
    object({
      mapping: text,
      digest: text,
      member: matching(/^mapping-[A-Za-z0-9._-]{1,100}\.yaml$/, 'the name of the member with a mapping'),
      dataset: text,
      absent: optional(text),
      incomplete: optional(list(text)),
      rows: rowsShape,
      columns: list(text),
      unusedColumns: list(text),
      decisions: list(text),
    }),
  ),
  entities: list(
    object({
      entity: entityName,
      completeness: oneOf(completenesses),
      parents: optional(oneOf(['written'])),
      scope: text,
      notCollected: list(text),
      fields: list(text),
      custom: dictionary(text),
      match: list(list(text)),
      update: dictionary(text),
      ledger: object({ made: count, written: count, merged: count, rejected: count, filtered: count }),
    }),
  ),
  issues: dictionary(count),
  present: count,
  corrects: optional(correctsShape),
});

const resource: Check<Resource> = object({
  name: text,
  path: text,
  format: text,
  mediatype: text,
  encoding: text,
  compression: optional(oneOf(['gz', 'zst'])),
  bytes: count,
  hash: matching(/^sha256:[0-9a-f]{64}$/, 'sha256: and a digest in hexadecimal'),
  rowcount: optional(count),
  schema: optional(anything),
});

/** A manifest of this format, from parsed JSON. */
export const checkManifest: Check<Manifest> = object({
  $schema: text,
  name: text,
  resources: list(resource),
  tributary: description,
});
