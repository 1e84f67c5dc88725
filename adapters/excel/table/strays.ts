import type { BrokenRow } from '../../../core/adapter/contract.ts';
import { tooLarge } from '../faults.ts';
import { limits } from '../limits.ts';
import { columnLetters } from './row-sink.ts';

export interface TextCell {
  readonly column: number;
  readonly text: string;
}

interface Stray extends TextCell {
  readonly code: BrokenRow['code'];
  readonly expected: string;
  readonly found: string;
}

/** The cells of one row that make it a broken one: outside of the columns, twice in one place, not to be read. */
export class Strays {
  readonly #file: string;
  #cells: Stray[] = [];
  #length = 0;

  constructor(file: string) {
    this.#file = file;
  }

  get any(): boolean {
    return this.#cells.length > 0;
  }

  outside(column: number, text: string, first: number, last: number): void {
    this.#add({
      column,
      text,
      code: 'row/wrong-field-count',
      expected: `values in columns ${columnLetters(first)} to ${columnLetters(last)}`,
      found: `a value in column ${columnLetters(column)}`,
    });
  }

  repeated(column: number, text: string): void {
    this.#add({
      column,
      text,
      code: 'row/broken-record',
      expected: 'one value in each cell',
      found: `two values in column ${columnLetters(column)}`,
    });
  }

  unreadable(column: number, found: string): void {
    this.#add({
      column,
      text: '',
      code: 'row/broken-record',
      expected: 'values that can be read',
      found: `${found} in column ${columnLetters(column)}`,
    });
  }

  /** The row as it is rejected: with all its cells as csv, for a person. */
  brokenRow(others: readonly TextCell[], firstColumn: number): BrokenRow {
    const first = this.#cells.find((cell) => cell.code === 'row/broken-record') ?? this.#cells[0];
    const { code, expected, found } = first;
    return { code, expected, found, text: textOf([...others, ...this.#cells], firstColumn) };
  }

  clear(): void {
    this.#cells = [];
    this.#length = 0;
  }

  #add(stray: Stray): void {
    if (this.#cells.length >= limits.columns) throw tooLarge(this.#file, 'more cells in a row', `${limits.columns}`);
    // A row that is kept for a person only need not be kept beyond what its text shows.
    const text = stray.text.slice(0, Math.max(0, brokenTextLength - this.#length));
    this.#length += text.length;
    this.#cells.push({ ...stray, text });
  }
}

function textOf(cells: readonly TextCell[], firstColumn: number): string {
  const ordered = cells.toSorted((a, b) => a.column - b.column);
  let text = '';
  let column = Math.min(firstColumn, ordered[0].column);
  for (const [index, cell] of ordered.entries()) {
    text += ','.repeat(Math.max(index === 0 ? 0 : 1, cell.column - column));
    column = cell.column;
    text += /[",\r\n]/.test(cell.text) ? `"${cell.text.replaceAll('"', '""')}"` : cell.text;
    if (text.length > brokenTextLength) return text.slice(0, brokenTextLength);
  }
  return text;
}

const brokenTextLength = 1 << 16;
