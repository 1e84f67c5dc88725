import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import test from 'ava';
import { oracleDriver } from '../../../adapters/oracle/driver.ts';
import { Secret } from '../../../core/options/option.ts';
import { faultOf, patient, rowsOf, settingsOf, withSession } from './driving.ts';
import { rowOf } from './tns-stand-in/cells.ts';
import type { AnswerColumn } from './tns-stand-in/replies.ts';
import { type Answer, type Script, startStandIn } from './tns-stand-in/server.ts';

const hosts: AnswerColumn[] = [
  { name: 'ID', type: 'number', precision: 10, nullable: false },
  { name: 'NAME', type: 'varchar2', size: 4000 },
];
const host = (id: number) => rowOf(hosts, [String(id), `host-${id} ${'ä'.repeat(id % 700)}`]);
const manyHosts = (count: number) => Array.from({ length: count }, (_, index) => host(index + 1));
const answering = (answer: Answer): Script => ({ answer: (sql) => (/FROM HOSTS/i.test(sql) ? answer : undefined) });
const query = { text: 'SELECT * FROM HOSTS' };

test('every row comes once and in order, over many fetches and packets', async (t) => {
  await withSession(answering({ columns: hosts, rows: manyHosts(2500) }), async ({ connection }) => {
    const rows = await rowsOf(connection.read(query));
    t.is(rows.length, 2500);
    t.deepEqual(rows[0], [1, 'host-1 ä']);
    t.deepEqual(rows[2499]?.[0], 2500);
    t.true(
      rows.every(([id, name], index) => id === index + 1 && name === `host-${id} ${'ä'.repeat((index + 1) % 700)}`),
    );
  });
});

for (const count of [0, 1, 999, 1000, 1001, 2000]) {
  test(`${count} rows are ${count} rows`, async (t) => {
    await withSession(answering({ columns: hosts, rows: manyHosts(count) }), async ({ connection }) => {
      const sizes: number[] = [];
      for await (const batch of connection.read(query)) sizes.push(batch.rows);
      t.deepEqual(
        sizes,
        [...Array<number>(Math.floor(count / 1000)).fill(1000), count % 1000].filter((size) => size > 0),
      );
    });
  });
}

test('parameters are bound in their order, with whole numbers of any size and nulls', async (t) => {
  await withSession(answering({ columns: hosts, rows: [] }), async ({ connection, standIn }) => {
    const text = 'SELECT * FROM HOSTS WHERE A = :1 AND B = :2 AND C = :3 AND D = :4';
    await rowsOf(connection.read({ text, parameters: [7, "x' OR 1=1", 12345678901234567890n, null] }));
    t.is(standIn.statements.at(-1), `${text} | 7 | x' OR 1=1 | 12345678901234567890 | `);
  });
});

test('a session tells its name, can only read, and makes texts of numbers and times in one way', async (t) => {
  await withSession({}, async ({ connection, standIn, notes }) => {
    t.deepEqual(standIn.told, { module: ['Tributary'], action: ['read'] });
    t.regex(standIn.statements[0] ?? '', /^ALTER SESSION SET NLS_NUMERIC_CHARACTERS = '\.,'/);
    t.is(standIn.statements[1], 'SET TRANSACTION READ ONLY');
    t.is(await connection.snapshot(), 'snapshot');
    t.is(standIn.statements.at(-1), 'SET TRANSACTION READ ONLY');
    t.deepEqual(notes, []);
  });
});

test('a database that is only mounted can be connected to, and has no common state', async (t) => {
  const failure = { code: 1109, message: 'database not open' };
  const script: Script = { answer: (sql) => (/^SET TRANSACTION/.test(sql) ? { failure } : undefined) };
  await withSession(script, async ({ connection, notes }) => {
    t.is(await connection.snapshot(), 'none');
    t.regex(notes[0] ?? '', /mounted and not open/);
  });
});

test('a query is described without being run', async (t) => {
  await withSession(answering({ columns: hosts, rows: manyHosts(3) }), async ({ connection, standIn }) => {
    t.deepEqual(await connection.describe(query), [
      { name: 'ID', type: 'integer', serverType: 'NUMBER(10)', nullable: false },
      { name: 'NAME', type: 'text', serverType: 'VARCHAR2(4000)', nullable: true },
    ]);
    t.is(standIn.statements.at(-1), 'describe SELECT * FROM HOSTS');
    t.is(standIn.sent.rows, 0);
  });
});

test('a statement that has no columns is no query', async (t) => {
  await withSession(answering({}), async ({ connection }) => {
    const fault = await faultOf(t, () => connection.describe(query));
    t.is(fault.faults[0]?.code, 'sql/failed');
  });
});

test('a loop that ends early reads no further, and the session can be used again', async (t) => {
  await withSession(answering({ columns: hosts, rows: manyHosts(5000) }), async ({ connection, standIn }) => {
    for await (const batch of connection.read(query)) {
      t.is(batch.rows, 1000);
      break;
    }
    t.is(standIn.sent.rows, 1000);
    t.is((await rowsOf(connection.read(query))).length, 5000);
  });
});

test('a query that gives no first row in time is broken off, and the session can be used again', async (t) => {
  const script: Script = {
    answer: (sql) => {
      if (sql.includes('SLOW')) return { columns: hosts, hangs: true };
      return sql.includes('HOSTS') ? { columns: hosts, rows: manyHosts(2) } : undefined;
    },
  };
  const timeouts = { ...patient, firstRow: 300 };
  await withSession(
    script,
    async ({ connection, standIn }) => {
      const fault = await faultOf(t, () => rowsOf(connection.read({ text: 'SELECT * FROM SLOW' })));
      t.is(fault.faults[0]?.code, 'sql/timeout');
      t.true(fault.retryable);
      t.is(standIn.sent.breaks, 1);
      t.is((await rowsOf(connection.read(query))).length, 2);
    },
    timeouts,
  );
});

test('rows that stop coming are an error too', async (t) => {
  const answer = { columns: hosts, rows: manyHosts(1500), hangs: true };
  await withSession(
    answering(answer),
    async ({ connection }) => {
      let rows = 0;
      const fault = await faultOf(t, async () => {
        for await (const batch of connection.read(query)) rows += batch.rows;
      });
      t.is(fault.faults[0]?.code, 'sql/timeout');
      t.is(rows, 1500);
    },
    { ...patient, read: 300 },
  );
});

test('a server that does not even answer a break loses its connection', async (t) => {
  await withSession(
    answering({ columns: hosts, hangs: true, deaf: true }),
    async ({ connection, standIn }) => {
      const fault = await faultOf(t, () => rowsOf(connection.read(query)));
      t.is(fault.faults[0]?.code, 'sql/timeout');
      await connection.close();
      await new Promise((resolve) => setTimeout(resolve, 50));
      t.is(standIn.sent.connections, 0);
    },
    { ...patient, firstRow: 300 },
  );
});

test('a session can be closed twice, and while a query runs', async (t) => {
  await withSession(answering({ columns: hosts, hangs: true }), async ({ connection }) => {
    const reading = faultOf(t, () => rowsOf(connection.read(query)));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await Promise.all([connection.close(), connection.close()]);
    t.is((await reading).faults[0]?.code, 'sql/dropped');
  });
});

test('an abort ends a connection attempt and a query', async (t) => {
  const standIn = await startStandIn(answering({ columns: hosts, hangs: true }));
  const controller = new AbortController();
  try {
    const options = { signal: controller.signal, timeouts: patient };
    const connection = await oracleDriver.connect(settingsOf(standIn.port), options);
    const reading = rowsOf(connection.read(query));
    setTimeout(() => controller.abort(new Error('stopped by a person')), 50);
    await t.throwsAsync(reading, { message: 'stopped by a person' });
    await t.throwsAsync(oracleDriver.connect(settingsOf(standIn.port), options), { message: 'stopped by a person' });
    await connection.close();
  } finally {
    await standIn.close();
  }
});

test('a server that accepts a connection and says nothing is given up', async (t) => {
  const standIn = await startStandIn({ silent: true });
  try {
    const options = { signal: new AbortController().signal, timeouts: { ...patient, connect: 300 } };
    const fault = await faultOf(t, () => oracleDriver.connect(settingsOf(standIn.port), options));
    t.is(fault.faults[0]?.code, 'sql/unreachable');
    t.regex(fault.message, /No connection to db01:1521\/STANDIN in 0\.3 s/);
    await new Promise((resolve) => setTimeout(resolve, 50));
    t.is(standIn.sent.connections, 0);
    // What is left of the attempt must not throw when it is collected.
    setFlagsFromString('--expose-gc');
    runInNewContext('gc')();
    await new Promise((resolve) => setTimeout(resolve, 50));
  } finally {
    await standIn.close();
  }
});

test('a wrong password is refused, is no reason to try again, and stands in no message', async (t) => {
  const standIn = await startStandIn();
  try {
    const options = { signal: new AbortController().signal, timeouts: patient };
    const settings = settingsOf(standIn.port, { password: new Secret('hunter2-wrong') });
    const fault = await faultOf(t, () => oracleDriver.connect(settings, options));
    t.is(fault.faults[0]?.code, 'sql/login');
    t.false(fault.retryable);
    t.notRegex(`${fault.message}${fault.stack}${String(fault.cause)}`, /hunter2/);
  } finally {
    await standIn.close();
  }
});
