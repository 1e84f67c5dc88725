import type { RowSink } from '../table/row-sink.ts';
import { PageCells } from './cell-value.ts';
import { Grid } from './pour.ts';
import { HtmlTokens } from './tokens.ts';

/** A piece of a page that is one sheet: a table, with the lines and small tables above it. */
export interface Segment {
  readonly name: string;
  /** Where it stands in the page. */
  readonly from: number;
  readonly until: number;
  readonly rows: number;
  /** Whether its name is its own, as a caption says it. */
  readonly captioned: boolean;
}

/**
 * Divides a page into sheets. What has several rows and columns is a table; titles, logos and lines of text belong to the table that
 * follows, what stands at the end to the last one. Tables that follow each other and begin alike are the pages of one.
 */
export function segmentsOf(place: string, page: string): readonly Segment[] {
  const segments: { name: string; from: number; until: number; rows: number; captioned: boolean; firstRow: string }[] =
    [];
  let open: Block[] = [];
  for (const block of blocksOf(place, page)) {
    const last = segments.at(-1);
    const alike = block.isTable && open.length === 0 && block.caption === '' && block.firstRow === last?.firstRow;
    if (alike && last !== undefined) {
      last.until = block.until;
      last.rows += block.rows;
      continue;
    }
    open.push(block);
    if (!isWhole(block)) continue;
    const name = nameOf(open);
    segments.push({
      name: name ?? `Table ${segments.length + 1}`,
      from: open.length === 2 && open[0].rows === 1 && name !== undefined ? block.from : open[0].from,
      until: block.until,
      rows: open.reduce((sum, { rows }) => sum + rows, 0),
      captioned: block.caption !== '',
      firstRow: block.firstRow,
    });
    open = [];
  }
  const last = segments.at(-1);
  if (last === undefined) return [{ name: 'Table 1', from: 0, until: page.length, rows: 0, captioned: false }];
  last.until = page.length;
  // A page of so many tables is no book of sheets: all of them are one.
  if (segments.length > mostSheets) return [{ ...segments[0], name: 'Table 1', until: page.length, captioned: false }];
  return segments;
}

/** A table of the page, or the lines of text before, between and behind them. */
interface Block {
  readonly isTable: boolean;
  readonly from: number;
  readonly until: number;
  readonly caption: string;
  readonly rows: number;
  /** The cells of the fullest row. */
  readonly filled: number;
  readonly width: number;
  readonly firstRow: string;
  readonly lastText: string;
}

function isWhole({ isTable, rows, filled }: Block): boolean {
  return isTable && rows >= 2 && filled >= 2;
}

/** Its caption, or the heading right before it. */
function nameOf(blocks: readonly Block[]): string | undefined {
  const table = blocks.at(-1);
  const before = blocks.at(-2);
  const text = table?.caption || (before === undefined || before.isTable ? '' : before.lastText);
  return text === '' || text.length > 100 ? undefined : text.replace(/^Sheet \d+: /, '');
}

function* blocksOf(place: string, page: string): Generator<Block> {
  let counter = new Counter();
  const sink: RowSink = {
    bytes: () => {},
    text: (column, text) => counter.cell(column, text),
    fault: () => {},
    endRow: () => counter.endRow(),
  };
  const grid = new Grid(place, sink, new PageCells(sink, new Map()));
  const tokens = new HtmlTokens(page);
  let from = 0;
  const block = (isTable: boolean, until: number): Block => {
    const found = { isTable, from, until, caption: isTable ? grid.caption : '', ...counter.result() };
    counter = new Counter();
    grid.caption = '';
    from = until;
    return found;
  };
  while (tokens.next() !== 'end') {
    const before = grid.depth;
    const opens = before === 0 && tokens.kind === 'open' && tokens.name === 'table';
    grid.take(tokens);
    if (opens && counter.rows > 0) yield block(false, tokens.offset);
    else if (before === 1 && grid.depth === 0) yield block(true, tokens.offset + tokens.length);
  }
  grid.finish(tokens.cut);
  // What stands at the end is a table where somebody has forgotten to close it.
  if (counter.rows > 0) yield block(counter.width > 1, page.length);
}

class Counter {
  rows = 0;
  width = 0;
  #filled = 0;
  #inRow = 0;
  #firstRow = '';
  #lastText = '';

  cell(column: number, text: string): void {
    this.width = Math.max(this.width, column + 1);
    if (text === '') return;
    this.#inRow++;
    if (this.rows === 0) this.#firstRow += `${text}\n`;
    this.#lastText = text;
  }

  endRow(): boolean {
    this.rows++;
    this.#filled = Math.max(this.#filled, this.#inRow);
    this.#inRow = 0;
    return false;
  }

  result(): Pick<Block, 'rows' | 'filled' | 'width' | 'firstRow' | 'lastText'> {
    return {
      rows: this.rows,
      filled: this.#filled,
      width: this.width,
      firstRow: this.#firstRow,
      lastText: this.#lastText,
    };
  }
}

const mostSheets = 1000;
