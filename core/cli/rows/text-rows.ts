import { type Batch, cellAt, cellText } from '../../adapter/batch.ts';
import type { ByteSink } from './byte-sink.ts';
import { csvText, type RowForm } from './row-form.ts';

/**
 * Writes rows one by one: of cells, and of bytes where `row-bytes.as` leaves them to it. Its texts are those that both write.
 * Cells of byte batches are copied; texts are made only of those that need a closer look.
 */
export class TextRows {
  readonly #out: ByteSink;
  readonly #addCell: (out: ByteSink, batch: Batch, cell: number) => void;
  readonly #before: readonly Buffer[];
  readonly #open: Buffer;
  readonly #close: Buffer;

  constructor(form: RowForm, out: ByteSink) {
    this.#out = out;
    this.#addCell = form.cells === 'csv' ? addCsvCell : addJsonCell;
    this.#open = Buffer.from(form.between + form.open);
    this.#before = form.before.map((text) => Buffer.from(text));
    this.#close = Buffer.from(form.close);
  }

  /** Adds a row, with what stands between two rows before it. */
  add(batch: Batch, row: number): void {
    this.#out.bytes(this.#open);
    for (let column = 0; column < batch.width; column++) {
      this.#out.bytes(this.#before[column]);
      this.#addCell(this.#out, batch, row * batch.width + column);
    }
    this.#out.bytes(this.#close);
  }
}

function addCsvCell(out: ByteSink, batch: Batch, cell: number): void {
  if (batch.layout === 'bytes' && batch.kinds[cell] !== escaped) {
    const { bytes, starts, ends, kinds } = batch;
    if (starts[cell] === ends[cell]) {
      if (kinds[cell] !== 0) out.text('""');
      return;
    }
    if (out.plain(bytes, starts[cell], ends[cell], inCsv)) return;
  }
  const text = textOf(batch, cell);
  if (text !== null) out.text(csvText(text));
}

function addJsonCell(out: ByteSink, batch: Batch, cell: number): void {
  if (batch.layout === 'bytes' && batch.kinds[cell] !== escaped) {
    const { bytes, starts, ends, kinds } = batch;
    if (starts[cell] === ends[cell]) {
      out.text(kinds[cell] === 0 ? 'null' : '""');
      return;
    }
    out.byte(quote);
    if (out.plain(bytes, starts[cell], ends[cell], inJson)) {
      out.byte(quote);
      return;
    }
    out.back(1);
  }
  out.text(JSON.stringify(textOf(batch, cell)));
}

function textOf(batch: Batch, index: number): string | null {
  const cell = cellAt(batch, index);
  return cell === null ? null : cellText(cell);
}

const escaped = 2;
const feed = 10;
const quote = 34;
const comma = 44;
const inCsv = allBut((byte) => byte === feed || byte === 13 || byte === quote || byte === comma);
const inJson = allBut((byte) => byte < 32 || byte === quote || byte === 92);

function allBut(isOdd: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (isOdd(byte) ? 0 : 1));
}
