import { type Batch, cellAt } from '../../core/adapter/batch.ts';
import { SourceError } from '../../core/errors/errors.ts';
import type { Connections, State } from './connections.ts';
import type { Readable } from './datasets.ts';
import type { Dialect, Query, SqlColumn } from './driver.ts';
import { byKey } from './keyed.ts';
import { bordersOf, endsOf, type KeyRange, ranged } from './ranged.ts';
import type { Retries } from './retries.ts';
import { requireSameColumns } from './same-columns.ts';

export interface ReadingOptions {
  readonly readable: Readable;
  /** Printable, and the name of the part: `emea/computers`. */
  readonly what: string;
  readonly dialect: Dialect;
  readonly connections: Connections;
  readonly retries: Retries;
  /** It was not read before. */
  readonly isFirst: boolean;
  /** Is told in which states of the database it was read. */
  readonly onState: (state: State) => void;
  /** The server does not take the query as a table of another one: it can only be read from its beginning. */
  readonly onWhole: () => void;
  readonly note: (sentence: string) => void;
}

/** Rows that no query can read alone, one by one, before a dataset is given up. */
const mostUnreadable = 20;
const freshMilliseconds = 10_000;

/**
 * The rows of a part of a dataset. One whose key never changes goes on behind the last key that came, when a connection breaks; and where a row
 * can not be read, the range around it is divided until that row is alone, which is then rejected by its key.
 */
export class Reading {
  readonly #of: ReadingOptions;
  #unreadable = 0;
  #hasBegun = false;

  constructor(options: ReadingOptions) {
    this.#of = options;
  }

  async *rows(range: KeyRange = {}): AsyncGenerator<Batch> {
    const { readable, what, connections, onState } = this.#of;
    const { key, query, columns, isImmutable } = readable;
    if (key !== undefined && isImmutable) {
      yield* this.#keyed(key, range);
      return;
    }
    if (!this.#isFresh()) await this.#check();
    let rows = 0;
    try {
      const read = connections.read(key === undefined ? query : { ...query, key: [key] }, columns, what, onState);
      for await (const batch of key === undefined ? read : byKey(read, columns, key, what)) {
        yield batch;
        rows += batch.rows;
      }
    } catch (error) {
      await this.#explain(error);
      throw isOfOneRow(error) ? behind(error, rows) : error;
    }
  }

  /** The first read, right after the columns were asked for: asking again would tell nothing. */
  #isFresh(): boolean {
    const { readable, isFirst } = this.#of;
    const isFresh = isFirst && !this.#hasBegun && performance.now() - readable.describedAt < freshMilliseconds;
    this.#hasBegun = true;
    return isFresh;
  }

  async #check(query = this.#of.readable.query): Promise<void> {
    const { readable, what, connections } = this.#of;
    await requireSameColumns(connections, query, readable.columns, what);
  }

  /** A refusal may come of tables that have changed: then that is what is thrown. */
  async #explain(error: unknown): Promise<void> {
    if (error instanceof SourceError && refusals.has(error.faults[0].code)) await this.#check();
  }

  /**
   * Where the dataset is divided, so that each range has so many rows: the largest key of each but the last. They come from the rows alone.
   * None if the server can't say.
   */
  async borders(key: string, rows: number): Promise<readonly number[]> {
    const { readable, what, dialect, retries, note } = this.#of;
    for (;;) {
      try {
        const values = await this.#numbers(bordersOf(readable.query, key, rows, dialect), [key]);
        return values.map(([value]) => value);
      } catch (error) {
        if (await retries.next(what, error, 'the borders of its parts are asked for again')) continue;
        if (!(error instanceof SourceError) || error.retryable) throw error;
        note(`${what} is read as a whole: the server could not say where its parts begin (${error.faults[0].code}).`);
        return [];
      }
    }
  }

  async *#keyed(key: string, { after, upTo }: KeyRange): AsyncGenerator<Batch> {
    const { readable, what, retries, onWhole } = this.#of;
    const { columns } = readable;
    let broken: unknown;
    for (let last = after; ; ) {
      try {
        const read = this.#range(key, {
          ...(last === undefined ? {} : { after: last }),
          ...(upTo === undefined ? {} : { upTo }),
        });
        for await (const batch of byKey(read, columns, key, what, last)) {
          yield batch;
          last = batch.positions[batch.rows - 1];
        }
        return;
      } catch (error) {
        if (isOfOneRow(error)) {
          yield* this.#divided(key, { after: last, upTo }, error);
          return;
        }
        // What broke can be read from its beginning, if not from here.
        if (broken !== undefined && isRefused(error)) {
          onWhole();
          throw broken;
        }
        await this.#explain(error);
        const from = last === undefined ? 'it is read again' : `reading goes on behind ${key}=${last}`;
        if (!(await retries.next(what, error, from))) throw error;
        broken = error;
      }
    }
  }

  async *#range(key: string, range: KeyRange): AsyncGenerator<Batch> {
    const { readable, what, dialect, connections, onState } = this.#of;
    const isWhole = range.after === undefined && range.upTo === undefined;
    const query = isWhole ? readable.query : ranged(readable.query, key, range, dialect);
    if (!isWhole || !this.#isFresh()) await this.#check(query);
    yield* connections.read({ ...query, key: [key] }, readable.columns, what, onState);
  }

  /** A range with a row that can not be read, in halves. */
  async *#divided(
    key: string,
    { after, upTo }: { readonly after: number | undefined; readonly upTo: number | undefined },
    error: SourceError,
  ): AsyncGenerator<Batch> {
    // Where both are known, a range of one value that can not be read has a row of that value.
    const ends =
      after !== undefined && upTo !== undefined
        ? ([after + 1, upTo] as const)
        : await this.#ends(key, {
            ...(after === undefined ? {} : { after }),
            ...(upTo === undefined ? {} : { upTo }),
          });
    if (ends === undefined) throw error;
    const [smallest, largest] = ends;
    if (smallest === largest) {
      yield this.#rejected(key, smallest, error);
      return;
    }
    const middle = smallest + Math.floor((largest - smallest) / 2);
    yield* this.#keyed(key, { after: smallest - 1, upTo: middle });
    yield* this.#keyed(key, { after: middle, upTo: largest });
  }

  /** The smallest and the largest key in a range; undefined if there is none. */
  async #ends(key: string, range: KeyRange): Promise<readonly [number, number] | undefined> {
    const { readable, what, dialect, retries } = this.#of;
    for (;;) {
      try {
        const [found] = await this.#numbers(endsOf(readable.query, key, range, dialect), ['smallest', 'largest']);
        return found === undefined || found.length < 2 ? undefined : [found[0], found[1]];
      } catch (error) {
        if (!(await retries.next(what, error, 'it is asked again'))) throw error;
      }
    }
  }

  #rejected(key: string, value: number, error: SourceError): Batch {
    const { readable, what, note } = this.#of;
    const { columns } = readable;
    this.#unreadable++;
    if (this.#unreadable > mostUnreadable) throw error;
    note(`${what} ${key}=${value} can not be read: ${error.faults[0].message}`);
    const index = columns.findIndex(({ name }) => name === key);
    const [{ code }] = error.faults;
    const broken = {
      code: 'row/unreadable',
      expected: 'a row that the server and its driver can read',
      found: code,
      text: `${key}=${value}`,
      key: index,
    } as const;
    return {
      layout: 'cells',
      rows: 1,
      width: columns.length,
      positions: [value],
      cells: columns.map((_, column) => (column === index ? value : null)),
      broken: new Map([[0, broken]]),
    };
  }

  /** The rows of a query of ours, without those that have a null. */
  async #numbers(query: Query, names: readonly string[]): Promise<readonly (readonly number[])[]> {
    const { what, connections, onState } = this.#of;
    const columns = names.map((name): SqlColumn => ({ name, type: 'integer', serverType: 'bigint', nullable: true }));
    const rows: number[][] = [];
    for await (const batch of connections.read(query, columns, what, onState))
      for (let row = 0; row < batch.rows; row++) {
        const cells = columns.map((_, column) => cellAt(batch, row * batch.width + column));
        if (!cells.includes(null)) rows.push(cells.map(Number));
      }
    return rows;
  }
}

function isOfOneRow(error: unknown): error is SourceError {
  return error instanceof SourceError && !error.retryable && error.faults[0].code === 'sql/bad-value';
}

function isRefused(error: unknown): boolean {
  return error instanceof SourceError && refusals.has(error.faults[0].code);
}

const refusals: ReadonlySet<string> = new Set([
  'sql/failed',
  'sql/unsupported',
  'sql/missing-column',
  'sql/missing-object',
]);

/** The same error, which says where it was. */
function behind({ faults: [{ code, message, place }] }: SourceError, rows: number): SourceError {
  return new SourceError(
    code,
    `${message} It is behind row ${rows} of the query. With a key that never changes (-- key: NAME, immutable) the row alone would be rejected.`,
    {
      ...(place === undefined ? {} : { place }),
    },
  );
}
