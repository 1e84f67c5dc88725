import test from 'ava';
import type { SqlCode } from '../../../adapters/sql/faults.ts';
import { cellAt } from '../../../core/adapter/batch.ts';
import { connected, faultOf, rowsOf } from './support.ts';
import { beginTransaction, columns, cut, error, info, row, type Step, wait } from './tds-stand-in/script.ts';
import { rowToken } from './tds-stand-in/tokens.ts';
import { standInType as type } from './tds-stand-in/types.ts';
import { shortText, u8, u16, u32 } from './tds-stand-in/wire.ts';

const numbered = { name: 'n', type: type.int };

/** Rows with the numbers from 1. */
function* rows(count: number): Generator<Step> {
  yield columns(numbered);
  for (let n = 1; n <= count; n++) yield row(n);
}

/** A server that knows a few statements. */
const server = ({ text }: { text: string }): Iterable<Step> | undefined => {
  const [verb, count] = text.split(' ');
  switch (verb) {
    case 'rows':
      return rows(Number(count));
    case 'none':
      return [columns(numbered)];
    case 'slow':
      return [columns(numbered), row(1), wait(400), row(2), wait(400), row(3)];
    case 'silent':
      return [wait(60_000)];
    case 'stuck':
      return [columns(numbered), row(1), wait(60_000)];
    case 'dropped':
      return [...rows(1500), cut];
    case 'cutInRow':
      return [...rows(10), { step: 'bytes', bytes: rowToken([numbered], [1]).subarray(0, 3), rows: 1 }, cut];
    case 'deadlock':
      return [...rows(1500), error(1205, 'Transaction (Process ID 52) was deadlocked on lock resources.')];
    case 'twice':
      return [...rows(2), ...rows(2)];
    case 'talkative':
      return [info(0, 'Statistics were updated.'), ...rows(2)];
    default:
      return undefined;
  }
};

test('rows come in batches of at most 1,000 in their order, with positions from 1', async (t) => {
  const connection = await connected(t, server);
  const sizes: number[] = [];
  let expected = 1;
  for await (const batch of connection.read({ text: 'rows 2500' })) {
    sizes.push(batch.rows);
    t.is(batch.positions[0], expected);
    t.is(cellAt(batch, 0), expected);
    expected += batch.rows;
  }
  t.deepEqual(sizes, [1000, 1000, 500]);
});

test('a query without rows gives no batch', async (t) => {
  const connection = await connected(t, server);
  t.deepEqual(await rowsOf(connection, 'none'), []);
});

test('a slow server is waited for', async (t) => {
  const connection = await connected(t, server);
  t.deepEqual(await rowsOf(connection, 'slow'), [[1], [2], [3]]);
});

test('rows that are there are handed on while the server thinks about the next ones', async (t) => {
  const connection = await connected(t, server);
  const reader = connection.read({ text: 'stuck' })[Symbol.asyncIterator]();
  t.is((await reader.next()).value?.rows, 1);
  await reader.return?.();
});

test('what the server says on the way is no row', async (t) => {
  const connection = await connected(t, server);
  t.deepEqual(await rowsOf(connection, 'talkative'), [[1], [2]]);
});

test('ending the loop early cancels the query, and the connection can be used again', async (t) => {
  let sent = 0;
  const endless = function* (): Generator<Step> {
    yield columns(numbered);
    for (;;) yield row(++sent);
  };
  const connection = await connected(t, (statement) => (statement.text === 'endless' ? endless() : server(statement)));
  for await (const batch of connection.read({ text: 'endless' })) {
    t.is(batch.rows, 1000);
    break;
  }
  t.deepEqual(await rowsOf(connection, 'rows 3'), [[1], [2], [3]]);
  const after = sent;
  t.deepEqual(await rowsOf(connection, 'rows 1'), [[1]]);
  t.is(sent, after, 'the server has stopped');
});

test('a server that does not stop loses the session', async (t) => {
  const deaf = async function* (): AsyncGenerator<Step> {
    yield columns(numbered);
    for (let number = 1; number <= 1000; number++) yield row(number);
    yield wait(0);
    await new Promise(() => {});
  };
  const connection = await connected(t, (statement) => (statement.text === 'deaf' ? deaf() : server(statement)));
  t.true(connection.isOpen?.());
  for await (const _batch of connection.read({ text: 'deaf' })) break;
  t.false(connection.isOpen?.());
});

test('a query that has sent nothing yet can be left, too', async (t) => {
  const connection = await connected(t, server, { timeouts: { connect: 30_000, firstRow: 1000, read: 30_000 } });
  const fault = await faultOf(t, rowsOf(connection, 'silent'));
  t.is(fault.code, 'sql/timeout');
  t.true(fault.retryable);
  t.regex(fault.message, /firstRowSeconds/);
  t.deepEqual(await rowsOf(connection, 'rows 1'), [[1]]);
});

test('rows that stop coming are a fault that may pass', async (t) => {
  const connection = await connected(t, server, { timeouts: { connect: 30_000, firstRow: 30_000, read: 100 } });
  const fault = await faultOf(t, rowsOf(connection, 'stuck'));
  t.is(fault.code, 'sql/timeout');
  t.true(fault.retryable);
});

test('a slow reader slows the server: no more than a few batches are read ahead', async (t) => {
  let sent = 0;
  const wide = { name: 'text', type: type.nvarchar(4000) };
  const endless = function* (): Generator<Step> {
    yield columns(wide);
    for (;;) {
      sent++;
      yield row('x'.repeat(3000));
    }
  };
  const connection = await connected(t, ({ text }) => (text === 'endless' ? endless() : undefined));
  const reader = connection.read({ text: 'endless' })[Symbol.asyncIterator]();
  await reader.next();
  // Until the server waits, too: what it has sent beyond one batch lies in the buffers of the sockets.
  let before = -1;
  for (let tries = 0; sent !== before && tries < 25; tries++) {
    before = sent;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  t.is(sent, before);
  t.true(sent < 8000, `${sent} rows were sent`);
  await reader.return?.();
});

for (const [statement, code] of [
  ['dropped', 'sql/dropped'],
  ['cutInRow', 'sql/dropped'],
  ['deadlock', 'sql/deadlock'],
] as const) {
  test(`${statement}: the rows never look whole, and it may be tried again`, async (t) => {
    const connection = await connected(t, server);
    const fault = await faultOf(t, rowsOf(connection, statement));
    t.is(fault.code, code);
    t.true(fault.retryable);
  });
}

test('after a deadlock the connection can be used again, after a cut it can not', async (t) => {
  const connection = await connected(t, server);
  await faultOf(t, rowsOf(connection, 'deadlock'));
  t.deepEqual(await rowsOf(connection, 'rows 1'), [[1]]);
  await faultOf(t, rowsOf(connection, 'dropped'));
  const fault = await faultOf(t, rowsOf(connection, 'rows 1'));
  t.is(fault.code, 'sql/dropped');
});

const strange = Buffer.concat([u8(0x81), u16(1), u32(0), u16(9), u8(0xf4), u8(0), shortText('n')]);
const unreadable: readonly (readonly [what: string, bytes: Buffer, code: SqlCode, words: RegExp])[] = [
  ['a token of no protocol', Buffer.alloc(40, 0x5a), 'sql/bad-value', /protocol/],
  ['a number of 90 bytes', Buffer.alloc(200, Buffer.from([0xd1, 90])), 'sql/bad-value', /90 bytes/],
  ['a type that is not known', strange, 'sql/unsupported', /type 0xF4\. Convert it in the query/],
];

for (const [what, bytes, code, words] of unreadable) {
  test(`${what} is a fault, and the session is given up`, async (t) => {
    const steps: readonly Step[] = [...rows(1500), { step: 'bytes', bytes, rows: 1 }];
    const connection = await connected(t, (statement) => (statement.text === 'x' ? steps : server(statement)));
    const fault = await faultOf(t, rowsOf(connection, 'x'));
    t.is(fault.code, code);
    t.regex(fault.message, words);
    t.false(connection.isOpen?.());
  });
}

test('a query with two results is refused', async (t) => {
  const connection = await connected(t, server);
  const fault = await faultOf(t, rowsOf(connection, 'twice'));
  t.is(fault.code, 'sql/failed');
  t.false(fault.retryable);
  t.deepEqual(await rowsOf(connection, 'rows 1'), [[1]]);
});

test('an abort ends a read at once, with its own reason', async (t) => {
  const aborting = new AbortController();
  const connection = await connected(t, server, { signal: aborting.signal });
  const reading = rowsOf(connection, 'silent');
  setTimeout(() => aborting.abort(new Error('interrupted')), 50);
  await t.throwsAsync(reading, { message: 'interrupted' });
});

test('a connection closes at once while a query runs, and may be closed twice', async (t) => {
  const connection = await connected(t, server);
  const reading = faultOf(t, rowsOf(connection, 'silent'));
  await new Promise((resolve) => setTimeout(resolve, 50));
  await connection.close();
  await connection.close();
  t.is((await reading).code, 'sql/dropped');
});

test('parameters are bound, never written into the text', async (t) => {
  const seen: unknown[] = [];
  const connection = await connected(t, ({ text, parameters }) => {
    if (!text.includes('@p1')) return undefined;
    seen.push(text, [...parameters]);
    return rows(1);
  });
  const parameters = ["O'Brien; DROP TABLE x --", 42, 9007199254740993n, null];
  await rowsOf(connection, { text: 'SELECT @p1, @p2, @p3, @p4', parameters });
  t.deepEqual(seen, [
    'SELECT @p1, @p2, @p3, @p4',
    [
      ['p1', "O'Brien; DROP TABLE x --"],
      ['p2', 42n],
      ['p3', 9007199254740993n],
      ['p4', null],
    ],
  ]);
});

test('a long value arrives whole, and the rows behind it', async (t) => {
  const long = 'ä'.repeat(2_000_000);
  const connection = await connected(t, ({ text }) =>
    text === 'long'
      ? [columns({ name: 'v', type: type.nvarcharMax }, numbered), row(long, 1), row('short', 2)]
      : undefined,
  );
  t.deepEqual(await rowsOf(connection, 'long'), [
    [long, 1],
    ['short', 2],
  ]);
});

for (const [name, states, expected] of [
  ['a database with snapshots', [1, 0], 'snapshot'],
  ['a database that reads from versions', [0, 1], 'statement'],
  ['a database without versions', [0, 0], 'none'],
] as const) {
  test(`${name}: what is read fits together as ${expected}`, async (t) => {
    const statements: string[] = [];
    const connection = await connected(t, ({ text }) => {
      statements.push(text);
      if (text.includes('snapshot_isolation_state'))
        return [columns(numbered, { name: 'v', type: type.int }), row(...states)];
      if (text.includes('BEGIN TRANSACTION')) return [beginTransaction, columns(numbered), row(1)];
      return text.startsWith('rows') ? rows(1) : undefined;
    });
    t.is(await connection.snapshot(), expected);
    t.deepEqual(await rowsOf(connection, 'rows 1'), [[1]]);
    t.is(
      statements.some((text) => /NOLOCK|UNCOMMITTED/i.test(text)),
      false,
    );
    t.true(statements.includes('SET DEADLOCK_PRIORITY LOW'));
  });
}

test('a server that knows nothing of snapshots says so by none', async (t) => {
  const connection = await connected(t, () => undefined);
  t.is(await connection.snapshot(), 'none');
});
