import { damaged, tooLarge } from '../faults.ts';
import { limits } from '../limits.ts';
import type { Area, RowSink } from '../table/row-sink.ts';
import { nameCode, stands, TagScanner, token } from '../xml/tag-scanner.ts';
import { type CellType, cellType, columnOf, typeOf, wholeNumber } from './cell-bytes.ts';
import { CellWriter, type SheetContext } from './cell-writer.ts';
import { QuickRows } from './quick/quick-rows.ts';
import { isTrue, readProperty } from './sheet-properties.ts';
import { decodeXml } from './text.ts';

/**
 * Turns the bytes of a sheet into cells of text. The hot path of books: it steps from tag to tag, copies what can be copied,
 * and makes a string only for dates, rounded numbers and escapes.
 */
export class SheetScanner {
  /** Formulas that the writing program left without a result. */
  formulasWithoutResult = 0;
  /** What the sheet says of its size. */
  extent: Area | undefined;
  readonly #place: string;
  readonly #sink: RowSink;
  readonly #xml: TagScanner;
  #state: 'before' | 'in' | 'after' = 'before';
  readonly #cell: CellWriter;
  /** How many bytes were pushed. */
  pushed = 0;
  #formula = false;
  /** Inside the element whose text is the cell's: v, or t of an inline string. */
  #collecting = false;
  #phonetic = false;
  #inline = false;
  /** Pieces of a value that is not in one piece; undefined while there are none. */
  #pieces: string | undefined;
  /** Reads what is written as usual, where it can be read at once. */
  readonly quick: QuickRows | undefined;
  #isLast = false;
  /** The next thing may be a row. */
  #betweenRows = false;

  constructor(context: SheetContext, sink: RowSink) {
    this.#place = context.place;
    this.#sink = sink;
    this.#cell = new CellWriter(context, sink);
    this.#xml = new TagScanner(context.place, { window: context.memory?.window() });
    this.quick = context.memory && new QuickRows(context.memory, context, sink, this.#xml, this.#cell);
  }

  /** The number of the latest row. */
  get row(): number {
    return this.#cell.row;
  }

  /** How many bytes lie behind. */
  get scanned(): number {
    return this.pushed - this.#xml.bytes.length + this.#xml.position;
  }

  push(chunk: Buffer): void {
    this.pushed += chunk.length;
    this.#xml.push(chunk);
  }

  /** Scans on. True: the sink has enough for now, call again. False: more bytes are needed. */
  run(): boolean {
    const xml = this.#xml;
    for (;;) {
      if (this.#betweenRows && this.quick !== undefined) {
        if (this.quick.run(this.scanned)) return true;
        if (!this.#isLast && this.quick.isCut) return false;
        this.#betweenRows = false;
      }
      if (this.#state === 'in') while (this.#quickCell());
      const kind = xml.next();
      if (kind === token.more) return false;
      if (this.#collecting) {
        // A value in one piece is the rule.
        if (kind === token.close && (this.#pieces === undefined || (this.#pieces === '' && xml.follows(inlineEnd)))) {
          this.#collecting = false;
          this.#formula = false;
          this.#cell.write(xml.bytes, xml.textStart, xml.textEnd, xml.plain);
          continue;
        }
        this.#collect(kind === token.cdata);
      }
      if (kind === token.open) {
        const name = xml.name;
        if (name === tags.c) this.#startCell();
        else if (name === tags.v) this.#collecting = this.#state === 'in';
        else if (name === tags.row) this.#startRow();
        else this.#openOther(name);
      } else if (kind === token.close) {
        const name = xml.name;
        if (name === tags.c) this.#endCell();
        else if (name === tags.row) {
          this.#betweenRows = this.#state === 'in';
          if (this.#betweenRows && this.#sink.endRow(this.#cell.row)) return true;
        } else this.#closeOther(name);
      } else if (kind === token.empty) this.#emptyElement(xml.name);
    }
  }

  /** No more bytes follow: what waits for more is read by `run` as it stands. */
  end(): void {
    this.#isLast = true;
  }

  /** The rows that are found from now on are no longer written into the memory of the quick ones. */
  leave(): void {
    this.quick?.leave();
  }

  /** @throws SourceError `source/damaged` if the rows did not end. */
  finish(): void {
    if (this.#state !== 'after') throw damaged(this.#place, 'the sheet is cut off');
  }

  #startRow(): void {
    if (this.#state !== 'in') return;
    const xml = this.#xml;
    let row = 0;
    while (xml.nextAttribute()) {
      if (xml.attribute === attributes.r) row = wholeNumber(xml.bytes, xml.valueStart, xml.valueEnd);
      else if (xml.attribute === attributes.hidden && isTrue(xml.value())) this.#sink.hiddenRow?.();
    }
    this.#cell.row = row === 0 ? this.#cell.row + 1 : row;
    this.#cell.column = -1;
    if (this.#cell.row > limits.rows) throw tooLarge(this.#place, `row ${this.#cell.row}`, `${limits.rows} rows`);
  }

  /**
   * The short cut for cells as nearly all programs write them, `<c r="B2" s="1" t="s"><v>7</v></c>` or with `<is><t>` for `<v>`: one
   * pass over their bytes. Whatever looks different, or is not there yet, is left to the tags.
   */
  #quickCell(): boolean {
    const { bytes, position } = this.#xml;
    const end = bytes.length - quickCellBytes;
    if (
      position > end ||
      bytes[position] !== lessThan ||
      bytes[position + 1] !== letterC ||
      bytes[position + 2] !== blank
    )
      return false;
    let at = position + 2;
    let column = -1;
    let style = 0;
    let type: CellType = cellType.number;
    while (bytes[at] === blank) {
      const name = bytes[at + 1];
      if (bytes[at + 2] !== equals || bytes[at + 3] !== quote) return false;
      at += 4;
      if (name === letterR) {
        let number = 0;
        for (let letter = bytes[at]; letter >= capitalA && letter <= capitalZ && at < end; letter = bytes[++at])
          number = number * 26 + letter - capitalA + 1;
        if (number > limits.columns) return false;
        column = number - 1;
      } else if (name === letterS) style = wholeNumber(bytes, at, end);
      else if (name === letterT) type = typeOf(bytes, at);
      else return false;
      while (bytes[at] !== quote) if (++at >= end) return false;
      at++;
    }
    if (column < 0 || bytes[at] !== greaterThan || at > end) return false;
    const inline = type === cellType.text && stands(quickInlineStart, bytes, at + 1);
    if (!inline && !stands(quickValueStart, bytes, at + 1)) return false;
    const start = at + 1 + (inline ? quickInlineStart.length : quickValueStart.length);
    let plain = true;
    for (at = start; bytes[at] !== lessThan; at++) {
      if (at >= end) return false;
      if (bytes[at] === ampersand) plain = false;
    }
    const close = inline ? quickInlineEnd : quickValueEnd;
    if (!stands(close, bytes, at)) return false;
    this.#xml.position = at + close.length;
    this.#cell.column = column;
    this.#cell.style = style;
    this.#cell.type = type;
    this.#cell.write(bytes, start, at, plain);
    return true;
  }

  #startCell(): void {
    if (this.#state !== 'in') return;
    const xml = this.#xml;
    let column = -1;
    this.#cell.type = cellType.number;
    this.#cell.style = 0;
    this.#formula = false;
    this.#pieces = undefined;
    while (xml.nextAttribute()) {
      const name = xml.attribute;
      if (name === attributes.r) column = columnOf(xml.bytes, xml.valueStart);
      else if (name === attributes.s) this.#cell.style = wholeNumber(xml.bytes, xml.valueStart, xml.valueEnd);
      else if (name === attributes.t) this.#cell.type = typeOf(xml.bytes, xml.valueStart);
    }
    this.#cell.column = column < 0 ? this.#cell.column + 1 : column;
    if (this.#cell.column >= limits.columns)
      throw tooLarge(this.#place, `a further one in row ${this.#cell.row}`, `${limits.columns} columns`);
  }

  /** The text of the element under way, piece by piece. */
  #collect(raw: boolean): void {
    const { bytes, textStart, textEnd } = this.#xml;
    const text = bytes.toString('utf8', textStart, textEnd);
    const pieces = (this.#pieces ?? '') + (raw ? text : decodeXml(text));
    if (pieces.length > limits.cellBytes) throw this.#cell.tooLong();
    this.#pieces = pieces;
  }

  #endCell(): void {
    if (this.#state !== 'in') return;
    if (this.#formula) this.formulasWithoutResult++;
    this.#formula = false;
  }

  #openOther(name: number): void {
    if (this.#state !== 'in') {
      if (name === tags.sheetData && this.#state === 'before') {
        this.#state = 'in';
        this.#betweenRows = true;
      } else this.extent = readProperty(this.#xml, this.#sink) ?? this.extent;
      return;
    }
    if (name === tags.f) this.#formula = true;
    else if (name === tags.is) {
      this.#inline = true;
      this.#cell.type = cellType.text;
      this.#pieces = '';
    } else if (name === tags.t && this.#inline) this.#collecting = !this.#phonetic;
    else if (name === tags.phonetic) this.#phonetic = true;
  }

  #closeOther(name: number): void {
    if (this.#state !== 'in') return;
    if (name === tags.t) this.#collecting = false;
    else if (name === tags.v) {
      // A value in several pieces: around a comment, or with a section of character data.
      this.#collecting = false;
      this.#formula = false;
      this.#cell.writeText(this.#pieces ?? '');
      this.#pieces = undefined;
    } else if (name === tags.is) {
      this.#inline = false;
      this.#phonetic = false;
      this.#cell.writeText(this.#pieces ?? '');
      this.#pieces = undefined;
    } else if (name === tags.phonetic) this.#phonetic = false;
    else if (name === tags.sheetData) this.#state = 'after';
  }

  #emptyElement(name: number): void {
    if (this.#state !== 'in') {
      if (name === tags.sheetData && this.#state === 'before') this.#state = 'after';
      else this.extent = readProperty(this.#xml, this.#sink) ?? this.extent;
    } else if (name === tags.c) this.#startCell();
    else if (name === tags.row) this.#startRow();
    else if (name === tags.f) this.#formula = true;
    else if (name === tags.v) this.#formula = false;
  }
}

const tags = {
  c: nameCode('c'),
  v: nameCode('v'),
  f: nameCode('f'),
  t: nameCode('t'),
  is: nameCode('is'),
  row: nameCode('row'),
  phonetic: nameCode('rPh'),
  sheetData: nameCode('sheetData'),
};
const attributes = {
  r: nameCode('r'),
  s: nameCode('s'),
  t: nameCode('t'),
  hidden: nameCode('hidden'),
};
const inlineEnd = Buffer.from('</is>');
const quickValueStart = Buffer.from('<v>');
const quickValueEnd = Buffer.from('</v></c>');
const quickInlineStart = Buffer.from('<is><t>');
const quickInlineEnd = Buffer.from('</t></is></c>');
/** The short cut is not tried in the last bytes of a chunk, so that it need not look for its end at every step. */
const quickCellBytes = 64;
const capitalA = 0x41;
const capitalZ = 0x5a;
const letterC = 0x63;
const letterR = 0x72;
const letterS = 0x73;
const blank = 0x20;
const quote = 0x22;
const ampersand = 0x26;
const lessThan = 0x3c;
const equals = 0x3d;
const greaterThan = 0x3e;
const letterT = 0x74;
