import { setTimeout as delay } from 'node:timers/promises';
import test from 'ava';
import { Connections, type State } from '../../../adapters/sql/connections.ts';
import { sqlFault } from '../../../adapters/sql/faults.ts';
import { SourceError } from '../../../core/errors/errors.ts';
import { columns, type Script, scripted } from './scripted-driver.ts';

const query = { text: 'SELECT 1' };

function connectionsTo(script: Script, { most = 1, milliseconds = 30 } = {}) {
  const { driver, ...seen } = scripted(script);
  const abort = new AbortController();
  const timeouts = { connect: milliseconds, firstRow: milliseconds, read: milliseconds };
  const connections = new Connections({
    source: 'emea',
    connect: (signal) => driver.connect({}, { signal, timeouts }),
    timeouts,
    most,
    signal: abort.signal,
  });
  const states = new Set<State>();
  const readAll = async () => {
    let rows = 0;
    for await (const batch of connections.read(query, columns, 'emea/computers', (state) => states.add(state)))
      rows += batch.rows;
    return rows;
  };
  return { connections, abort, readAll, states, ...seen };
}

const limits = [
  ['connect', 'connectSeconds'],
  ['first row', 'firstRowSeconds'],
  ['rows', 'readSeconds'],
] as const;
for (const [hangs, option] of limits) {
  test(`a server that hangs at ${hangs} is given up, by the limit ${option}`, async (t) => {
    const { readAll, open } = connectionsTo({ hangs });
    const error = await t.throwsAsync(readAll(), { instanceOf: SourceError, message: new RegExp(`\\(${option}\\)`) });
    t.is(error?.faults[0].code, 'sql/timeout');
    t.true(error?.retryable);
    t.is(open(), 0);
  });

  test(`an abort ends the wait at ${hangs}`, async (t) => {
    const { readAll, abort, open } = connectionsTo({ hangs }, { milliseconds: 60_000 });
    const reason = new Error('Interrupted.');
    const read = readAll();
    await delay(10);
    abort.abort(reason);
    t.is(await t.throwsAsync(read), reason);
    t.is(open(), 0);
  });
}

test('a session that is no longer there is not used again', async (t) => {
  const { connections, readAll, log } = connectionsTo({ rows: 1, isSpent: true });
  t.is(await connections.ask('emea', (each) => each.describe(query)), columns);
  t.is(await readAll(), 1);
  t.deepEqual(log.slice(0, 4), ['connect', 'describe', 'close', 'connect']);
});

test('one connection serves all queries, and all that it reads is of one state', async (t) => {
  const { connections, readAll, log, states } = connectionsTo({ rows: 2500 });
  t.is(await connections.ask('emea', (each) => each.describe(query)), columns);
  t.is(await readAll(), 2500);
  t.is(await readAll(), 2500);
  const once = ['connect', 'describe', 'snapshot', 'read', 'end of read', 'read', 'end of read'];
  t.deepEqual(log, once);
  t.deepEqual([...states], [{ consistency: 'snapshot' }]);
});

test('a connection that has failed is closed, and the next query has another, of another state', async (t) => {
  const error = sqlFault('sql/dropped', 'The connection broke.');
  const { readAll, log, states } = connectionsTo({ breaks: { after: 1500, error } });
  t.is(await t.throwsAsync(readAll()), error);
  await t.throwsAsync(readAll());
  t.is(log.filter((each) => each === 'connect').length, 2);
  t.is(log.filter((each) => each === 'close').length, 2);
  t.is(states.size, 2);
});

test('a refusal of the server leaves the connection as it is', async (t) => {
  const describe = () => {
    throw sqlFault('sql/missing-object', 'There is none.', { name: 'x' });
  };
  const { connections, readAll, log } = connectionsTo({ describe });
  await t.throwsAsync(connections.ask('emea', (each) => each.describe(query)));
  t.is(await readAll(), 3000);
  t.is(log.filter((each) => each === 'connect').length, 1);
});

test('a reader that stops early cancels its query; the connection is used again', async (t) => {
  const { connections, readAll, log } = connectionsTo({});
  for await (const batch of connections.read(query, columns, 'emea')) {
    t.is(batch.rows, 1000);
    break;
  }
  t.is(log.at(-1), 'end of read');
  t.is(await readAll(), 3000);
  t.is(log.filter((each) => each === 'connect').length, 1);
});

test('a query that can not be cancelled is ended with its connection', async (t) => {
  const { connections, open } = connectionsTo({ hangs: 'cancel' });
  for await (const _batch of connections.read(query, columns, 'emea')) break;
  t.is(open(), 0);
});

test('the time of a slow reader is not the time of the server', async (t) => {
  const { connections } = connectionsTo({}, { milliseconds: 30 });
  let rows = 0;
  for await (const batch of connections.read(query, columns, 'emea')) {
    await delay(60);
    rows += batch.rows;
  }
  t.is(rows, 3000);
});

test('no more connections are open than are allowed; the others wait', async (t) => {
  const { readAll, most } = connectionsTo({}, { most: 2, milliseconds: 10_000 });
  t.deepEqual(await Promise.all([1, 2, 3, 4, 5].map(readAll)), [3000, 3000, 3000, 3000, 3000]);
  t.is(most(), 2);
});

test('rows that are not those of the query are a fault', async (t) => {
  const { readAll } = connectionsTo({ batch: (batch) => ({ ...batch, width: 3 }) });
  const error = await t.throwsAsync(readAll(), { instanceOf: SourceError });
  t.is(error?.faults[0].code, 'sql/schema-changed');
});

test('what is read while the source is closed ends with that', async (t) => {
  const { connections, readAll, open } = connectionsTo({ hangs: 'rows' }, { milliseconds: 60_000 });
  const read = readAll();
  await delay(10);
  await connections.close();
  await connections.close();
  const error = await t.throwsAsync(read, { instanceOf: SourceError });
  t.is(error?.faults[0].code, 'source/closed');
  t.is(open(), 0);
});
