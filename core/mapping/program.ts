import type { Entity, Field } from '../model/define.ts';
import type { BoundColumn, BoundColumns } from './columns.ts';
import type { Step } from './language/step.ts';
import type { FieldRule, Mapping, RecordRule } from './mapping.ts';

/** A mapping held against the columns of a dataset: everything resolved and typed, ready to be compiled. */
export interface MappingProgram {
  readonly mapping: Mapping;
  /** The columns that are read, by slot. */
  readonly slots: readonly BoundColumn[];
  readonly columns: BoundColumns;
  readonly records: readonly RecordProgram[];
  /** By entity, the fields all of whose columns are missing. */
  readonly notCollected: ReadonlyMap<string, readonly string[]>;
  /** Entities of which records can not be made or not be told apart, because columns of keys or conditions are missing. */
  readonly unreadable: ReadonlySet<string>;
  /** Those of them whose records are filtered by a condition of which a part is missing. */
  readonly undecided: ReadonlySet<string>;
}

export interface RecordProgram {
  readonly rule: RecordRule;
  readonly entity: Entity;
  readonly each?: Step;
  readonly when?: Step;
  readonly fields: readonly FieldProgram[];
  /** Its list or condition reads a column that is shown as dots. */
  readonly masked: boolean;
}

export interface FieldProgram {
  readonly rule: FieldRule;
  readonly field: Field;
  readonly step: Step;
  /** A null of a key or required field rejects the record. */
  readonly required: boolean;
  readonly key: boolean;
  /** Some of its columns are missing, so a null is not known to be empty: the field is left out. */
  readonly partial: boolean;
  /** Its values are shown as dots in issues. */
  readonly masked: boolean;
}
