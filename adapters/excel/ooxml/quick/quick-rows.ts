import { limits } from '../../limits.ts';
import type { EdgeRows, RowSink, TableRows } from '../../table/row-sink.ts';
import { dayRange } from '../../values/serial-text.ts';
import type { TagScanner } from '../../xml/tag-scanner.ts';
import { isCellType } from '../cell-bytes.ts';
import type { CellWriter, SheetContext } from '../cell-writer.ts';
import { mostStyles, type Rows, type SheetMemory } from './sheet-memory.ts';

/**
 * Reads rows that are written as usual, whole ones at once, by `rows.as`. It stops before whatever is not, and `sheet-scanner.ts` reads that:
 * it decides, this is only quick. A test holds both together.
 */
export class QuickRows {
  readonly #rows: Rows;
  readonly #left: Uint32Array;
  readonly #xml: TagScanner;
  readonly #cell: CellWriter;
  readonly #sink: RowSink;
  readonly #table: TableRows | undefined;
  readonly #edges: EdgeRows | undefined;

  constructor(
    memory: SheetMemory,
    { kinds, date1904 }: SheetContext,
    sink: RowSink,
    xml: TagScanner,
    cell: CellWriter,
  ) {
    const { rows } = memory;
    const { buffer } = rows.memory;
    this.#rows = rows;
    this.#xml = xml;
    this.#cell = cell;
    this.#sink = sink;
    this.#left = new Uint32Array(buffer, rows.leftAt.value, limits.columns * 4);
    const styles = new Uint8Array(buffer, rows.stylesAt.value, mostStyles);
    styles.fill(0);
    styles.set(kinds.slice(0, mostStyles));
    const { epoch, last } = dayRange(date1904);
    rows.dates(epoch, last, limits.cellBytes);
    this.#table = sink.tableRows?.(memory.cells());
    this.#edges = this.#table === undefined ? sink.edgeRows : undefined;
    if (this.#table !== undefined) {
      const { firstColumn, width, headerRow, lastRow } = this.#table.place;
      rows.table(firstColumn, width, headerRow, Math.min(lastRow, limits.rows));
    }
  }

  /** Reads on between two rows. True: the sink has enough for now. */
  run(): boolean {
    const xml = this.#xml;
    if (xml.bytes.buffer !== this.#rows.memory.buffer) return false;
    if (this.#table !== undefined) return this.#fill(this.#table);
    if (this.#edges !== undefined) this.#pass(this.#edges);
    return false;
  }

  /** Gives the memory back. */
  leave(): void {
    this.#table?.leave();
  }

  #fill(table: TableRows): boolean {
    const rows = this.#rows;
    const xml = this.#xml;
    const cell = this.#cell;
    for (;;) {
      const state = table.state();
      if (state === undefined) return false;
      rows.begin(state.rows, state.used, state.ascii ? 0 : 1, cell.row, state.last);
      const why = rows.scan(xml.position, table.mostRows, table.mostBytes);
      xml.position = rows.at.value;
      cell.row = rows.row.value;
      table.setState({
        rows: rows.rows.value,
        used: rows.used.value,
        rowStart: rows.rowUsed.value,
        ascii: rows.high.value === 0,
        last: rows.last.value,
      });
      if (why !== rowIsOpen) return why === batchIsFull;
      this.#writeLeft();
      if (this.#sink.endRow(cell.row)) return true;
    }
  }

  /** Writes the values that take more than a copy. */
  #writeLeft(): void {
    const count = this.#rows.leftCount.value;
    const left = this.#left;
    const cell = this.#cell;
    for (let at = 0; at < count * 4; at += 4) {
      const what = left[at + 3];
      const type = (what >>> 16) & 0xff;
      if (!isCellType(type)) throw new Error(`There is no cell type ${type}.`);
      cell.column = left[at];
      cell.style = what & 0xffff;
      cell.type = type;
      cell.write(this.#xml.bytes, left[at + 1], left[at + 2], what >>> 24 === 1);
    }
  }

  #pass(edges: EdgeRows): void {
    const state = edges.state();
    if (state === undefined) return;
    const rows = this.#rows;
    rows.table(0, 0, state.from, limits.rows);
    rows.begin(0, 0, 0, this.#cell.row, state.last);
    rows.edges(this.#xml.position);
    this.#xml.position = rows.at.value;
    this.#cell.row = rows.row.value;
    edges.see({
      first: rows.leftmost.value,
      right: rows.rightmost.value,
      lastFilled: rows.lastFilled.value,
      last: rows.last.value,
    });
  }
}

const batchIsFull = 1;
const rowIsOpen = 2;
