import { createHash } from 'node:crypto';
import { type Batch, cellAt } from '../../core/adapter/batch.ts';
import type { DatasetBookmark } from '../../core/adapter/bookmark.ts';
import type { Part } from '../../core/adapter/contract.ts';
import type { Connections, State } from './connections.ts';
import type { Readable } from './datasets.ts';
import { derived, withoutOrder } from './derived.ts';
import type { Dialect, Query, SqlColumn } from './driver.ts';
import { byKey } from './keyed.ts';

/**
 * The rows of a dataset that have changed, as queries around its own: `SELECT … FROM (query) q WHERE q.RowVersion > @p1`. What is asked for
 * stands in the part, so that whoever opens the source can read it. Values are bound.
 */

/** Either bounds of the bookmark's column, or values of it. */
export type Wanted =
  | { readonly by: 'bounds'; readonly bounds: readonly Bound[] }
  | { readonly by: 'values'; readonly values: readonly number[] };

export interface Bound {
  readonly sign: '>' | '<' | '>=' | '<=';
  readonly value: string;
}

/** Servers take no more values in a list, or fewer parameters in a query than two such lists have. */
const valuesAtOnce = 1000;

/** What `Dialect.numbersIn` takes. */
const valuesInText = 10_000;

/** How many values are quicker to ask for than everything: where each list is a query, a few lists. */
export function mostValues({ numbersIn }: Dialect, of: number): number {
  const share = Math.floor(of / 10);
  return Math.max(valuesAtOnce, numbersIn === undefined ? Math.min(share, 5 * valuesAtOnce) : share);
}

export function changesPart(dataset: string, wanted: Wanted): Part {
  const range: Record<string, string> =
    wanted.by === 'values'
      ? { values: wanted.values.join(' ') }
      : Object.fromEntries(wanted.bounds.map(({ sign, value }) => [sign, value]));
  return { dataset, number: 0, range };
}

/** What a part asks for; undefined if it is the whole dataset. */
function wantedIn({ range }: Part): Wanted | undefined {
  if (range === undefined) return undefined;
  if (typeof range.values === 'string')
    return { by: 'values', values: range.values.split(' ').flatMap((text) => (text === '' ? [] : [Number(text)])) };
  const bounds = signs.flatMap((sign) => (range[sign] === undefined ? [] : [{ sign, value: String(range[sign]) }]));
  return bounds.length === 0 ? undefined : { by: 'bounds', bounds };
}

const signs = ['>=', '>', '<=', '<'] as const;

export function asksForChanges(part: Part): boolean {
  return wantedIn(part) !== undefined;
}

export interface ReadChanges {
  readonly connections: Connections;
  readonly dialect: Dialect;
  /** Printable, and the name of the part. */
  readonly what: string;
  /** Is told in which states of the database it was read. */
  readonly onState: (state: State) => void;
}

/** The rows of a part that asks for changes; undefined if it asks for the whole dataset. */
export function readChanges(
  part: Part,
  { query, columns, key, bookmark }: Readable,
  { connections, dialect, what, onState }: ReadChanges,
): AsyncGenerator<Batch> | undefined {
  const wanted = wantedIn(part);
  if (wanted === undefined || bookmark === undefined) return undefined;
  const read = async function* (): AsyncGenerator<Batch> {
    for (const each of changeQueries(query, bookmark, wanted, { columns, key, dialect }))
      yield* connections.read(each, columns, what, onState);
  };
  return key === undefined ? numbered(read()) : byKey(read(), columns, key, what);
}

/** The rows of several queries, counted as those of one. */
async function* numbered(batches: AsyncIterable<Batch>): AsyncGenerator<Batch> {
  let before = 0;
  for await (const batch of batches) {
    const first = before + 1;
    yield { ...batch, positions: Array.from({ length: batch.rows }, (_, row) => first + row) };
    before += batch.rows;
  }
}

interface Around {
  readonly columns: readonly SqlColumn[];
  readonly key: string | undefined;
  readonly dialect: Dialect;
}

function* changeQueries(query: Query, bookmark: DatasetBookmark, wanted: Wanted, around: Around): Generator<Query> {
  const { dialect } = around;
  const name = `q.${dialect.quoteName(bookmark.column)}`;
  if (wanted.by === 'bounds') {
    const compared = comparedWith(bookmark, dialect);
    yield wrapped(
      query,
      around,
      bookmark,
      wanted.bounds.map(({ value }) => compared.bound(value)),
      (parameters) =>
        wanted.bounds.map(({ sign }, index) => `${name} ${sign} ${compared.text(parameters[index])}`).join(' AND '),
    );
    return;
  }
  const values = wanted.values.toSorted((a, b) => a - b);
  const { numbersIn } = dialect;
  if (numbersIn !== undefined && values.length > valuesAtOnce && values[0] >= 0) {
    const width = Math.max(...values.map((value) => String(value).length));
    const lists = Array.from({ length: Math.ceil(values.length / valuesInText) }, (_, list) =>
      values.slice(list * valuesInText, (list + 1) * valuesInText),
    );
    const texts = lists.map((list) => list.map((value) => String(value).padStart(width, '0')).join(''));
    yield wrapped(query, around, bookmark, texts, (parameters) => {
      const of = parameters.map((number, list) => numbersIn(dialect.parameter(number), width, lists[list].length));
      return `${name} IN (${of.join(' UNION ALL ')})`;
    });
    return;
  }
  const placed = dialect.wholeNumber ?? dialect.parameter;
  for (let at = 0; at < values.length; at += valuesAtOnce)
    yield wrapped(query, around, bookmark, values.slice(at, at + valuesAtOnce), (parameters) => {
      return `${name} IN (${parameters.map(placed).join(', ')})`;
    });
}

function wrapped(
  { text, parameters = [] }: Query,
  { columns, key, dialect }: Around,
  { column }: DatasetBookmark,
  values: readonly (string | number | bigint)[],
  where: (parameters: readonly number[]) => string,
): Query {
  const { lead, from } = derived(withoutOrder(text));
  const condition = where(values.map((_, index) => parameters.length + index + 1));
  // Without a key, equal rows are those that are equal in all columns.
  const others = columns.filter(
    ({ name, serverType }) =>
      name !== column && !unordered.test(serverType) && dialect.unordered?.test(serverType) !== true,
  );
  const order = key === undefined ? [column, ...others.map(({ name }) => name)] : [key];
  const list = order.map((name) => `q.${dialect.quoteName(name)}`);
  return {
    text: `${lead}SELECT q.* FROM ${from}\nWHERE ${condition}\nORDER BY ${list.join(', ')}`,
    parameters: [...parameters, ...values],
    ...(key === undefined ? {} : { key: [key] }),
  };
}

/** Types of servers that can't order by them. */
const unordered = /^(image|xml|json$|n?clob|dbclob|blob|bfile|long|sql_variant|geo|raw|bytea|.*binary)/i;

interface Compared {
  readonly bound: (value: string) => string | number | bigint;
  readonly text: (parameter: number) => string;
}

/** How a value of a bookmark is bound, and how its parameter stands in the text. */
function comparedWith({ kind }: DatasetBookmark, dialect: Dialect): Compared {
  const mark = kind === 'rowversion' || kind === 'scn' ? dialect.marks?.[kind] : undefined;
  if (mark !== undefined) return { bound: (value) => value, text: (number) => mark.value(dialect.parameter(number)) };
  return { bound: wholeNumber, text: dialect.wholeNumber ?? dialect.parameter };
}

function wholeNumber(value: string): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : BigInt(value);
}

/** The largest value of the bookmark's column. */
export function largestOf({ text, parameters = [] }: Query, column: string, dialect: Dialect): Query {
  const { lead, from } = derived(withoutOrder(text));
  return { text: `${lead}SELECT MAX(q.${dialect.quoteName(column)}) AS largest FROM ${from}`, parameters };
}

/** A digest of what a query reads: its text, its parameters and its columns. */
export function readsOf({ text, parameters = [] }: Query, columns: readonly SqlColumn[]): string {
  const said = [text, parameters.map(String), columns.map(({ name, type }) => [name, type])];
  return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 16);
}

/** The first cell of the first row; null without a row. */
export async function firstCell(batches: AsyncIterable<Batch>): Promise<ReturnType<typeof cellAt>> {
  for await (const batch of batches) return cellAt(batch, 0);
  return null;
}
