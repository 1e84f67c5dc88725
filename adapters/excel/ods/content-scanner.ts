import { type TypedCell, typedCell } from '../../../core/adapter/batch.ts';
import { damaged, tooLarge } from '../faults.ts';
import { limits } from '../limits.ts';
import type { RowSink } from '../table/row-sink.ts';
import { isShown } from '../values/display.ts';
import { canonicalNumber } from '../values/number-text.ts';
import { decodeEntities, nameCode, TagScanner, token } from '../xml/tag-scanner.ts';
import { clockOfDuration } from './duration.ts';

/** Is told of each sheet when it begins, and says where its rows go; undefined: nowhere. */
export type OnSheet = (name: string, hidden: boolean) => RowSink | undefined;

/** Turns the bytes of a content.xml, which holds all sheets of an ods, into cells of text. */
export class ContentScanner {
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
  /** How often the row that has ended is still to be given. */
  #rowsLeft = 0;
  #columns: number[] = [];
  #texts: string[] = [];
  #typed: (TypedCell | undefined)[] = [];
  #column = 0;
  #inCell = false;
  #cellRepeat = 1;
  #value: string | undefined;
  #isText = true;
  #type: TypedCell | undefined;
  #text = '';
  #paragraphs = 0;
  #inParagraph = false;
  #ended = false;

  constructor(place: string, onSheet: OnSheet) {
    this.#place = place;
    this.#onSheet = onSheet;
    this.#xml = new TagScanner(place);
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
      if (kind === token.more) return false;
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
    } else if (name === tags.spreadsheet) this.#ended = true;
  }

  #startSheet(): void {
    let name = '';
    let style = '';
    while (this.#xml.nextAttribute()) {
      if (this.#xml.attribute === attributes.tableName) name = this.#xml.value();
      else if (this.#xml.attribute === attributes.tableStyle) style = this.#xml.value();
    }
    this.#inSheet = true;
    this.#row = 0;
    // Cells of other books that formulas refer to are kept as sheets with such names.
    const foreign = /^'(file|https?|smb):/.test(name);
    this.#sink = foreign ? undefined : this.#onSheet(name, this.#hiddenStyles.has(style));
  }

  #startRow(): void {
    this.#rowRepeat = repeat(this.#attribute(attributes.rowsRepeated));
    this.#column = 0;
  }

  #endRow(): void {
    if (this.#columns.length > 0) this.#rowsLeft = this.#rowRepeat;
    // What fills a sheet up to its end is no row; exact positions matter only where there is a sink.
    else if (this.#sink !== undefined || this.#rowRepeat < fillingRows) this.#row += this.#rowRepeat;
  }

  /** Gives the row that has ended to the sink, once. True: the sink has enough for now. */
  #giveRow(): boolean {
    this.#row++;
    this.#rowsLeft--;
    if (this.#row > limits.rows) throw tooLarge(this.#place, `row ${this.#row}`, `${limits.rows} rows`);
    const sink = this.#sink;
    for (const [index, column] of this.#columns.entries()) sink?.text(column, this.#texts[index], this.#typed[index]);
    const enough = sink?.endRow(this.#row) === true;
    if (this.#rowsLeft === 0) [this.#columns, this.#texts, this.#typed] = [[], [], []];
    return enough;
  }

  #startCell(): void {
    const xml = this.#xml;
    let type = '';
    this.#value = undefined;
    this.#cellRepeat = 1;
    while (xml.nextAttribute()) {
      const name = xml.attribute;
      if (name === attributes.columnsRepeated) this.#cellRepeat = repeat(xml.value());
      else if (name === attributes.valueType) type = xml.value();
      else if (values.has(name)) this.#value = xml.value();
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
    const value = this.#isText ? typedText(this.#value ?? '', this.#text) : (this.#value ?? this.#text);
    // The file keeps what the program shows, if its writer did as it should.
    const shown = this.#text || value;
    if (value.length > limits.cellBytes || shown.length > limits.cellBytes) throw this.#tooLong();
    if (shown !== '') {
      if (this.#column + this.#cellRepeat > limits.columns)
        throw tooLarge(this.#place, `a further one in row ${this.#row + 1}`, `${limits.columns} columns`);
      const typed = this.#value === undefined || this.#isText ? undefined : this.#type;
      for (let column = this.#column; column < this.#column + this.#cellRepeat; column++) {
        const asShown = isShown(this.#sink?.shown, column);
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

/** A text that is shown with something around it has an attribute beside; one with line ends is better kept in paragraphs. */
function typedText(attribute: string, paragraphs: string): string {
  const isSame = attribute.replace(/\s+/g, ' ') === paragraphs.replace(/\s+/g, ' ');
  return attribute === '' || isSame ? paragraphs : attribute;
}

function typedAs(type: string): TypedCell | undefined {
  if (type === 'date') return typedCell.moment;
  return type === 'float' || type === 'percentage' || type === 'currency' ? typedCell.number : undefined;
}

function valueText(type: string, value: string): string {
  switch (type) {
    case 'boolean':
      return value.toUpperCase();
    case 'date':
      return value.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
    case 'time':
      return clockOfDuration(value);
    default:
      return canonicalNumber(value);
  }
}

/** Blank cells and rows are repeated to the end of the sheet: such counts cost nothing, and are only kept in bounds. */
function repeat(written: string | undefined): number {
  const count = written === undefined ? 1 : Number.parseInt(written, 10);
  return count >= 1 ? Math.min(count, 1 << 30) : 1;
}

const tags = {
  table: nameCode('table'),
  row: nameCode('table-row'),
  cell: nameCode('table-cell'),
  coveredCell: nameCode('covered-table-cell'),
  spreadsheet: nameCode('spreadsheet'),
  style: nameCode('style'),
  tableProperties: nameCode('table-properties'),
  paragraph: nameCode('p'),
  heading: nameCode('h'),
  spaces: nameCode('s'),
  tab: nameCode('tab'),
  lineBreak: nameCode('line-break'),
};
const attributes = {
  tableName: nameCode('table:name'),
  tableStyle: nameCode('table:style-name'),
  styleName: nameCode('style:name'),
  display: nameCode('table:display'),
  rowsRepeated: nameCode('table:number-rows-repeated'),
  columnsRepeated: nameCode('table:number-columns-repeated'),
  valueType: nameCode('office:value-type'),
  spaces: nameCode('text:c'),
};
const values = new Set(
  ['value', 'date-value', 'time-value', 'boolean-value', 'string-value'].map((name) => nameCode(`office:${name}`)),
);
const fillingRows = 1000;
const asides = new Set(
  [
    'annotation',
    'shapes',
    'frame',
    'custom-shape',
    'note',
    'ruby-text',
    'tracked-changes',
    'content-validations',
    'dde-links',
    'named-expressions',
    'database-ranges',
  ].map(nameCode),
);
