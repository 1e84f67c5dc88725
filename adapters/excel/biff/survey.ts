import { damaged } from '../faults.ts';
import { limits } from '../limits.ts';
import { type Area, columnLetters } from '../table/row-sink.ts';
import type { Globals } from './globals.ts';
import { isBeginning, record } from './records.ts';

/** What a first pass over a sheet finds, before any of its rows is given. */
export interface Survey {
  /** Where its records begin and end. */
  readonly start: number;
  readonly end: number;
  /** The number of its last row with a cell, 0 if there is none. */
  readonly lastRow: number;
  /** Its cells in the order of rows and columns, where the book has them in another one or some twice. */
  readonly order: Uint32Array | undefined;
  /** How many cells are written over by a later one. */
  readonly repeated: number;
  /** Formulas whose results nobody has calculated, as far as can be told. */
  readonly uncalculated: number;
  readonly dialog: boolean;
  /** Rows, counted from 0, and columns that are hidden. */
  readonly hiddenRows: ReadonlySet<number>;
  readonly hiddenColumns: readonly (readonly [first: number, last: number])[];
  readonly merges: readonly Area[];
}

/**
 * Walks over the records of a sheet once: that each is whole, that texts it refers to are there, and that the sheet ends as one.
 * `start` is behind its "beginning of file".
 * @throws SourceError `source/damaged`
 */
export function surveySheet(place: string, stream: Buffer, start: number, globals: Globals): Survey {
  const length = stream.length;
  let lastRow = -1;
  let lastColumn = -1;
  let most = -1;
  let ordered = true;
  let cells = 0;
  let formulas = 0;
  let flagged = 0;
  let flaggedBlank = 0;
  let empty = 0;
  const beside = new Beside();
  let depth = 0;
  let at = start;
  for (;;) {
    if (at + 4 > length) throw cutOff(place, most);
    const id = stream[at] | (stream[at + 1] << 8);
    const from = at + 4;
    const end = from + (stream[at + 2] | (stream[at + 3] << 8));
    if (end > length) throw cutOff(place, most);
    if (isBeginning(id)) depth++;
    else if (id === record.eof) {
      if (depth-- === 0) break;
    } else if (id === 0 && end === from) throw damaged(place, `it is blank behind row ${most + 1}`);
    const least = depth > 0 ? 0 : leastLength(id);
    if (least > 0) {
      if (end - from < least) throw damaged(place, `a cell behind row ${most + 1} is too short`);
      const row = stream[from] | (stream[from + 1] << 8);
      const column = stream[from + 2] | (stream[from + 3] << 8);
      if (column >= limits.columns) throw damaged(place, `row ${row + 1} has a cell in column ${column + 1}`);
      if (row < lastRow || (row === lastRow && column <= lastColumn)) ordered = false;
      lastRow = row;
      lastColumn = id === record.multipleRk ? column + Math.floor((end - from - 6) / 6) - 1 : column;
      if (row > most) most = row;
      cells++;
      if (id === record.labelShared) {
        const index = stream.readUInt32LE(from + 6);
        if (index >= globals.shared.count)
          throw damaged(place, `cell ${columnLetters(column)}${row + 1} refers to a text that is not there`);
      } else if (isFormula(id)) {
        formulas++;
        const result = globals.generation === 2 && id === record.formula2 ? from + 7 : from + 6;
        const blank = isBlankResult(stream, result);
        if (blank === 'text') empty++;
        if (end - from >= 16 && (stream[result + 8] & 0x02) !== 0) {
          flagged++;
          if (blank !== undefined) flaggedBlank++;
        }
      }
    } else if (depth === 0) beside.take(stream, id, from, end);
    at = end;
  }
  const sorted = ordered ? undefined : sortCells(stream, start, at, cells);
  // Excel calculates before it saves; a library that can not leaves zeros or blanks, and asks to calculate.
  const uncalculated = flagged > 0 && flaggedBlank === flagged ? flagged : empty === formulas ? formulas : 0;
  return {
    start,
    end: at,
    lastRow: most + 1,
    order: sorted?.order,
    repeated: sorted?.repeated ?? 0,
    uncalculated,
    dialog: beside.dialog,
    hiddenRows: beside.hiddenRows,
    hiddenColumns: beside.hiddenColumns,
    merges: beside.merges,
  };
}

/** What a sheet says beside its cells. */
class Beside {
  dialog = false;
  readonly hiddenRows = new Set<number>();
  readonly hiddenColumns: [first: number, last: number][] = [];
  readonly merges: Area[] = [];

  take(stream: Buffer, id: number, start: number, end: number): void {
    const length = end - start;
    if (id === record.row3) {
      if (length >= 16 && (stream[start + 12] & 0x20) !== 0) this.hiddenRows.add(stream.readUInt16LE(start));
    } else if (id === sheetFlags) {
      if (length >= 2) this.dialog = (stream[start] & 0x10) !== 0;
    } else if (id === record.columnInfo) {
      if (length >= 10 && (stream[start + 8] & 0x01) !== 0)
        this.hiddenColumns.push([
          stream.readUInt16LE(start),
          Math.min(stream.readUInt16LE(start + 2), limits.columns - 1),
        ]);
    } else if (id === record.mergedCells) {
      for (let at = start + 2; at + 8 <= end; at += 8) {
        const [top, bottom] = [stream.readUInt16LE(at) + 1, stream.readUInt16LE(at + 2) + 1];
        const [left, right] = [stream.readUInt16LE(at + 4), stream.readUInt16LE(at + 6)];
        if (top <= bottom && left <= right) this.merges.push({ top, bottom, left, right });
      }
    }
  }
}

/** Where the cells lie, in their order. Of two for one place the later one counts, as in the programs. */
function sortCells(
  stream: Buffer,
  start: number,
  end: number,
  count: number,
): { readonly order: Uint32Array; readonly repeated: number } {
  const keys = new Float64Array(count);
  const offsets = new Uint32Array(count);
  let depth = 0;
  let found = 0;
  for (let at = start; at < end; ) {
    const id = stream[at] | (stream[at + 1] << 8);
    if (isBeginning(id)) depth++;
    else if (id === record.eof) depth--;
    else if (depth === 0 && leastLength(id) > 0) {
      keys[found] = stream.readUInt16LE(at + 4) * limits.columns + stream.readUInt16LE(at + 6);
      offsets[found++] = at;
    }
    at += 4 + stream.readUInt16LE(at + 2);
  }
  const sorted = Uint32Array.from(keys.keys()).sort((a, b) => keys[a] - keys[b] || a - b);
  const order = sorted.filter((index, place) => keys[index] !== keys[sorted[place + 1]]).map((index) => offsets[index]);
  return { order, repeated: count - order.length };
}

export function isFormula(id: number): boolean {
  return id === record.formula2 || id === record.formula3 || id === record.formula4;
}

/** The fewest bytes of a record that is a cell with a value; 0: it is none. */
function leastLength(id: number): number {
  switch (id) {
    case record.labelShared:
    case record.rk:
    case record.rkOld:
      return 10;
    case record.number3:
    case record.formula3:
    case record.formula4:
    case record.formula2:
      return 14;
    case record.number2:
      return 15;
    case record.multipleRk:
      return 12;
    case record.label3:
    case record.label2:
    case record.richLabel:
    case record.booleanOrError3:
      return 8;
    case record.booleanOrError2:
    case record.integer2:
      return 9;
    default:
      return 0;
  }
}

function isBlankResult(stream: Buffer, at: number): 'text' | 'zero' | undefined {
  if (stream[at + 6] === 0xff && stream[at + 7] === 0xff) return stream[at] === 3 ? 'text' : undefined;
  for (let byte = 0; byte < 8; byte++) if (stream[at + byte] !== 0) return undefined;
  return 'zero';
}

function cutOff(place: string, row: number): Error {
  return damaged(place, row < 0 ? 'it is cut off before its first row' : `it is cut off behind row ${row + 1}`);
}

const sheetFlags = 0x0081;
