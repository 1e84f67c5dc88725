/** What every field says of itself. */
interface Described {
  readonly summary: string;
  /** Columns of known templates and usual words for it: `guess` matches them without case, blanks and punctuation. */
  readonly synonyms?: readonly string[];
  /** A record without it is rejected: in the key with every mode, elsewhere with `upsert` and `create`. Other parts of a compound key may be null. */
  readonly required?: true;
  /** May name or trace a person: can be masked in issues and rejects. */
  readonly personal?: true;
}

export interface TextField extends Described {
  readonly type: 'text';
  /** The most characters (UTF-16 units): a longer key rejects, other text is cut with an issue. */
  readonly max: number;
  /** How values compare in keys; what is written stays as it is. `natural`: without case and trailing blanks. `exact`: ids. */
  readonly compare: 'natural' | 'exact';
  /** Byte-exact: not even surrounding blanks are trimmed. */
  readonly verbatim?: true;
}
export interface IntegerField extends Described {
  readonly type: 'integer';
  readonly minimum: bigint;
  readonly maximum: bigint;
}
export interface DecimalField extends Described {
  readonly type: 'decimal';
  readonly minimum?: string;
}
export interface BooleanField extends Described {
  readonly type: 'boolean';
}
export interface DateField extends Described {
  readonly type: 'date';
}
export interface InstantField extends Described {
  readonly type: 'instant';
}
export interface ChoiceField extends Described {
  readonly type: 'choice';
  readonly choices: readonly string[];
}
export interface ListField extends Described {
  readonly type: 'list';
  /** The most characters of each text in it. */
  readonly max: number;
  /** Where each text is one of these. */
  readonly choices?: readonly string[];
}
/** `{ amount, currency }`: decimal text and an ISO 4217 code. Mapped as `name: amount` and `nameCurrency: code`. */
export interface MoneyField extends Described {
  readonly type: 'money';
}
export interface ReferenceField extends Described {
  readonly type: 'reference';
  readonly entity: string;
  /** The same as of the target's key; a test holds them equal. */
  readonly max: number;
  readonly compare: 'natural' | 'exact';
}

export type Field =
  | TextField
  | IntegerField
  | DecimalField
  | BooleanField
  | DateField
  | InstantField
  | ChoiceField
  | ListField
  | MoneyField
  | ReferenceField;

export interface Entity {
  readonly name: string;
  readonly summary: string;
  readonly group: 'inventory' | 'business';
  /** The fields that together tell one record from another. Entities that others refer to have the one field `key`. */
  readonly key: readonly string[];
  /** Sets of fields by which the receiver finds a record that it has already, best first. */
  readonly match?: readonly (readonly string[])[];
  /** Of each of these sets a record needs at least one field with a value, else it is rejected as if a required one were missing. */
  readonly either?: readonly (readonly string[])[];
  readonly fields: Readonly<Record<string, Field>>;
}

/** Declares fields: `field.text(256, 'The name.', { synonyms: ['Hostname'] })`. */
export const field = {
  /** The key of an entity, taken from the source's own id. */
  key: (summary: string, more: Omit<Described, 'summary'> = {}): TextField => ({
    type: 'text',
    max: 256,
    compare: 'exact',
    required: true,
    summary,
    ...more,
  }),
  /** An id of the source: compared exactly. */
  id: (summary: string, more: Omit<Described, 'summary'> = {}): TextField => ({
    type: 'text',
    max: 256,
    compare: 'exact',
    summary,
    ...more,
  }),
  /** Text, compared exactly. */
  text: (max: number, summary: string, more: Omit<Described, 'summary'> = {}): TextField => ({
    type: 'text',
    max,
    compare: 'exact',
    summary,
    ...more,
  }),
  /** A name or number that people type: compared without case and trailing blanks. */
  natural: (max: number, summary: string, more: Omit<Described, 'summary'> = {}): TextField => ({
    type: 'text',
    max,
    compare: 'natural',
    summary,
    ...more,
  }),
  /** Text that recognition downstream matches: written byte for byte, compared without case and trailing blanks, as targets do. */
  evidence: (max: number, summary: string, more: Omit<Described, 'summary'> = {}): TextField => ({
    type: 'text',
    max,
    compare: 'natural',
    verbatim: true,
    summary,
    ...more,
  }),
  /** A count or a size; by default from 0 to 2^63-1. */
  integer: (
    summary: string,
    more: Omit<Described, 'summary'> & { minimum?: bigint; maximum?: bigint } = {},
  ): IntegerField => ({
    type: 'integer',
    minimum: 0n,
    maximum: 9223372036854775807n,
    summary,
    ...more,
  }),
  decimal: (summary: string, more: Omit<Described, 'summary'> & { minimum?: string } = {}): DecimalField => ({
    type: 'decimal',
    summary,
    ...more,
  }),
  boolean: (summary: string, more: Omit<Described, 'summary'> = {}): BooleanField => ({
    type: 'boolean',
    summary,
    ...more,
  }),
  date: (summary: string, more: Omit<Described, 'summary'> = {}): DateField => ({ type: 'date', summary, ...more }),
  instant: (summary: string, more: Omit<Described, 'summary'> = {}): InstantField => ({
    type: 'instant',
    summary,
    ...more,
  }),
  choice: (choices: readonly string[], summary: string, more: Omit<Described, 'summary'> = {}): ChoiceField => ({
    type: 'choice',
    choices,
    summary,
    ...more,
  }),
  list: (
    max: number,
    summary: string,
    more: Omit<Described, 'summary'> & { choices?: readonly string[] } = {},
  ): ListField => ({
    type: 'list',
    max,
    summary,
    ...more,
  }),
  money: (summary: string, more: Omit<Described, 'summary'> = {}): MoneyField => ({ type: 'money', summary, ...more }),
  reference: (entity: string, summary: string, more: Omit<Described, 'summary'> = {}): ReferenceField => ({
    type: 'reference',
    entity,
    max: 256,
    compare: 'exact',
    summary,
    ...more,
  }),
  /** The key of an entity that people number or name: as `key: field.naturalKey(...)`. */
  naturalKey: (summary: string, more: Omit<Described, 'summary'> = {}): TextField => ({
    type: 'text',
    max: naturalKeyLength,
    compare: 'natural',
    required: true,
    summary,
    ...more,
  }),
  /** A reference to an entity with a natural key. */
  naturalReference: (entity: string, summary: string, more: Omit<Described, 'summary'> = {}): ReferenceField => ({
    type: 'reference',
    entity,
    max: naturalKeyLength,
    compare: 'natural',
    summary,
    ...more,
  }),
};

/** Long enough for a path of units, or for an order and its line. */
const naturalKeyLength = 512;

/** Fields that every entity has besides its own. */
export const commonFields = {
  observedAt: field.instant('When the source saw it, which is not when it was read.', {
    synonyms: ['Observed', 'Inventory Date', 'Inventurdatum', "Date d'inventaire"],
  }),
};

/** How the receiver treats a record. `lookup`: a record of another source, named only to be referred to. */
export const modes = ['upsert', 'create', 'update', 'lookup', 'remove'] as const;
export type Mode = (typeof modes)[number];

export function defineEntity(entity: Entity): Entity {
  return { ...entity, fields: { ...entity.fields, ...commonFields } };
}
