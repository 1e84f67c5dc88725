import { SourceError } from '../../core/errors/errors.ts';
import { carriageReturn, lineFeed } from './dialect.ts';

/** What no honest text exceeds. Records have a limit of their own, `maxRecordBytes`: one that is longer is broken, the others are read. */
export const limits = {
  /** Bytes up to the end of the first line. */
  firstLineBytes: 4 << 20,
  columns: 131_072,
} as const;

/** Watches a content as it passes by: without a line end it is no table, however long it is, nor with more separators than columns may be. */
export class FirstLineWatch {
  readonly #file: string;
  readonly #counts = new Uint32Array(256);
  #seen = 0;
  #ended = false;
  #isChecked = false;

  constructor(file: string) {
    this.#file = file;
  }

  /** @throws SourceError `source/too-large` */
  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length && !this.#ended; at++) {
      this.#counts[chunk[at]]++;
      this.#ended = chunk[at] === lineFeed || chunk[at] === carriageReturn;
      this.#seen++;
    }
    if (this.#seen === 0 || this.#isChecked) return;
    this.#isChecked = this.#ended;
    const columns = Math.max(...separators.map((byte) => this.#counts[byte])) + 1;
    if (columns > limits.columns) throw tooLarge(this.#file, `at most ${limits.columns} columns`, `${columns} or more`);
    if (!this.#ended && this.#seen > limits.firstLineBytes)
      throw tooLarge(this.#file, `a first line of at most ${limits.firstLineBytes} bytes`, 'a longer one');
  }
}

const separators = [...',;\t|'].map((sign) => sign.charCodeAt(0));

/** @throws SourceError `source/too-large` */
export function checkColumns(file: string, records: readonly { readonly fields: readonly string[] }[]): void {
  const widest = records.reduce((most, { fields }) => Math.max(most, fields.length), 0);
  if (widest > limits.columns) throw tooLarge(file, `at most ${limits.columns} columns`, `${widest}`);
}

function tooLarge(file: string, expected: string, found: string): SourceError {
  return new SourceError('source/too-large', `Expected ${expected}, found ${found}. Check the export.`, {
    place: { file },
  });
}
