/** Part of a stand-in for Oracle Database: one session, from its login to its end. */
import { type Call, type Execute, readCall } from './calls.ts';
import { dataTypesReply, Login, protocolReply, readLogin } from './login.ts';
import {
  type AnswerCell,
  describeReply,
  endReply,
  type Failure,
  noMoreRows,
  rowHeader,
  rowReply,
  statusReply,
} from './replies.ts';
import type { Answer, Log, Script } from './server.ts';
import { Reader } from './wire.ts';

interface Cursor {
  readonly sql: string;
  answer: Answer;
  rows: Iterator<readonly AnswerCell[]>;
}

/** What the server says of itself: 19.3, as a client reads it that speaks the protocol of 12.1. */
const facts = new Map([
  ['AUTH_VERSION_NO', String((19 << 24) | (3 << 20))],
  ['AUTH_SC_DBUNIQUE_NAME', 'STANDIN'],
  ['AUTH_SC_SERVICE_NAME', 'STANDIN'],
  ['AUTH_INSTANCENAME', 'standin'],
  ['AUTH_MAX_OPEN_CURSORS', '300'],
]);

export class Session {
  cut = (): void => {};
  deaf = false;
  private readonly script: Script;
  private readonly log: Log;
  private readonly send: (message: Buffer) => void;
  private readonly cursors = new Map<number, Cursor>();
  private readonly types = new Map<number, readonly number[]>();
  private login: Login | undefined;
  private last = 0;
  private pending = Buffer.alloc(0);

  constructor(script: Script, log: Log, send: (message: Buffer) => void) {
    this.script = script;
    this.log = log;
    this.send = send;
  }

  /** A piece of a message; messages that come in several packets are put together. */
  take(piece: Buffer): void {
    if (piece.length === 0) return;
    this.pending = Buffer.concat([this.pending, piece]);
    const message = this.pending;
    try {
      this.say(this.answer(message));
    } catch (error) {
      if (error instanceof RangeError) return;
      throw error;
    }
    this.pending = Buffer.alloc(0);
  }

  brokenOff(): void {
    this.send(endReply(0, 0, { code: 1013, message: 'user requested cancel of current operation' }));
  }

  private say(message: Buffer): void {
    if (message.length > 0) this.send(message);
  }

  /** The answer to a message; empty where there is none. */
  private answer(message: Buffer): Buffer {
    const reader = new Reader(message);
    if (message[0] === 1) return protocolReply();
    if (message[0] === 2) return dataTypesReply();
    const { call, told } = readCall(reader, this.types);
    if (told.module !== undefined) this.log.told.module.push(told.module);
    if (told.action !== undefined) this.log.told.action.push(told.action);
    for (const cursor of told.closed) this.cursors.delete(cursor);
    return this.carryOut(call, reader);
  }

  private carryOut(call: Call, reader: Reader): Buffer {
    switch (call.call) {
      case 'loginFirst':
        return this.ask();
      case 'loginSecond':
        return this.admit(reader);
      case 'execute':
        return this.execute(call);
      case 'fetch':
        return this.rows(call.cursor, call.rows);
      default:
        return statusReply();
    }
  }

  private ask(): Buffer {
    const { user = 'AUDIT', password = 'right', verifier } = this.script;
    this.login = new Login({ user, password });
    return Buffer.concat([this.login.question(verifier), statusReply()]);
  }

  private admit(reader: Reader): Buffer {
    const { user, values } = readLogin(reader);
    const { user: known = 'AUDIT', refusal } = this.script;
    if (refusal !== undefined) return endReply(0, 0, refusal);
    const told = new Map([...facts, ...(this.script.facts ?? [])]);
    const answer = user.toUpperCase() === known ? this.login?.answer(values, told) : undefined;
    if (answer === undefined) return endReply(0, 0, wrongLogin);
    return Buffer.concat([answer, statusReply()]);
  }

  private execute(call: Execute): Buffer {
    const known = this.cursors.get(call.cursor);
    if (call.defines && known !== undefined) return endReply(call.cursor, 0);
    const sql = call.sql || known?.sql || '';
    this.log.statements.push(`${call.describeOnly ? 'describe ' : ''}${[sql, ...call.parameters].join(' | ')}`);
    const answer = this.script.answer?.(sql, call.parameters) ?? (/^\s*(alter|set)\b/i.test(sql) ? {} : noTable);
    this.deaf = answer.deaf ?? false;
    const { columns, rows } = answer;
    if (answer.hangs && rows === undefined && !call.describeOnly) return Buffer.alloc(0);
    if (answer.failure !== undefined && rows === undefined) return endReply(0, 0, answer.failure);
    if (columns === undefined) return endReply(0, 0);
    const cursor = known === undefined ? this.nextCursor(call.cursor) : call.cursor;
    this.cursors.set(cursor, { sql, answer, rows: (rows ?? [])[Symbol.iterator]() });
    const header = known === undefined ? [describeReply(columns)] : [];
    const long = columns.some(({ type }) => type === 'clob' || type === 'blob');
    if (call.describeOnly || long || call.fetch === 0) {
      return Buffer.concat([...header, endReply(cursor, 0)]);
    }
    return Buffer.concat([...header, this.rows(cursor, call.fetch)]);
  }

  /** A cursor for a statement, with the types of parameters that came before it had a number. */
  private nextCursor(before: number): number {
    this.last += 1;
    this.types.set(this.last, this.types.get(before) ?? []);
    return this.last;
  }

  /** Up to so many rows, and how it ends after them; nothing at all where the answer hangs. */
  private rows(number: number, count: number): Buffer {
    const cursor = this.cursors.get(number);
    if (cursor === undefined) return endReply(0, 0, { code: 1001, message: 'invalid cursor' });
    const { answer, rows } = cursor;
    const messages = [rowHeader()];
    for (let sent = 0; sent < count; sent += 1) {
      const next = rows.next();
      if (next.done) return this.afterLast(number, messages, answer, sent);
      messages.push(rowReply(next.value, answer.columns ?? []));
      this.log.sent.rows += 1;
    }
    return Buffer.concat([...messages, endReply(number, count)]);
  }

  private afterLast(number: number, messages: readonly Buffer[], answer: Answer, sent: number): Buffer {
    if (answer.hangs && sent === 0) return Buffer.alloc(0);
    if (answer.hangs) return Buffer.concat([...messages, endReply(number, sent)]);
    if (answer.cut) setImmediate(this.cut);
    const ended = answer.cut ? Buffer.alloc(0) : endReply(number, sent, answer.failure ?? noMoreRows);
    return Buffer.concat([...messages, ended]);
  }
}

const wrongLogin: Failure = { code: 1017, message: 'invalid username/password; logon denied' };
const noTable: Answer = { failure: { code: 942, message: 'table or view does not exist' } };
