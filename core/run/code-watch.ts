import { type Batch, type ByteBatch, cellAt, cellText, typedCell } from '../adapter/batch.ts';
import type { CodeColumn } from '../mapping/evidence/code-columns.ts';
import { type CodeTally, emptyTally, keptCells, longestCode, type Sample } from '../mapping/evidence/code-tally.ts';
import { monthOfName } from '../mapping/functions/month-names.ts';

/** Looks at the codes of a column while it is mapped. A value is made a string only where it may be damaged. */
export class CodeWatch {
  readonly tally: CodeTally;
  /** Which column it looks at. */
  readonly index: number;

  constructor({ index }: CodeColumn) {
    this.index = index;
    this.tally = emptyTally(index);
  }

  see(batch: Batch, first: number, position: number): void {
    const at = first + this.index;
    if (batch.layout === 'bytes') this.#seeBytes(batch, at, position);
    else this.#seeCell(batch, at, position);
  }

  #seeBytes(batch: ByteBatch, at: number, position: number): void {
    const { bytes, starts, ends, kinds } = batch;
    const [start, end, kind] = [starts[at], ends[at], kinds[at]];
    if (start === end) return;
    this.tally.filled++;
    let from = start;
    let value = 0;
    while (from < end && bytes[from] >= digit0 && bytes[from] <= digit9) value = value * 10 + bytes[from++] - digit0;
    if (from === end) this.#seeDigits(batch, at, position, value);
    else if (kind === typedCell.moment) keep(this.tally.dates, batch, at, position);
    // What begins with a digit, or is as short as Mar-01, is worth a look.
    else if (kind !== typedCell.number && end - start <= 10 && (from > start || end - start <= 8))
      this.#seeText(batch, at, position);
    if (kind === typedCell.number) keep(this.tally.numbers, batch, at, position);
  }

  #seeCell(batch: Batch, at: number, position: number): void {
    const cell = cellAt(batch, at);
    if (cell === null || cell === '') return;
    this.tally.filled++;
    const text = cellText(cell);
    if (/^\d+$/.test(text)) this.#seeDigits(batch, at, position, Number(text));
    else if (text.length <= 10) this.#seeText(batch, at, position);
  }

  #seeDigits(batch: Batch, at: number, position: number, value: number): void {
    const { tally } = this;
    const [length, digit] = digitsOf(batch, at);
    // Programs keep 15 digits of a number; what is longer has ended in zeros since.
    if (batch.layout === 'bytes' && batch.kinds[at] === typedCell.number && length > 15)
      keep(tally.scientific, batch, at, position);
    if (length > longestCode) return;
    if (digit === 0 && length > 1) tally.zeros[length]++;
    else {
      keep(tally.digits[length], batch, at, position);
      tally.firsts[length] |= 1 << digit;
    }
    if (value < tally.smallest) tally.smallest = value;
    if (value > tally.largest) tally.largest = value;
  }

  #seeText(batch: Batch, at: number, position: number): void {
    const text = cellText(cellAt(batch, at)).trim();
    if (scientific.test(text)) keep(this.tally.scientific, batch, at, position);
    else if (isDate(text)) keep(this.tally.dates, batch, at, position);
  }
}

function digitsOf(batch: Batch, at: number): readonly [length: number, first: number] {
  if (batch.layout === 'bytes') return [batch.ends[at] - batch.starts[at], batch.bytes[batch.starts[at]] - digit0];
  const text = cellText(batch.cells[at]);
  return [text.length, Number(text[0])];
}

/** Most columns of digits have one length, so that few cells are kept of the others. */
function keep(sample: Sample, batch: Batch, at: number, position: number): void {
  sample.count++;
  if (sample.cells.length < Math.min(keptCells, 200))
    sample.cells.push({ position, text: cellText(cellAt(batch, at)) });
}

const scientific = /^-?\d(?:[.,]\d+)?E\+\d{1,3}$/i;
const dayAndMonth = /^(?:\d{1,2}[-. ]{1,2}(\p{L}{3,4})\.?|(\p{L}{3,4})\.?[- ]\d{2})$/u;

/** A day as programs show one that they took a part number for. */
function isDate(text: string): boolean {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return true;
  const [, behind, before] = dayAndMonth.exec(text) ?? [];
  const month = behind ?? before;
  return month !== undefined && monthOfName(month) !== undefined;
}

const digit0 = 0x30;
const digit9 = 0x39;
