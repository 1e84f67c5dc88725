import type { TypedCell } from '../../../core/adapter/batch.ts';
import type { ShownColumns } from '../values/display.ts';
import type { Area, EdgeRows, RowSink } from './row-sink.ts';

/** A row that is not blank: its number, and its filled cells by column. */
export interface HeadRow {
  readonly position: number;
  readonly cells: ReadonlyMap<number, string>;
  /** Those that the book keeps as numbers or dates. */
  readonly typed?: ReadonlyMap<number, TypedCell>;
}

/**
 * What is known of a sheet before it is read: its first rows that are not blank, with their texts; and of all rows that were
 * looked at, which columns they fill. A sheet that ends within them is known whole.
 */
export class HeadSink implements RowSink {
  rows: HeadRow[] = [];
  /** The same rows as the program shows them, where columns are to be called so. */
  shownRows: ReadonlyMap<number, HeadRow> = new Map();
  readonly shown: ShownColumns | undefined;
  readonly merges: Area[] = [];
  readonly hidden = new Set<number>();
  /** Those of the hidden columns that have cells. */
  readonly hiddenFilled = new Set<number>();
  /** All rows were looked at, and `rows` has each of them. */
  whole = false;
  /** A row stood after one with a higher number, or twice. */
  disordered = false;
  /** A cell has a value that can't be read. */
  faulty = false;
  hiddenRows = 0;
  /** The last row that has a cell, as far as is known. */
  lastRow = 0;
  firstColumn = Number.POSITIVE_INFINITY;
  lastColumn = -1;
  readonly #from: number;
  readonly #skipHidden: boolean;
  #cells = new Map<number, string>();
  #typed = new Map<number, TypedCell>();
  #isHidden = false;
  /** The first and the last filled column of the row under way. */
  #first = Number.POSITIVE_INFINITY;
  #right = -1;
  #full = false;
  #last = 0;
  #length = 0;
  #columnsSaid = 0;

  /** Looks at rows from this one on. */
  constructor({
    from = 1,
    skipHidden = false,
    shown,
  }: { readonly from?: number; readonly skipHidden?: boolean; readonly shown?: ShownColumns | undefined } = {}) {
    this.shown = shown;
    this.#from = from;
    this.#skipHidden = skipHidden;
  }

  /** No further row is kept. */
  get full(): boolean {
    return this.#full;
  }

  /** About how much it keeps. */
  get length(): number {
    return this.#length;
  }

  bytes(column: number, source: Buffer, start: number, end: number, typed?: TypedCell): void {
    if (start === end) return;
    if (this.#full) this.#see(column);
    else this.text(column, source.toString('utf8', start, end), typed);
  }

  text(column: number, text: string, typed?: TypedCell): void {
    if (text === '' || !this.#see(column) || this.#full || this.#cells.has(column)) return;
    this.#cells.set(column, text);
    if (typed !== undefined) this.#typed.set(column, typed);
  }

  fault(column: number): void {
    this.faulty = true;
    this.text(column, '?');
  }

  hiddenRow(): void {
    this.#isHidden = true;
  }

  hiddenColumns(first: number, last: number): void {
    this.#columnsSaid += last - first + 1;
    // No honest sheet says it of so many.
    if (this.#columnsSaid <= mostColumnsSaid)
      for (let column = first; column <= last; column++) this.hidden.add(column);
  }

  merged(area: Area): void {
    if (area.top <= mergedRows && this.merges.length < mostMerges) this.merges.push(area);
  }

  endRow(position: number): boolean {
    const cells = this.#cells;
    const typed = this.#typed;
    const [first, right, isHidden] = [this.#first, this.#right, this.#isHidden];
    if (position <= this.#last) this.disordered = true;
    this.#last = position;
    this.#isHidden = false;
    if (right < 0) return false;
    this.#first = Number.POSITIVE_INFINITY;
    this.#right = -1;
    if (cells.size > 0) this.#cells = new Map();
    if (typed.size > 0) this.#typed = new Map();
    if (isHidden) this.hiddenRows++;
    if (position < this.#from || (isHidden && this.#skipHidden)) return false;
    if (position > this.lastRow) this.lastRow = position;
    if (first < this.firstColumn) this.firstColumn = first;
    if (right > this.lastColumn) this.lastColumn = right;
    if (this.#full) return false;
    this.rows.push({ position, cells, typed });
    for (const text of cells.values()) this.#length += text.length + 8;
    this.#full = this.rows.length >= headRows || this.#length > headLength;
    return this.#full;
  }

  readonly edgeRows: EdgeRows = {
    state: () =>
      this.#full && this.hidden.size === 0 && !this.#isHidden ? { from: this.#from, last: this.#last } : undefined,
    see: ({ first, right, lastFilled, last }) => {
      this.#last = last;
      if (right < 0) return;
      if (lastFilled > this.lastRow) this.lastRow = lastFilled;
      if (first < this.firstColumn) this.firstColumn = first;
      if (right > this.lastColumn) this.lastColumn = right;
    },
  };

  /** The sheet has ended. Gives the number of a row that stands there twice with cells that contradict each other. */
  end(): number | undefined {
    this.whole = !this.#full;
    if (!this.disordered) return undefined;
    const { rows, contradicted } = inOrder(this.rows);
    this.rows = rows;
    return contradicted;
  }

  /** Whether the cell is one to look at. */
  #see(column: number): boolean {
    if (this.hidden.size > 0 && this.hidden.has(column)) {
      this.hiddenFilled.add(column);
      if (this.#skipHidden) return false;
    }
    if (column < this.#first) this.#first = column;
    if (column > this.#right) this.#right = column;
    return true;
  }
}

/** By their numbers; rows of one number are one. */
function inOrder(rows: readonly HeadRow[]): { rows: HeadRow[]; contradicted: number | undefined } {
  const ordered: { position: number; cells: Map<number, string>; typed: Map<number, TypedCell> }[] = [];
  let contradicted: number | undefined;
  for (const { position, cells, typed = [] } of rows.toSorted((a, b) => a.position - b.position)) {
    const before = ordered.at(-1);
    if (before?.position !== position) {
      ordered.push({ position, cells: new Map(cells), typed: new Map(typed) });
      continue;
    }
    for (const [column, text] of cells) {
      if ((before.cells.get(column) ?? text) !== text) contradicted ??= position;
      before.cells.set(column, text);
    }
    for (const [column, kind] of typed) before.typed.set(column, kind);
  }
  return { rows: ordered, contradicted };
}

export function areaOfRows(rows: readonly HeadRow[]): Area {
  let [left, right] = [Number.POSITIVE_INFINITY, 0];
  for (const { cells } of rows) {
    for (const column of cells.keys()) {
      if (column < left) left = column;
      if (column > right) right = column;
    }
  }
  return { top: rows[0].position, bottom: rows[rows.length - 1].position, left, right };
}

/** The texts of rows, for a sentence. */
export function textOfRows(rows: readonly HeadRow[]): string {
  return rows
    .map(({ cells }) =>
      [...cells]
        .sort(([a], [b]) => a - b)
        .map(([, text]) => text)
        .join(' '),
    )
    .join(' / ');
}

/** What is kept of a sheet: most sheets are known whole by it. */
const headRows = 2000;
const headLength = 1 << 20;
/** Merged cells count only where they may hold names. */
const mergedRows = 200;
const mostMerges = 2000;
const mostColumnsSaid = 1 << 18;
