import { type BackEnd, compileEvaluate, type FieldCheck } from '../../mapping/compile/record.ts';
import { RowFault, type Value } from '../../mapping/functions/value.ts';
import type { Step } from '../../mapping/language/step.ts';
import type { FieldProgram, MappingProgram } from '../../mapping/program.ts';
import { jsonText } from '../../model/serialize.ts';
import { Cut } from '../../model/validate.ts';
import { slotValue } from '../cell-value.ts';
import type { RunRecord } from '../run-record.ts';
import { type ByteField, byteField, longestCell, undecided, writeNull } from './byte-field.ts';
import { cachedField } from './cached-field.ts';

/** A field as bytes: from which column, and whether a null rejects or leaves it out. */
export interface BytesOfField {
  /** The column whose cell is given to `write`; of an expression of several columns the first. */
  readonly column: number;
  readonly write: ByteField;
  readonly prefix: Uint8Array;
  readonly required: boolean;
  readonly partial: boolean;
}

/** The byte form of each field of a record, or undefined if its lines can not be written field by field. */
export function bytesOfFields(
  record: RunRecord,
  program: MappingProgram,
  checks: readonly FieldCheck[],
  backEnd: BackEnd,
): readonly BytesOfField[] | undefined {
  if (record.each !== undefined || record.fields.some(({ rule }) => rule.custom !== undefined)) return undefined;
  return record.fields.map((field, index) => ({
    ...writerOf(field, program, checks[index], backEnd),
    prefix: Buffer.from(`${JSON.stringify(field.rule.name)}:`),
    required: field.required,
    partial: field.partial,
  }));
}

function writerOf(
  field: FieldProgram,
  program: MappingProgram,
  check: FieldCheck,
  backEnd: BackEnd,
): Pick<BytesOfField, 'column' | 'write'> {
  const asBytes = byteField(field);
  if (asBytes !== undefined) return { column: program.slots[asBytes.slot].index, write: asBytes.write };
  const slots = [...new Set(slotsOf(field.step))];
  const write = computed(field, program, slots, check, backEnd);
  // The cells of one column may come in several slots: as texts, and as what a book holds.
  const columns = new Set(slots.map((slot) => program.slots[slot].index));
  const [column] = columns;
  return columns.size === 1 ? { column, write: cachedField(write) } : { column: 0, write };
}

/** Computes the field as the slow path does, from texts, and writes what comes out. */
function computed(
  { step, field }: FieldProgram,
  { slots }: MappingProgram,
  used: readonly number[],
  check: FieldCheck,
  backEnd: BackEnd,
): ByteField {
  const evaluate = compileEvaluate(step, backEnd);
  const text = jsonText(field);
  const cells: Value[] = slots.map(() => null);
  return (batch, cell, out, at) => {
    const first = cell - (cell % batch.width);
    for (const slot of used) cells[slot] = slotValue(batch, first, slots[slot]);
    try {
      const value = evaluate(cells, null);
      const written = value === null ? null : check(value);
      if (written === null) return writeNull(out, at);
      if (written === undefined || written instanceof Cut) return undecided;
      const json = text(written);
      return json.length > longestCell ? undecided : at + out.write(json, at);
    } catch (problem) {
      if (problem instanceof RowFault) return undecided;
      throw problem;
    }
  };
}

export function slotsOf(step: Step): readonly number[] {
  switch (step.op) {
    case 'cell':
      return [step.slot];
    case 'literal':
    case 'item':
      return [];
    case 'call':
      return step.args.flatMap(slotsOf);
    case 'if':
      return [step.condition, step.consequent, step.alternate].flatMap(slotsOf);
    case 'not':
      return slotsOf(step.operand);
    default:
      return [step.left, step.right].flatMap(slotsOf);
  }
}
