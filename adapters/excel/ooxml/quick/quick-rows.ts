import { limits } from '../../limits.ts';
import type { EdgeRows, RowSink, TableRows } from '../../table/row-sink.ts';
import { dayRange } from '../../values/serial-text.ts';
import type { TagScanner } from '../../xml/tag-scanner.ts';
import { isCellType } from '../cell-bytes.ts';
import type { CellWriter, SheetContext } from '../cell-writer.ts';
import { LogWriter, type SheetLog } from './sheet-log.ts';
import { mostStyles, type Rows, type SheetMemory } from './sheet-memory.ts';

/**
 * Reads rows that are written as usual, whole ones at once, by `rows.as`. It stops before whatever is not, and `sheet-scanner.ts` reads that:
 * it decides, this is only quick. A test holds both together.
 */
export class QuickRows {
  readonly #rows: Rows;
  readonly #window: Buffer;
  readonly #left: Uint32Array;
  readonly #xml: TagScanner;
  readonly #cell: CellWriter;
  readonly #sink: RowSink;
  readonly #table: TableRows | undefined;
  readonly #edges: EdgeRows | undefined;
  readonly #log: LogWriter;
  /** Where it is in the piece of a log that lies in the window, and where that ends. */
  #pieceAt = 0;
  #pieceEnd = 0;

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
    this.#window = memory.window();
    this.#left = new Uint32Array(buffer, rows.leftAt.value, limits.columns * 4);
    this.#xml = xml;
    this.#cell = cell;
    this.#sink = sink;
    this.#log = new LogWriter(rows);
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

  /** Reads on between two rows; `scanned` bytes lie behind. True: the sink has enough for now. */
  run(scanned: number): boolean {
    if (!this.#isThere) return false;
    if (this.#edges !== undefined) this.#pass(this.#edges, scanned);
    return this.#table !== undefined && this.#fill(this.#table, this.#scan);
  }

  /** What stands next is the beginning of a row, and its end is not there yet. */
  get isCut(): boolean {
    const { bytes, position } = this.#xml;
    if (!this.#isThere || bytes.length - position > longestWait) return false;
    return (
      rowStart.startsWith(bytes.toString('latin1', position, position + rowStart.length)) &&
      !bytes.includes(rowEnd, position)
    );
  }

  /** The rows that were passed over, if that were all from some place on. */
  log(): SheetLog | undefined {
    return this.#log.finish(this.#edges?.state()?.last);
  }

  /** Whether the rows of a log can be read in place of those of the sheet. */
  takes(log: SheetLog): boolean {
    if (this.#table === undefined) return false;
    const { firstColumn, width, bounded } = this.#table.place;
    return !bounded && firstColumn <= log.first && log.right < firstColumn + width;
  }

  load(piece: Uint8Array): void {
    this.#window.set(piece);
    this.#pieceAt = 0;
    this.#pieceEnd = piece.length;
  }

  /** Reads on in the piece of a log that was loaded. True: the sink has enough for now. */
  replay(): boolean {
    const table = this.#table;
    if (table === undefined) return false;
    // Rows that have taken other memory than what was lent are given first.
    return this.#fill(table, this.#replay) || this.#pieceAt < this.#pieceEnd;
  }

  /** Gives the memory back. */
  leave(): void {
    this.#table?.leave();
  }

  get #isThere(): boolean {
    return this.#xml.bytes.buffer === this.#rows.memory.buffer;
  }

  #fill(table: TableRows, next: (table: TableRows) => number): boolean {
    const rows = this.#rows;
    const cell = this.#cell;
    for (;;) {
      const state = table.state();
      if (state === undefined) return false;
      rows.begin(state.rows, state.used, state.ascii ? 0 : 1, cell.row, state.last);
      const why = next(table);
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

  readonly #scan = ({ mostRows, mostBytes }: TableRows): number => {
    const why = this.#rows.scan(this.#xml.position, mostRows, mostBytes);
    this.#xml.position = this.#rows.at.value;
    return why;
  };

  readonly #replay = ({ mostRows, mostBytes }: TableRows): number => {
    if (this.#pieceAt === this.#pieceEnd) return 0;
    const why = this.#rows.replay(this.#pieceAt, this.#pieceEnd, mostRows, mostBytes);
    this.#pieceAt = this.#rows.at.value;
    return why;
  };

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
      cell.write(this.#window, left[at + 1], left[at + 2], what >>> 24 === 1);
    }
  }

  #pass(edges: EdgeRows, scanned: number): void {
    const rows = this.#rows;
    for (;;) {
      const state = edges.state();
      if (state === undefined) return;
      this.#log.begin(scanned, state.last);
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
      if (!this.#log.keep()) return;
    }
  }
}

const batchIsFull = 1;
const rowIsOpen = 2;
const rowStart = '<row ';
const rowEnd = '</row>';
/** Longer rows than this are read cell by cell where they are cut. */
const longestWait = 1 << 18;
