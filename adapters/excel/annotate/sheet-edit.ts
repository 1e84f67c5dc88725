import type { AnnotatedRow } from '../../../core/adapter/annotation.ts';
import { markColumn, reasonsColumn } from '../../../core/adapter/annotation.ts';
import { columnOf, wholeNumber } from '../ooxml/cell-bytes.ts';
import { areaOf, areaText, columnLetters } from '../table/row-sink.ts';
import { nameCode, TagScanner, token } from '../xml/tag-scanner.ts';
import { withColumns } from './relations.ts';
import { escapeText, withAttribute } from './xml-text.ts';

/** What changes in a sheet. Columns count from 0, rows from 1. */
export interface SheetChanges {
  readonly place: string;
  readonly headerRow: number;
  readonly columnAt: (column: number) => number;
  readonly rows: AsyncIterable<AnnotatedRow>;
  readonly reasons: number;
  readonly mark: number;
  /** An earlier import has written into these columns and coloured cells: that goes. */
  readonly again: boolean;
  readonly styleOf: (style: number) => number;
  readonly plainOf: (style: number) => number;
  /** The relation to the boxes of notes, where the sheet has none yet. */
  readonly drawing: { readonly id: string; readonly namespace: string } | undefined;
  /** Is told each cell that was coloured. */
  readonly onCell: (row: number, column: number, note: string) => void;
}

/** The rows of the sheet do not come in the order of their numbers. */
export class DisorderedRows extends Error {
  override readonly name = 'DisorderedRows';
}

/**
 * Edits the XML of a sheet as it streams by: all that is not changed goes through as it stands, byte for byte. Memory: the chunk
 * under way.
 */
export async function* editSheet(chunks: AsyncIterable<Buffer>, changes: SheetChanges): AsyncGenerator<Buffer> {
  const edit = new SheetEdit(changes);
  try {
    for await (const chunk of chunks) {
      edit.push(chunk);
      while (!edit.run()) await edit.advance();
      yield edit.take();
    }
    if (!edit.closed) throw new Error('The sheet is cut off.');
    yield edit.rest();
  } finally {
    await edit.close();
  }
}

/** A cell that is written anew, or coloured. */
interface CellEdit {
  readonly column: number;
  /** Undefined: the cell stays, coloured. Empty: nothing is left of it. */
  readonly text: string | undefined;
}

class SheetEdit {
  closed = false;
  readonly #changes: SheetChanges;
  readonly #rows: AsyncIterator<AnnotatedRow>;
  readonly #xml: TagScanner;
  /** The next row with something to say, once it is known. */
  #next: AnnotatedRow | undefined;
  #known = false;
  #out: Buffer[] = [];
  /** Where in the bytes what was not given out yet begins. */
  #from = 0;
  #state: 'before' | 'in' | 'after' = 'before';
  #prefix = '';
  #depth = 0;
  #columns: string[] | undefined;
  #inColumns = false;
  #row = 0;
  #column = -1;
  #edits: CellEdit[] | undefined;
  #skipping = false;
  #drawn = false;

  constructor(changes: SheetChanges) {
    this.#changes = changes;
    this.#rows = changes.rows[Symbol.asyncIterator]();
    this.#xml = new TagScanner(changes.place);
  }

  push(chunk: Buffer): void {
    this.#flush(this.#xml.position);
    this.#xml.push(chunk);
    this.#from = 0;
  }

  take(): Buffer {
    this.#flush(this.#xml.position);
    const out = Buffer.concat(this.#out);
    this.#out = [];
    return out;
  }

  /** What stands behind the last tag. */
  rest(): Buffer {
    return Buffer.from(this.#xml.bytes.subarray(this.#xml.position));
  }

  async advance(): Promise<void> {
    const next = await this.#rows.next();
    this.#next = next.done ? undefined : next.value;
    this.#known = true;
  }

  async close(): Promise<void> {
    await this.#rows.return?.();
  }

  /** Goes on. True: more bytes are needed. False: the next row is. */
  run(): boolean {
    for (;;) {
      if (!this.#known) return false;
      const kind = this.#xml.next();
      if (kind === token.more) return true;
      if (kind === token.open) this.#open(false);
      else if (kind === token.empty) this.#open(true);
      else if (kind === token.close) this.#close();
      else if (kind === token.text && this.#depth === 0) this.#declare();
    }
  }

  /** The sheet is UTF-8 now, whatever it was. */
  #declare(): void {
    const tag = this.#tag();
    const declared = tag.replace(/^(<\?xml[^>]*encoding\s*=\s*["'])(?!utf-8["'])[^"']*/i, '$1UTF-8');
    if (declared !== tag) this.#replaceTag(declared);
  }

  #open(empty: boolean): void {
    const { name } = this.#xml;
    if (!empty) this.#depth++;
    if (this.#state === 'in') {
      if (name === tags.row) this.#startRow(empty);
      else if (name === tags.c && this.#edits !== undefined) this.#startCell(empty);
      return;
    }
    if (this.#depth === 1 && !empty) this.#prefix = /^<([\w.-]+:)?/.exec(this.#tag())?.[1] ?? '';
    if (this.#state === 'after') {
      if (this.#depth === (empty ? 1 : 2)) this.#drawBefore(name);
      return;
    }
    if (name === tags.dimension) this.#replaceTag(widened(this.#tag(), this.#changes.mark));
    else if (name === tags.cols) {
      this.#columns = [];
      this.#cut();
      this.#inColumns = !empty;
      if (empty) this.#write(this.#looks([]));
    } else if (name === tags.col) this.#columns?.push(this.#tag().replace(/\s*\/?>$/, '/>'));
    else if (name === tags.sheetData) {
      if (this.#columns === undefined) this.#insert(this.#looks([]));
      this.#state = empty ? 'after' : 'in';
    }
  }

  #close(): void {
    const { name } = this.#xml;
    this.#depth--;
    if (this.#state === 'in') {
      if (name === tags.c && this.#skipping) this.#endSkip();
      else if (name === tags.row && this.#edits !== undefined) {
        this.#insert(this.#cellsBefore(Number.POSITIVE_INFINITY));
        this.#edits = undefined;
      } else if (name === tags.sheetData) this.#state = 'after';
    } else if (name === tags.cols && this.#inColumns) {
      // What stands between the tags is written anew.
      this.#inColumns = false;
      this.#from = this.#xml.position;
      this.#write(this.#looks(this.#columns ?? []));
    } else if (this.#depth === 0) {
      this.#drawBefore(tags.worksheet);
      this.closed = true;
    }
  }

  #startRow(empty: boolean): void {
    const xml = this.#xml;
    let row = this.#row + 1;
    while (xml.nextAttribute())
      if (xml.attribute === attributes.r) row = wholeNumber(xml.bytes, xml.valueStart, xml.valueEnd);
    if (row <= this.#row || (this.#next?.position ?? row) < row) throw new DisorderedRows();
    this.#row = row;
    this.#column = -1;
    const edits = this.#editsOf(row);
    if (edits.length === 0) return;
    const tag = this.#tag().replace(/\sspans\s*=\s*(?:"[^"]*"|'[^']*')/, '');
    this.#edits = edits;
    if (!empty) {
      this.#replaceTag(tag);
      return;
    }
    if (edits.every(({ text }) => text === '')) {
      this.#edits = undefined;
      return;
    }
    const cells = this.#cellsBefore(Number.POSITIVE_INFINITY);
    this.#replaceTag(`${tag.replace(/\s*\/>$/, '>')}${cells}</${this.#prefix}row>`);
    this.#edits = undefined;
  }

  /** The cells of a row that change, in order. */
  #editsOf(row: number): CellEdit[] {
    const { headerRow, reasons, mark, again, columnAt } = this.#changes;
    const found = this.#next?.position === row ? this.#next : undefined;
    if (found !== undefined) {
      this.#known = false;
      this.#next = undefined;
    }
    const edits: CellEdit[] = [];
    for (const [column, note] of found?.cells ?? []) {
      const at = columnAt(column);
      edits.push({ column: at, text: undefined });
      this.#changes.onCell(row, at, note);
    }
    if (found !== undefined) edits.push({ column: reasons, text: found.reasons }, { column: mark, text: found.mark });
    else if (row === headerRow)
      edits.push({ column: reasons, text: reasonsColumn }, { column: mark, text: markColumn });
    else if (again) edits.push({ column: reasons, text: '' }, { column: mark, text: '' });
    return edits.sort((a, b) => a.column - b.column);
  }

  #startCell(empty: boolean): void {
    const xml = this.#xml;
    let [column, style] = [this.#column + 1, 0];
    while (xml.nextAttribute()) {
      if (xml.attribute === attributes.r) column = columnOf(xml.bytes, xml.valueStart);
      else if (xml.attribute === attributes.s) style = wholeNumber(xml.bytes, xml.valueStart, xml.valueEnd);
    }
    this.#column = column;
    this.#insert(this.#cellsBefore(column));
    const [first] = this.#edits ?? [];
    const { again, styleOf, plainOf } = this.#changes;
    if (first?.column !== column) {
      const plain = again ? plainOf(style) : style;
      if (plain !== style) this.#replaceTag(withAttribute(this.#tag(), 's', String(plain)));
      return;
    }
    this.#edits?.shift();
    if (first.text === undefined) {
      this.#replaceTag(withAttribute(this.#tag(), 's', String(styleOf(again ? plainOf(style) : style))));
      return;
    }
    // Ours takes the place of this one.
    this.#cut();
    this.#write(this.#cell(first));
    if (!empty) this.#skipping = true;
  }

  #endSkip(): void {
    this.#skipping = false;
    this.#from = this.#xml.position;
  }

  /** The cells that stand before a column and were not there yet. */
  #cellsBefore(column: number): string {
    const edits = this.#edits ?? [];
    let text = '';
    while (edits.length > 0 && edits[0].column < column) {
      const [edit] = edits.splice(0, 1);
      text += this.#cell(edit);
    }
    return text;
  }

  #cell({ column, text }: CellEdit): string {
    if (text === '') return '';
    const prefix = this.#prefix;
    const address = `${columnLetters(column)}${this.#row}`;
    if (text === undefined) return `<${prefix}c r="${address}" s="${this.#changes.styleOf(0)}"/>`;
    return `<${prefix}c r="${address}" t="inlineStr"><${prefix}is><${prefix}t xml:space="preserve">${escapeText(cut(text))}</${prefix}t></${prefix}is></${prefix}c>`;
  }

  #looks(known: readonly string[]): string {
    const { reasons, mark } = this.#changes;
    const looks = [
      { column: reasons, width: 60, hidden: false },
      { column: mark, width: 12, hidden: true },
    ];
    return withColumns(known, this.#prefix, looks);
  }

  /** The boxes of notes are named before what comes behind them in every sheet. */
  #drawBefore(name: number): void {
    const { drawing } = this.#changes;
    if (this.#drawn || drawing === undefined || !behindDrawing.has(name)) return;
    this.#drawn = true;
    this.#insert(`<${this.#prefix}legacyDrawing xmlns:r="${drawing.namespace}" r:id="${drawing.id}"/>`);
  }

  /** The tag under way, as it stands. */
  #tag(): string {
    return this.#xml.bytes.toString('utf8', this.#xml.textEnd, this.#xml.position);
  }

  /** Gives out what stands before the tag under way, and leaves the tag itself. */
  #cut(): void {
    this.#flush(this.#xml.textEnd);
    this.#from = this.#xml.position;
  }

  #replaceTag(tag: string): void {
    this.#cut();
    this.#write(tag);
  }

  /** Writes something before the tag under way. */
  #insert(text: string): void {
    if (text === '') return;
    this.#flush(this.#xml.textEnd);
    this.#write(text);
  }

  #write(text: string): void {
    this.#out.push(Buffer.from(text));
  }

  #flush(to: number): void {
    // Text before a tag that is inside of what is left out.
    const hidden = this.#skipping || this.#inColumns;
    if (!hidden && to > this.#from) this.#out.push(Buffer.from(this.#xml.bytes.subarray(this.#from, to)));
    this.#from = Math.max(this.#from, to);
  }
}

/** The size of the sheet, which may have further columns now. */
function widened(tag: string, column: number): string {
  const area = areaOf(/\sref\s*=\s*["']([^"']*)/.exec(tag)?.[1] ?? '');
  if (area === undefined || area.right >= column) return tag;
  return withAttribute(tag, 'ref', areaText({ ...area, right: column }));
}

/** No cell holds more. */
function cut(text: string): string {
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters - 1)}…` : text;
}

const mostCharacters = 32_000;
const tags = {
  worksheet: nameCode('worksheet'),
  dimension: nameCode('dimension'),
  cols: nameCode('cols'),
  col: nameCode('col'),
  sheetData: nameCode('sheetData'),
  row: nameCode('row'),
  c: nameCode('c'),
};
const attributes = { r: nameCode('r'), s: nameCode('s') };
const behindDrawing = new Set(
  [
    ...['legacyDrawingHF', 'drawingHF', 'picture', 'oleObjects', 'controls', 'webPublishItems', 'tableParts', 'extLst'],
    ...['AlternateContent', 'worksheet'],
  ].map(nameCode),
);
