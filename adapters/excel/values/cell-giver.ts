import type { RowSink } from '../table/row-sink.ts';
import { builtinCode } from './builtin-formats.ts';
import { displayOf, isShown, type ShownColumns } from './display.ts';
import { errorText } from './error-text.ts';
import { type CellKind, cellKind, kindOfBuiltin, kindOfFormat, typedKind } from './number-format.ts';
import { canonicalNumber, numberText } from './number-text.ts';
import { serialText } from './serial-text.ts';

/** The number format of a cell: what its numbers stand for, and the code that shows them. */
export interface NumberFormat {
  readonly kind: CellKind;
  readonly code: string;
}

/** A format by its number among those that are built in, and by its code if the book has it. */
export function numberFormat(id: number, code: string | undefined): NumberFormat {
  const shown = (followsCountry.has(id) ? undefined : code) ?? builtinCode(id) ?? '';
  return { kind: code === undefined ? kindOfBuiltin(id) : kindOfFormat(code), code: shown };
}

const generalFormat: NumberFormat = { kind: cellKind.number, code: '' };

/** Gives values, as binary books and old XML keep them, to a sink: as values or as the program shows them, as the sink asks. */
export class CellGiver {
  readonly #sink: RowSink;
  readonly #date1904: boolean;
  readonly #shown: ShownColumns | undefined;

  constructor(sink: RowSink, date1904: boolean) {
    this.#sink = sink;
    this.#date1904 = date1904;
    this.#shown = sink.shown;
  }

  number(column: number, value: number, format: NumberFormat = generalFormat): void {
    // Not a number at all: the programs show an error there.
    if (!Number.isFinite(value)) this.error(column, numberError);
    else if (this.#shown !== undefined && isShown(this.#shown, column))
      this.#sink.text(column, displayOf(format.code, this.#date1904).number(value));
    else if (format.kind === cellKind.number) this.#sink.text(column, numberText(value), typedKind(format.kind));
    else this.#sink.text(column, serialText(value, format.kind, this.#date1904), typedKind(format.kind));
  }

  /** A number as a text format keeps it: whole numbers are exact however long they are. */
  written(column: number, text: string, format: NumberFormat = generalFormat): void {
    const number = text.trim() === '' ? Number.NaN : Number(text);
    const asText = format.kind === cellKind.number && !isShown(this.#shown, column);
    if (asText || !Number.isFinite(number))
      this.#sink.text(column, canonicalNumber(text), Number.isFinite(number) ? typedKind(cellKind.number) : undefined);
    else this.number(column, number, format);
  }

  text(column: number, text: string, format: NumberFormat = generalFormat): void {
    if (text === '') return;
    const show = this.#showOf(column, format);
    this.#sink.text(column, show === undefined ? text : show(text));
  }

  /** A text as UTF-8, copied at once. */
  bytes(column: number, source: Buffer, start: number, end: number, format: NumberFormat = generalFormat): void {
    if (start === end) return;
    const show = this.#showOf(column, format);
    if (show === undefined) this.#sink.bytes(column, source, start, end);
    else this.#sink.text(column, show(source.toString('utf8', start, end)));
  }

  boolean(column: number, value: boolean): void {
    this.#sink.text(column, value ? 'TRUE' : 'FALSE');
  }

  error(column: number, number: number): void {
    this.#sink.text(column, errorText(number));
  }

  #showOf(column: number, format: NumberFormat): ((text: string) => string) | undefined {
    if (this.#shown === undefined || !isShown(this.#shown, column)) return undefined;
    return displayOf(format.code, this.#date1904).text;
  }
}

const numberError = 0x24;
/** The short date, alone and with the time: a program shows its own, whatever code a book gives for them. */
const followsCountry = new Set([14, 22]);
