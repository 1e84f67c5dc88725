import { nameColumns } from '../../../core/adapter/columns.ts';
import type { Column } from '../../../core/adapter/contract.ts';
import type { TablePlace } from './batch-sink.ts';
import { columnLetters, type RowSink } from './row-sink.ts';

/** The head of a sheet: its first rows that are not blank, which decide about header and columns. */
export class HeadSink implements RowSink {
  readonly rows: { readonly position: number; readonly cells: ReadonlyMap<number, string> }[] = [];
  readonly #from: number;
  #cells = new Map<number, string>();
  #length = 0;

  /** Looks at rows from this one on. */
  constructor(from: number) {
    this.#from = from;
  }

  bytes(column: number, source: Buffer, start: number, end: number): void {
    this.text(column, source.toString('utf8', start, end));
  }

  text(column: number, text: string): void {
    if (text !== '' && !this.#cells.has(column)) this.#cells.set(column, text);
  }

  endRow(position: number): boolean {
    const cells = this.#cells;
    if (cells.size === 0) return false;
    this.#cells = new Map();
    if (position < this.#from) return false;
    this.rows.push({ position, cells });
    for (const text of cells.values()) this.#length += text.length;
    return this.rows.length > headRows || this.#length > headLength;
  }
}

/** A table in a sheet: its columns, and where it stands. */
export interface Table {
  readonly columns: readonly Column[];
  readonly place: TablePlace;
  /** Sentences about what was decided. */
  readonly notes: readonly string[];
}

/**
 * Finds the header and the columns. Without `headerRow`, the header is the first row with at least two thirds as many filled
 * cells as the fullest row of the head; 0 means that there is none. Undefined: there is no such row.
 */
export function tableOf(head: HeadSink, headerRow: number | undefined): Table | undefined {
  const fullest = Math.max(0, ...head.rows.map((row) => row.cells.size));
  const header =
    headerRow === 0
      ? { position: 0, cells: new Map<number, string>() }
      : headerRow === undefined
        ? head.rows.find((row) => row.cells.size * 3 >= fullest * 2)
        : head.rows.find((row) => row.position === headerRow);
  if (header === undefined) return undefined;
  const rows = head.rows.filter((row) => row.position >= header.position);
  const filled = rows.flatMap((row) => [...row.cells.keys()]);
  const firstColumn = Math.min(...filled);
  const width = Math.max(...filled) + 1 - firstColumn;
  const notes: string[] = [];
  if (headerRow === undefined && header !== head.rows[0])
    notes.push(`The column names are in row ${header.position}; what stands above is left out.`);
  // A name over several lines is one name.
  const given = Array.from({ length: width }, (_, index) =>
    (header.cells.get(firstColumn + index) ?? '').replace(/\s+/gu, ' '),
  );
  const names = nameColumns(
    given,
    (sentence) => header.position > 0 && notes.push(sentence),
    (index) => `Column ${columnLetters(firstColumn + index)}`,
  );
  const columns = names.map((name) => ({ name, type: 'text' }) as const);
  return { columns, place: { headerRow: header.position, firstColumn, width }, notes };
}

/** The header and the rows that show how wide the table is. */
const headRows = 100;
const headLength = 1 << 20;
