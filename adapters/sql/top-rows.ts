/** The first rows of a query, as SQL Server says it. A query that begins otherwise stays as it is: whoever wants the first rows leaves the loop, which cancels it. */
export function topRows(query: string, rows: number): string {
  return query.replace(
    /^((?:\s|--[^\n]*\n)*SELECT(?:\s+DISTINCT)?)(?!\s+TOP\b)(?![\s\S]*\b(?:UNION|EXCEPT|INTERSECT)\b)/i,
    `$1 TOP (${rows})`,
  );
}
