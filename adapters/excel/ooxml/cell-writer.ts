import { typedCell } from '../../../core/adapter/batch.ts';
import { tooLarge } from '../faults.ts';
import { limits } from '../limits.ts';
import type { RowSink } from '../table/row-sink.ts';
import { type Display, displayOf, isShown, type ShownColumns } from '../values/display.ts';
import { type CellKind, cellKind, typedKind } from '../values/number-format.ts';
import { canonicalNumber } from '../values/number-text.ts';
import { serialOf, serialText } from '../values/serial-text.ts';
import { type CellType, cellType, isCanonical, simpleNumber } from './cell-bytes.ts';
import type { SheetMemory } from './quick/sheet-memory.ts';
import type { SharedStrings } from './shared-strings.ts';
import { decodeText, decodeXml, needsDecoding } from './text.ts';

/** What a sheet's cells lean on. */
export interface SheetContext {
  /** File and sheet, for messages. */
  readonly place: string;
  readonly strings: SharedStrings;
  /** What the numbers of each style stand for. */
  readonly kinds: readonly CellKind[];
  /** The format code of each style. */
  readonly codes: readonly string[];
  readonly date1904: boolean;
  /** Where rows can be read quickly, if nobody else does so. */
  readonly memory?: SheetMemory | undefined;
}

/** Gives the value of a cell to a sink, as the text that its type and style make of it. */
export class CellWriter {
  /** The cell under way. */
  row = 0;
  column = -1;
  type: CellType = cellType.number;
  style = 0;
  readonly #context: SheetContext;
  readonly #sink: RowSink;
  readonly #shown: ShownColumns | undefined;

  constructor(context: SheetContext, sink: RowSink) {
    this.#context = context;
    this.#sink = sink;
    this.#shown = sink.shown;
  }

  /** A value as it stands in the sheet; plain: without entities. What can be copied is copied. */
  write(bytes: Buffer, start: number, end: number, plain: boolean) {
    if (end - start > limits.cellBytes * 6) throw this.tooLong();
    if (!plain) return this.writeText(decodeXml(bytes.toString('utf8', start, end)));
    // What is shown is made of strings: values alone have a fast path.
    if (this.#shown !== undefined) return this.writeText(bytes.toString('utf8', start, end));
    switch (this.type) {
      case cellType.number: {
        const kind = this.#context.kinds[this.style] ?? cellKind.number;
        const canonical = isCanonical(bytes, start, end);
        if (canonical && kind === cellKind.number)
          return this.#sink.bytes(this.column, bytes, start, end, typedCell.number);
        if (canonical)
          return this.#sink.text(
            this.column,
            serialText(simpleNumber(bytes, start, end), kind, this.#context.date1904),
            typedKind(kind),
          );
        return this.writeText(bytes.toString('latin1', start, end));
      }
      case cellType.shared: {
        if (start === end) return;
        let index = 0;
        for (let at = start; at < end; at++) {
          const digit = bytes[at] - digit0;
          if (digit < 0 || digit > 9 || index > 1e9) return this.writeText(bytes.toString('latin1', start, end));
          index = index * 10 + digit;
        }
        return this.#shared(index);
      }
      case cellType.boolean:
        if (end - start !== 1 || (bytes[start] !== digit0 && bytes[start] !== digit1))
          return this.writeText(bytes.toString('utf8', start, end));
        return this.#sink.text(this.column, bytes[start] === digit1 ? 'TRUE' : 'FALSE');
      case cellType.text:
      case cellType.error:
        if (needsDecoding(bytes, start, end)) return this.writeText(bytes.toString('utf8', start, end));
        if (end - start > limits.cellBytes) throw this.tooLong();
        return this.#sink.bytes(this.column, bytes, start, end);
      default:
        return this.writeText(bytes.toString('utf8', start, end));
    }
  }

  /** A value whose XML is decoded already. */
  writeText(text: string) {
    const { kinds, date1904 } = this.#context;
    switch (this.type) {
      case cellType.number: {
        const number = text.trim() === '' ? Number.NaN : Number(text);
        if (!Number.isFinite(number)) return this.#sink.text(this.column, text.trim());
        const display = this.#display();
        if (display !== undefined) return this.#sink.text(this.column, display.number(number));
        const kind = kinds[this.style] ?? cellKind.number;
        const value = kind === cellKind.number ? canonicalNumber(text) : serialText(number, kind, date1904);
        return this.#sink.text(this.column, value, typedKind(kind));
      }
      case cellType.shared:
        if (text.trim() === '') return;
        return this.#shared(/^\s*\d{1,9}\s*$/.test(text) ? Number(text) : Number.NaN);
      case cellType.boolean:
        return this.#sink.text(this.column, booleanText(text.trim()));
      case cellType.date: {
        const serial = this.#shown === undefined ? undefined : serialOf(text.trim(), date1904);
        const display = serial === undefined ? undefined : this.#display();
        if (serial !== undefined && display !== undefined) return this.#sink.text(this.column, display.number(serial));
        const kind = kinds[this.style] ?? cellKind.number;
        return this.#sink.text(this.column, isoText(text.trim(), kind), typedCell.moment);
      }
      default: {
        const decoded = decodeText(text);
        if (decoded.length > limits.cellBytes) throw this.tooLong();
        const show = this.type === cellType.text ? this.#display()?.text : undefined;
        return this.#sink.text(this.column, show === undefined ? decoded : show(decoded));
      }
    }
  }

  /** How the cell under way is shown; undefined where values are wanted. */
  #display(): Display | undefined {
    if (!isShown(this.#shown, this.column)) return undefined;
    const { codes, date1904 } = this.#context;
    return displayOf(codes[this.style] ?? '', date1904);
  }

  #shared(index: number) {
    const { strings } = this.#context;
    if (!(index < strings.count))
      return this.#sink.fault(this.column, 'a reference to a shared text that the book does not have');
    const [start, end] = [strings.offsets[index], strings.offsets[index + 1]];
    const show = this.#shown === undefined || start === end ? undefined : this.#display()?.text;
    if (show === undefined) this.#sink.bytes(this.column, strings.bytes, start, end);
    else this.#sink.text(this.column, show(strings.bytes.toString('utf8', start, end)));
  }

  tooLong(): Error {
    return tooLarge(this.#context.place, `a longer text in row ${this.row}`, `${limits.cellBytes} bytes in a cell`);
  }
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

const digit0 = 0x30;
const digit1 = 0x31;
