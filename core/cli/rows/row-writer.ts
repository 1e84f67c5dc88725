import type { Batch } from '../../adapter/batch.ts';
import { ByteSink } from './byte-sink.ts';
import { RowBytes } from './row-bytes.ts';
import type { RowForm } from './row-form.ts';
import { TextRows } from './text-rows.ts';

/** Makes large chunks of rows, each of whole rows and good until more is asked for. */
export class RowWriter {
  readonly #quick: RowBytes | undefined;
  readonly #texts: TextRows;
  readonly #sink: ByteSink;
  /** What stands between rows is written before each of them: before the first one it is left out. */
  #leftOut: number;

  /** `quick`: whether rows of bytes may be written by WebAssembly; tests hold it to the other way. */
  constructor(form: RowForm, { quick = true }: { readonly quick?: boolean } = {}) {
    this.#quick = quick ? RowBytes.of(form) : undefined;
    this.#sink = new ByteSink(this.#quick?.out ?? Buffer.allocUnsafeSlow(chunkBytes * 2));
    this.#texts = new TextRows(form, this.#sink);
    this.#leftOut = Buffer.byteLength(form.between);
  }

  /** Adds rows of a batch; gives what is to be printed now. */
  *add(batch: Batch, from: number, to: number): Generator<Buffer> {
    const quick = batch.layout === 'bytes' ? this.#quick : undefined;
    let loaded = from;
    for (let row = from; row < to; ) {
      let next = row;
      let isFull = false;
      if (quick !== undefined && batch.layout === 'bytes') {
        if (row >= loaded) loaded = quick.load(batch, row, to);
        next = quick.write(row, loaded, this.#sink);
        ({ isFull } = quick);
      }
      if (next === row && !(isFull && this.#sink.used > 0)) this.#texts.add(batch, next++);
      row = next;
      if (isFull || this.#sink.used >= chunkBytes) yield this.#take();
    }
  }

  /** What was added and not yet given. */
  *rest(): Generator<Buffer> {
    if (this.#sink.used > 0) yield this.#take();
  }

  #take(): Buffer {
    const taken = this.#sink.take().subarray(this.#leftOut);
    this.#leftOut = 0;
    return taken;
  }
}

/** Fewer bytes are not worth a call of the system. */
const chunkBytes = 1 << 18;
