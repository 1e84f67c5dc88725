import { topWords } from './derived.ts';

/**
 * The first rows of a query, as SQL Server says it: `SELECT TOP (10) …`. One of several SELECTs side by side, or one that says itself which
 * rows come, stays as it is: whoever wants the first rows leaves the loop, which cancels it.
 */
export function topRows(query: string, rows: number): string {
  const words = topWords(query);
  const select = words.find(({ word }) => word === 'SELECT');
  if (select === undefined || words.some(({ word }) => limited.has(word))) return query;
  const next = words[words.indexOf(select) + 1];
  const isWord = next?.word === 'DISTINCT' || next?.word === 'ALL';
  const at = isWord ? next.at + next.word.length : select.at + 'SELECT'.length;
  return `${query.slice(0, at)} TOP (${rows})${query.slice(at)}`;
}

const limited = new Set(['TOP', 'UNION', 'EXCEPT', 'INTERSECT', 'OFFSET', 'FETCH', 'INTO']);
