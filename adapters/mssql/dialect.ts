import type { Dialect } from '../sql/driver.ts';
import { numbersIn, rowversions, unordered } from '../sql/sql-server.ts';
import { topRows } from '../sql/top-rows.ts';

/** What is SQL Server's own in the text of SQL. */
export const dialect: Dialect = {
  quoteName: (name) => `[${name.replaceAll(']', ']]')}]`,
  parameter: (number) => `@p${number}`,
  remainder: (a, b) => `${a} % ${b}`,
  marks: { rowversion: rowversions },
  numbersIn,
  unordered,
  limit: topRows,
};
