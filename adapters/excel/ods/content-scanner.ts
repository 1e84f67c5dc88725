import type { TypedCell } from '../../../core/adapter/batch.ts';
import { damaged, tooLarge } from '../faults.ts';
import { limits } from '../limits.ts';
import type { RowSink } from '../table/row-sink.ts';
import { isShown } from '../values/display.ts';
import { decodeEntities, TagScanner, token } from '../xml/tag-scanner.ts';
import { isTruth, typedAs, typedText, valueText } from './cell-value.ts';
import { asides, attributes, tags, values } from './names.ts';

/** Is told of each sheet when it begins, and says where its rows go; undefined: nowhere. */
export type OnSheet = (name: string, hidden: boolean) => RowSink | undefined;

/** Turns the bytes of a content.xml, which holds all sheets of an ods, into cells of text. */
export class ContentScanner {
  /** Formulas of the sheet under way that the writing program left without a result. */
  formulasWithoutResult = 0;
  readonly #place: string;
  readonly #onSheet: OnSheet;
  readonly #xml: TagScanner;
  readonly #hiddenStyles = new Set<string>();
  #style = '';
  /** Depth of what is left aside: comments, drawings, sheets of other books. */
  #skipped = 0;
  #inSheet = false;
  #sink: RowSink | undefined;
  #row = 0;
  #rowRepeat = 1;
  #repeatedBytes = 0;
  #rowHidden = false;
  /** How many columns were described so far. */
  #described = 0;
  /** How often the row that has ended is still to be given. */
  #rowsLeft = 0;
  #columns: number[] = [];
  #texts: string[] = [];
  #typed: (TypedCell | undefined)[] = [];
  #column = 0;
  #inCell = false;
  #cellRepeat = 1;
  #formula = false;
  #value: string | undefined;
  #isText = true;
  #keepsShown = false;
  #type: TypedCell | undefined;
  #text = '';
  #paragraphs = 0;
  #inParagraph = false;
  #ended = false;

  /** `old`: of OpenOffice 1, whose parts all begin with a document type that declares nothing. */
  constructor(place: string, onSheet: OnSheet, { old = false }: { readonly old?: boolean } = {}) {
    this.#place = place;
    this.#onSheet = onSheet;
    this.#xml = new TagScanner(place, { bareDoctype: old });
  }

  push(chunk: Buffer): void {
    this.#xml.push(chunk);
  }

  /** Scans on. True: the sink has enough for now, call again. False: more bytes are needed. */
  run(): boolean {
    const xml = this.#xml;
    for (;;) {
      while (this.#rowsLeft > 0) if (this.#giveRow()) return true;
      const kind = xml.next();
      if (kind === token.more) {
        // Pictures stand in a flat file as one long text.
        if (this.#skipped > 0) xml.skipText();
        return false;
      }
      if (this.#inParagraph && this.#skipped === 0) this.#collect(kind === token.cdata);
      if (kind === token.text || kind === token.cdata) continue;
      if (this.#skipped > 0) this.#skipped += kind === token.open ? 1 : kind === token.close ? -1 : 0;
      else if (kind === token.close) this.#close(xml.name);
      else {
        this.#open(xml.name, kind === token.open);
        if (kind === token.empty && this.#skipped === 0) this.#close(xml.name);
      }
    }
  }

  /** Leaves the rest of the sheet under way, but for counting its rows. */
  skipSheet(): void {
    this.#sink = undefined;
  }

  /** The number of the latest row of the sheet under way; in a part that is left aside about that. */
  get row(): number {
    return this.#row;
  }

  /** @throws SourceError `source/damaged` if the content did not end. */
  finish(): void {
    if (!this.#ended) throw damaged(this.#place, 'its content is cut off');
  }

  #open(name: number, hasContent: boolean) {
    if (this.#inCell) return this.#openInCell(name, hasContent);
    if (name === tags.cell || name === tags.coveredCell) {
      if (this.#sink !== undefined) this.#startCell();
    } else if (name === tags.row) {
      if (this.#inSheet) this.#startRow();
    } else if (name === tags.column) {
      if (this.#inSheet) this.#describeColumns();
    } else if (name === tags.table) {
      if (!this.#inSheet) this.#startSheet();
      else if (hasContent) this.#skipped = 1;
    } else if (name === tags.style) this.#style = this.#attribute(attributes.styleName) ?? '';
    else if (name === tags.tableProperties) {
      if (this.#attribute(attributes.display) === 'false') this.#hiddenStyles.add(this.#style);
    } else if (hasContent && asides.has(name)) this.#skipped = 1;
  }

  #close(name: number): void {
    if (this.#inCell) {
      if (name === tags.cell || name === tags.coveredCell) this.#endCell();
      else if (name === tags.paragraph || name === tags.heading) this.#inParagraph = false;
    } else if (name === tags.row) {
      if (this.#inSheet) this.#endRow();
    } else if (name === tags.table) {
      this.#inSheet = false;
      this.#sink = undefined;
    } else if (name === tags.spreadsheet || name === tags.body) this.#ended = true;
  }

  #startSheet(): void {
    let name = '';
    let style = '';
    while (this.#xml.nextAttribute()) {
      if (this.#xml.attribute === attributes.tableName) name = this.#xml.value();
      else if (this.#xml.attribute === attributes.tableStyle) style = this.#xml.value();
    }
    this.#inSheet = true;
    this.#row = this.#described = 0;
    // Cells of other books that formulas refer to are kept as sheets with such names.
    const foreign = /^'(file|https?|smb):/.test(name);
    this.#sink = foreign ? undefined : this.#onSheet(name, this.#hiddenStyles.has(style));
    this.formulasWithoutResult = 0;
  }

  #describeColumns(): void {
    const xml = this.#xml;
    let [count, hidden] = [1, false];
    while (xml.nextAttribute()) {
      if (xml.attribute === attributes.columnsRepeated) count = repeat(xml.value());
      else if (xml.attribute === attributes.visibility) hidden = xml.value() !== 'visible';
    }
    const last = Math.min(this.#described + count, limits.columns) - 1;
    if (hidden && last >= this.#described) this.#sink?.hiddenColumns?.(this.#described, last);
    this.#described += count;
  }

  #startRow(): void {
    const xml = this.#xml;
    this.#rowRepeat = 1;
    this.#rowHidden = false;
    this.#column = 0;
    while (xml.nextAttribute()) {
      if (xml.attribute === attributes.rowsRepeated) this.#rowRepeat = repeat(xml.value());
      else if (xml.attribute === attributes.visibility) this.#rowHidden = xml.value() !== 'visible';
    }
  }

  #endRow(): void {
    if (this.#columns.length > 0) {
      this.#rowsLeft = this.#rowRepeat;
      if (this.#rowRepeat > 1) this.#countRepeated();
    }
    // What fills a sheet up to its end is no row; exact positions matter only where there is a sink.
    else if (this.#sink !== undefined || this.#rowRepeat < fillingRows) this.#row += this.#rowRepeat;
  }

  /** A few bytes can ask for a full sheet: repeated rows have a limit of their own. */
  #countRepeated(): void {
    const bytes = this.#texts.reduce((sum, text) => sum + text.length, this.#texts.length);
    this.#repeatedBytes += bytes * (this.#rowRepeat - 1);
    if (this.#repeatedBytes > limits.repeatedBytes)
      throw tooLarge(this.#place, `more in row ${this.#row + 1}`, `${limits.repeatedBytes} bytes in repeated rows`);
  }

  /** Gives the row that has ended to the sink, once. True: the sink has enough for now. */
  #giveRow(): boolean {
    this.#row++;
    this.#rowsLeft--;
    if (this.#row > limits.rows) throw tooLarge(this.#place, `row ${this.#row}`, `${limits.rows} rows`);
    const sink = this.#sink;
    if (this.#rowHidden) sink?.hiddenRow?.();
    for (const [index, column] of this.#columns.entries()) sink?.text(column, this.#texts[index], this.#typed[index]);
    const enough = sink?.endRow(this.#row) === true;
    if (this.#rowsLeft === 0) [this.#columns, this.#texts, this.#typed] = [[], [], []];
    return enough;
  }

  #startCell(): void {
    const xml = this.#xml;
    let type = '';
    let [wide, tall] = [1, 1];
    this.#value = undefined;
    this.#cellRepeat = 1;
    this.#formula = false;
    while (xml.nextAttribute()) {
      const name = xml.attribute;
      if (name === attributes.columnsRepeated) this.#cellRepeat = repeat(xml.value());
      else if (name === attributes.valueType || name === attributes.oldValueType) type = xml.value();
      else if (name === attributes.columnsSpanned) wide = repeat(xml.value());
      else if (name === attributes.rowsSpanned) tall = repeat(xml.value());
      else if (name === attributes.formula) this.#formula = true;
      else if (values.has(name)) this.#value = xml.value();
    }
    if (wide > 1 || tall > 1) {
      const [top, left] = [this.#row + 1, this.#column];
      this.#sink?.merged?.({ top, bottom: top + tall - 1, left, right: left + wide - 1 });
    }
    this.#isText = type === 'string' || type === '';
    this.#type = typedAs(type);
    if (this.#value !== undefined && !this.#isText) this.#value = valueText(type, this.#value);
    this.#inCell = true;
    this.#text = '';
    this.#paragraphs = 0;
  }

  #endCell(): void {
    this.#inCell = false;
    const isText = this.#isText || isTruth(this.#value, this.#text);
    const value = isText ? typedText(this.#isText ? (this.#value ?? '') : '', this.#text) : (this.#value ?? this.#text);
    // The file keeps what the program shows. Where its writer does so for other numbers, one without a text shows nothing.
    if (!this.#isText && this.#text !== '') this.#keepsShown = true;
    const shown = this.#text === '' && !this.#keepsShown ? value : this.#text;
    if (value.length > limits.cellBytes || shown.length > limits.cellBytes) throw this.#tooLong();
    if (this.#formula && this.#value === undefined && this.#paragraphs === 0) this.formulasWithoutResult++;
    if (shown !== '' || value !== '') {
      if (this.#column + this.#cellRepeat > limits.columns)
        throw tooLarge(this.#place, `a further one in row ${this.#row + 1}`, `${limits.columns} columns`);
      const typed = this.#value === undefined || isText ? undefined : this.#type;
      for (let column = this.#column; column < this.#column + this.#cellRepeat; column++) {
        const asShown = isShown(this.#sink?.shown, column);
        if (asShown && shown === '') continue;
        this.#columns.push(column);
        this.#texts.push(asShown ? shown : value);
        this.#typed.push(asShown ? undefined : typed);
      }
    }
    this.#column += this.#cellRepeat;
  }

  #openInCell(name: number, hasContent: boolean): void {
    if (name === tags.paragraph || name === tags.heading) {
      if (this.#paragraphs++ > 0) this.#text += '\n';
      this.#inParagraph = hasContent;
    } else if (!this.#inParagraph) {
      if (hasContent) this.#skipped = 1;
    } else if (name === tags.spaces)
      this.#text += ' '.repeat(Math.min(repeat(this.#attribute(attributes.spaces)), limits.cellBytes + 1));
    else if (name === tags.tab) this.#text += '\t';
    else if (name === tags.lineBreak) this.#text += '\n';
    else if (hasContent && asides.has(name)) this.#skipped = 1;
    if (this.#text.length > limits.cellBytes) throw this.#tooLong();
  }

  /** Runs of white space are one blank, as the format says: more of them have an element of their own. */
  #collect(raw: boolean): void {
    const { bytes, textStart, textEnd, plain } = this.#xml;
    if (textStart === textEnd) return;
    const text = bytes.toString('utf8', textStart, textEnd);
    const decoded = raw || plain ? text : decodeEntities(text);
    this.#text += /[\t\r\n]| {2}/.test(decoded) ? decoded.replace(/[ \t\r\n]+/g, ' ') : decoded;
    if (this.#text.length > limits.cellBytes) throw this.#tooLong();
  }

  #attribute(wanted: number): string | undefined {
    while (this.#xml.nextAttribute()) if (this.#xml.attribute === wanted) return this.#xml.value();
    return undefined;
  }

  #tooLong(): Error {
    return tooLarge(this.#place, `a longer text in row ${this.#row + 1}`, `${limits.cellBytes} bytes in a cell`);
  }
}

/** Blank cells and rows are repeated to the end of the sheet: such counts cost nothing, and are only kept in bounds. */
function repeat(written: string | undefined): number {
  const count = written === undefined ? 1 : Number.parseInt(written, 10);
  return count >= 1 ? Math.min(count, 1 << 30) : 1;
}

const fillingRows = 1000;
