import { setTimeout } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import type { Db2Settings } from '../../../../adapters/db2/options.ts';
import { Secret } from '../../../../core/options/option.ts';
import { hostileColumns, hostileRows } from '../../../conformance/hostile.ts';
import { startDerby } from '../../../support/derby.ts';
import type { TestServer } from '../../../support/servers.ts';
import { described, rowsOf } from '../../odbc/support.ts';
import { settingsFor, withConnection } from './support.ts';

/** The protocol of DB2 with a real server of it: Apache Derby. */
const shortNames = hostileColumns.filter((name) => name.length <= 128);
const started = await startDerby();
if (typeof started === 'string') console.log(`# DRDA is not tested on a server: ${started}`);
else {
  test.after.always(() => started.stop());
  started.run(`
    CREATE TABLE kinds (s SMALLINT, i INTEGER, b BIGINT, d DECIMAL(31, 5), n NUMERIC(5, 0), r REAL, f DOUBLE, t BOOLEAN, da DATE, ti TIME, ts TIMESTAMP,
      c CHAR(5), v VARCHAR(100), lv LONG VARCHAR, cb CHAR(3) FOR BIT DATA, vb VARCHAR(20) FOR BIT DATA, cl CLOB, bl BLOB);
    INSERT INTO kinds VALUES (-32768, -2147483648, 9007199254740993, -12345678901234567890123456.78901, 42, 1.1, 1e-7, true, '2024-03-31', '22:15:01',
      '2024-03-31 22:15:00.123456789', 'ab', 'Grüße ☃ 😀', 'long', X'00ff01', X'00ff', CAST('clöb' AS CLOB), CAST(X'0102ff' AS BLOB));
    INSERT INTO kinds (s) VALUES (NULL);
    INSERT INTO kinds (d, f, r, t, b, v, lv, cl, bl) VALUES (0, 0, -0.5, false, -1, '', '', '', CAST(X'' AS BLOB));
    CREATE TABLE digits (n INTEGER);
    INSERT INTO digits VALUES 0, 1, 2, 3, 4, 5, 6, 7, 8, 9;
    CREATE TABLE many (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(60), filler VARCHAR(200));
    INSERT INTO many SELECT a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n, 'pc-' || CAST(a.n AS CHAR(1)), 'made up made up made up made up made up'
      FROM digits a, digits b, digits c, digits d, digits e WHERE e.n < 3;
    CREATE TABLE large (id INTEGER, text CLOB, name VARCHAR(10));
    CREATE TABLE hostile (${shortNames.map((name) => `"${name.replaceAll('"', '""')}" VARCHAR(300)`).join(', ')});
    INSERT INTO hostile VALUES (${hostileRows[1]
      .slice(0, shortNames.length)
      .map((value) => `'${value.replaceAll("'", "''").replaceAll('\n', ' ')}'`)
      .join(', ')});
    CREATE TABLE hidden (n INTEGER);
    CREATE TABLE busy (n INTEGER);
    INSERT INTO busy VALUES 1, 2;
    ${['kinds', 'digits', 'many', 'large', 'busy', 'hostile'].map((name) => `GRANT SELECT ON ${name} TO PUBLIC;`).join('\n')}
    GRANT INSERT ON large TO PUBLIC;
  `);
}

const promise = (
  title: string,
  run: (t: ExecutionContext, server: TestServer, settings: Db2Settings) => Promise<void>,
) => {
  const name = `drda, with Apache Derby: ${title}`;
  if (typeof started === 'string') test.skip(name, () => undefined);
  else test.serial(name, (t) => run(t, started, settingsFor(started)));
};

promise('values are exact', async (t, _server, settings) => {
  const found = await withConnection(settings, (connection) => described(connection, 'SELECT * FROM OWNER.kinds'));
  t.deepEqual(found, [
    ['S', 'integer', 'SMALLINT', -32_768],
    ['I', 'integer', 'INTEGER', -2_147_483_648],
    ['B', 'integer', 'BIGINT', 9007199254740993n],
    ['D', 'decimal', 'DECIMAL(31,5)', '-12345678901234567890123456.78901'],
    ['N', 'decimal', 'DECIMAL(5,0)', '42'],
    ['R', 'decimal', 'REAL', '1.1'],
    ['F', 'decimal', 'DOUBLE', '0.0000001'],
    ['T', 'boolean', 'BOOLEAN', true],
    ['DA', 'date', 'DATE', '2024-03-31'],
    ['TI', 'text', 'TIME', '22:15:01'],
    ['TS', 'text', 'TIMESTAMP', '2024-03-31 22:15:00.123456789'],
    ['C', 'text', 'CHAR(5)', 'ab   '],
    ['V', 'text', 'VARCHAR(100)', 'Grüße ☃ 😀'],
    ['LV', 'text', 'LONG VARCHAR', 'long'],
    ['CB', 'bytes', 'CHAR(3) FOR BIT DATA', Uint8Array.from([0, 255, 1])],
    ['VB', 'bytes', 'VARCHAR(20) FOR BIT DATA', Uint8Array.from([0, 255])],
    ['CL', 'text', 'CLOB', 'clöb'],
    ['BL', 'bytes', 'BLOB', Uint8Array.from([1, 2, 255])],
  ]);
});

promise('nothing is null, and an empty text is a text', async (t, _server, settings) => {
  const [, none, empty] = await withConnection(settings, (connection) =>
    rowsOf(connection, { text: 'SELECT * FROM OWNER.kinds' }),
  );
  t.deepEqual(none, new Array(18).fill(null));
  const [, , b, d, , r, f, is, , , , , v, lv, , , cl, bl] = empty;
  t.deepEqual([b, d, r, f, is, v, lv, cl, bl], [-1, '0', '-0.5', '0', false, '', '', '', new Uint8Array(0)]);
});

promise('parameters are bound as they are', async (t, _server, settings) => {
  const text = `SELECT CAST(? AS VARCHAR(60)) AS A, CAST(? AS BIGINT) AS B, CAST(? AS VARCHAR(60)) AS C, CAST(? AS INTEGER) AS D, CAST(? AS VARCHAR(5)) AS E
    FROM OWNER.digits WHERE n = ?`;
  const parameters = ["'; DROP TABLE x -- ☃", 9007199254740993n, null, -5, '', 7];
  t.deepEqual(await withConnection(settings, (connection) => rowsOf(connection, { text, parameters })), [
    ["'; DROP TABLE x -- ☃", 9007199254740993n, null, -5, ''],
  ]);
});

promise('parameters take the type that the statement wants', async (t, _server, settings) => {
  const text = `SELECT n, CAST(? AS DATE) AS DAY, CAST(? AS BIGINT) AS NOTHING, CAST(? AS VARCHAR(9)) AS TEXT, CAST(? AS DECIMAL(9, 2)) AS PRICE
    FROM OWNER.digits WHERE n = ? AND CAST(? AS INTEGER) IS NULL`;
  const parameters = ['2024-03-31', null, 42, '1.5', '7', null];
  t.deepEqual(await withConnection(settings, (connection) => rowsOf(connection, { text, parameters })), [
    [7, '2024-03-31', null, '42', '1.5'],
  ]);
});

promise('a hundred columns and parameters are described in pieces', async (t, _server, settings) => {
  const list = Array.from({ length: 100 }, (_, index) => `CAST(? AS INTEGER) AS C${index}`).join(', ');
  const parameters = Array.from({ length: 100 }, (_, index) => index);
  const text = `SELECT ${list} FROM OWNER.digits WHERE n = 0`;
  const rows = await withConnection(settings, (connection) => rowsOf(connection, { text, parameters }));
  t.deepEqual(rows, [parameters]);
});

promise('rows come in batches over many blocks, each once, and a reader may stop', async (t, _server, settings) => {
  const text = 'SELECT id, name, filler FROM OWNER.many ORDER BY id';
  await withConnection(settings, async (connection) => {
    for await (const batch of connection.read({ text })) {
      t.is(batch.rows, 1000);
      break;
    }
    const rows = await rowsOf(connection, { text });
    t.is(rows.length, 30_000);
    t.true(rows.every(([id], index) => id === index));
  });
});

promise('long texts come whole, row after row', async (t, server, settings) => {
  const long = 'Grüße '.repeat(60_000);
  server.run(`DELETE FROM large;
    INSERT INTO large VALUES (1, CAST('${'x'.repeat(30_000)}' AS CLOB), 'a'), (2, NULL, 'b'), (3, CAST('' AS CLOB), 'c'), (4, CAST('ü' AS CLOB), 'd');
    UPDATE large SET text = text || text || text WHERE id = 1;`);
  t.is(long.length, 360_000);
  const rows = await withConnection(settings, (connection) =>
    rowsOf(connection, { text: 'SELECT id, text, name FROM OWNER.large ORDER BY id' }),
  );
  t.deepEqual(rows, [
    [1, 'x'.repeat(90_000), 'a'],
    [2, null, 'b'],
    [3, '', 'c'],
    [4, 'ü', 'd'],
  ]);
});

for (const [text, code, place] of [
  ['SELECT * FROM OWNER.nope', 'sql/missing-object', 'OWNER.NOPE'],
  ['SELECT nope FROM OWNER.digits', 'sql/missing-column', 'NOPE'],
  ['SELECT n FROM OWNER.hidden', 'sql/missing-right', undefined],
  ['SELECT 1 / n AS x FROM OWNER.digits', 'sql/bad-value', undefined],
  ['SELECT * FROM', 'sql/failed', undefined],
] as const)
  promise(`${text} is ${code}, and the connection goes on`, async (t, _server, settings) => {
    await withConnection(settings, async (connection) => {
      const fault = { code, ...(place === undefined ? {} : { place: { file: place } }) };
      t.like(await t.throwsAsync(rowsOf(connection, { text })), { faults: [fault] });
      t.deepEqual(await rowsOf(connection, { text: 'SELECT n FROM OWNER.digits WHERE n = 1' }), [[1]]);
    });
  });

promise('tables and views are those of the server', async (t, _server, settings) => {
  const tables = await withConnection(settings, (connection) => connection.catalog());
  t.like(
    tables.find(({ name }) => name === 'MANY'),
    {
      schema: 'OWNER',
      kind: 'table',
      columns: [
        { name: 'ID', type: 'integer', serverType: 'INTEGER', nullable: false },
        { name: 'NAME', type: 'text', serverType: 'VARCHAR(60)', nullable: true },
        { name: 'FILLER', type: 'text', serverType: 'VARCHAR(200)', nullable: true },
      ],
    },
  );
});

promise('hostile names are names', async (t, _server, settings) => {
  await withConnection(settings, async (connection) => {
    const columns = await connection.describe({ text: 'SELECT * FROM OWNER.hostile' });
    t.deepEqual(
      columns.map(({ name }) => name),
      shortNames,
    );
    const tables = await connection.catalog();
    t.deepEqual(
      tables.find(({ name }) => name === 'HOSTILE')?.columns.map(({ name }) => name),
      shortNames,
    );
    t.is((await rowsOf(connection, { text: 'SELECT * FROM OWNER.hostile' })).length, 1);
  });
});

const refused = [
  [{ password: new Secret('wrong') }, 'sql/login', false],
  [{ user: 'nobody' }, 'sql/login', false],
  [{ database: 'nope' }, 'sql/login', false],
  [{ port: 1 }, 'sql/unreachable', true],
  [{ host: 'no-such-host.invalid' }, 'sql/unreachable', true],
  // Derby's runtime has no keys as short as those of the standard.
  [{ encrypt: 'password' }, 'sql/login', false],
  [{ user: '雪' }, 'sql/unsupported', false],
] as const;
for (const [changes, code, retryable] of refused)
  promise(`${Object.keys(changes).join()} that is wrong is ${code}`, async (t, _server, settings) => {
    const error = await t.throwsAsync(withConnection({ ...settings, ...changes }, async () => undefined));
    t.like(error, { faults: [{ code }], retryable });
    t.notRegex(error.message, /wrong password|p;w/);
  });

promise('TLS that the server does not speak is sql/encryption', async (t, _server, settings) => {
  const error = await t.throwsAsync(withConnection({ ...settings, encrypt: 'required' }, async () => undefined));
  t.like(error, { faults: [{ code: 'sql/encryption' }], retryable: false });
});

promise(
  'rows that others are changing are waited for, and no longer than the server allows',
  async (t, server, settings) => {
    const text = 'SELECT n FROM OWNER.busy ORDER BY n';
    await withConnection({ ...settings, isolation: 'rr' }, async (holder) => {
      t.is(await holder.snapshot(), 'snapshot');
      t.deepEqual(await rowsOf(holder, { text }), [[1], [2]]);
      // Whoever writes has to wait.
      t.throws(() => server.run('INSERT INTO busy VALUES 3;'), { message: /40XL1/ });
      t.deepEqual(await rowsOf(holder, { text }), [[1], [2]]);
    });
    server.run('INSERT INTO busy VALUES 3;');
    t.is(await withConnection(settings, (connection) => connection.snapshot()), 'none');
    t.deepEqual(await withConnection(settings, (connection) => rowsOf(connection, { text })), [[1], [2], [3]]);
  },
);

promise('an abort ends what is under way at once', async (t, _server, settings) => {
  const giveUp = new AbortController();
  const reason = new Error('enough');
  const reading = withConnection(
    settings,
    async (connection) => {
      const rows = rowsOf(connection, {
        text: 'SELECT COUNT(*) FROM OWNER.many a, OWNER.many b WHERE a.filler < b.name',
      });
      await setTimeout(100);
      giveUp.abort(reason);
      await rows;
    },
    giveUp.signal,
  );
  t.is(await t.throwsAsync(reading), reason);
});

promise('a connection is closed twice, and then refuses', async (t, _server, settings) => {
  await withConnection(settings, async (connection) => {
    await connection.close();
    await connection.close();
    await t.throwsAsync(connection.describe({ text: 'VALUES 1' }), { message: /source\/closed/ });
  });
});

promise('a server that dies in the middle is sql/dropped', async (t, server, settings) => {
  const error = await t.throwsAsync(
    withConnection(settings, async (connection) => {
      for await (const _batch of connection.read({ text: 'SELECT a.id FROM OWNER.many a, OWNER.digits b' }))
        await server.kill();
    }),
  );
  t.like(error, { faults: [{ code: 'sql/dropped' }], retryable: true });
});
