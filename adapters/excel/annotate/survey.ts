import { markColumn, parseMark, reasonsColumn } from '../../../core/adapter/annotation.ts';
import type { Sheet } from '../book.ts';
import type { RowSink } from '../table/row-sink.ts';

/** What there is in a sheet before it is annotated, or read again. */
export interface Survey {
  /** The last column that has a value, without ours. */
  readonly lastColumn: number;
  /** The columns that an earlier import has added, if any. */
  readonly reasons: number | undefined;
  readonly mark: number | undefined;
  /** The mark of the first row that has one. */
  readonly first: string | undefined;
}

/** Looks at every cell of a sheet once. Strings are made only of what may be ours. */
export async function surveySheet(sheet: Sheet): Promise<Survey> {
  const sink = new SurveySink();
  for await (const _ of sheet.pour(sink)) {
    // The sink has taken it.
  }
  return sink;
}

class SurveySink implements RowSink, Survey {
  reasons: number | undefined;
  mark: number | undefined;
  first: string | undefined;
  readonly #used = new Set<number>();
  #rows = 0;

  get lastColumn(): number {
    return Math.max(-1, ...[...this.#used].filter((column) => column !== this.reasons && column !== this.mark));
  }

  bytes(column: number, source: Buffer, start: number, end: number): void {
    const length = end - start;
    if (length === 0) return;
    this.#used.add(column);
    const first = source[start];
    if ((first === letterT || first === letterR) && length < longestOwn)
      this.#see(column, source.toString('utf8', start, end));
  }

  text(column: number, text: string): void {
    if (text === '') return;
    this.#used.add(column);
    if (text.length < longestOwn) this.#see(column, text);
  }

  fault(column: number): void {
    this.#used.add(column);
  }

  endRow(): boolean {
    return ++this.#rows % rowsAtOnce === 0;
  }

  #see(column: number, text: string): void {
    if (text === reasonsColumn) this.reasons ??= column;
    else if (text === markColumn) this.mark ??= column;
    else if (parseMark(text) !== undefined) {
      this.mark ??= column;
      this.first ??= text;
    }
  }
}

const letterT = 0x54;
const letterR = 0x72;
const longestOwn = 80;
/** Between them, an interrupt may come in. */
const rowsAtOnce = 1000;
