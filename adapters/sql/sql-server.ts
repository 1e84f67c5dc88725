import type { Mark } from './driver.ts';

/** How SQL Server, by whatever driver, counts changes: transactions that are still open have their numbers already. */
export const rowversions: Mark = {
  now: 'SELECT CONVERT(varchar(18), MIN_ACTIVE_ROWVERSION(), 1) AS rowversion_now',
  // By ODBC a parameter has no type of its own.
  value: (parameter) => `CONVERT(binary(8), CAST(${parameter} AS varchar(18)), 1)`,
};

const digits = `(${Array.from({ length: 10 }, (_, digit) => `SELECT ${digit} AS d`).join(' UNION ALL ')})`;

/** Whole numbers of one text, for every version of SQL Server, also those that read no JSON. */
export function numbersIn(parameter: string, width: number, count: number): string {
  const places = `SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d AS n FROM ${digits} a CROSS JOIN ${digits} b CROSS JOIN ${digits} c CROSS JOIN ${digits} e`;
  // What is behind the end of the text may be looked at before it is left out.
  const number = `CAST(NULLIF(SUBSTRING(CAST(${parameter} AS varchar(max)), 1 + ${width} * p.n, ${width}), '') AS bigint)`;
  return `SELECT ${number} FROM (${places}) p WHERE p.n < ${count}`;
}

/** Its old types of long texts, which other servers call their usual ones. */
export const unordered = /^n?text\b/i;
