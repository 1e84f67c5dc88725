import { limits } from '../limits.ts';
import type { RowSink } from '../table/row-sink.ts';
import { type CellKind, cellKind } from '../values/number-format.ts';
import { canonicalNumber } from '../values/number-text.ts';
import { serialText } from '../values/serial-text.ts';
import { decodeEntities, nameCode, TagScanner, token } from '../xml/tag-scanner.ts';
import { damaged, tooLarge } from '../zip/zip.ts';
import type { SharedStrings } from './shared-strings.ts';
import { decodeText, needsDecoding } from './text.ts';

/** What a sheet's cells lean on. */
export interface SheetContext {
  /** File and sheet, for messages. */
  readonly place: string;
  readonly strings: SharedStrings;
  /** What the numbers of each style stand for. */
  readonly kinds: readonly CellKind[];
  readonly date1904: boolean;
}

/**
 * Turns the bytes of a sheet into cells of text. The hot path of books: it steps from tag to tag, copies what can be copied,
 * and makes a string only for dates, rounded numbers and escapes.
 */
export class SheetScanner {
  /** Formulas that the writing program left without a result. */
  formulasWithoutResult = 0;
  /** What the sheet says of its size: the number of its last row. */
  lastRow: number | undefined;
  /** The number of the latest row. */
  row = 0;
  readonly #context: SheetContext;
  readonly #sink: RowSink;
  readonly #xml: TagScanner;
  #state: 'before' | 'in' | 'after' = 'before';
  #column = -1;
  #pushed = 0;
  #type: CellType = cellType.number;
  #style = 0;
  #formula = false;
  /** Inside the element whose text is the cell's: v, or t of an inline string. */
  #collecting = false;
  #phonetic = false;
  #inline = false;
  /** Pieces of a value that is not in one piece; undefined while there are none. */
  #pieces: string | undefined;

  constructor(context: SheetContext, sink: RowSink) {
    this.#context = context;
    this.#sink = sink;
    this.#xml = new TagScanner(context.place);
  }

  /** How many bytes lie behind. */
  get scanned(): number {
    return this.#pushed - this.#xml.bytes.length + this.#xml.position;
  }

  push(chunk: Buffer): void {
    this.#pushed += chunk.length;
    this.#xml.push(chunk);
  }

  /** Scans on. True: the sink has enough for now, call again. False: more bytes are needed. */
  run(): boolean {
    const xml = this.#xml;
    for (;;) {
      if (this.#state === 'in') while (this.#quickCell());
      const kind = xml.next();
      if (kind === token.more) return false;
      if (this.#collecting) {
        // A value in one piece is the rule.
        if (kind === token.close && this.#pieces === undefined) {
          this.#collecting = false;
          this.#value(xml.bytes, xml.textStart, xml.textEnd, xml.plain);
          continue;
        }
        if (kind === token.close && this.#pieces === '' && xml.follows(inlineEnd)) {
          this.#collecting = false;
          this.#value(xml.bytes, xml.textStart, xml.textEnd, xml.plain);
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
          if (this.#state === 'in' && this.#sink.endRow(this.row)) return true;
        } else this.#closeOther(name);
      } else if (kind === token.empty) this.#emptyElement(xml.name);
    }
  }

  /** @throws SourceError `source/damaged` if the rows did not end. */
  finish(): void {
    if (this.#state !== 'after') throw damaged(this.#context.place, 'the sheet is cut off');
  }

  #startRow(): void {
    if (this.#state !== 'in') return;
    const xml = this.#xml;
    let row = 0;
    while (xml.nextAttribute())
      if (xml.attribute === attributes.r) row = wholeNumber(xml.bytes, xml.valueStart, xml.valueEnd);
    const last = this.row;
    this.row = row === 0 ? last + 1 : row;
    this.#column = -1;
    if (this.row <= last) throw damaged(this.#context.place, `row ${this.row} stands after row ${last}`);
    if (this.row > limits.rows) throw tooLarge(this.#context.place, `row ${this.row}`, `${limits.rows} rows`);
  }

  /**
   * The short cut for cells as nearly all programs write them, `<c r="B2" s="1" t="s"><v>7</v></c>`: one pass over their bytes.
   * Whatever looks different, or is not there yet, is left to the tags.
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
    if (bytes[at + 1] !== lessThan || bytes[at + 2] !== letterV || bytes[at + 3] !== greaterThan) return false;
    const start = at + 4;
    let plain = true;
    for (at = start; bytes[at] !== lessThan; at++) {
      if (at >= end) return false;
      if (bytes[at] === ampersand) plain = false;
    }
    for (let index = 0; index < quickCellEnd.length; index++)
      if (bytes[at + index] !== quickCellEnd[index]) return false;
    this.#xml.position = at + quickCellEnd.length;
    this.#column = column;
    this.#style = style;
    this.#type = type;
    this.#value(bytes, start, at, plain);
    return true;
  }

  #startCell(): void {
    if (this.#state !== 'in') return;
    const xml = this.#xml;
    let column = -1;
    this.#type = cellType.number;
    this.#style = 0;
    this.#formula = false;
    this.#pieces = undefined;
    while (xml.nextAttribute()) {
      const name = xml.attribute;
      if (name === attributes.r) column = columnOf(xml.bytes, xml.valueStart);
      else if (name === attributes.s) this.#style = wholeNumber(xml.bytes, xml.valueStart, xml.valueEnd);
      else if (name === attributes.t) this.#type = typeOf(xml.bytes, xml.valueStart);
    }
    this.#column = column < 0 ? this.#column + 1 : column;
    if (this.#column >= limits.columns)
      throw tooLarge(this.#context.place, `a further one in row ${this.row}`, `${limits.columns} columns`);
  }

  /** The text of the element under way, piece by piece. */
  #collect(raw: boolean): void {
    const { bytes, textStart, textEnd } = this.#xml;
    const text = bytes.toString('utf8', textStart, textEnd);
    const pieces = (this.#pieces ?? '') + (raw ? text : decodeEntities(text));
    if (pieces.length > limits.cellBytes) throw this.#tooLong();
    this.#pieces = pieces;
  }

  #value(bytes: Buffer, start: number, end: number, plain: boolean) {
    this.#formula = false;
    if (end - start > limits.cellBytes * 6) throw this.#tooLong();
    if (!plain) return this.#textValue(decodeEntities(bytes.toString('utf8', start, end)));
    switch (this.#type) {
      case cellType.number: {
        const kind = this.#context.kinds[this.#style] ?? cellKind.number;
        const canonical = isCanonical(bytes, start, end);
        if (canonical && kind === cellKind.number) return this.#sink.bytes(this.#column, bytes, start, end);
        if (canonical)
          return this.#sink.text(
            this.#column,
            serialText(simpleNumber(bytes, start, end), kind, this.#context.date1904),
          );
        return this.#textValue(bytes.toString('latin1', start, end));
      }
      case cellType.shared: {
        let index = end > start ? 0 : -1;
        for (let at = start; at < end; at++) {
          const digit = bytes[at] - digit0;
          if (digit < 0 || digit > 9 || index > 1e9) return this.#textValue(bytes.toString('latin1', start, end));
          index = index * 10 + digit;
        }
        return this.#shared(index);
      }
      case cellType.text:
      case cellType.error:
        if (needsDecoding(bytes, start, end)) return this.#textValue(bytes.toString('utf8', start, end));
        if (end - start > limits.cellBytes) throw this.#tooLong();
        return this.#sink.bytes(this.#column, bytes, start, end);
      default:
        return this.#textValue(bytes.toString('utf8', start, end));
    }
  }

  /** A value whose XML is decoded already. */
  #textValue(text: string) {
    const { kinds, date1904 } = this.#context;
    switch (this.#type) {
      case cellType.number: {
        const kind = kinds[this.#style] ?? cellKind.number;
        const number = kind === cellKind.number || text.trim() === '' ? Number.NaN : Number(text);
        const dated = kind !== cellKind.number && Number.isFinite(number);
        return this.#sink.text(this.#column, dated ? serialText(number, kind, date1904) : canonicalNumber(text));
      }
      case cellType.shared:
        if (text.trim() === '') return;
        return this.#shared(/^\s*\d{1,9}\s*$/.test(text) ? Number(text) : -1);
      case cellType.boolean:
        return this.#sink.text(this.#column, booleanText(text.trim()));
      case cellType.date:
        return this.#sink.text(this.#column, isoText(text.trim(), kinds[this.#style] ?? cellKind.number));
      default: {
        const decoded = decodeText(text);
        if (decoded.length > limits.cellBytes) throw this.#tooLong();
        return this.#sink.text(this.#column, decoded);
      }
    }
  }

  #shared(index: number) {
    const { strings, place } = this.#context;
    if (index === -1) return;
    if (index < 0 || index >= strings.count)
      throw damaged(place, `a cell of row ${this.row} refers to a shared string that is not there`);
    this.#sink.bytes(this.#column, strings.bytes, strings.offsets[index], strings.offsets[index + 1]);
  }

  #endCell(): void {
    if (this.#state !== 'in') return;
    if (this.#formula) this.formulasWithoutResult++;
    this.#formula = false;
  }

  #openOther(name: number): void {
    if (this.#state !== 'in') {
      if (name === tags.sheetData && this.#state === 'before') this.#state = 'in';
      else if (name === tags.dimension) this.#dimension();
      return;
    }
    if (name === tags.f) this.#formula = true;
    else if (name === tags.is) {
      this.#inline = true;
      this.#type = cellType.text;
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
      this.#textValue(this.#pieces ?? '');
      this.#pieces = undefined;
    } else if (name === tags.is) {
      this.#inline = false;
      this.#phonetic = false;
      const text = decodeText(this.#pieces ?? '');
      this.#pieces = undefined;
      this.#sink.text(this.#column, text);
    } else if (name === tags.phonetic) this.#phonetic = false;
    else if (name === tags.sheetData) this.#state = 'after';
  }

  #emptyElement(name: number): void {
    if (this.#state !== 'in') {
      if (name === tags.sheetData && this.#state === 'before') this.#state = 'after';
      else if (name === tags.dimension) this.#dimension();
    } else if (name === tags.c) this.#startCell();
    else if (name === tags.row) this.#startRow();
    else if (name === tags.f) this.#formula = true;
    else if (name === tags.v) this.#formula = false;
  }

  #dimension(): void {
    while (this.#xml.nextAttribute()) {
      const last = /:[A-Z]+(\d{1,7})$/.exec(this.#xml.value())?.[1];
      if (last !== undefined) this.lastRow = Number(last);
    }
  }

  #tooLong(): Error {
    return tooLarge(this.#context.place, `a longer text in row ${this.row}`, `${limits.cellBytes} bytes in a cell`);
  }
}

const cellType = { number: 0, shared: 1, text: 2, boolean: 3, error: 4, date: 5 } as const;
type CellType = (typeof cellType)[keyof typeof cellType];

function wholeNumber(bytes: Buffer, start: number, end: number): number {
  let number = 0;
  for (let at = start; at < end && bytes[at] >= digit0 && bytes[at] <= digit9 && number < 1e9; at++)
    number = number * 10 + bytes[at] - digit0;
  return number;
}

/** The column of a reference such as AB12, from 0; past the last one if there is no such column. */
function columnOf(bytes: Buffer, start: number): number {
  let number = 0;
  let at = start;
  for (let letter = bytes[at] | 0x20; letter >= letterA && letter <= letterZ; letter = bytes[++at] | 0x20)
    if (number <= limits.columns) number = number * 26 + letter - letterA + 1;
  return number - 1;
}

/** s, str, b, e, d, n or inlineStr, told by their first letters. */
function typeOf(bytes: Buffer, at: number): CellType {
  switch (bytes[at]) {
    case 0x73:
      return bytes[at + 1] === letterT ? cellType.text : cellType.shared;
    case 0x62:
      return cellType.boolean;
    case 0x65:
      return cellType.error;
    case 0x64:
      return cellType.date;
    case 0x69:
      return cellType.text;
    default:
      return cellType.number;
  }
}

/** Whether a number's text is the one that would be printed: up to 15 digits, no exponent, no zeros to spare. */
function isCanonical(bytes: Buffer, start: number, end: number): boolean {
  let at = start;
  if (bytes[at] === minus) at++;
  const length = end - at;
  if (length < 1 || length > 16) return false;
  const first = bytes[at];
  if (first === digit0 && (length > 1 ? bytes[at + 1] !== point : at > start)) return false;
  if (first === point) return false;
  let points = 0;
  for (; at < end; at++) {
    const byte = bytes[at];
    if (byte === point) points++;
    else if (byte < digit0 || byte > digit9) return false;
  }
  if (points === 0) return length <= 15;
  return points === 1 && bytes[end - 1] > digit0;
}

/** The double that a canonical text stands for: both parts of the division are exact, so it is the nearest one. */
function simpleNumber(bytes: Buffer, start: number, end: number): number {
  let digits = 0;
  let scale = 1;
  let scaled = false;
  for (let at = bytes[start] === minus ? start + 1 : start; at < end; at++) {
    if (bytes[at] === point) scaled = true;
    else {
      digits = digits * 10 + bytes[at] - digit0;
      if (scaled) scale *= 10;
    }
  }
  return (bytes[start] === minus ? -digits : digits) / scale;
}

function booleanText(text: string): string {
  if (text === '1' || text === 'true') return 'TRUE';
  return text === '0' || text === 'false' ? 'FALSE' : text;
}

/** A date that the book keeps as ISO text, in the same form as one that it keeps as a number. */
function isoText(text: string, kind: CellKind): string {
  const found = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d*?)?0*Z?$/.exec(text);
  if (found === null) return text;
  const [, date, clock, fraction = ''] = found;
  const time = clock + (fraction.length > 1 ? fraction : '');
  return time === '00:00:00' && kind !== cellKind.dateTime ? date : `${date}T${time}`;
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
  dimension: nameCode('dimension'),
};
const attributes = { r: nameCode('r'), s: nameCode('s'), t: nameCode('t') };
const inlineEnd = Buffer.from('</is>');
const quickCellEnd = Buffer.from('</v></c>');
/** The short cut is not tried in the last bytes of a chunk, so that it need not look for its end at every step. */
const quickCellBytes = 64;
const digit0 = 0x30;
const digit9 = 0x39;
const capitalA = 0x41;
const capitalZ = 0x5a;
const letterC = 0x63;
const letterR = 0x72;
const letterS = 0x73;
const letterV = 0x76;
const blank = 0x20;
const quote = 0x22;
const ampersand = 0x26;
const lessThan = 0x3c;
const equals = 0x3d;
const greaterThan = 0x3e;
const letterA = 0x61;
const letterZ = 0x7a;
const letterT = 0x74;
const minus = 0x2d;
const point = 0x2e;
