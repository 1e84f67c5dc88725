import type { ByteBatch } from '../../adapter/batch.ts';
import type { Step } from '../../mapping/language/step.ts';
import type { FieldProgram } from '../../mapping/program.ts';

/**
 * Writes the JSON text of one field straight from the bytes of a cell, and gives the position behind it. `undecided` where it is
 * not sure that the slow path would write the same: then that one is asked.
 */
export type ByteField = (batch: ByteBatch, cell: number, out: Buffer, at: number) => number;

export const undecided = -1;

/** The longest cell that is copied as bytes. */
export const longestCell = 4096;

/** The byte form of a field whose expression is a column, perhaps trimmed or in another case, or a time in canonical form. */
export function byteField({
  step,
  field,
  key,
}: FieldProgram): { readonly slot: number; readonly write: ByteField } | undefined {
  const shape = shapeOf(step);
  if (shape === undefined) return undefined;
  const { slot, functions } = shape;
  const [only] = functions;
  if (field.type === 'text' || field.type === 'reference') {
    if (!functions.every((name) => name === 'trim' || name === 'upper' || name === 'lower')) return undefined;
    const cases = functions.filter((name) => name !== 'trim');
    if (cases.length > 1 || (field.type === 'text' && field.verbatim && !functions.includes('trim'))) return undefined;
    return { slot, write: textWriter(Math.min(field.max, longestCell), caseOf(cases.at(0))) };
  }
  if (field.type === 'instant' && functions.length === 1 && only === 'instant' && !key)
    return { slot, write: writeInstant };
  return undefined;
}

/** The names of the functions around a column, from the inside; undefined for all other expressions. */
function shapeOf(step: Step): { readonly slot: number; readonly functions: readonly string[] } | undefined {
  if (step.op === 'cell') return { slot: step.slot, functions: [] };
  if (step.op !== 'call' || step.name === undefined || step.args.length !== 1) return undefined;
  // Patterns and the like are in `run`, where they can not be seen.
  if (step.of.kind !== 'call' || step.of.args.filter(({ name }) => name === undefined).length !== 1) return undefined;
  const inner = shapeOf(step.args[0]);
  return inner && { slot: inner.slot, functions: [...inner.functions, step.name] };
}

type Case = 0 | 1 | 2;
const asItIs = 0;
const upper = 1;
const lower = 2;

function caseOf(name: string | undefined): Case {
  return name === 'upper' ? upper : name === 'lower' ? lower : asItIs;
}

function textWriter(max: number, letters: Case): ByteField {
  const plain = letters === upper ? plainUpper : letters === lower ? plainLower : plainAsItIs;
  return ({ bytes, starts, ends, kinds }, cell, out, at) => {
    let start = starts[cell];
    let end = ends[cell];
    if (kinds[cell] === 2 || end - start > max) return undecided;
    while (start < end && isBlank[bytes[end - 1]] === 1) end--;
    while (start < end && isBlank[bytes[start]] === 1) start++;
    if (start === end) return writeNull(out, at);
    // At the ends there may be blanks of other scripts.
    if (bytes[start] > 127 || bytes[end - 1] > 127) return undecided;
    let to = at;
    out[to++] = 34;
    for (let from = start; from < end; from++) {
      const byte = plain[bytes[from]];
      if (byte === 0) return undecided;
      out[to++] = byte;
    }
    out[to++] = 34;
    return to;
  };
}

export function writeNull(out: Buffer, at: number): number {
  out[at] = 110;
  out[at + 1] = 117;
  out[at + 2] = 108;
  out[at + 3] = 108;
  return at + 4;
}

/** Tab, line ends and blank: what `trim` removes of ASCII. */
const isBlank = Uint8Array.from({ length: 256 }, (_, byte) => (byte === 32 || (byte >= 9 && byte <= 13) ? 1 : 0));

/** What each byte becomes in a JSON text; 0: it needs an escape, or another look. */
const plainAsItIs = Uint8Array.from({ length: 256 }, (_, byte) => (byte < 32 || byte === 34 || byte === 92 ? 0 : byte));
const plainUpper = plainAsItIs.map((byte) => (byte > 127 ? 0 : byte >= 97 && byte <= 122 ? byte - 32 : byte));
const plainLower = plainAsItIs.map((byte) => (byte > 127 ? 0 : byte >= 65 && byte <= 90 ? byte + 32 : byte));

/** `2024-03-31T22:15:00Z`, which is the canonical form already. */
const writeInstant: ByteField = ({ bytes, starts, ends }, cell, out, at) => {
  const start = starts[cell];
  const end = ends[cell];
  if (start === end) return writeNull(out, at);
  if (end - start !== 20 || !isDay(bytes, start)) return undecided;
  if (bytes[start + 10] !== 84 || bytes[start + 13] !== 58 || bytes[start + 16] !== 58 || bytes[start + 19] !== 90)
    return undecided;
  if (two(bytes, start + 11) > 23 || two(bytes, start + 14) > 59 || two(bytes, start + 17) > 59) return undecided;
  out[at] = 34;
  for (let index = 0; index < 20; index++) out[at + 1 + index] = bytes[start + index];
  out[at + 21] = 34;
  return at + 22;
};

/** A day that every month has; the last ones of a month take the slow path. */
function isDay(bytes: Buffer, at: number): boolean {
  if (bytes[at + 4] !== 45 || bytes[at + 7] !== 45) return false;
  const [century, year, month, day] = [two(bytes, at), two(bytes, at + 2), two(bytes, at + 5), two(bytes, at + 8)];
  return century > 0 && century < 100 && year < 100 && month > 0 && month < 13 && day > 0 && day < 29;
}

/** The number that two digits make; 100 for anything else. */
function two(bytes: Buffer, at: number): number {
  const tens = bytes[at] - 48;
  const ones = bytes[at + 1] - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : 100;
}
