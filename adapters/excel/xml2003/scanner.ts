import { damaged, tooLarge } from '../faults.ts';
import { limits } from '../limits.ts';
import type { RowSink } from '../table/row-sink.ts';
import { CellGiver, type NumberFormat, numberFormat } from '../values/cell-giver.ts';
import { codeOfNamedFormat } from '../values/named-format.ts';
import { cellKind } from '../values/number-format.ts';
import { serialOf } from '../values/serial-text.ts';
import { decodeEntities, nameCode, TagScanner, token } from '../xml/tag-scanner.ts';

/** Is told of each sheet when it begins, and says where its rows go; undefined: nowhere. */
export type OnSheet = (name: string) => RowSink | undefined;

/** Turns the XML that Excel 2002 and 2003 write, one file for the whole book, into cells. */
export class WorkbookScanner {
  /** Of the sheet that has ended last. */
  hidden = false;
  /** Formulas that the writing program left without a result, in all sheets that were given. */
  formulasWithoutResult = 0;
  row = 0;
  readonly #place: string;
  readonly #onSheet: OnSheet;
  readonly #onEnd: () => void;
  readonly #xml: TagScanner;
  readonly #formats = new Map<string, NumberFormat>();
  #style = '';
  #date1904 = false;
  /** Depth of what is left aside: comments above all, which have data of their own. */
  #skipped = 0;
  #sink: RowSink | undefined;
  #giver: CellGiver | undefined;
  #inSheet = false;
  #inTable = false;
  #span = 0;
  #column = 0;
  #columnAfter = 0;
  #nextHiddenColumn = 0;
  #format: NumberFormat | undefined;
  #formula = false;
  #type = '';
  #inData = false;
  #text = '';
  #inVisible = false;
  #ended = false;

  constructor(place: string, onSheet: OnSheet, onEnd: () => void) {
    this.#place = place;
    this.#onSheet = onSheet;
    this.#onEnd = onEnd;
    this.#xml = new TagScanner(place);
  }

  push(chunk: Buffer): void {
    this.#xml.push(chunk);
  }

  /** Scans on. True: the sink has enough for now, call again. False: more bytes are needed. */
  run(): boolean {
    const xml = this.#xml;
    for (;;) {
      const kind = xml.next();
      if (kind === token.more) return false;
      if ((this.#inData || this.#inVisible) && this.#skipped === 0) this.#collect(kind === token.cdata);
      if (kind === token.text || kind === token.cdata) continue;
      if (this.#skipped > 0) this.#skipped += kind === token.open ? 1 : kind === token.close ? -1 : 0;
      else if (kind === token.close) {
        if (this.#close(xml.name)) return true;
      } else {
        this.#open(xml.name, kind === token.open);
        if (kind === token.empty && this.#close(xml.name)) return true;
      }
    }
  }

  /** @throws SourceError `source/damaged` if the book did not end. */
  finish(): void {
    if (!this.#ended) throw damaged(this.#place, 'its end is missing');
  }

  #open(name: number, hasContent: boolean): void {
    if (name === tags.cell) this.#startCell();
    else if (name === tags.data) {
      this.#type = this.#attribute(attributes.type) ?? 'String';
      this.#inData = true;
      this.#text = '';
    } else if (name === tags.row) this.#startRow();
    else if (name === tags.comment || name === tags.phonetic) this.#skipped = hasContent ? 1 : 0;
    else if (name === tags.worksheet) this.#startSheet();
    else if (name === tags.table) {
      this.#inTable = this.#inSheet;
      this.row = Math.max(0, number(this.#attribute(attributes.topCell), 1) - 1);
    } else if (name === tags.column) this.#hiddenColumns();
    else if (name === tags.style) this.#style = this.#attribute(attributes.id) ?? '';
    else if (name === tags.numberFormat) {
      const code = codeOfNamedFormat(this.#attribute(attributes.format) ?? 'General');
      this.#formats.set(this.#style, numberFormat(0, code));
    } else if (name === tags.date1904) this.#date1904 = true;
    else if (name === tags.visible) {
      this.#inVisible = hasContent;
      this.#text = '';
    }
  }

  /** True: the sink has enough for now. */
  #close(name: number): boolean {
    if (name === tags.data) this.#endData();
    else if (name === tags.cell) this.#endCell();
    else if (name === tags.row) return this.#endRow();
    else if (name === tags.table) this.#inTable = false;
    else if (name === tags.visible) {
      this.#inVisible = false;
      this.hidden = /hidden/i.test(this.#text);
    } else if (name === tags.worksheet) {
      this.#inSheet = false;
      this.#onEnd();
      this.#sink = undefined;
    } else if (name === tags.workbook) this.#ended = true;
    return false;
  }

  #startSheet(): void {
    this.#inSheet = true;
    this.hidden = false;
    this.row = this.#span = this.#nextHiddenColumn = 0;
    this.#sink = this.#onSheet(this.#attribute(attributes.name) ?? '');
    this.#giver = this.#sink && new CellGiver(this.#sink, this.#date1904);
  }

  #startRow(): void {
    const xml = this.#xml;
    let index = this.row + this.#span + 1;
    this.#span = 0;
    while (xml.nextAttribute()) {
      if (is(xml.attribute, attributes.index)) index = number(xml.value(), index);
      else if (is(xml.attribute, attributes.span)) this.#span = number(xml.value(), 0);
      else if (is(xml.attribute, attributes.hidden) && xml.value() === '1') this.#sink?.hiddenRow?.();
    }
    if (index <= this.row) throw damaged(this.#place, `row ${index} stands after row ${this.row}`);
    if (index > limits.rows) throw tooLarge(this.#place, `row ${index}`, `${limits.rows} rows`);
    this.row = index;
    this.#columnAfter = 0;
  }

  #endRow(): boolean {
    return this.#inTable && this.#sink?.endRow(this.row) === true;
  }

  #startCell(): void {
    const xml = this.#xml;
    let [column, across, down] = [this.#columnAfter, 0, 0];
    this.#format = this.#formats.get('Default');
    this.#formula = false;
    while (xml.nextAttribute()) {
      const name = xml.attribute;
      if (is(name, attributes.index)) column = number(xml.value(), column + 1) - 1;
      else if (is(name, attributes.styleId)) this.#format = this.#formats.get(xml.value()) ?? this.#format;
      else if (is(name, attributes.across)) across = number(xml.value(), 0);
      else if (is(name, attributes.down)) down = number(xml.value(), 0);
      else if (is(name, attributes.formula)) this.#formula = true;
    }
    if (column + across >= limits.columns)
      throw tooLarge(this.#place, `a further one in row ${this.row}`, `${limits.columns} columns`);
    if (across > 0 || down > 0)
      this.#sink?.merged?.({ top: this.row, bottom: this.row + down, left: column, right: column + across });
    this.#column = column;
    this.#columnAfter = column + across + 1;
  }

  #endCell(): void {
    if (this.#formula && this.#giver !== undefined) this.formulasWithoutResult++;
    this.#formula = false;
  }

  #endData() {
    const giver = this.#giver;
    const [column, text, format] = [this.#column, this.#text, this.#format];
    this.#inData = this.#formula = false;
    if (giver === undefined || !this.#inTable) return;
    switch (this.#type) {
      case 'Number':
        return giver.written(column, text, format);
      case 'Boolean':
        return giver.boolean(column, text.trim() === '1' || /^true$/i.test(text.trim()));
      case 'DateTime': {
        const serial = serialOf(text.trim(), this.#date1904);
        if (serial === undefined) return giver.text(column, text);
        const dated = format === undefined || format.kind === cellKind.number;
        return giver.number(column, serial, dated ? { kind: cellKind.dateTime, code: format?.code ?? '' } : format);
      }
      default:
        return giver.text(column, text, format);
    }
  }

  #hiddenColumns(): void {
    const xml = this.#xml;
    let [index, span, hidden] = [this.#nextHiddenColumn + 1, 0, false];
    while (xml.nextAttribute()) {
      if (is(xml.attribute, attributes.index)) index = number(xml.value(), index);
      else if (is(xml.attribute, attributes.span)) span = number(xml.value(), 0);
      else if (is(xml.attribute, attributes.hidden)) hidden = xml.value() === '1';
    }
    const last = Math.min(index + span, limits.columns);
    if (hidden && last >= index) this.#sink?.hiddenColumns?.(index - 1, last - 1);
    this.#nextHiddenColumn = last;
  }

  #collect(raw: boolean): void {
    const { bytes, textStart, textEnd, plain } = this.#xml;
    if (textStart === textEnd) return;
    const text = bytes.toString('utf8', textStart, textEnd);
    this.#text += raw || plain ? text : decodeEntities(text);
    if (this.#text.length > limits.cellBytes)
      throw tooLarge(this.#place, `a longer text in row ${this.row}`, `${limits.cellBytes} bytes in a cell`);
  }

  #attribute(wanted: Names): string | undefined {
    while (this.#xml.nextAttribute()) if (is(this.#xml.attribute, wanted)) return this.#xml.value();
    return undefined;
  }
}

function number(written: string | undefined, otherwise: number): number {
  const value = written === undefined ? Number.NaN : Number.parseInt(written, 10);
  return value >= 0 ? Math.min(value, 1 << 30) : otherwise;
}

/** Attributes have the prefix of the format, or none in what some programs write. */
type Names = readonly [withPrefix: number, bare: number];

function named(name: string): Names {
  return [nameCode(`ss:${name}`), nameCode(name)];
}

function is(code: number, names: Names): boolean {
  return code === names[0] || code === names[1];
}

const tags = {
  workbook: nameCode('Workbook'),
  worksheet: nameCode('Worksheet'),
  table: nameCode('Table'),
  column: nameCode('Column'),
  row: nameCode('Row'),
  cell: nameCode('Cell'),
  data: nameCode('Data'),
  comment: nameCode('Comment'),
  phonetic: nameCode('PhoneticText'),
  style: nameCode('Style'),
  numberFormat: nameCode('NumberFormat'),
  date1904: nameCode('Date1904'),
  visible: nameCode('Visible'),
};
const attributes = {
  name: named('Name'),
  index: named('Index'),
  span: named('Span'),
  hidden: named('Hidden'),
  topCell: named('TopCell'),
  styleId: named('StyleID'),
  across: named('MergeAcross'),
  down: named('MergeDown'),
  formula: named('Formula'),
  type: named('Type'),
  id: named('ID'),
  format: named('Format'),
};
