import type { Entity } from '../model/define.ts';
import type { Compression } from '../run/blocks.ts';
import type { Counts, RecordLedger, RowLedger } from '../run/ledger.ts';
import type { PlacedBlock } from '../run/part-result.ts';

/** All that a package is made of. No clock, no host, no path: equal contents give equal bytes. */
export interface PackageContent {
  /** What was run: a mapping, or the mappings of a folder by its name, with a digest over theirs. */
  readonly mapping: { readonly name: string; readonly digest: string };
  readonly source: {
    readonly adapter: string;
    readonly kind: string;
    readonly name: string;
    readonly id: string;
  };
  readonly compression: Compression;
  /** What was read: one for each mapping, in the order of reading. */
  readonly datasets: readonly DatasetContent[];
  readonly entities: readonly EntityContent[];
  /** Over all datasets. */
  readonly rows: RowLedger;
  readonly issues: { readonly blocks: readonly PlacedBlock[]; readonly counts: Counts };
  /** Lines `{ entity, key: { … } }`: keys of rejected records, which are at the source all the same. */
  readonly present: { readonly blocks: readonly PlacedBlock[]; readonly count: number };
  /** `none`: rows were read one after another without a snapshot; `file`: one file with one digest. */
  readonly consistency: 'file' | 'snapshot' | 'statement' | 'none';
  /** The package whose rejected rows it brings, corrected. */
  readonly corrects?: Corrects;
}

/** A dataset, and the mapping that it was read by. */
export interface DatasetContent {
  /** The name of the mapping, which no other one of the package has. */
  readonly mapping: string;
  readonly digest: string;
  /** The resolved mapping, as YAML. */
  readonly text: string;
  readonly dataset: string;
  /** Why it was not read, where the source does not have it. */
  readonly absent?: string;
  /** What some of its rows would come from, and the source does not have. */
  readonly incomplete?: readonly string[] | undefined;
  readonly rows: RowLedger;
  readonly columns: readonly string[];
  /** Columns that no expression uses. */
  readonly unusedColumns: readonly string[];
  /** Decisions about the data, in sentences, such as a proven order of day and month. */
  readonly decisions: readonly string[];
}

/** Which package was corrected, and in which file. */
export interface Corrects {
  readonly package: string;
  readonly contentDigest: string;
  /** `sha256:…` of the file with the corrected rows. */
  readonly file: string;
}

export const completenesses = ['everything', 'perParent', 'additions', 'presence', 'unknown'] as const;
/** What the absence of a record means. */
export type Completeness = (typeof completenesses)[number];

export interface EntityContent {
  readonly entity: Entity;
  readonly completeness: Completeness;
  /** Of `perParent`: the parents that have all their children are those whose record is written here; lookups among them only name others. */
  readonly parents?: 'written' | undefined;
  /** What is meant by everything, in words; comparable. */
  readonly scope: string;
  /** Fields whose columns are missing: not collected, which is not empty. */
  readonly notCollected: readonly string[];
  /** The properties of its lines, in their order: the mapped fields, `mode` and `custom` where there are any. */
  readonly fields: readonly string[];
  /** The types of the fields under `custom`. */
  readonly custom: Readonly<Record<string, string>>;
  /** Sets of fields by which the receiver finds a record that it has already, best first. */
  readonly match: readonly (readonly string[])[];
  /** Fields that the receiver does not simply overwrite: `never`, or not with a blank (`keepIfBlank`). */
  readonly update: Readonly<Record<string, string>>;
  readonly ledger: RecordLedger;
  readonly blocks: readonly PlacedBlock[];
}
