import { Worker } from 'node:worker_threads';
import { SourceError } from '../../../core/errors/errors.ts';
import { type Book, type Sheet, sheetName } from '../book.ts';
import { damaged, passwordFault, tooLarge } from '../faults.ts';
import { limits } from '../limits.ts';
import type { RowSink } from '../table/row-sink.ts';
import type { ShownColumns } from '../values/display.ts';
import type { Answer, PlainRow, Request, SheetInfo } from './messages.ts';

/** Opens a book that can only be read whole: xls and its ancestors, xlsb, XML of 2003. A thread holds it. */
export async function openWholeBook(name: string, bytes: Buffer, signal: AbortSignal): Promise<Book> {
  // What is encrypted says so in the names of its streams.
  if (bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))) throw passwordFault(name);
  const thread = new BookThread(name, bytes, signal);
  try {
    const infos = await thread.opened();
    const sheets = infos.map(({ name: sheet, hidden, rows }, index): Sheet => {
      const pour = async function* (sink: RowSink) {
        for (let from: number | undefined = 0; from !== undefined; ) {
          const slice: { rows: readonly PlainRow[]; next: number | undefined } = await thread.rows(
            index,
            from,
            sink.shown,
          );
          for (const { position, columns, texts, typed } of slice.rows) {
            for (const [at, column] of columns.entries()) sink.text(column, texts[at], typed[at]);
            if (sink.endRow(position)) yield;
          }
          from = slice.next;
        }
      };
      return { name: sheetName(sheet, index), hidden, pour, rowsEstimate: () => rows };
    });
    return { sheets, close: () => thread.close() };
  } catch (error) {
    await thread.close();
    throw error;
  }
}

/** The thread that holds a book, and the questions that it has not answered yet. */
class BookThread {
  readonly #name: string;
  readonly #signal: AbortSignal;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: unknown) => void }>();
  readonly #timer: NodeJS.Timeout;
  readonly #onAbort = (): void => this.#fail(this.#signal.reason);
  #asked = 0;
  #ended: { error: unknown } | undefined;

  constructor(name: string, bytes: Buffer, signal: AbortSignal) {
    this.#name = name;
    this.#signal = signal;
    // A checkout runs its sources, a published package its built files.
    const file = import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js';
    this.#worker = new Worker(new URL(file, import.meta.url), {
      workerData: new Uint8Array(bytes),
      resourceLimits: { maxOldGenerationSizeMb: limits.wholeHeapMebibytes, maxYoungGenerationSizeMb: 64 },
      stdout: true,
      stderr: true,
    });
    this.#worker.on('message', (answer: Answer) => this.#take(answer));
    this.#worker.on('error', (error) => this.#fail(this.#fault(error)));
    this.#worker.on('exit', () => this.#fail(damaged(this.#name, 'its reader has ended')));
    this.#timer = setTimeout(
      () => this.#fail(tooLarge(name, 'more to do', `${limits.wholeSeconds} s of reading`)),
      limits.wholeSeconds * 1000,
    );
    signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  async opened(): Promise<readonly SheetInfo[]> {
    const answer = await this.#answer(0);
    clearTimeout(this.#timer);
    if (answer.kind === 'failed') throw this.#fault(new Error(answer.message));
    return answer.kind === 'opened' ? answer.sheets : [];
  }

  async rows(
    sheet: number,
    from: number,
    shown: ShownColumns | undefined,
  ): Promise<{ rows: readonly PlainRow[]; next: number | undefined }> {
    const id = ++this.#asked;
    const answer = this.#answer(id);
    const request: Request = { id, sheet, from, shown };
    this.#worker.postMessage(request);
    const given = await answer;
    return given.kind === 'rows' ? given : { rows: [], next: undefined };
  }

  async close(): Promise<void> {
    this.#signal.removeEventListener('abort', this.#onAbort);
    this.#fail(
      new SourceError('source/closed', 'The source was closed while it was being read.', {
        place: { file: this.#name },
      }),
    );
    await this.#worker.terminate();
  }

  #answer(id: number): Promise<Answer> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended.error);
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    this.#waiting.set(id, { resolve, reject });
    return promise;
  }

  #take(answer: Answer): void {
    const id = answer.kind === 'rows' ? answer.id : 0;
    this.#waiting.get(id)?.resolve(answer);
    this.#waiting.delete(id);
  }

  /** The first cause is the one that everybody waiting is told. */
  #fail(error: unknown): void {
    if (this.#ended !== undefined) return;
    this.#ended = { error };
    clearTimeout(this.#timer);
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
    void this.#worker.terminate();
  }

  #fault(error: Error): unknown {
    if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
      return tooLarge(this.#name, 'a book that needs more', `${limits.wholeHeapMebibytes} MiB of memory`);
    if (/password|encrypt/i.test(error.message)) return passwordFault(this.#name);
    return damaged(this.#name, 'its records can not be decoded', error);
  }
}
