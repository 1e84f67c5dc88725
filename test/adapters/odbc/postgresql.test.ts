import { setTimeout } from 'node:timers/promises';
import test from 'ava';
import { Secret } from '../../../core/options/option.ts';
import { startPostgres } from '../../support/servers.ts';
import { described, lacking, rowsOf, settingsFor, withConnection } from './support.ts';

const driverName = 'PostgreSQL Unicode';
const missing = lacking(driverName);
const server = missing ?? (await startPostgres());
if (typeof server === 'string') console.log(`# PostgreSQL by ODBC is not tested: ${server}`);
const promise = typeof server === 'string' ? test.skip : test.serial;
const settings = typeof server === 'string' ? { connection: '' } : settingsFor(driverName, server);
const run = (sql: string) => (typeof server === 'string' ? undefined : server.run(sql));

test.before(() => {
  run(`CREATE TABLE host (region int, name text, cost numeric, PRIMARY KEY (region, name));
    INSERT INTO host SELECT g / 100, 'host ' || g % 100, g * 0.1 FROM generate_series(1, 20000) g;
    CREATE TABLE doomed AS SELECT g AS id FROM generate_series(1, 10) g;
    CREATE SEQUENCE made; GRANT USAGE ON made TO reader;
    CREATE TABLE secret (id int); REVOKE ALL ON secret FROM reader;
    CREATE TABLE loose (id int, name text); INSERT INTO loose SELECT g / 2, 'x' FROM generate_series(1, 9000) g;`);
});
test.after.always(async () => {
  if (typeof server !== 'string') await server.stop();
});

promise('every type comes exactly', async (t) => {
  const text = `SELECT 1::smallint AS small, 9007199254740993 AS big, 12345678901234567.8900::numeric(30,4) AS exact,
    repeat('é😀', 2000)::varchar AS long, 'ab'::char(5) AS padded, 'z'::varchar(40) AS short, true AS flag, '\\x00ff'::bytea AS bytes,
    date '2024-02-29' AS day, timestamp '2024-03-31 22:15:00.1234' AS local, timestamptz '2024-03-31 22:15:00.5+02' AS instant,
    1.5e20::float8 AS double, 0.1::float4 AS single, '6f1c0d4c-3bd1-4bb4-9b06-8f8d6f1f9a11'::uuid AS id, '{"a": 1}'::jsonb AS json,
    'infinity'::timestamp AS never, NULL::int AS blank`;
  await withConnection(settings, async (connection) => {
    t.deepEqual(await described(connection, text), [
      ['small', 'integer', 'smallint', 1],
      ['big', 'integer', 'bigint', 9007199254740993n],
      ['exact', 'decimal', 'numeric', '12345678901234567.89'],
      ['long', 'text', 'character varying', 'é😀'.repeat(2000)],
      ['padded', 'text', 'character', 'ab   '],
      ['short', 'text', 'character varying', 'z'],
      ['flag', 'boolean', 'boolean', true],
      ['bytes', 'bytes', 'bytea', new Uint8Array([0, 255])],
      ['day', 'date', 'date', '2024-02-29'],
      ['local', 'text', 'timestamp without time zone', '2024-03-31 22:15:00.1234'],
      ['instant', 'instant', 'timestamp with time zone', '2024-03-31T20:15:00.5Z'],
      ['double', 'decimal', 'double precision', '150000000000000000000'],
      ['single', 'decimal', 'real', '0.1'],
      ['id', 'text', 'uuid', '6f1c0d4c-3bd1-4bb4-9b06-8f8d6f1f9a11'],
      ['json', 'text', 'jsonb', '{"a": 1}'],
      ['never', 'text', 'timestamp without time zone', 'infinity'],
      ['blank', 'integer', 'integer', null],
    ]);
  });
});

const ways = [
  { title: 'a table in pages of its primary key', text: 'SELECT * FROM host' },
  { title: 'a query by a cursor of the server', text: 'SELECT * FROM host WHERE region >= 0' },
  {
    title: 'a query with WITH, in the order of its key',
    text: 'WITH h AS (SELECT * FROM host) SELECT * FROM h',
    key: ['name', 'region'],
  },
];
for (const { title, ...query } of ways)
  for (const isSnapshot of [false, true])
    promise(`${title}: 20,000 rows, each once${isSnapshot ? ', in a snapshot' : ''}`, async (t) => {
      await withConnection(settings, async (connection) => {
        if (isSnapshot) t.is(await connection.snapshot(), 'snapshot');
        const rows = await rowsOf(connection, query);
        t.is(rows.length, 20_000);
        t.is(new Set(rows.map(([region, name]) => `${region} ${name}`)).size, 20_000);
        t.deepEqual(
          rows.find(([, , cost]) => cost === '123.4'),
          [12, 'host 34', '123.4'],
        );
      });
    });

promise('a snapshot does not see what others write', async (t) => {
  await withConnection(settings, async (connection) => {
    await connection.snapshot();
    const before = await rowsOf(connection, { text: 'SELECT * FROM doomed' });
    run('INSERT INTO doomed VALUES (11)');
    t.deepEqual(await rowsOf(connection, { text: 'SELECT * FROM doomed' }), before);
  });
});

promise(
  'a key that has no index is no way to pages: a cursor gives all rows, however often a value comes',
  async (t) => {
    await withConnection(settings, async (connection) => {
      t.is((await rowsOf(connection, { text: 'SELECT * FROM loose', key: ['id'] })).length, 9000);
    });
  },
);

promise('the server says what it is, and what it has', async (t) => {
  await withConnection(settings, async (connection) => {
    const info = await connection.about();
    t.regex(info.product, /^PostgreSQL 1\d/);
    t.is(info.database, 'inventory');
    t.is(info.login, 'reader');
    t.is(info.encryption, undefined);
    t.regex(info.id, /^postgresql:\d+\/inventory$/);
    const catalog = await connection.catalog();
    t.deepEqual(
      catalog.find(({ name }) => name === 'host')?.columns.map(({ name, type }) => [name, type]),
      [
        ['region', 'integer'],
        ['name', 'text'],
        ['cost', 'decimal'],
      ],
    );
    t.true(catalog.every(({ schema }) => schema === 'public'));
  });
});

const refused = [
  ['SELECT * FROM nope', 'sql/missing-object', 'nope'],
  ['SELECT nope FROM host', 'sql/missing-column', 'nope'],
  ['SELECT * FROM secret', 'sql/missing-right', 'secret'],
  ['SELECT * FROM', 'sql/failed', undefined],
] as const;
for (const [text, code, name] of refused)
  promise(`${text} is ${code}, and the connection goes on`, async (t) => {
    await withConnection(settings, async (connection) => {
      await connection.snapshot();
      const error: unknown = await t.throwsAsync(connection.describe({ text }));
      t.like(error, { faults: [{ code }] });
      if (name !== undefined) t.like(error, { faults: [{ place: { file: name } }] });
      t.is((await rowsOf(connection, { text: 'SELECT 1 AS one' })).length, 1);
    });
  });

promise('a session writes nothing', async (t) => {
  await withConnection(settings, async (connection) => {
    const error: unknown = await t.throwsAsync(rowsOf(connection, { text: "SELECT nextval('made') AS number" }));
    t.regex(String(error), /read-only/);
  });
});

promise('a wrong password is no reason to try again, and is in no message', async (t) => {
  const wrong = { ...settings, password: new Secret('not-the-one') };
  const error: unknown = await t.throwsAsync(withConnection(wrong, async () => undefined));
  t.like(error, { faults: [{ code: 'sql/login' }], retryable: false });
  t.notRegex(String(error), /not-the-one/);
});

promise('a server that is not there is worth another try', async (t) => {
  const elsewhere = { ...settings, connection: `Driver=${driverName};Server=127.0.0.1;Port=1;Database=x` };
  const error: unknown = await t.throwsAsync(withConnection(elsewhere, async () => undefined));
  t.like(error, { faults: [{ code: 'sql/unreachable' }], retryable: true });
});

promise('a reader that leaves early leaves a connection that works', async (t) => {
  await withConnection(settings, async (connection) => {
    for await (const batch of connection.read({ text: 'SELECT * FROM host WHERE region >= 0' })) {
      t.is(batch.rows, 1000);
      break;
    }
    t.is((await rowsOf(connection, { text: 'SELECT * FROM doomed WHERE id < 3' })).length, 2);
  });
});

promise('what takes long ends when nobody wants it any more', async (t) => {
  const giveUp = new AbortController();
  const reason = new Error('enough');
  const reading = withConnection(
    settings,
    async (connection) => {
      const rows = rowsOf(connection, { text: 'SELECT pg_sleep(60), 1 AS one' });
      await setTimeout(200);
      giveUp.abort(reason);
      await rows;
    },
    giveUp.signal,
  );
  t.is(await t.throwsAsync(reading), reason);
});

promise('parameters are bound', async (t) => {
  await withConnection(settings, async (connection) => {
    const query = { text: 'SELECT name FROM host WHERE region = ? AND name = ?', parameters: [12, 'host 34'] };
    t.deepEqual(await rowsOf(connection, query), [['host 34']]);
    t.deepEqual(await rowsOf(connection, { ...query, parameters: [12, "' OR ''='"] }), []);
  });
});

promise('a server that goes down in the middle is a fault, not an end', async (t) => {
  if (typeof server === 'string') return;
  await withConnection(settings, async (connection) => {
    const error: unknown = await t.throwsAsync(async () => {
      let batches = 0;
      for await (const _ of connection.read({ text: 'SELECT a.* FROM host a, host b' }))
        if (++batches === 3) await server.kill();
    });
    t.like(error, { retryable: true });
    t.regex(String(error), /sql\/(dropped|killed)/);
  });
});
