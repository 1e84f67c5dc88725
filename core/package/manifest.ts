import type { Counts, RecordLedger, RowLedger } from '../run/ledger.ts';
import { type Corrects, completenesses, type EntityContent, type PackageContent } from './content.ts';
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
  readonly mapping: { readonly name: string; readonly digest: string };
  readonly source: PackageContent['source'];
  readonly consistency: PackageContent['consistency'];
  readonly rows: RowLedger;
  readonly entities: readonly EntityDescription[];
  readonly issues: Counts;
  readonly present: number;
  readonly decisions: readonly string[];
  readonly unusedColumns: readonly string[];
  readonly corrects?: Corrects | undefined;
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
  const { mapping, source, consistency, entities, rows, issues, present, decisions, unusedColumns, corrects } = content;
  return {
    format: formatVersion,
    mapping: { name: mapping.name, digest: mapping.digest },
    source: {
      adapter: source.adapter,
      dataset: source.dataset,
      kind: source.kind,
      name: source.name,
      id: source.id,
    },
    consistency,
    rows: {
      read: rows.read,
      mapped: rows.mapped,
      filtered: sortedNames(rows.filtered),
      rejected: sortedNames(rows.rejected),
      merged: sortedNames(rows.merged),
    },
    entities: entities.map(({ entity, completeness, scope, notCollected, fields, custom, match, update, ledger }) => ({
      entity: entity.name,
      completeness,
      scope,
      notCollected: [...notCollected],
      fields: [...fields],
      custom: sortedNames(custom),
      match: match.map((names) => [...names]),
      update: sortedNames(update),
      ledger: recordLedger(ledger),
    })),
    issues: sortedNames(issues.counts),
    present: present.count,
    decisions: [...decisions],
    unusedColumns: [...unusedColumns],
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

// Counts come in the order in which parts met them; equal contents must give equal bytes.
function sortedNames<Value>(values: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function recordLedger({ made, written, merged, rejected, filtered }: Readonly<RecordLedger>): RecordLedger {
  return { made, written, merged, rejected, filtered };
}

export const sha256Text = matching(/^[0-9a-f]{64}$/, 'a SHA-256 digest in hexadecimal');
/** Names of entities are also names of members, so nothing else can stand in them. */
const entityName = matching(/^[A-Z][A-Za-z0-9]{0,63}$/, 'the name of an entity');

export const sourceShape = object({ adapter: text, dataset: text, kind: text, name: text, id: text });
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
  entities: list(
    object({
      entity: entityName,
      completeness: oneOf(completenesses),
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
  decisions: list(text),
  unusedColumns: list(text),
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
