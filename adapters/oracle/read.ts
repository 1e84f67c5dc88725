import { type Batch, batchRows, type Cell } from '../../core/adapter/batch.ts';
import type { Query, SqlColumn, Timeouts } from '../sql/driver.ts';
import { sqlFault } from '../sql/faults.ts';
import type { ResultSet } from './package.ts';
import type { Session } from './session.ts';
import { cellMaker, columnOf, fetchAs, isLong } from './types.ts';

/** With large values in them, so many rows come at once: they come whole. */
const rowsWithLong = 50;
/** The most characters or bytes of a value: more is no inventory. */
const largest = 16 * 1024 * 1024;

/** The columns that a query would give: the server parses it and says them, without running it. */
export async function describe(session: Session, { text }: Query, { firstRow }: Timeouts): Promise<SqlColumn[]> {
  const run = () => session.connection.getStatementInfo(text);
  const { metaData = [] } = await session.call(run, {
    milliseconds: firstRow,
    waitsFor: 'describe the query',
    query: text,
  });
  if (metaData.length === 0) throw sqlFault('sql/failed', 'The statement has no columns: it is no query.');
  return metaData.map(columnOf);
}

/** The rows of a query in batches. What the package has read ahead is one batch at most. */
export async function* read(session: Session, query: Query, { firstRow, read }: Timeouts): AsyncGenerator<Batch> {
  const first = { milliseconds: firstRow, waitsFor: 'give a row of the query', query: query.text };
  const more = { milliseconds: read, waitsFor: 'give more rows of the query', query: query.text };
  const rows = await session.call(() => execute(session, query), first);
  try {
    const columns = rows.metaData.map((found) => ({
      ...columnOf(found),
      make: cellMaker(columnOf(found), found, session.package),
    }));
    const atOnce = rows.metaData.some(isLong) ? rowsWithLong : batchRows;
    let position = 0;
    for (;;) {
      const found = await session.call(() => rows.getRows(atOnce), position === 0 ? first : more);
      if (found.length === 0) return;
      yield batchOf(found, columns, position);
      position += found.length;
    }
  } finally {
    await session.end(rows);
  }
}

async function execute(session: Session, { text, parameters = [] }: Query): Promise<ResultSet> {
  const { package: package_, connection } = session;
  const { resultSet } = await connection.execute(text, parameters, {
    resultSet: true,
    outFormat: package_.OUT_FORMAT_ARRAY,
    prefetchRows: batchRows,
    fetchArraySize: batchRows,
    keepInStmtCache: false,
    fetchTypeHandler: fetchAs(package_),
  });
  if (resultSet === undefined) throw sqlFault('sql/failed', 'The statement gave no rows: it is no query.');
  return resultSet;
}

type Making = SqlColumn & { readonly make: (value: unknown) => Cell };

function batchOf(found: readonly (readonly unknown[])[], columns: readonly Making[], before: number): Batch {
  const width = columns.length;
  const cells: Cell[] = new Array(found.length * width);
  for (const [column, { make, name }] of columns.entries()) {
    for (let row = 0; row < found.length; row += 1) {
      const cell = make(found[row]?.[column]);
      if (typeof cell === 'object' || typeof cell === 'string') checkSize(cell, name, before + row + 1);
      cells[row * width + column] = cell;
    }
  }
  return {
    layout: 'cells',
    rows: found.length,
    width,
    positions: Array.from(found, (_, row) => before + row + 1),
    cells,
  };
}

function checkSize(cell: string | Uint8Array | null, column: string, row: number): void {
  if (cell === null || cell.length <= largest) return;
  throw sqlFault(
    'sql/bad-value',
    `The column ${column} has a value of ${cell.length} characters or bytes in row ${row}, more than ${largest}. Cut it in the query (DBMS_LOB.SUBSTR), or leave it out.`,
  );
}
