import type { Batch } from '../../core/adapter/batch.ts';
import { SourceError } from '../../core/errors/errors.ts';
import type { Connection, Consistency, Query, SqlColumn, Timeouts } from './driver.ts';
import { sqlFault } from './faults.ts';
import { atMost, type Limit, within } from './waiting.ts';

export interface ConnectionsOptions {
  /** Printable, for messages. */
  readonly source: string;
  readonly connect: (signal: AbortSignal) => Promise<Connection>;
  readonly timeouts: Timeouts;
  readonly most: number;
  readonly signal: AbortSignal;
}

/** What one connection reads from its snapshot on: one state of the database, if the server could do that. */
export interface State {
  readonly consistency: Consistency;
}

/**
 * The connections of one source: no more than so many at once, each used for one query at a time, each wait with its limit. One that
 * has failed, or does not answer, is closed and not used again.
 */
export class Connections {
  readonly #options: ConnectionsOptions;
  readonly #closing = new AbortController();
  readonly #signal: AbortSignal;
  readonly #idle: Connection[] = [];
  readonly #open = new Set<Connection>();
  readonly #waiting: (() => void)[] = [];
  #taken = 0;
  /** Of connections that have their snapshot. */
  readonly #states = new WeakMap<Connection, State>();

  constructor(options: ConnectionsOptions) {
    this.#options = options;
    this.#signal = AbortSignal.any([options.signal, this.#closing.signal]);
  }

  /** Asks something that takes no rows. `limit`: how long the answer may take, as one of the waits. */
  async ask<Result>(
    what: string,
    act: (connection: Connection) => Promise<Result>,
    limit: keyof Timeouts = 'read',
  ): Promise<Result> {
    const connection = await this.#take();
    let isGood = false;
    try {
      const result = await within(act(connection), this.#limit(limit, what));
      isGood = true;
      return result;
    } catch (error) {
      // The server has answered, if only with a refusal.
      isGood = error instanceof SourceError && !error.retryable;
      throw error;
    } finally {
      await this.#give(connection, isGood);
    }
  }

  /** The rows of a query. `onState` is told of which state they are. */
  async *read(
    query: Query,
    columns: readonly SqlColumn[],
    what: string,
    onState: (state: State) => void = () => undefined,
  ): AsyncGenerator<Batch> {
    const connection = await this.#take();
    let state: 'reading' | 'ended' | 'failed' = 'reading';
    let reader: AsyncIterator<Batch> | undefined;
    try {
      onState(await this.#settle(connection));
      reader = connection.read(query)[Symbol.asyncIterator]();
      for (let rows = 0; ; ) {
        const next = await this.#next(reader, rows === 0 ? 'firstRow' : 'read', what);
        if (next.done) break;
        if (next.value.width !== columns.length)
          throw sqlFault(
            'sql/schema-changed',
            `Expected rows of ${columns.length} columns, found ${next.value.width}: the query or its tables have changed. Run it again.`,
            { name: what },
          );
        rows += next.value.rows;
        yield next.value;
        this.#signal.throwIfAborted();
      }
      state = 'ended';
    } catch (error) {
      state = 'failed';
      throw error;
    } finally {
      const isLeft = state === 'reading' && (await atMost(tidyMilliseconds, reader?.return?.()));
      await this.#give(connection, state === 'ended' || isLeft);
    }
  }

  /** Ends all sessions, whatever they do. */
  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort(
      new SourceError('source/closed', 'The source was closed while it was being read.', {
        place: { file: this.#options.source },
      }),
    );
    await Promise.all([...this.#open].map((connection) => this.#end(connection)));
  }

  #next(reader: AsyncIterator<Batch>, limit: 'firstRow' | 'read', what: string) {
    return within(reader.next(), this.#limit(limit, what));
  }

  #limit(limit: keyof Timeouts, what: string): Limit {
    const milliseconds = this.#options.timeouts[limit];
    return {
      milliseconds,
      signal: this.#signal,
      late: () =>
        sqlFault('sql/timeout', `Expected an answer within ${milliseconds / 1000} s (${limit}Seconds), none came.`, {
          name: what,
        }),
    };
  }

  /** All that is read of one connection is of one state of the database, where the server can do that. */
  async #settle(connection: Connection): Promise<State> {
    const known = this.#states.get(connection);
    if (known !== undefined) return known;
    const consistency = await within(connection.snapshot(), this.#limit('firstRow', this.#options.source));
    const state = { consistency };
    this.#states.set(connection, state);
    return state;
  }

  async #take(): Promise<Connection> {
    this.#signal.throwIfAborted();
    if (this.#taken >= this.#options.most) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#waiting.push(resolve);
      await within(promise, this.#limit('read', this.#options.source));
    } else this.#taken++;
    try {
      for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
        if (idle.isOpen?.() !== false) return idle;
        await this.#end(idle);
      }
      return await this.#connect();
    } catch (error) {
      this.#leave();
      throw error;
    }
  }

  async #connect(): Promise<Connection> {
    const connecting = this.#options.connect(this.#signal);
    try {
      const connection = await within(connecting, this.#limit('connect', this.#options.source));
      this.#open.add(connection);
      return connection;
    } catch (error) {
      // One that comes too late is not kept.
      connecting.then((late) => late.close()).catch(() => undefined);
      throw error;
    }
  }

  async #give(connection: Connection, isGood: boolean): Promise<void> {
    if (isGood && !this.#signal.aborted) this.#idle.push(connection);
    else await this.#end(connection);
    this.#leave();
  }

  /** The place of one that has gone is the next one's. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#taken--;
    else next();
  }

  async #end(connection: Connection): Promise<void> {
    this.#open.delete(connection);
    await atMost(tidyMilliseconds, connection.close());
  }
}

/** Whoever stops does not wait longer than that for a server to take notice. */
const tidyMilliseconds = 500;
