import { numbersIn, rowversions, unordered } from '../sql/sql-server.ts';
import { topRows } from '../sql/top-rows.ts';
import type { Product, ProductCatalog } from './products.ts';
import type { DriverColumn } from './protocol.ts';
import { decimalsAsText, exactKeys, parameter } from './standard-sql.ts';

/** SQL Server, and what else speaks its protocol, by Microsoft's driver or FreeTDS. */

/** The numbers of ODBC for the types as the catalog names them; those of texts are left out. */
const numbers = new Map<string, number>([
  ['bit', -7],
  ['tinyint', -6],
  ['smallint', 5],
  ['int', 4],
  ['bigint', -5],
  ['decimal', 3],
  ['numeric', 2],
  ['money', 3],
  ['smallmoney', 3],
  ['float', 6],
  ['real', 7],
  ['date', 91],
  ['smalldatetime', 93],
  ['datetime', 93],
  ['datetime2', 93],
  ['datetimeoffset', -155],
  ['binary', -2],
  ['timestamp', -2],
  ['varbinary', -3],
  ['image', -4],
]);

/** INFORMATION_SCHEMA has what the login may read, and nothing of the server itself; procedures of the catalog are not everywhere. */
const catalog: ProductCatalog = {
  text: `SELECT t.TABLE_SCHEMA, t.TABLE_NAME, t.TABLE_TYPE, c.COLUMN_NAME, c.DATA_TYPE, c.IS_NULLABLE,
  COALESCE(CAST(c.CHARACTER_MAXIMUM_LENGTH AS int), CAST(c.NUMERIC_PRECISION AS int), 0) AS SIZE, COALESCE(CAST(c.NUMERIC_SCALE AS int), 0) AS DIGITS
FROM INFORMATION_SCHEMA.TABLES t
JOIN INFORMATION_SCHEMA.COLUMNS c ON c.TABLE_SCHEMA = t.TABLE_SCHEMA AND c.TABLE_NAME = t.TABLE_NAME
ORDER BY t.TABLE_SCHEMA, t.TABLE_NAME, c.ORDINAL_POSITION`,
  column([schema, table, type, name, dataTypeName, nullable, size, digits]) {
    const column: DriverColumn = {
      name,
      dataType: numbers.get(dataTypeName) ?? 12,
      dataTypeName,
      columnSize: Number(size),
      decimalDigits: Number(digits),
      nullable: nullable !== 'NO',
    };
    return { schema, table, kind: type === 'VIEW' ? 'view' : 'table', column };
  },
  primaryKey: `SELECT k.COLUMN_NAME FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS t
JOIN INFORMATION_SCHEMA.KEY_COLUMN_USAGE k ON k.CONSTRAINT_NAME = t.CONSTRAINT_NAME AND k.TABLE_SCHEMA = t.TABLE_SCHEMA AND k.TABLE_NAME = t.TABLE_NAME
WHERE t.CONSTRAINT_TYPE = 'PRIMARY KEY' AND t.TABLE_NAME = ? AND t.TABLE_SCHEMA = COALESCE(CAST(? AS nvarchar(128)), SCHEMA_NAME())
ORDER BY k.ORDINAL_POSITION`,
};

export const mssql: Product = {
  name: 'mssql',
  drivers: /sql ?server|msodbcsql|freetds|tdsodbc/i,
  about: `SELECT 'Microsoft SQL Server ' + CONVERT(varchar(60), SERVERPROPERTY('ProductVersion')), CONVERT(varchar(60), SERVERPROPERTY('ProductVersion')), DB_NAME(), SUSER_SNAME(),
 'mssql:' + CONVERT(varchar(500), SERVERPROPERTY('ServerName')) + '/' + DB_NAME()`,
  dialect: {
    quoteName: (name) => `[${name.replaceAll(']', ']]')}]`,
    parameter,
    remainder: (a, b) => `${a} % ${b}`,
    marks: { rowversion: rowversions },
    numbersIn,
    unordered,
    limit: topRows,
  },
  keepOrder: 'OFFSET 0 ROWS',
  session: ['SET DATEFORMAT ymd'],
  // A row is read as it is committed when it is reached, unless the database keeps versions for that.
  consistency: 'none',
  attributes: [['ApplicationIntent', 'ReadOnly']],
  catalog,
  selected: decimalsAsText(
    (name, { columnSize, decimalDigits }) =>
      `CONVERT(varchar(60), CAST(${name} AS decimal(${Math.min(columnSize, 38)}, ${decimalDigits})))`,
  ),
  keyParameter: (kind, column) => (kind === 'moment' ? 'CAST(? AS datetime2)' : exactKeys(kind, column)),
};
