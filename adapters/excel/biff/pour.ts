import { damaged } from '../faults.ts';
import type { RowSink } from '../table/row-sink.ts';
import { CellGiver } from '../values/cell-giver.ts';
import type { Decode } from './code-page.ts';
import { Cursor, exhausted } from './cursor.ts';
import type { Globals } from './globals.ts';
import { isBeginning, record, recordAt } from './records.ts';
import type { Survey } from './survey.ts';

/** Pours the cells of a sheet into a sink, row by row, and yields whenever that has enough. */
export function* pourSheet(
  place: string,
  stream: Buffer,
  survey: Survey,
  globals: Globals,
  sink: RowSink,
): Generator<void> {
  for (const [first, last] of survey.hiddenColumns) sink.hiddenColumns?.(first, last);
  for (const area of survey.merges) sink.merged?.(area);
  const cells = new CellReader(place, stream, globals, new CellGiver(sink, globals.date1904), survey.uncalculated > 0);
  let row = -1;
  for (const at of survey.order ?? recordsOf(stream, survey)) {
    const next = cells.rowOf(at);
    if (next !== row) {
      if (row >= 0 && sink.endRow(row + 1)) yield;
      row = next;
      if (survey.hiddenRows.has(row)) sink.hiddenRow?.();
    }
    cells.give(at);
  }
  if (row >= 0 && sink.endRow(row + 1)) yield;
}

/** The cells of a sheet as they lie in it. Charts lie inside as sheets of their own and are left aside. */
function* recordsOf(stream: Buffer, { start, end }: Survey): Generator<number> {
  let depth = 0;
  for (let at = start; at < end; ) {
    const id = stream[at] | (stream[at + 1] << 8);
    if (isBeginning(id)) depth++;
    else if (id === record.eof) depth--;
    else if (depth === 0 && cellRecords.has(id)) yield at;
    at += 4 + (stream[at + 2] | (stream[at + 3] << 8));
  }
}

class CellReader {
  readonly #place: string;
  readonly #stream: Buffer;
  readonly #globals: Globals;
  readonly #giver: CellGiver;
  /** Results that nobody has calculated are left out. */
  readonly #uncalculated: boolean;

  constructor(place: string, stream: Buffer, globals: Globals, giver: CellGiver, uncalculated: boolean) {
    this.#place = place;
    this.#stream = stream;
    this.#globals = globals;
    this.#giver = giver;
    this.#uncalculated = uncalculated;
  }

  rowOf(at: number): number {
    return this.#stream[at + 4] | (this.#stream[at + 5] << 8);
  }

  give(at: number) {
    const stream = this.#stream;
    const id = stream[at] | (stream[at + 1] << 8);
    const start = at + 4;
    const end = start + (stream[at + 2] | (stream[at + 3] << 8));
    const column = stream[start + 2] | (stream[start + 3] << 8);
    const style = stream[start + 4] | (stream[start + 5] << 8);
    switch (id) {
      case record.labelShared: {
        const { bytes, offsets } = this.#globals.shared;
        const index = stream.readUInt32LE(start + 6);
        return this.#giver.bytes(column, bytes, offsets[index], offsets[index + 1], this.#globals.formats[style]);
      }
      case record.rk:
      case record.rkOld:
        return this.#number(column, rkNumber(stream, start + 6), style);
      case record.multipleRk: {
        let next = column;
        for (let cell = start + 4; cell + 6 <= end - 2; cell += 6, next++)
          this.#number(next, rkNumber(stream, cell + 2), stream.readUInt16LE(cell));
        return;
      }
      case record.number3:
        return this.#number(column, stream.readDoubleLE(start + 6), style);
      case record.number2:
        return this.#oldNumber(column, stream.readDoubleLE(start + 7), start);
      case record.integer2:
        return this.#oldNumber(column, stream.readUInt16LE(start + 7), start);
      case record.label3:
      case record.richLabel:
        return this.#label(column, style, start + 6, end, 2);
      case record.label2:
        return this.#label(column, stream[start + 4] & 0x3f, start + 7, end, this.#globals.generation === 8 ? 2 : 1);
      case record.booleanOrError3:
        return this.#booleanOrError(column, start + 6);
      case record.booleanOrError2:
        return this.#booleanOrError(column, start + 7);
      default:
        return this.#formula(column, style, id, start, end);
    }
  }

  #number(column: number, value: number, style: number) {
    this.#giver.number(column, value, this.#globals.formats[style]);
  }

  /** In Excel 2 each cell names its number format itself. */
  #oldNumber(column: number, value: number, start: number) {
    this.#giver.number(column, value, this.#globals.numbered[this.#stream[start + 5] & 0x3f]);
  }

  #label(column: number, style: number, start: number, end: number, lengthBytes: 1 | 2) {
    const text = this.#text(start, end, lengthBytes, this.#globals.decode(style));
    this.#giver.text(column, text, this.#globals.formats[style]);
  }

  #booleanOrError(column: number, at: number) {
    const value = this.#stream[at];
    if (this.#stream[at + 1] === 1) this.#giver.error(column, value);
    else this.#giver.boolean(column, value !== 0);
  }

  /** The result that the book keeps of a formula. */
  #formula(column: number, style: number, id: number, start: number, end: number) {
    const stream = this.#stream;
    const old = this.#globals.generation === 2 && id === record.formula2;
    const at = start + (old ? 7 : 6);
    if (stream[at + 6] !== 0xff || stream[at + 7] !== 0xff) {
      const value = stream.readDoubleLE(at);
      if (value === 0 && this.#uncalculated && (stream[at + 8] & 0x02) !== 0) return;
      if (old) this.#oldNumber(column, value, start);
      else this.#number(column, value, style);
      return;
    }
    if (stream[at] === 0) this.#resultText(column, old ? stream[start + 4] & 0x3f : style, end);
    else if (stream[at] === 1) this.#giver.boolean(column, stream[at + 2] !== 0);
    else if (stream[at] === 2) this.#giver.error(column, stream[at + 2]);
  }

  /** A result that is a text stands in one of the next records, perhaps behind a formula that several cells share. */
  #resultText(column: number, style: number, from: number) {
    let at = from;
    for (let looked = 0; looked < 64; looked++) {
      const next = recordAt(this.#stream, at);
      if (next === undefined || cellRecords.has(next.id)) break;
      if (next.id === record.string2 || next.id === record.string3) {
        const lengthBytes = next.id === record.string2 && this.#globals.generation !== 8 ? 1 : 2;
        return this.#label(column, style, next.start, next.end, lengthBytes);
      }
      at = next.end;
    }
    // Some writers leave out a text that is empty.
  }

  #text(start: number, end: number, lengthBytes: 1 | 2, decode: Decode): string {
    const cursor = new Cursor(this.#stream, start, end);
    try {
      const length = lengthBytes === 1 ? cursor.byte() : cursor.short();
      return this.#globals.generation === 8 ? cursor.unicode(length) : decode(cursor.take(length));
    } catch (error) {
      if (error === exhausted) throw damaged(this.#place, 'a text ends before it should', error);
      throw error;
    }
  }
}

/** A number in four bytes: 30 bits of a double or of an integer, perhaps in hundredths. */
export function rkNumber(stream: Buffer, at: number): number {
  const packed = stream.readInt32LE(at);
  let value: number;
  if ((packed & 2) !== 0) value = packed >> 2;
  else {
    halves[0] = 0;
    halves[1] = packed & ~3;
    value = double[0];
  }
  return (packed & 1) !== 0 ? value / 100 : value;
}

const double = new Float64Array(1);
const halves = new Int32Array(double.buffer);
const cellRecords: ReadonlySet<number> = new Set([
  record.labelShared,
  record.rk,
  record.rkOld,
  record.multipleRk,
  record.number2,
  record.number3,
  record.integer2,
  record.label2,
  record.label3,
  record.richLabel,
  record.booleanOrError2,
  record.booleanOrError3,
  record.formula2,
  record.formula3,
  record.formula4,
]);
