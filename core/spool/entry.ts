import { join } from 'node:path';
import type { Fault } from '../errors/errors.ts';
import type { Completeness, Corrects, PackageContent } from '../package/content.ts';
import { completenesses } from '../package/content.ts';
import { correctsShape, rowsShape, sha256Text, sourceShape } from '../package/manifest.ts';
import {
  anything,
  boolean,
  type Check,
  count,
  dictionary,
  list,
  nullable,
  object,
  oneOf,
  orNull,
  text,
} from '../package/shape.ts';
import type { Counts, RowLedger } from '../run/ledger.ts';

/** `ready` waits for its upload, `held` for a person; `superseded` was held until a newer full run came. */
export const packageStates = ['ready', 'sending', 'sent', 'held', 'failed', 'superseded'] as const;
export type PackageState = (typeof packageStates)[number];

/** What the spool knows of a package from its run. */
export interface PackageFacts {
  readonly mapping: PackageContent['mapping'];
  readonly source: PackageContent['source'];
  readonly datasets: readonly DatasetFacts[];
  readonly entities: readonly EntityFacts[];
  readonly rows: RowLedger;
  readonly issues: Counts;
  /** Instants: when reading began and ended. */
  readonly read: { readonly from: string; readonly to: string };
  /** A run of the whole dataset as the mapping has it, not an ad hoc import: supersedes older held packages. */
  readonly full: boolean;
  /** What it takes to open the source again, for `explain`: JSON without secrets. */
  readonly context: unknown;
  /** The package whose rejected rows it brings, corrected. */
  readonly corrects?: Corrects | null;
  /** How often reading failed and was tried again. */
  readonly retries?: number;
}

export interface DatasetFacts {
  /** The mapping that it was read by, and its digest. */
  readonly mapping: string;
  readonly digest: string;
  readonly dataset: string;
  /** The source does not have it. */
  readonly absent: boolean;
  /** What some of its rows would have come from, and the source did not have. */
  readonly incomplete: readonly string[];
  readonly rows: RowLedger;
  /** The columns that it had: the next run is compared with them. */
  readonly columns: readonly string[];
}

export interface EntityFacts {
  readonly entity: string;
  readonly completeness: Completeness;
  readonly scope: string;
  readonly records: number;
}

/** Why a package is held: a code of the family `hold/`, and whole sentences. */
export type HoldReason = Pick<Fault, 'message'> & { readonly code: string };

/** A package of the spool as it is stored. Paths are relative to the spool, with slashes. */
export interface SpoolEntry extends PackageFacts {
  readonly id: string;
  readonly state: PackageState;
  readonly reasons: readonly HoldReason[];
  /** Counts the packages of a source and mapping from 1. */
  readonly sequence: number;
  readonly contentDigest: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly file: string;
  readonly rejects: string | null;
  /** The copy of the source's file in which bad rows are annotated. */
  readonly annotated: string | null;
  readonly corrects: Corrects | null;
  readonly sealedAt: string;
}

/** A package of the spool, with real paths. */
export interface SealedPackage extends SpoolEntry {
  readonly path: string;
  readonly rejectsPath: string | null;
  readonly annotatedPath: string | null;
}

/** Older releases did not count. */
const orZero: Check<number> = (value, where) => (value === undefined ? 0 : count(value, where));

const entryShape: Check<SpoolEntry> = object({
  id: text,
  state: oneOf(packageStates),
  reasons: list(object({ code: text, message: text })),
  mapping: object({ name: text, digest: text }),
  source: sourceShape,
  sequence: count,
  contentDigest: sha256Text,
  sha256: sha256Text,
  bytes: count,
  file: text,
  rejects: nullable(text),
  annotated: orNull(text),
  datasets: list(
    object({
      mapping: text,
      digest: text,
      dataset: text,
      absent: boolean,
      incomplete: list(text),
      rows: rowsShape,
      columns: list(text),
    }),
  ),
  entities: list(object({ entity: text, completeness: oneOf(completenesses), scope: text, records: count })),
  rows: rowsShape,
  issues: dictionary(count),
  read: object({ from: text, to: text }),
  full: boolean,
  context: anything,
  corrects: orNull(correctsShape),
  retries: orZero,
  sealedAt: text,
});

export function entryFromJson(json: unknown): SpoolEntry {
  return entryShape(JSON.parse(String(json)), '');
}

/** The columns that every query of packages asks for. */
export const entryColumns = 'state, facts';

/** An entry from a row of `entryColumns`. */
export function entryFromRow(row: Readonly<Record<string, unknown>>): SpoolEntry {
  return { ...entryFromJson(row.facts), state: oneOf(packageStates)(row.state, 'state') };
}

export function sealedPackage(directory: string, entry: SpoolEntry): SealedPackage {
  return {
    ...entry,
    path: resolveIn(directory, entry.file),
    rejectsPath: entry.rejects && resolveIn(directory, entry.rejects),
    annotatedPath: entry.annotated && resolveIn(directory, entry.annotated),
  };
}

/** The files of a package, besides the package itself. */
export function extrasOf({ rejects, annotated }: SpoolEntry): readonly string[] {
  return [rejects, annotated].flatMap((each) => (each === null ? [] : [each]));
}

export function resolveIn(directory: string, path: string): string {
  return join(directory, ...path.split('/'));
}
