import { derived, withoutOrder } from './derived.ts';
import type { Dialect, Query } from './driver.ts';

/** Values of a key: larger than `after`, and no larger than `upTo`. */
export interface KeyRange {
  readonly after?: number;
  readonly upTo?: number;
}

/** The rows of a range, in the order of the key. The query stays as it is; the borders are bound. */
export function ranged(query: Query, key: string, range: KeyRange, dialect: Dialect): Query {
  return around(
    query,
    range,
    key,
    dialect,
    (from) => `SELECT q.* FROM ${from}`,
    `ORDER BY q.${dialect.quoteName(key)}`,
  );
}

/** The smallest and the largest value of the key in a range. */
export function endsOf(query: Query, key: string, range: KeyRange, dialect: Dialect): Query {
  const name = `q.${dialect.quoteName(key)}`;
  return around(
    query,
    range,
    key,
    dialect,
    (from) => `SELECT MIN(${name}) AS smallest, MAX(${name}) AS largest FROM ${from}`,
  );
}

/** The value of the key of each row whose number, in the order of the key, is a multiple of `rows`. */
export function bordersOf(query: Query, key: string, rows: number, dialect: Dialect): Query {
  const name = `q.${dialect.quoteName(key)}`;
  const remainder = dialect.remainder ?? ((a, b) => `MOD(${a}, ${b})`);
  return around(
    query,
    {},
    key,
    dialect,
    (from) =>
      `SELECT b.border FROM (SELECT ${name} AS border, ROW_NUMBER() OVER (ORDER BY ${name}) AS place FROM ${from}) b WHERE ${remainder('b.place', rows)} = 0`,
    'ORDER BY b.border',
  );
}

function around(
  { text, parameters = [] }: Query,
  range: KeyRange,
  key: string,
  dialect: Dialect,
  select: (from: string) => string,
  order = '',
): Query {
  const { lead, from } = derived(withoutOrder(text));
  const bound = [...parameters];
  const name = `q.${dialect.quoteName(key)}`;
  const conditions = (
    [
      ['>', range.after],
      ['<=', range.upTo],
    ] as const
  ).flatMap(([sign, value]) => {
    if (value === undefined) return [];
    bound.push(value);
    return [`${name} ${sign} ${(dialect.wholeNumber ?? dialect.parameter)(bound.length)}`];
  });
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const lines = [`${lead}${select(from)}`, where, order].filter((line) => line !== '');
  return { text: lines.join('\n'), parameters: bound };
}
