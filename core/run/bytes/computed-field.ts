import type { ByteBatch } from '../../adapter/batch.ts';
import { type BackEnd, compileEvaluate, type FieldCheck } from '../../mapping/compile/record.ts';
import { RowFault, type Value } from '../../mapping/functions/value.ts';
import type { Step } from '../../mapping/language/step.ts';
import type { FieldProgram, MappingProgram } from '../../mapping/program.ts';
import { jsonText } from '../../model/serialize.ts';
import { Cut } from '../../model/validate.ts';
import { slotValue } from '../cell-value.ts';
import { longestCell } from './byte-field.ts';

/**
 * Writes the JSON text of a field of the row whose first cell is at an index, and gives the position behind it; `undecided` where the slow path
 * has more to say of it.
 */
export type ComputedField = (batch: ByteBatch, first: number, out: Buffer, at: number) => number;

export const undecided = -1;

/** Computes a field as the slow path does, from texts, and writes what comes out. */
export function computedField(
  { step, field }: FieldProgram,
  { slots }: MappingProgram,
  check: FieldCheck,
  backEnd: BackEnd,
): ComputedField {
  const used = slotsOf(step);
  const evaluate = compileEvaluate(step, backEnd);
  const text = jsonText(field);
  const cells: Value[] = slots.map(() => null);
  return (batch, first, out, at) => {
    for (const slot of used) cells[slot] = slotValue(batch, first, slots[slot]);
    try {
      const value = evaluate(cells, null);
      const written = value === null ? null : check(value);
      if (written === undefined || written instanceof Cut) return undecided;
      const json = written === null ? 'null' : text(written);
      return json.length > longestCell ? undecided : at + out.write(json, at);
    } catch (problem) {
      if (problem instanceof RowFault) return undecided;
      throw problem;
    }
  };
}

/** The slots that an expression reads, each once. */
export function slotsOf(step: Step): readonly number[] {
  return [...new Set(slotsIn(step))];
}

function slotsIn(step: Step): readonly number[] {
  switch (step.op) {
    case 'cell':
      return [step.slot];
    case 'literal':
    case 'item':
      return [];
    case 'call':
      return step.args.flatMap(slotsIn);
    case 'if':
      return [step.condition, step.consequent, step.alternate].flatMap(slotsIn);
    case 'not':
      return slotsIn(step.operand);
    default:
      return [step.left, step.right].flatMap(slotsIn);
  }
}
