import { setTimeout } from 'node:timers/promises';
import test from 'ava';
import { Secret } from '../../../core/options/option.ts';
import { startMariadb } from '../../support/servers.ts';
import { described, lacking, rowsOf, settingsFor, withConnection } from './support.ts';

const driverName = 'MariaDB Unicode';
const server = lacking(driverName) ?? (await startMariadb());
if (typeof server === 'string') console.log(`# MariaDB by ODBC is not tested: ${server}`);
const promise = typeof server === 'string' ? test.skip : test.serial;
const settings = typeof server === 'string' ? { connection: '' } : settingsFor(driverName, server);
const run = (sql: string) => (typeof server === 'string' ? undefined : server.run(sql));

test.before(() => {
  run(`CREATE TABLE kinds (tiny TINYINT, counted INT UNSIGNED, big BIGINT, huge BIGINT UNSIGNED, exact DECIMAL(30,4), padded CHAR(5),
      name VARCHAR(9000), note TEXT, flag BIT(1), bits BIT(8), short VARBINARY(10), data BLOB, day DATE, seen DATETIME(6),
      at TIME, made YEAR, size ENUM('s', 'm'), double_ DOUBLE, blank INT);
    INSERT INTO kinds VALUES (-1, 4294967295, 9007199254740993, 18446744073709551615, 12345678901234567.89, 'ab',
      CONCAT('a', CHAR(0), 'b'), REPEAT('é😀', 10000), b'1', b'101', x'00ff', x'00ff00', '2024-02-29', '2024-03-31 22:15:00.5',
      '10:11:12', 2024, 'm', 1.5e20, NULL);
    CREATE TABLE host (region INT, name VARCHAR(40), cost DECIMAL(12,1), PRIMARY KEY (region, name));
    INSERT INTO host SELECT seq DIV 100, CONCAT('host ', seq % 100), seq / 10 FROM seq_1_to_20000;
    CREATE TABLE amounts (amount DECIMAL(30,4) PRIMARY KEY); INSERT INTO amounts SELECT 12345678901234567.0001 + seq / 10000 FROM seq_1_to_9000;
    CREATE TABLE days (seen DATETIME(6) PRIMARY KEY); INSERT INTO days SELECT '2024-01-01' + INTERVAL seq MICROSECOND FROM seq_1_to_9000;
    CREATE TABLE nullable (id INT UNIQUE); INSERT INTO nullable SELECT IF(seq > 4100, NULL, seq) FROM seq_1_to_9000;
    CREATE TABLE loose (id INT, name VARCHAR(9)); INSERT INTO loose SELECT seq DIV 2, 'x' FROM seq_1_to_60000;
    CREATE TABLE \`odd \`\`name\` (\`a.b\` INT, \`__proto__\` INT); INSERT INTO \`odd \`\`name\` VALUES (1, 2);
    CREATE DATABASE hidden; CREATE TABLE hidden.secret (id INT);`);
});
test.after.always(async () => {
  if (typeof server !== 'string') await server.stop();
});

promise('every type comes exactly', async (t) => {
  await withConnection(settings, async (connection) => {
    const columns = await described(connection, 'SELECT * FROM kinds');
    t.deepEqual(
      columns.map(([name, type, , cell]) => [name, type, cell]),
      [
        ['tiny', 'integer', -1],
        ['counted', 'integer', 4294967295],
        ['big', 'integer', 9007199254740993n],
        ['huge', 'integer', 18446744073709551615n],
        ['exact', 'decimal', '12345678901234567.89'],
        ['padded', 'text', 'ab'],
        ['name', 'text', 'a\0b'],
        ['note', 'text', 'é😀'.repeat(10000)],
        ['flag', 'boolean', true],
        ['bits', 'bytes', new Uint8Array([5])],
        ['short', 'bytes', new Uint8Array([0, 255])],
        ['data', 'bytes', new Uint8Array([0, 255, 0])],
        ['day', 'date', '2024-02-29'],
        ['seen', 'text', '2024-03-31 22:15:00.5'],
        ['at', 'text', '10:11:12'],
        ['made', 'integer', 2024],
        ['size', 'text', 'm'],
        ['double_', 'decimal', '150000000000000000000'],
        ['blank', 'integer', null],
      ],
    );
  });
});

const ways = [
  { title: 'a table in pages of its primary key', text: 'SELECT * FROM host' },
  {
    title: 'a query in pages of the key that it declares',
    text: 'SELECT * FROM host WHERE region >= 0',
    key: ['name', 'region'],
  },
  { title: 'a query without a key, at once', text: 'SELECT * FROM host WHERE region >= 0' },
];
for (const { title, ...query } of ways)
  for (const isSnapshot of [false, true])
    promise(`${title}: 20,000 rows, each once${isSnapshot ? ', in a snapshot' : ''}`, async (t) => {
      await withConnection(settings, async (connection) => {
        if (isSnapshot) t.is(await connection.snapshot(), 'snapshot');
        const rows = await rowsOf(connection, query);
        t.is(rows.length, 20_000);
        t.is(new Set(rows.map(([region, name]) => `${region} ${name}`)).size, 20_000);
      });
    });

promise('keys that are decimals or moments are compared exactly', async (t) => {
  await withConnection(settings, async (connection) => {
    for (const text of ['SELECT * FROM amounts', 'SELECT * FROM days'])
      t.is(new Set((await rowsOf(connection, { text })).flat()).size, 9000);
  });
});

promise('a key that is null in some rows is a fault', async (t) => {
  await withConnection(settings, async (connection) => {
    const error = await t.throwsAsync(rowsOf(connection, { text: 'SELECT * FROM nullable', key: ['id'] }));
    t.regex(error.message, /sql\/bad-key[\s\S]*never null/);
  });
});

promise('a key that is not unique is found by the count', async (t) => {
  await withConnection(settings, async (connection) => {
    const error = await t.throwsAsync(rowsOf(connection, { text: 'SELECT * FROM loose', key: ['id'] }));
    t.regex(error.message, /sql\/rows-lost[\s\S]*Expected 60000 rows.*read 59999/);
  });
});

promise('the order of a query without a key is its own', async (t) => {
  await withConnection(settings, async (connection) => {
    const rows = await rowsOf(connection, { text: 'SELECT region FROM host WHERE region < 3 ORDER BY region DESC' });
    t.deepEqual([...new Set(rows.flat())], [2, 1, 0]);
  });
});

promise('odd names are read', async (t) => {
  await withConnection(settings, async (connection) => {
    t.deepEqual(await rowsOf(connection, { text: 'SELECT * FROM `odd ``name`' }), [[1, 2]]);
  });
});

promise('a snapshot does not see what others write', async (t) => {
  await withConnection(settings, async (connection) => {
    await connection.snapshot();
    const before = await rowsOf(connection, { text: 'SELECT * FROM days' });
    run("INSERT INTO days VALUES ('2025-01-01')");
    t.deepEqual(await rowsOf(connection, { text: 'SELECT * FROM days' }), before);
  });
});

promise('the server says what it is, and what this login may read', async (t) => {
  await withConnection(settings, async (connection) => {
    const info = await connection.about();
    t.regex(info.product, /^MariaDB \d+\.\d+/);
    t.is(info.database, 'inventory');
    t.regex(info.login, /^reader@/);
    t.is(info.encryption, undefined);
    const catalog = await connection.catalog();
    t.deepEqual(catalog.map(({ schema, name }) => `${schema}.${name}`).sort(), [
      'inventory.amounts',
      'inventory.days',
      'inventory.host',
      'inventory.kinds',
      'inventory.loose',
      'inventory.nullable',
      'inventory.odd `name',
    ]);
    t.deepEqual(
      catalog.find(({ name }) => name === 'host')?.columns.map(({ name, type, nullable }) => [name, type, nullable]),
      [
        ['region', 'integer', false],
        ['name', 'text', false],
        ['cost', 'decimal', true],
      ],
    );
  });
});

const refused = [
  ['SELECT * FROM nope', 'sql/missing-object', 'inventory.nope'],
  ['SELECT nope FROM host', 'sql/missing-column', 'nope'],
  ['SELECT * FROM hidden.secret', 'sql/missing-right', 'hidden.secret'],
  ['SELECT * FROM', 'sql/failed', undefined],
] as const;
for (const [text, code, name] of refused)
  promise(`${text} is ${code}, and the connection goes on`, async (t) => {
    await withConnection(settings, async (connection) => {
      const error: unknown = await t.throwsAsync(connection.describe({ text }));
      t.like(error, { faults: [{ code }] });
      if (name !== undefined) t.like(error, { faults: [{ place: { file: name } }] });
      t.is((await rowsOf(connection, { text: 'SELECT 1 AS one' })).length, 1);
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

promise('what takes long ends when nobody wants it any more', async (t) => {
  const giveUp = new AbortController();
  const reason = new Error('enough');
  const reading = withConnection(
    settings,
    async (connection) => {
      const rows = rowsOf(connection, { text: 'SELECT SLEEP(60) AS slept, region FROM host LIMIT 1' });
      await setTimeout(200);
      giveUp.abort(reason);
      await rows;
    },
    giveUp.signal,
  );
  t.is(await t.throwsAsync(reading), reason);
});

promise('a session that somebody kills is a fault, not an end', async (t) => {
  await withConnection(settings, async (connection) => {
    const error: unknown = await t.throwsAsync(async () => {
      let batches = 0;
      for await (const _ of connection.read({ text: 'SELECT * FROM host' }))
        if (++batches === 2)
          run(
            "SELECT CONCAT('KILL ', id) INTO @kill FROM information_schema.processlist WHERE user = 'reader' ORDER BY id DESC LIMIT 1; EXECUTE IMMEDIATE @kill",
          );
    });
    t.like(error, { retryable: true });
    t.regex(String(error), /sql\/(dropped|killed)/);
  });
});

promise('a server that goes down in the middle is a fault, not an end', async (t) => {
  if (typeof server === 'string') return;
  await withConnection(settings, async (connection) => {
    const error: unknown = await t.throwsAsync(async () => {
      let batches = 0;
      for await (const _ of connection.read({ text: 'SELECT * FROM host' })) if (++batches === 2) await server.kill();
    });
    t.like(error, { retryable: true });
    t.regex(String(error), /sql\/(dropped|killed)/);
  });
});
