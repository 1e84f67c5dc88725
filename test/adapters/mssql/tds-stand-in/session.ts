import type { Duplex } from 'node:stream';
import { type Message, MessageReader, MessageWriter, packetType } from './packets.ts';
import { readBatch, readCall, type Statement } from './requests.ts';
import type { Answer, Step } from './script.ts';
import * as tokens from './tokens.ts';

/** Stand-in for SQL Server, in tests: a session after its login. It answers one statement after the other, and stops when it is told to. */
export class StandInSession {
  readonly #stream: Duplex;
  readonly #answer: Answer;
  readonly #packetSize: number;
  readonly #reader = new MessageReader();
  readonly #statements: Statement[];
  #running: Promise<void> = Promise.resolve();
  #stop = new AbortController();
  #transactions = 0n;

  constructor(stream: Duplex, answer: Answer, packetSize: number, statements: Statement[]) {
    this.#stream = stream;
    this.#answer = answer;
    this.#packetSize = packetSize;
    this.#statements = statements;
    stream.on('close', () => this.#stop.abort());
  }

  take(chunk: Buffer): void {
    for (const message of this.#reader.take(chunk)) this.#receive(message);
  }

  #receive({ type, data }: Message): void {
    if (type === packetType.attention) {
      this.#stop.abort();
      this.#running = this.#running.then(() => this.#acknowledge());
      return;
    }
    const stop = new AbortController();
    this.#stop = stop;
    const statement = type === packetType.rpc ? readCall(data) : readBatch(data);
    this.#statements.push(statement);
    this.#running = this.#running
      .then(() => this.#run(statement, stop.signal))
      .catch(() => void this.#stream.destroy());
  }

  /** A message of its own says that the server has stopped. */
  async #acknowledge(): Promise<void> {
    const reply = new MessageWriter(this.#stream, this.#packetSize);
    await reply.write(tokens.doneToken(tokens.done.attention));
    reply.end();
  }

  async #run(statement: Statement, stop: AbortSignal): Promise<void> {
    const reply = new MessageWriter(this.#stream, this.#packetSize);
    let described: readonly tokens.StandInColumn[] = [];
    let rows = 0;
    let failed = false;
    for await (const step of this.#answer(statement) ?? unknownStatement(statement)) {
      if (stop.aborted || this.#stream.destroyed) break;
      switch (step.step) {
        case 'columns':
          described = step.columns;
          await reply.write(tokens.columnsToken(described));
          break;
        case 'row':
        case 'rowWithNulls': {
          const token = step.step === 'row' ? tokens.rowToken : tokens.nullBitmapRowToken;
          await reply.write(token(described, step.values));
          rows++;
          break;
        }
        case 'bytes':
          await reply.write(step.bytes);
          rows += step.rows;
          break;
        case 'error':
          failed = true;
          await reply.write(tokens.errorToken(step.message));
          break;
        case 'info':
          await reply.write(tokens.infoToken(step.message));
          break;
        case 'beginTransaction':
          await reply.write(tokens.transactionToken(++this.#transactions));
          break;
        case 'wait':
          reply.flush();
          await pause(step.milliseconds, stop);
          break;
        case 'cut':
          reply.flush();
          await pause(20, stop);
          this.#stream.destroy();
          return;
      }
    }
    const status = failed ? tokens.done.error : tokens.done.counted;
    await reply.write(tokens.doneToken(stop.aborted ? tokens.done.final : status, rows));
    reply.end();
  }
}

function unknownStatement({ text }: Statement): Iterable<Step> {
  const named = /\b(?:FROM|EXEC)\s+([\w.[\]]+)/i.exec(text)?.[1];
  if (/^\s*SET\b/i.test(text) && named === undefined) return [];
  const message = `Invalid object name '${named ?? text.slice(0, 40)}'.`;
  return [{ step: 'error', message: { number: 208, message } }];
}

async function pause(milliseconds: number, stop: AbortSignal): Promise<void> {
  if (stop.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  stop.addEventListener('abort', () => resolve(), { once: true });
  await promise;
  clearTimeout(timer);
}
