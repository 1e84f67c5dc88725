import {
  type BackEnd,
  type CompiledRecord,
  compileRecord,
  type FieldCheck,
  type Written,
} from '../mapping/compile/record.ts';
import type { FieldProgram, MappingProgram, RecordProgram } from '../mapping/program.ts';
import { entities } from '../model/entities/index.ts';
import { foldKeyPart, referenceText } from '../model/key.ts';
import { fieldCheck } from '../model/validate.ts';
import type { WrittenReference } from './entity-writer.ts';
import { lineWriter } from './line.ts';
import type { EntityPlan, RunPlan } from './plan.ts';

/** A record of the mapping, compiled for a run: from cells to values, and from values to key, references and line. */
export interface RunRecord extends CompiledRecord {
  readonly checks: readonly FieldCheck[];
  readonly program: RecordProgram;
  readonly fields: readonly FieldProgram[];
  /** Named in the ledger where it filters a row: `Computer: Obsolete0 != 1`. */
  readonly rule: string;
  /** Which entity of the plan it is of. */
  readonly entity: number;
  readonly keyOf: (out: readonly Written[]) => string;
  /** The key fields by name, for the list of keys that are present. Undefined if one that is needed is missing. */
  readonly keyFields: (out: readonly Written[]) => Readonly<Record<string, unknown>> | undefined;
  readonly referencesOf: (out: readonly Written[]) => readonly WrittenReference[];
  readonly lineOf: (out: readonly Written[]) => string;
  /** Sets of fields of which a record needs at least one. */
  readonly either: readonly { readonly names: readonly string[]; readonly indexes: readonly number[] }[];
  /** See `EntityPlan`. */
  readonly isParent: boolean;
}

export function compileRecords({ records }: MappingProgram, plan: RunPlan, backEnd: BackEnd): readonly RunRecord[] {
  return records.map((program) => {
    const { fields, rule } = program;
    const entity = plan.entities.findIndex((each) => each.entity.name === program.entity.name);
    const checks = fields.map(checkOf);
    return {
      ...compileRecord(program, checks, backEnd),
      checks,
      program,
      fields,
      rule: rule.when === undefined ? rule.name : `${rule.name}: ${rule.when.text}`,
      entity,
      keyOf: keyOf(program),
      keyFields: keyFields(program),
      referencesOf: referencesOf(program, plan.entities[entity]),
      lineOf: lineWriter(program, plan.entities[entity]),
      either: eitherOf(program),
      isParent: plan.entities[entity].isParent,
    };
  });
}

/** Amount and currency come as a list of both; every other field has a check of its own. */
function checkOf({ field, key }: FieldProgram): FieldCheck {
  if (field.type !== 'money') return fieldCheck(field, { key });
  return (value) => (Array.isArray(value) ? { amount: value[0], currency: value[1] } : null);
}

function keyOf({ entity, fields }: RecordProgram): (out: readonly Written[]) => string {
  const parts = entity.key.map((name) => ({ field: entity.fields[name], at: fieldIndex(fields, name) }));
  if (parts.length === 1) {
    const [{ field, at }] = parts;
    return (out) => foldKeyPart(field, out[at]);
  }
  return (out) => parts.map(({ field, at }) => (at < 0 ? '' : foldKeyPart(field, out[at]))).join('\u0001');
}

function keyFields({ entity, fields }: RecordProgram): RunRecord['keyFields'] {
  const parts = entity.key.map((name) => {
    const at = fieldIndex(fields, name);
    return { name, at, required: at >= 0 && fields[at].required };
  });
  return (out) => {
    const key: [string, unknown][] = [];
    for (const { name, at, required } of parts) {
      const value = at < 0 ? null : out[at];
      // A part that could not be read would make it the key of another record.
      if (value === undefined) return undefined;
      if (required && value === null) return undefined;
      if (value !== null) key.push([name, value]);
    }
    return key.length === 0 ? undefined : Object.fromEntries(key);
  };
}

function referencesOf({ fields }: RecordProgram, plan: EntityPlan): RunRecord['referencesOf'] {
  const checked = plan.references.flatMap(({ field, target }, index) => {
    const [at, entity] = [fieldIndex(fields, field), entities.get(target)];
    return at < 0 || entity === undefined ? [] : [{ at, index, entity }];
  });
  if (checked.length === 0) return () => [];
  return (out) => {
    const references: WrittenReference[] = [];
    for (const { at, index, entity } of checked) {
      const value = out[at];
      if (typeof value === 'string') references.push({ text: referenceText(entity, value), index });
    }
    return references;
  };
}

function eitherOf({ entity, rule, fields }: RecordProgram): RunRecord['either'] {
  if (rule.mode !== 'upsert' && rule.mode !== 'create') return [];
  return (entity.either ?? []).map((names) => ({
    names,
    indexes: names.map((name) => fieldIndex(fields, name)).filter((index) => index >= 0),
  }));
}

function fieldIndex(fields: readonly FieldProgram[], name: string): number {
  return fields.findIndex(({ rule }) => rule.name === name && rule.custom === undefined);
}

/** The generated code of each record, to be read by people. */
export function generatedCode(
  program: MappingProgram,
  plan: RunPlan,
): readonly { readonly rule: string; readonly code: string }[] {
  return compileRecords(program, plan, 'generated').map(({ rule, code }) => ({ rule, code }));
}
