import { type Batch, type Cell, cellAt } from '../../core/adapter/batch.ts';
import { SourceError } from '../../core/errors/errors.ts';
import type { ConnectOptions, Query } from '../sql/driver.ts';
import { sourceError } from './faults.ts';
import { closeSession, type Opened } from './session.ts';
import type { Metadata, Request } from './tedious.ts';

/** What running a query needs to know: the session, its limits, and what is being done, for messages. */
export interface Running {
  readonly opened: Opened;
  readonly options: ConnectOptions;
  readonly what: string;
  /** Takes the columns, once the server has described them. */
  readonly onColumns?: (columns: readonly Metadata[]) => void;
}

// A server that does not confirm within this time that it has stopped loses the session.
const mostMillisecondsToStop = 2000;

/**
 * The rows of a query, in batches. Between two of them the request is paused: the package has one more batch ready, and the rest waits
 * in the socket and in the server. Leaving the loop early cancels the query, and the session can be used again.
 */
export async function* readBatches(query: Query, running: Running): AsyncGenerator<Batch> {
  const { opened, options, what, onColumns } = running;
  options.signal.throwIfAborted();
  const inbox = new Inbox(running);
  const request = requestOf(query, opened, inbox);
  request.on('columnMetadata', (columns) => {
    if (!isMetadata(columns)) return;
    if (inbox.isSecondResult()) request.cancel();
    else onColumns?.(columns);
  });
  request.on('row', (batch) => {
    if (!isBatch(batch)) return;
    request.pause();
    inbox.put(batch);
  });
  try {
    if (query.parameters === undefined || query.parameters.length === 0) opened.session.execSqlBatch(request);
    else opened.session.execSql(request);
    for (let limit: 'firstRow' | 'read' = 'firstRow'; ; limit = 'read') {
      const batch = await inbox.take(limit, request);
      if (batch === undefined) return;
      yield batch;
    }
  } catch (error) {
    options.signal.throwIfAborted();
    throw sourceError(opened.fault() ?? error, what);
  } finally {
    if (!inbox.ended) {
      request.cancel();
      if (!(await inbox.endsWithin(mostMillisecondsToStop))) closeSession(opened.session, opened.tedious);
    }
  }
}

/** All rows of a small query, each as an array of its cells. */
export async function readAll(query: Query, running: Running): Promise<readonly (readonly Cell[])[]> {
  const rows: (readonly Cell[])[] = [];
  for await (const batch of readBatches(query, running))
    for (let row = 0; row < batch.rows; row++)
      rows.push(Array.from({ length: batch.width }, (_, column) => cellAt(batch, row * batch.width + column)));
  return rows;
}

function requestOf({ text, parameters = [] }: Query, { tedious }: Opened, inbox: Inbox): Request {
  const { NVarChar, BigInt: Whole } = tedious.TYPES;
  const request = new tedious.Request(text, (error) => inbox.end(error));
  parameters.forEach((value, index) => {
    const isText = typeof value === 'string' || value === null;
    request.addParameter(`p${index + 1}`, isText ? NVarChar : Whole, isText ? value : String(value));
  });
  return request;
}

/** Batches that have come and were not taken, and how the query ended. */
class Inbox {
  ended = false;
  readonly #running: Running;
  readonly #batches: Batch[] = [];
  #error: unknown;
  #results = 0;
  #wake: () => void = () => {};

  constructor(running: Running) {
    this.#running = running;
  }

  put(batch: Batch): void {
    this.#batches.push(batch);
    this.#wake();
  }

  end(error: unknown): void {
    this.ended = true;
    this.#error ??= error ?? undefined;
    this.#wake();
  }

  /** A query with two results would be two datasets in one. */
  isSecondResult(): boolean {
    this.#results++;
    if (this.#results < 2) return false;
    this.#error ??= new SourceError(
      'sql/failed',
      'Expected one result, found several. Leave a single SELECT in the query.',
    );
    return true;
  }

  /** The next batch; undefined at the end of the rows. */
  async take(limit: 'firstRow' | 'read', request: Request): Promise<Batch | undefined> {
    if (this.#batches.length === 0 && !this.ended) {
      request.resume();
      if (!(await this.#news(this.#running.options.timeouts[limit]))) throw this.#late(limit);
    }
    const batch = this.#batches.shift();
    if (batch === undefined && this.#error !== undefined) throw this.#error;
    return batch;
  }

  /** Whether the query has ended within that time: rows that still come are let go. */
  async endsWithin(milliseconds: number): Promise<boolean> {
    const until = performance.now() + milliseconds;
    while (!this.ended && performance.now() < until) {
      await this.#sleep(until - performance.now());
      this.#batches.length = 0;
    }
    return this.ended;
  }

  /** Waits for a batch or the end; false if neither comes in time. */
  async #news(milliseconds: number): Promise<boolean> {
    const { signal } = this.#running.options;
    const onAbort = () => this.#wake();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await this.#sleep(milliseconds);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
    signal.throwIfAborted();
    return this.ended || this.#batches.length > 0;
  }

  async #sleep(milliseconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, milliseconds);
    this.#wake = resolve;
    await promise;
    clearTimeout(timer);
  }

  #late(limit: 'firstRow' | 'read'): SourceError {
    const seconds = this.#running.options.timeouts[limit] / 1000;
    const message = `${this.#running.what} failed: expected ${limit === 'firstRow' ? 'the first rows' : 'more rows'} within ${seconds} s, none came. Raise ${limit}Seconds, or ask what the query waits for.`;
    return new SourceError('sql/timeout', message, { retryable: true });
  }
}

function isMetadata(value: unknown): value is readonly Metadata[] {
  return Array.isArray(value);
}

function isBatch(value: unknown): value is Batch {
  const layout = Reflect.get(Object(value), 'layout');
  return layout === 'bytes' || layout === 'cells';
}
