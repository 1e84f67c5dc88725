import type { Cell } from '../../core/adapter/batch.ts';
import { SourceError } from '../../core/errors/errors.ts';
import type { CatalogTable, SqlColumn } from '../sql/driver.ts';
import { type Running, readAll } from './read.ts';
import { columnOf } from './types.ts';

/** The tables and views that the login may see, with their columns. INFORMATION_SCHEMA is what all servers of this protocol have. */
export async function readCatalog(running: Running): Promise<readonly CatalogTable[]> {
  const rows = await readAll({ text: columnsQuery }, running);
  const estimates = await rowEstimates(running);
  const tables = new Map<string, CatalogTable & { readonly columns: SqlColumn[] }>();
  for (const row of rows) {
    const [schema, name, kind, column, type, nullable] = row.map((cell) => String(cell ?? ''));
    const key = `${schema}\0${name}`;
    let table = tables.get(key);
    if (table === undefined) {
      const rowsEstimate = estimates.get(key);
      table = {
        schema,
        name,
        kind: kind === 'VIEW' ? 'view' : 'table',
        columns: [],
        ...(rowsEstimate === undefined ? {} : { rowsEstimate }),
      };
      tables.set(key, table);
    }
    table.columns.push(columnOf(column, typeText(type, row.slice(6)), nullable !== 'NO'));
  }
  return [...tables.values()];
}

const columnsQuery = `SELECT t.TABLE_SCHEMA, t.TABLE_NAME, t.TABLE_TYPE, c.COLUMN_NAME, c.DATA_TYPE, c.IS_NULLABLE,
  c.CHARACTER_MAXIMUM_LENGTH, c.NUMERIC_PRECISION, c.NUMERIC_SCALE, c.DATETIME_PRECISION
FROM INFORMATION_SCHEMA.TABLES t
JOIN INFORMATION_SCHEMA.COLUMNS c ON c.TABLE_SCHEMA = t.TABLE_SCHEMA AND c.TABLE_NAME = t.TABLE_NAME
ORDER BY t.TABLE_SCHEMA, t.TABLE_NAME, c.ORDINAL_POSITION`;

/** `nvarchar(256)`, as the server describes the same column in a query. */
function typeText(type: string, [length, precision, scale, fraction]: readonly Cell[]): string {
  switch (type) {
    case 'char':
    case 'varchar':
    case 'nchar':
    case 'nvarchar':
    case 'binary':
    case 'varbinary':
      return length === null || length === undefined ? type : `${type}(${Number(length) < 0 ? 'max' : length})`;
    case 'decimal':
    case 'numeric':
      return `${type}(${precision},${scale})`;
    case 'time':
    case 'datetime2':
    case 'datetimeoffset':
      return typeof fraction === 'number' ? `${type}(${fraction})` : type;
    default:
      return type;
  }
}

/** About how many rows tables have: known to servers that keep count, and to logins that may see it. */
async function rowEstimates(running: Running): Promise<ReadonlyMap<string, number>> {
  try {
    const rows = await readAll({ text: estimatesQuery }, running);
    return new Map(rows.map(([schema, name, count]) => [`${schema}\0${name}`, Number(count ?? 0)]));
  } catch (error) {
    if (error instanceof SourceError && !error.retryable) return new Map();
    throw error;
  }
}

const estimatesQuery = `SELECT s.name, o.name, SUM(p.rows)
FROM sys.partitions p
JOIN sys.objects o ON o.object_id = p.object_id
JOIN sys.schemas s ON s.schema_id = o.schema_id
WHERE p.index_id IN (0, 1) AND o.type = 'U'
GROUP BY s.name, o.name`;
