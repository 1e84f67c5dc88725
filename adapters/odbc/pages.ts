import type { Batch, Cell } from '../../core/adapter/batch.ts';
import { sqlFault } from '../sql/faults.ts';
import { atMost } from '../sql/waiting.ts';
import type { Described } from './described.ts';
import type { Child } from './odbc-process.ts';
import type { Product } from './products.ts';
import type { Rows } from './protocol.ts';

/**
 * Three ways to the rows of a query. Pages in the order of a key are right with every driver. A cursor of the server itself takes one run
 * of the query; those of drivers are not used, since MariaDB's loses rows in silence. All at once is for what is small. How many rows
 * there should have been is asked of the server.
 */

export interface Reading {
  readonly child: Child;
  readonly product: Product;
  readonly described: Described;
  /** The columns that tell its rows apart, if they are known. */
  readonly key: readonly string[] | undefined;
  /** The key is the primary key of the one table that is read: a page of it is a range of its index. */
  readonly isIndexed: boolean;
  /** How much memory the process with the driver may take. */
  readonly memoryMb: number;
  /** All queries see one state of the database. */
  readonly isSnapshot: boolean;
  readonly note: (sentence: string) => void;
}

const pageRows = 4000;
const mostPageRows = 50_000;
/** What a value takes in the process with the driver, with the buffers of the package, beside its text; and the text of one whose length nobody states. */
const valueBytes = 600;
const unknownBytes = 1000;

/**
 * How many rows a page has. Where each page runs the whole query again, there should be few of them: as large as a quarter of the memory
 * allows by the lengths that columns are declared with.
 */
function pageRowsOf({ isIndexed, memoryMb, described: { driverColumns } }: Reading): number {
  if (isIndexed) return pageRows;
  const lengths = driverColumns.map(({ columnSize }) =>
    columnSize > 0 ? Math.min(columnSize, 1 << 20) : unknownBytes,
  );
  const rowBytes = lengths.reduce((sum, length) => sum + valueBytes + 2 * length, 0);
  const fitting = Math.floor((memoryMb * (1 << 20)) / 4 / rowBytes);
  return Math.min(Math.max(fitting, pageRows), mostPageRows);
}

export async function* readRows(reading: Reading): AsyncGenerator<Batch> {
  const way = wayOf(reading);
  const isSure = way === 'cursor' && reading.product.cursor === 'declare';
  const before = isSure || reading.isSnapshot ? undefined : await countRows(reading);
  const read = { pages: byPages, cursor: byCursor, whole: atOnce }[way];
  let rows = 0;
  for await (const batch of aheadByOne(reading, read(reading))) {
    yield batchOf(batch, rows);
    rows += batch.rows;
  }
  if (isSure) return;
  const counted = await countRows(reading);
  if (counted === rows) return;
  if (before !== undefined && before !== counted) {
    reading.note(
      `Others were writing while it was read: ${before} rows before, ${rows} read, ${counted} after. A server with snapshots would show one state.`,
    );
    return;
  }
  throw sqlFault(
    'sql/rows-lost',
    `Expected ${counted} rows, as the server counts them, read ${rows}. ${
      way === 'pages'
        ? `Check that the key (${reading.key?.join(', ')}) is unique and never null.`
        : 'Declare the key of the query, so that it is read in pages.'
    }`,
  );
}

/** A page of a table is a range of its index; of any other query it is the whole query again, so that a cursor is better where it is right. */
function wayOf({ product, described, key, isIndexed }: Reading): 'pages' | 'cursor' | 'whole' {
  const isCheap = isIndexed || product.cursor === undefined;
  if (key !== undefined && isCheap && keyColumns(described, key).every(({ kind }) => comparable.has(kind)))
    return 'pages';
  return product.cursor === undefined ? 'whole' : 'cursor';
}

/** Kinds whose values, as they are read, find the same place again. */
const comparable: ReadonlySet<string> = new Set(['integer', 'text', 'decimal', 'date', 'moment']);

interface KeyColumn {
  readonly index: number;
  readonly name: string;
  readonly kind: Described['selected'][number]['kind'];
  readonly parameter: string;
}

function keyColumns({ columns, selected, driverColumns }: Described, key: readonly string[], product?: Product) {
  return key.map((each): KeyColumn => {
    const index = columns.findIndex(({ name }) => name === each);
    if (index < 0) throw sqlFault('sql/missing-column', `The key ${each} is no column of the query.`, { name: each });
    const { kind } = selected[index];
    const name = product?.dialect.quoteName(each) ?? each;
    return { index, name, kind, parameter: product?.keyParameter(kind, driverColumns[index]) ?? '?' };
  });
}

async function* byPages(reading: Reading): AsyncGenerator<Rows> {
  const { child, product, described, key = [] } = reading;
  const most = pageRowsOf(reading);
  const { query, source, selected } = described;
  const columns = keyColumns(described, key, product);
  const order = columns.map(({ name }) => `q.${name}`).join(', ');
  let last: readonly Cell[] | undefined;
  for (;;) {
    const where = last === undefined ? '' : `\nWHERE ${after(columns)}`;
    const select = `${source.lead}${product.dialect.limit(
      `SELECT ${list(described)} FROM ${source.from}${where}\nORDER BY ${order}`,
      most,
    )}`;
    const text = product.widened?.(select, selected.length) ?? select;
    const parameters = [...(query.parameters ?? []), ...(last === undefined ? [] : afterValues(last))];
    let rows = 0;
    for await (const batch of result(child, text, parameters, described)) {
      rows += batch.rows;
      const end = (batch.rows - 1) * batch.columns.length;
      const ending = columns.map(({ index }) => batch.cells[end + index]);
      if (ending.includes(null)) throw keyFault(key, 'has a row without it');
      if (last !== undefined && ending.every((value, index) => value === last?.[index]))
        throw keyFault(key, 'does not grow from page to page');
      last = ending;
      yield batch;
    }
    if (rows < most) return;
  }
}

/** `a > ? OR (a = ? AND b > ?)`: a comparison of rows, spelled out since few servers have one. */
function after(columns: readonly KeyColumn[]): string {
  const branches = columns.map(({ name, parameter }, index) => {
    const equal = columns.slice(0, index).map((each) => `q.${each.name} = ${each.parameter}`);
    return `(${[...equal, `q.${name} > ${parameter}`].join(' AND ')})`;
  });
  return branches.join(' OR ');
}

function afterValues(last: readonly Cell[]): readonly (string | number | bigint | null)[] {
  const values = last.map((value) => (typeof value === 'number' || typeof value === 'bigint' ? value : String(value)));
  return values.flatMap((_, index) => values.slice(0, index + 1));
}

function keyFault(key: readonly string[], how: string) {
  return sqlFault(
    'sql/bad-key',
    `Expected a key (${key.join(', ')}) that is unique and never null, found one that ${how}. Declare another key.`,
  );
}

/** Page after page of one run of the query, or of runs that are alike because nothing changes between them. */
async function* byCursor(reading: Reading): AsyncGenerator<Rows> {
  const { child, product, described, isSnapshot } = reading;
  const parameters = described.query.parameters ?? [];
  const page = (text: string, values: typeof parameters = []) => result(child, text, values, described);
  if (!isSnapshot && product.snapshot !== undefined) await child.done({ op: 'begin', ...product.snapshot });
  const all = selectAll(reading);
  try {
    if (product.cursor === 'declare')
      await child.rows({ op: 'query', text: `DECLARE tributary_rows NO SCROLL CURSOR FOR ${all}`, parameters });
    // What the server keeps open has pages for nothing.
    const most = product.cursor === 'declare' ? pageRows : pageRowsOf(reading);
    for (let read = 0, rows = most; rows === most; read += rows) {
      rows = 0;
      const pages =
        product.cursor === 'declare'
          ? page(`FETCH FORWARD ${most} FROM tributary_rows`)
          : page(`${all}\nLIMIT ${most} OFFSET ${read}`, parameters);
      for await (const batch of pages) {
        rows += batch.rows;
        yield batch;
      }
    }
  } finally {
    // The end of a transaction is the end of its cursors, also of one that has failed.
    if (child.isUsable && !isSnapshot) await child.done({ op: 'rollback' });
    else if (child.isUsable && product.cursor === 'declare')
      await child.rows({ op: 'query', text: 'CLOSE tributary_rows', parameters: [] }).catch(() => undefined);
  }
}

async function* atOnce(reading: Reading): AsyncGenerator<Rows> {
  const { child, described } = reading;
  yield* result(child, selectAll(reading), described.query.parameters ?? [], described);
}

/** All rows; in the order of their key, where it is known. */
function selectAll({ product, described, key }: Reading): string {
  const order = key?.map((each) => `q.${product.dialect.quoteName(each)}`).join(', ');
  const { lead, from } = described.source;
  const select = `${lead}SELECT ${list(described)} FROM ${from}${order === undefined ? '' : `\nORDER BY ${order}`}`;
  return product.widened?.(select, described.selected.length) ?? select;
}

function list({ selected }: Described): string {
  return selected.map(({ expression }, index) => `${expression} AS c${index + 1}`).join(', ');
}

/** The batches of a result of the driver. */
async function* result(
  child: Child,
  text: string,
  parameters: readonly (string | number | bigint | null)[],
  { selected }: Described,
): AsyncGenerator<Rows> {
  const kinds = selected.map(({ kind }) => kind);
  let batch = await child.rows({ op: 'query', text, parameters, kinds });
  try {
    while (batch.rows > 0) {
      yield batch;
      if (!batch.more) return;
      batch = await child.rows({ op: 'next' });
    }
  } finally {
    if (batch.more && child.isUsable) await child.done({ op: 'end' });
  }
}

/**
 * The next batch is on its way while one is worked on. Whoever leaves early waits for it for a moment; a driver that does not come back is
 * told to cancel, and ended if it does not.
 */
async function* aheadByOne({ child, isSnapshot }: Reading, batches: AsyncGenerator<Rows>): AsyncGenerator<Rows> {
  let coming = batches.next();
  let isOver = false;
  try {
    for (;;) {
      const next = await coming;
      if (next.done) {
        isOver = true;
        return;
      }
      coming = batches.next();
      coming.catch(() => undefined);
      yield next.value;
    }
  } catch (error) {
    isOver = true;
    throw error;
  } finally {
    if (!isOver) {
      const isTidy = (await atMost(patienceMilliseconds, coming)) || (await cancelled(child, isSnapshot, coming));
      await (isTidy ? batches.return(undefined) : endedBy(child));
    }
  }
}

/** A query that is cancelled takes its transaction with it, and so the snapshot. */
async function cancelled(child: Child, isSnapshot: boolean, coming: Promise<unknown>): Promise<boolean> {
  if (isSnapshot) return false;
  child.cancel();
  return atMost(
    patienceMilliseconds,
    coming.catch(() => undefined),
  );
}

/** Fails, so that nobody uses the connection again. */
async function endedBy(child: Child): Promise<never> {
  const fault = sqlFault('sql/timeout', 'The driver did not end a query that nobody waits for. Its process was ended.');
  child.kill(fault);
  throw fault;
}

const patienceMilliseconds = 400;

async function countRows({ child, described: { source, query } }: Reading): Promise<number> {
  const { cells } = await child.rows({
    op: 'query',
    text: `${source.lead}SELECT COUNT(*) FROM ${source.from}`,
    parameters: query.parameters ?? [],
    kinds: ['integer'],
  });
  return Number(cells[0]);
}

function batchOf({ rows, columns, cells }: Rows, before: number): Batch {
  const positions = Array.from({ length: rows }, (_, index) => before + index + 1);
  return { layout: 'cells', rows, width: columns.length, positions, cells };
}
