import type { Dialect } from '../sql/driver.ts';
import { rowversions } from '../sql/rowversions.ts';

/** What is SQL Server's own in the text of SQL. */
export const dialect: Dialect = {
  quoteName: (name) => `[${name.replaceAll(']', ']]')}]`,
  parameter: (number) => `@p${number}`,
  remainder: (a, b) => `${a} % ${b}`,
  marks: { rowversion: rowversions },
  // Of a query that begins otherwise, all rows are asked for: whoever wants the first leaves the loop, which cancels it.
  limit: (query, rows) =>
    query.replace(
      /^((?:\s|--[^\n]*\n)*SELECT(?:\s+DISTINCT)?)(?!\s+TOP\b)(?![\s\S]*\b(?:UNION|EXCEPT|INTERSECT)\b)/i,
      `$1 TOP (${rows})`,
    ),
};
