import { rkNumber } from '../biff/pour.ts';
import type { SharedTexts } from '../biff/text-store.ts';
import { damaged, tooLarge } from '../faults.ts';
import { limits } from '../limits.ts';
import { type Area, columnLetters, type RowSink } from '../table/row-sink.ts';
import { CellGiver, type NumberFormat } from '../values/cell-giver.ts';
import { RecordReader, record } from './records.ts';

/** What the cells of a sheet lean on. */
export interface SheetContext {
  readonly place: string;
  readonly shared: SharedTexts;
  readonly formats: readonly NumberFormat[];
  readonly date1904: boolean;
}

/** Turns the records of a sheet into cells, row by row. */
export class SheetReader {
  /** The number of the row under way. */
  row = 0;
  extent: Area | undefined;
  readonly #records: RecordReader;
  readonly #context: SheetContext;
  readonly #sink: RowSink;
  readonly #giver: CellGiver;
  #column = -1;
  #inData = false;
  #ended = false;

  constructor(context: SheetContext, sink: RowSink) {
    this.#records = new RecordReader(context.place);
    this.#context = context;
    this.#sink = sink;
    this.#giver = new CellGiver(sink, context.date1904);
  }

  push(chunk: Buffer): void {
    this.#records.push(chunk);
  }

  /** Reads on. True: the sink has enough for now, call again. False: more bytes are needed. */
  run(): boolean {
    const records = this.#records;
    while (records.next()) {
      const { id } = records;
      if (this.#inData && id >= record.blank && (id <= record.shortShared || id === record.richText)) this.#cell(id);
      else if (id === record.row && this.#inData) {
        if (this.#startRow()) return true;
      } else if (id === record.endData) {
        this.#inData = false;
        if (this.row > 0 && this.#sink.endRow(this.row)) return true;
      } else this.#beside(id);
    }
    return false;
  }

  /** @throws SourceError `source/damaged` if the sheet did not end. */
  finish(): void {
    this.#records.finish();
    if (!this.#ended) throw damaged(this.#context.place, `it is cut off behind row ${this.row}`);
  }

  /** True: the sink has enough for now. */
  #startRow(): boolean {
    const row = this.#records.long(0) + 1;
    if (row > limits.rows) throw tooLarge(this.#context.place, `row ${row}`, `${limits.rows} rows`);
    const enough = this.row > 0 && this.#sink.endRow(this.row);
    this.row = row;
    this.#column = -1;
    if ((this.#records.byte(11) & 0x10) !== 0) this.#sink.hiddenRow?.();
    return enough;
  }

  #cell(id: number): void {
    const records = this.#records;
    // The short forms stand right of the cell before them, and say so by leaving the column out.
    const short = id >= record.shortBlank && id <= record.shortShared;
    this.#column = short ? this.#column + 1 : records.long(0);
    const column = this.#column;
    if (column >= limits.columns)
      throw tooLarge(this.#context.place, `column ${column + 1} in row ${this.row}`, `${limits.columns} columns`);
    const at = short ? 4 : 8;
    const style = records.long(at - 4) & 0xffffff;
    this.#value(short ? id - record.shortBlank + record.blank : id, at, column, this.#context.formats[style]);
  }

  #value(id: number, at: number, column: number, format: NumberFormat | undefined): void {
    const records = this.#records;
    switch (id) {
      case record.rk:
        records.long(at);
        this.#giver.number(column, rkNumber(records.bytes, records.start + at), format);
        break;
      case record.real:
      case record.formulaReal:
        this.#giver.number(column, records.double(at), format);
        break;
      case record.boolean:
      case record.formulaBoolean:
        this.#giver.boolean(column, records.byte(at) !== 0);
        break;
      case record.error:
      case record.formulaError:
        this.#giver.error(column, records.byte(at));
        break;
      case record.text:
      case record.formulaText:
        this.#text(column, records.text(at).text, format);
        break;
      case record.richText:
        this.#text(column, records.text(at + 1).text, format);
        break;
      case record.shared:
        this.#shared(column, records.long(at), format);
    }
  }

  #text(column: number, text: string, format: NumberFormat | undefined): void {
    if (text.length > limits.cellBytes)
      throw tooLarge(this.#context.place, `a longer text in row ${this.row}`, `${limits.cellBytes} bytes in a cell`);
    this.#giver.text(column, text, format);
  }

  #shared(column: number, index: number, format: NumberFormat | undefined): void {
    const { bytes, offsets, count } = this.#context.shared;
    if (index >= count)
      throw damaged(this.#context.place, `cell ${columnLetters(column)}${this.row} refers to a text that is not there`);
    this.#giver.bytes(column, bytes, offsets[index], offsets[index + 1], format);
  }

  #beside(id: number): void {
    const records = this.#records;
    if (id === record.beginData) this.#inData = true;
    else if (id === record.endSheet) this.#ended = true;
    else if (id === record.extent) this.extent = this.#area();
    else if (id === record.merged) this.#sink.merged?.(this.#area());
    else if (id === record.columnInfo && (records.short(16) & 1) !== 0)
      this.#sink.hiddenColumns?.(records.long(0), Math.min(records.long(4), limits.columns - 1));
  }

  #area(): Area {
    const records = this.#records;
    return {
      top: records.long(0) + 1,
      bottom: records.long(4) + 1,
      left: records.long(8),
      right: records.long(12),
    };
  }
}
