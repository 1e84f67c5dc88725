import { damaged, tooLarge } from '../faults.ts';
import { limits } from '../limits.ts';
import type { RowSink } from '../table/row-sink.ts';
import { type Attributes, PageCells } from './cell-value.ts';
import { decodeHtml } from './entities.ts';
import { HtmlTokens } from './tokens.ts';

/**
 * Pours a piece of a web page into a sink as spreadsheet programs open it: tables below each other, each line of text outside of
 * them in the first column. A table inside a cell gives rows of its own, below what stands before it.
 */
export function* pourPage(
  place: string,
  page: string,
  styles: ReadonlyMap<string, string>,
  sink: RowSink,
  { from, until }: { readonly from: number; readonly until: number },
): Generator<void> {
  const grid = new Grid(place, sink, new PageCells(sink, styles));
  const tokens = new HtmlTokens(page, from, until);
  while (tokens.next() !== 'end') {
    grid.take(tokens);
    if (grid.enough) yield;
  }
  grid.finish(tokens.cut);
  if (grid.enough) yield;
}

interface OpenTable {
  /** For each column, how many more rows a cell above takes. */
  readonly spans: number[];
  /** The widest row so far. */
  width: number;
  column: number;
  inRow: boolean;
}

interface OpenCell {
  readonly attributes: Attributes;
  readonly column: number;
  text: string;
}

/** Where the cells of tables and the lines between them come to lie. */
export class Grid {
  row = 0;
  /** The text of the caption of the latest table. */
  caption = '';
  #enough = false;
  readonly #place: string;
  readonly #sink: RowSink;
  readonly #cells: PageCells;
  readonly #tables: OpenTable[] = [];
  #cell: OpenCell | undefined;
  #line = '';
  #inCaption = false;
  #preformatted = 0;
  #filled = false;
  /** How wide the table was that has just ended; undefined: something else stood behind it. */
  #widthBefore: number | undefined;
  #newTable = false;

  constructor(place: string, sink: RowSink, cells: PageCells) {
    this.#place = place;
    this.#sink = sink;
    this.#cells = cells;
  }

  /** How many tables are open, one inside the other. */
  get depth(): number {
    return this.#tables.length;
  }

  /** Whether the sink has enough for now; asking answers for once. */
  get enough(): boolean {
    const enough = this.#enough;
    this.#enough = false;
    return enough;
  }

  take(tokens: HtmlTokens): void {
    if (tokens.kind === 'text') this.#text(tokens.raw);
    else if (tokens.kind === 'open') this.#open(tokens.name, tokens);
    else this.#close(tokens.name);
  }

  /** `cut`: the page ends within a tag. */
  finish(cut: boolean): void {
    if (cut || this.#cell !== undefined) throw damaged(this.#place, `it is cut off in row ${this.row + 1}`);
    while (this.#tables.length > 0) this.#closeTable();
    this.#endLine();
  }

  #text(raw: string): void {
    const decoded = decodeHtml(this.#preformatted > 0 ? raw : raw.replace(/[ \t\r\n\f]+/g, ' '));
    if (this.#cell !== undefined) {
      const cell = this.#cell;
      cell.text += cell.text.endsWith(' ') ? decoded.replace(/^ /, '') : decoded;
      if (cell.text.length > limits.cellBytes)
        throw tooLarge(this.#place, `a longer text in row ${this.row + 1}`, `${limits.cellBytes} characters in a cell`);
    } else if ((this.#inCaption || this.#tables.length === 0) && this.#line.length < limits.cellBytes)
      this.#line += decoded;
  }

  #open(name: string, tag: HtmlTokens): void {
    if (name === 'td' || name === 'th') this.#openCell(tag.attributes());
    else if (name === 'tr') this.#openRow(tag.attributes());
    else if (name === 'table') this.#openTable();
    else if (name === 'pre') this.#preformatted++;
    else if (name === 'caption') this.#inCaption = true;
    if (breaks.has(name)) this.#break(name);
  }

  #close(name: string): void {
    if (name === 'td' || name === 'th') this.#endCell();
    else if (name === 'tr') this.#endRow();
    else if (name === 'table') this.#closeTable();
    else if (name === 'pre') this.#preformatted = Math.max(0, this.#preformatted - 1);
    else if (name === 'caption') this.#endCaption();
    if (breaks.has(name) && name !== 'br') this.#break(name);
  }

  #openTable(): void {
    this.#endLine();
    if (this.#cell !== undefined) {
      const { column } = this.#cell;
      this.#endCell();
      if (this.#filled) this.#giveRow();
      // What follows the inner table in this cell stands below it.
      const outer = this.#tables.at(-1);
      if (outer !== undefined) outer.column = column;
    }
    if (this.#tables.length === deepest)
      throw tooLarge(this.#place, 'a further one', `${deepest} tables inside each other`);
    this.#tables.push({ spans: [], width: 0, column: 0, inRow: false });
    this.#newTable = true;
  }

  #closeTable(): void {
    const table = this.#tables.at(-1);
    if (table === undefined) return;
    this.#endCell();
    if (table.inRow) this.#endRow();
    this.#tables.pop();
    this.#widthBefore = table.width;
  }

  #openRow(attributes: Attributes): void {
    const table = this.#tables.at(-1);
    if (table === undefined) return;
    this.#endCell();
    if (table.inRow) this.#endRow();
    table.inRow = true;
    table.column = 0;
    if (/display\s*:\s*none/i.test(attributes.get('style') ?? '')) this.#sink.hiddenRow?.();
  }

  #openCell(attributes: Attributes): void {
    const table = this.#tables.at(-1);
    if (table === undefined) return;
    this.#endCell();
    if (!table.inRow) {
      table.inRow = true;
      table.column = 0;
    }
    while ((table.spans[table.column] ?? 0) > 0) table.column++;
    this.#cell = { attributes, column: table.column, text: '' };
    const columns = span(attributes.get('colspan'));
    const rows = span(attributes.get('rowspan'));
    if (table.column + columns > limits.columns)
      throw tooLarge(this.#place, `a further one in row ${this.row + 1}`, `${limits.columns} columns`);
    if (rows > 1 || columns > 1) {
      const left = table.column;
      this.#sink.merged?.({ top: this.row + 1, bottom: this.row + rows, left, right: left + columns - 1 });
      if (rows > 1) for (let column = left; column < left + columns; column++) table.spans[column] = rows;
    }
    table.column += columns;
  }

  #endCell(): void {
    const cell = this.#cell;
    this.#cell = undefined;
    if (cell === undefined) return;
    const text = cell.text.replace(/[ \u00a0]*\n[ \u00a0]*/g, '\n').replace(/^[\s\u00a0]+|[\s\u00a0]+$/g, '');
    if (text !== '') this.#filled = true;
    this.#startTable();
    this.#cells.give(cell.column, text, cell.attributes);
  }

  #endRow(): void {
    const table = this.#tables.at(-1);
    if (table === undefined || !table.inRow) return;
    this.#endCell();
    table.inRow = false;
    table.width = Math.max(table.width, table.column);
    for (const [column, rows] of table.spans.entries()) if (rows > 0) table.spans[column] = rows - 1;
    this.#giveRow();
  }

  /** Tables that follow each other and are alike are one; others have a blank row between them. */
  #startTable(): void {
    if (!this.#newTable) return;
    this.#newTable = false;
    const width = this.#widthBefore;
    if (width !== undefined && width !== 0 && width !== this.#tables.at(-1)?.column) this.row++;
    this.#widthBefore = undefined;
  }

  /** A caption is the name of its table, not a row of it. */
  #endCaption(): void {
    this.caption ||= this.#line.replace(/[\s\u00a0]+/g, ' ').trim();
    this.#inCaption = false;
    this.#line = '';
  }

  #break(name: string) {
    if (this.#cell === undefined) return this.#inCaption ? undefined : this.#endLine();
    if (name === 'br') this.#cell.text += '\n';
    else if (this.#cell.text.trim() !== '' && !this.#cell.text.endsWith('\n')) this.#cell.text += '\n';
  }

  /** A line of text outside of tables. */
  #endLine(): void {
    const text = this.#line.replace(/[\s\u00a0]+/g, ' ').trim();
    this.#line = '';
    if (text === '') return;
    if (this.#widthBefore !== undefined) this.row++;
    this.#widthBefore = undefined;
    this.#sink.text(0, text);
    this.#giveRow();
  }

  #giveRow(): void {
    this.row++;
    this.#filled = false;
    if (this.row > limits.rows) throw tooLarge(this.#place, `row ${this.row}`, `${limits.rows} rows`);
    if (this.#sink.endRow(this.row)) this.#enough = true;
  }
}

function span(written: string | undefined): number {
  const count = written === undefined ? 1 : Number.parseInt(written, 10);
  return count >= 1 ? Math.min(count, limits.rows) : 1;
}

const deepest = 100;
const breaks: ReadonlySet<string> = new Set(
  'br p div h1 h2 h3 h4 h5 h6 hr li ul ol dl dt dd pre center caption body form fieldset address blockquote'.split(' '),
);
