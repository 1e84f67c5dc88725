import type { Batch } from '../../core/adapter/batch.ts';
import { SourceError } from '../../core/errors/errors.ts';
import { Secret } from '../../core/options/option.ts';
import type { Connection, Query } from '../sql/driver.ts';
import { sqlFault } from '../sql/faults.ts';
import { serve, watchMemory } from '../sql/serve.ts';
import { atMost } from '../sql/waiting.ts';
import { connectionOf, openSession } from './connect.ts';
import type { Answer, Reply, Request } from './protocol.ts';
import type { Session } from './session.ts';

/** The process that has a client of Oracle: one version of it, and one connection. */

interface Opened {
  readonly session: Session;
  readonly connection: Connection;
}

let opened: Opened | undefined;
let reading: AsyncIterator<Batch> | undefined;
let isBusy = false;
let notes: string[] = [];

serve<Request>({
  async answer(request) {
    isBusy = true;
    try {
      return withNotes(await answer(request));
    } finally {
      isBusy = false;
    }
  },
  faultOf: (error) => withNotes(faultOf(error)),
  cancel: async () => opened?.session.connection.break(),
  async leave() {
    if (opened === undefined) return;
    if (isBusy) await atMost(breakMilliseconds, opened.session.connection.break());
    await atMost(closeMilliseconds, opened.connection.close());
  },
});

const breakMilliseconds = 250;
const closeMilliseconds = 400;

function withNotes(answer: Answer): Reply {
  const said = notes;
  notes = [];
  return { answer, notes: said };
}

async function answer(request: Request): Promise<Answer> {
  if (request.op === 'connect') return await connect(request);
  if (opened === undefined) throw new Error('There is no connection.');
  const { connection } = opened;
  switch (request.op) {
    case 'about':
      return { kind: 'info', info: await connection.about() };
    case 'catalog':
      return { kind: 'tables', tables: await connection.catalog() };
    case 'snapshot':
      return { kind: 'consistency', consistency: await connection.snapshot() };
    case 'describe':
      return { kind: 'columns', columns: await connection.describe(request.query) };
    case 'read':
      return await begin(connection, request.query);
    case 'next':
      return await next();
    case 'end':
      await end();
      return { kind: 'done' };
  }
}

async function connect({ settings, timeouts, library, memoryMb }: Request & { op: 'connect' }): Promise<Answer> {
  watchMemory(memoryMb);
  const { password, walletPassword, ...others } = settings;
  const whole = {
    ...others,
    password: new Secret(password),
    walletPassword: walletPassword === undefined ? undefined : new Secret(walletPassword),
    client: undefined,
  };
  // Who gives up kills this process.
  const { signal } = new AbortController();
  const options = { signal, timeouts, note: (sentence: string) => notes.push(sentence) };
  const session = await openSession(whole, options, library);
  opened = { session, connection: await connectionOf(session, options) };
  return { kind: 'done' };
}

async function begin(connection: Connection, query: Query): Promise<Answer> {
  await end();
  reading = connection.read(query)[Symbol.asyncIterator]();
  return await next();
}

async function next(): Promise<Answer> {
  const found = await reading?.next();
  if (found === undefined || found.done) reading = undefined;
  return { kind: 'batch', batch: found?.done === false ? found.value : undefined };
}

async function end(): Promise<void> {
  const left = reading;
  reading = undefined;
  await left?.return?.();
}

function faultOf(error: unknown): Answer {
  const said = error instanceof Error ? error.message : String(error);
  const { faults, retryable } = error instanceof SourceError ? error : sqlFault('sql/failed', said);
  const [{ code, message, place }] = faults;
  return { kind: 'fault', code, message, retryable, name: place?.file };
}
