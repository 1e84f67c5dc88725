import test from 'ava';
import { derived } from '../../../adapters/sql/derived.ts';

const tables = [
  ['SELECT * FROM host', ['host']],
  ['select id, "a b" from public."Host" ;', ['public', 'Host']],
  ['SELECT [id] FROM [dbo].[a ]', ['dbo', 'a ']],
  ['SELECT `id` FROM `a``b` -- all', ['a`b']],
] as const;
for (const [text, names] of tables)
  test(`is all of a table: ${text}`, (t) => t.deepEqual(derived(text).table, [...names]));

const queries = [
  'SELECT * FROM a, b',
  'SELECT * FROM a WHERE id > 1',
  'SELECT DISTINCT id FROM a',
  'SELECT COUNT(*) FROM a',
  'SELECT TOP 5 * FROM a',
  'SELECT * FROM a ORDER BY id',
  'SELECT * FROM a LIMIT 5',
];
for (const text of queries) test(`is a query: ${text}`, (t) => t.is(derived(text).table, undefined));

test('common table expressions stand before the SELECT', (t) => {
  const { lead, from } = derived("WITH a AS (SELECT ')' AS x), b AS (SELECT 1 AS y)\nSELECT * FROM a, b;");
  t.is(lead, "WITH a AS (SELECT ')' AS x), b AS (SELECT 1 AS y)\n, tributary_rows AS (\nSELECT * FROM a, b\n)\n");
  t.is(from, 'tributary_rows q');
});

test('a query that is derived already is derived again', (t) => {
  const once = derived('WITH a AS (SELECT 1 AS x) SELECT x FROM a');
  const twice = derived(`${once.lead}SELECT * FROM ${once.from}`);
  t.regex(twice.lead, /, tributary_rows AS \([\s\S]*, tributary_rows_ AS \(/);
  t.is(twice.from, 'tributary_rows_ q');
});

test('a comment at the end hides nothing', (t) => t.is(derived('SELECT 1 -- one').from, '(\nSELECT 1 -- one\n) q'));

test('the order of a query is kept where a server needs to be told', (t) => {
  const keep = (text: string) => derived(text, 'OFFSET 0 ROWS').from;
  t.is(keep('SELECT a FROM b ORDER BY a'), '(\nSELECT a FROM b ORDER BY a\nOFFSET 0 ROWS\n) q');
  t.is(keep('SELECT a FROM b ORDER BY a LIMIT 5'), '(\nSELECT a FROM b ORDER BY a LIMIT 5\n) q');
  t.is(keep('SELECT ROW_NUMBER() OVER (ORDER BY a) FROM b'), '(\nSELECT ROW_NUMBER() OVER (ORDER BY a) FROM b\n) q');
});
