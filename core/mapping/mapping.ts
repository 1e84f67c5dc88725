import type { Cell } from '../adapter/batch.ts';
import type { Place } from '../errors/errors.ts';
import type { Mode } from '../model/define.ts';
import type { Completeness } from '../package/content.ts';
import type { DuplicatePolicy } from '../run/plan.ts';
import type {
  customTypes,
  dateOrders,
  driftPolicies,
  numberWords,
  outcomes,
  updateRules,
} from './format/mapping-shape.ts';
import type { Expression } from './language/tree.ts';

/** A mapping file after reading: its parts as values, with the places that messages name. Not yet held against any data. */
export interface Mapping {
  readonly file: string;
  readonly name: string;
  readonly summary: string;
  /** The whole mapping as one text: what it extends and the files of its lookups are written out in it. */
  readonly text: string;
  /** `sha256:…` of the text. */
  readonly digest: string;
  readonly source: MappingSource;
  readonly completeness: ReadonlyMap<string, Completeness>;
  readonly scope: string;
  /** Of a run that reads what has changed: of its dataset all rows of some values of this column are read, such as devices. */
  readonly readBy?: string;
  readonly columns: ReadonlyMap<string, ColumnRule>;
  readonly drift: (typeof driftPolicies)[number];
  readonly records: readonly RecordRule[];
  readonly lookups: ReadonlyMap<string, ReadonlyMap<string, string | null>>;
  readonly limits: { readonly rejects?: Amount; readonly shrink?: Amount };
  readonly mask: {
    readonly personal: boolean;
    readonly columns: readonly { readonly name: string; readonly place: Place }[];
  };
  readonly tests: readonly MappingTest[];
}

export interface MappingSource {
  readonly adapter: string;
  readonly dataset?: string;
  readonly zone?: string;
  /** The order of day and month, and the decimal sign, where the values do not tell. */
  readonly dates?: PerColumn<(typeof dateOrders)[number]>;
  readonly numbers?: PerColumn<(typeof numberWords)[number]>;
  /** What is left: the options of the adapter, and where each stands. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly place: (option?: string) => Place;
  /** Relative paths start here. */
  readonly directory: string;
}

/** A word for all columns, or for single ones. */
export interface PerColumn<Word> {
  readonly all?: Word;
  readonly columns: ReadonlyMap<string, Word>;
}

/** A column that the data may have. */
export interface ColumnRule {
  readonly aliases: readonly string[];
  readonly required: boolean;
}

export interface RecordRule {
  readonly entity: string;
  /** Unique in the mapping: `as`, or else the entity. */
  readonly name: string;
  readonly place: Place;
  readonly each?: ExpressionText;
  readonly when?: ExpressionText;
  readonly mode: Mode;
  readonly onReject: 'row' | 'record';
  readonly duplicates: DuplicatePolicy;
  readonly match?: readonly string[];
  readonly fields: readonly FieldRule[];
}

export interface FieldRule {
  readonly name: string;
  /** Declared by the mapping itself, not by the model. */
  readonly custom?: (typeof customTypes)[number];
  readonly place: Place;
  readonly value: ExpressionText;
  readonly required: boolean;
  readonly update: (typeof updateRules)[number];
  readonly onIssue: 'omit' | 'reject';
}

/** An expression with its text and places. */
export interface ExpressionText {
  readonly text: string;
  readonly tree: Expression;
  readonly placeAt: (offset: number) => Place;
}

export type Amount =
  | { readonly kind: 'share'; readonly percent: number }
  | { readonly kind: 'count'; readonly count: number };

export interface MappingTest {
  readonly name: string;
  readonly place: Place;
  readonly rows: readonly ReadonlyMap<string, { readonly cell: Cell; readonly place: Place }>[];
  /** By entity; an empty list means none. Undefined if the test does not look at records. */
  readonly expect: ReadonlyMap<string, readonly ReadonlyMap<string, unknown>[]>;
  readonly issues: readonly string[];
  readonly outcome?: (typeof outcomes)[number];
}
