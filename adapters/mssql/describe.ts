import type { Cell } from '../../core/adapter/batch.ts';
import { SourceError } from '../../core/errors/errors.ts';
import { derived, withoutOrder } from '../sql/derived.ts';
import type { Query, SqlColumn } from '../sql/driver.ts';
import { sourceError } from './faults.ts';
import { type Running, readAll, readBatches } from './read.ts';
import type { Metadata } from './tedious.ts';
import { columnOf, columnsOf, uniqueNames } from './types.ts';

/**
 * Describes queries in one session: the columns that each would give, without a row of it. Asked of the server's own function, then of
 * its procedure, then as a table of which no row is wanted, then by FMTONLY, which old servers know, for queries that can't be a table:
 * with a name twice, or without one. The way that went well is the first for the next query.
 */
export function describer(running: Running): (query: Query) => Promise<readonly SqlColumn[]> {
  const ways: Way[] = [byFunction, byProcedure, byNoRows, byFormat];
  return async (query) => {
    for (let number = 0; ; number++) {
      const [way] = ways.slice(number);
      try {
        const columns = await way(query, running);
        ways.unshift(...ways.splice(number, 1));
        return columns;
      } catch (error) {
        if (number === ways.length - 1 || isAboutTheQuery(error, way)) throw error;
      }
    }
  };
}

type Way = (query: Query, running: Running) => Promise<readonly SqlColumn[]>;

/** Not that the server lacks the way that was tried, or that it is not up to this query. */
function isAboutTheQuery(error: unknown, way: Way): boolean {
  if (!(error instanceof SourceError) || error.retryable) return true;
  const [{ code, place }] = error.faults;
  if (!code.startsWith('sql/missing-')) return code !== 'sql/failed';
  // Other servers make a view of the query, which needs rights of its own and knows no parameters.
  return way !== byProcedure && !/dm_exec_describe|^@/i.test(`${place?.file}`);
}

async function byFunction(query: Query, running: Running): Promise<readonly SqlColumn[]> {
  const text =
    'SELECT name, system_type_name, is_nullable, error_number, error_message FROM sys.dm_exec_describe_first_result_set(@p1, @p2, 0) ORDER BY column_ordinal';
  const rows = await readAll({ text, parameters: [query.text, declarations(query)] }, running);
  const refused = rows.find((row) => row[3] !== null);
  if (refused !== undefined) throw sourceError({ number: refused[3], message: String(refused[4]) }, running.what);
  return described(rows.map(([name, type, nullable]) => [name, type, nullable]));
}

async function byProcedure(query: Query, running: Running): Promise<readonly SqlColumn[]> {
  const text = 'EXEC sp_describe_first_result_set @tsql = @p1, @params = @p2, @browse_information_mode = 0';
  let names: readonly string[] = [];
  const onColumns = (columns: readonly Metadata[]) => {
    names = columns.map(({ colName }) => colName);
  };
  const rows = await readAll({ text, parameters: [query.text, declarations(query)] }, { ...running, onColumns });
  const at = ['name', 'system_type_name', 'is_nullable'].map((name) => names.indexOf(name));
  return described(rows.map((row) => at.map((index) => row[index] ?? null)));
}

/** @throws SourceError `sql/failed` if there is no column: then the statement gives no rows, or the server has not understood. */
function described(rows: readonly (readonly Cell[])[]): readonly SqlColumn[] {
  if (rows.length === 0)
    throw new SourceError('sql/failed', 'Expected a query that gives rows, found one without columns.');
  const names = uniqueNames(rows.map(([name]) => String(name ?? '')));
  return rows.map(([, type, nullable], index) =>
    columnOf(names[index], String(type ?? 'nvarchar'), nullable !== false),
  );
}

async function byNoRows(query: Query, running: Running): Promise<readonly SqlColumn[]> {
  const { lead, from } = derived(withoutOrder(query.text));
  return await byMetadata({ ...query, text: `${lead}SELECT * FROM ${from} WHERE 1 = 0` }, running);
}

async function byFormat(query: Query, running: Running): Promise<readonly SqlColumn[]> {
  return await byMetadata({ ...query, text: `SET FMTONLY ON;\n${query.text}\nSET FMTONLY OFF` }, running);
}

async function byMetadata(query: Query, running: Running): Promise<readonly SqlColumn[]> {
  let columns: readonly SqlColumn[] = [];
  const onColumns = (metadata: readonly Metadata[]) => {
    columns = columnsOf(metadata);
  };
  // A server that does not know FMTONLY runs the query: its first rows end that.
  for await (const _rows of readBatches(query, { ...running, onColumns })) break;
  if (columns.length === 0)
    throw new SourceError('sql/failed', 'Expected a query that gives rows, found one without columns.');
  return columns;
}

/** `@p1 nvarchar(4000), @p2 bigint`; null without parameters. */
function declarations({ parameters = [] }: Query): string | null {
  if (parameters.length === 0) return null;
  const isText = (value: unknown) => typeof value === 'string' || value === null;
  return parameters.map((value, index) => `@p${index + 1} ${isText(value) ? 'nvarchar(4000)' : 'bigint'}`).join(', ');
}
