import test from 'ava';
import { parseStatement, queryOf } from '../../../adapters/sql/statement.ts';
import { ConfigError } from '../../../core/errors/errors.ts';
import { sqliteDriver } from './sqlite-driver.ts';

const plain = { hints: false, parameters: [] };

const passing = [
  'SELECT 1',
  '  -- a comment; DROP TABLE x\n select * from t;  -- end',
  'WITH a AS (SELECT 1 AS x) SELECT * FROM a',
  "SELECT 'it''s; DROP TABLE x' AS \"delete\", [into] FROM t /* ; INSERT */",
  "SELECT CAST(a AS text)::date, t.Update FROM t WHERE a LIKE '%\\%'",
  'SELECT REPLACE(a, b, c), V$INSTANCE.x, Größe FROM V$INSTANCE',
];
for (const text of passing) test(`reads only: ${text}`, (t) => t.notThrows(() => parseStatement(text, 'a.sql', plain)));

const refused: readonly (readonly [string, RegExp])[] = [
  ['', /found nothing/],
  ['-- only a comment', /found nothing/],
  ['DELETE FROM t', /found "DELETE"/],
  ['EXEC sp_who', /found "EXEC"/],
  ['SELECT 1; DROP TABLE t', /behind a semicolon/],
  ['SELECT 1 DROP TABLE t', /found DROP/],
  ['SELECT * INTO copy FROM t', /found INTO/],
  ['WITH a AS (DELETE FROM t RETURNING *) SELECT * FROM a', /found DELETE/],
  ['SELECT * FROM t FOR UPDATE', /found UPDATE/],
  ['SELECT * FROM t FOR SHARE', /locks rows/],
  ['SELECT * FROM t WITH (UPDLOCK)', /locks what it reads/],
  ['SELECT * FROM t WITH (nolock)', /hints: allowed/],
  ['SELECT * FROM t WITH (READPAST)', /hints: allowed/],
  ['SELECT * FROM t WITH UR', /hints: allowed/],
  ["SELECT 'a", /no end/],
  ["SELECT 'a\\' '; DROP TABLE x; -- '", /backslash/],
  ['SELECT $$ a $$', /\$/],
  ['SELECT * FROM #hidden', /#/],
  ['SELECT 1 /* a /* b */ ; DROP TABLE t; /* */ */', /comment in a comment/],
  ["SELECT * FROM OPENROWSET('a', 'b', 'c')", /OPENROWSET/],
];
for (const [text, message] of refused) {
  test(`refuses: ${text}`, (t) => {
    const error = t.throws(() => parseStatement(text, 'a.sql', plain), { instanceOf: ConfigError, message });
    t.is(error?.faults[0].code, 'sql/not-a-select');
  });
}

test('hints are allowed by a word in the source file', (t) => {
  t.notThrows(() => parseStatement('SELECT * FROM t WITH (NOLOCK)', 'a.sql', { ...plain, hints: true }));
});

test('a fault names line and column', (t) => {
  const error = t.throws(() => parseStatement('SELECT 1\n  ; DROP TABLE t', 'a.sql', plain), {
    instanceOf: ConfigError,
  });
  t.deepEqual(error?.faults[0].place, { file: 'a.sql', line: 2, column: 3 });
});

test('parameters are bound, each time they stand there, and nowhere else', (t) => {
  const text = "SELECT ':site', a::site -- :site\nFROM t WHERE :site IS NULL OR a = @site;";
  const statement = parseStatement(text, 'a.sql', { hints: false, parameters: ['site'] });
  t.deepEqual(
    queryOf(statement, sqliteDriver().dialect, () => "x'; DROP TABLE t"),
    {
      text: "SELECT ':site', a::site -- :site\nFROM t WHERE ?1 IS NULL OR a = ?2",
      parameters: ["x'; DROP TABLE t", "x'; DROP TABLE t"],
    },
  );
});
