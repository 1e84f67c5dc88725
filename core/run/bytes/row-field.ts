import type { ByteBatch } from '../../adapter/batch.ts';
import type { BackEnd, FieldCheck } from '../../mapping/compile/record.ts';
import type { FieldProgram, MappingProgram } from '../../mapping/program.ts';
import { byteField, letters, longestCell } from './byte-field.ts';
import { type ComputedField, computedField, slotsOf, undecided } from './computed-field.ts';
import type { RowMemory } from './row-memory.ts';

/** Words of a field in `fields.as`. */
export const fieldBytes = 64;
const word = { op: 0, givenRow: 36, given: 40, givenSize: 44, prepared: 48, looked: 52, found: 56 } as const;
const op = { text: 0, instant: 1, known: 2, prepared: 3, given: 4 } as const;

const entries = 1024;
const entryBytes = 16 + 64 + 64;
const longestName = 1024;
/** A text of `longestCell` units may be so many bytes. */
const textBytes = longestCell * 3;
const preparedBytes = 1 << 16;
/** How often a dictionary is tried before it is given up. */
const tried = 4096;

/** A field that is computed in JavaScript: for each row, or for texts that were not met before. */
export interface ComputedPlan {
  readonly compute: ComputedField;
  /** The address of its words. */
  readonly at: number;
  readonly column: number;
  /** It reads no column. */
  readonly isConstant: boolean;
}

/**
 * Writes the words of a field. Gives its plan if it is to be computed: expressions of one column are computed once for each text that comes
 * again (sites, systems, sizes, days), others for every row. False if the name is too long.
 */
export function planField(
  memory: RowMemory,
  at: number,
  field: FieldProgram,
  program: MappingProgram,
  check: FieldCheck,
  backEnd: BackEnd,
): ComputedPlan | undefined {
  const name = memory.put(Buffer.from(`,${JSON.stringify(field.rule.name)}:`));
  const nameBytes = Buffer.byteLength(JSON.stringify(field.rule.name)) + 2;
  const rest = [name, nameBytes, field.required ? 1 : 0, field.partial ? 1 : 0];
  const found = byteField(field);
  const bytes = found !== undefined && program.slots[found.slot].only === undefined ? found : undefined;
  if (bytes?.op === 'text') {
    memory.setWords(at, [op.text, program.slots[bytes.slot].index, bytes.longest, bytes.letters, ...rest]);
    return undefined;
  }
  const compute = computedField(field, program, check, backEnd);
  // The cells of one column may come in several slots: as texts, and as what a book holds.
  const columns = new Set(slotsOf(field.step).map((slot) => program.slots[slot].index));
  const [column = 0] = columns;
  // A time that is written in another way than the canonical one is looked up as others are.
  memory.setWords(at, [
    bytes?.op === 'instant' ? op.instant : op.known,
    column,
    longestCell,
    letters.asTheyAre,
    ...rest,
  ]);
  const plan = { compute, at, column, isConstant: columns.size === 0 };
  if (columns.size !== 1) prepareAlways(memory, plan);
  else memory.setWords(at + 32, [memory.take(entries * entryBytes), 0, memory.take(textBytes)]);
  return plan;
}

/** From now on its texts are computed for all rows before they are mapped. */
export function prepareAlways(memory: RowMemory, { at }: ComputedPlan): void {
  const ends = memory.take((1000 + 1) * 4);
  const texts = memory.take(preparedBytes + textBytes);
  memory.setWords(at + word.given, [texts, 0, ends]);
  memory.setWords(at, [op.prepared]);
}

export function isPrepared(memory: RowMemory, { at }: ComputedPlan): boolean {
  return memory.word(at + word.op) === op.prepared;
}

/** Computes the texts of rows from `from` on, and gives the first one for which there is no room. */
export function prepare(memory: RowMemory, plan: ComputedPlan, batch: ByteBatch, from: number, to: number): number {
  const { compute, at, isConstant } = plan;
  const { bytes, words } = memory;
  const texts = memory.word(at + word.given);
  if (isConstant) {
    const end = compute(batch, from * batch.width, bytes, texts);
    if (end !== undecided) memory.setWords(at + word.givenSize, [end - texts]);
    if (end !== undecided) memory.setWords(at + word.op, [op.given]);
    if (end !== undecided) return to;
  }
  const ends = memory.word(at + word.prepared) >>> 2;
  let used = 0;
  words[ends + from] = 0;
  for (let row = from; row < to; row++) {
    if (used > preparedBytes) return row;
    const end = compute(batch, row * batch.width, bytes, texts + used);
    if (end !== undecided) used = end - texts;
    words[ends + row + 1] = end === undecided ? used | (1 << 31) : used;
  }
  return to;
}

/** A new batch: what was given is of no row. */
export function forgetGiven(memory: RowMemory, { at }: ComputedPlan): void {
  memory.setWords(at + word.givenRow, [0]);
}

/** Computes the text of a row that the dictionary does not know; false if the slow path is to have the row. */
export function give(memory: RowMemory, plan: ComputedPlan, batch: ByteBatch, row: number): boolean {
  const { at, column, compute } = plan;
  const given = memory.word(at + word.given);
  const first = row * batch.width;
  const end = compute(batch, first, memory.bytes, given);
  if (end === undecided) return false;
  memory.setWords(at + word.givenRow, [row + 1, given, end - given]);
  memory.rows.remember(at, first + column);
  return true;
}

/** Where texts hardly ever come back, looking is a waste. */
export function isHopeless(memory: RowMemory, { at }: ComputedPlan): boolean {
  const looked = memory.word(at + word.looked);
  return looked > tried && memory.word(at + word.found) < looked >> 2;
}

export function isTooLong({ rule }: FieldProgram): boolean {
  return Buffer.byteLength(rule.name) > longestName;
}
