import { type ChildProcess, fork } from 'node:child_process';
import { SourceError } from '../../core/errors/errors.ts';
import { sqlFault } from '../sql/faults.ts';
import { faultOfStates } from './faults.ts';
import type { Interruption, PackageName, Reply, Request, Rows } from './protocol.ts';
import { installations } from './settings.ts';

export interface ChildOptions {
  /** Printable: what the faults are about. */
  readonly place: string;
  readonly packageName: PackageName;
  readonly memoryMb: number;
  readonly signal: AbortSignal;
}

/**
 * The child process of a connection. Whatever becomes of it, who waits for an answer gets one: a driver that crashes, hangs or grows is
 * a named fault.
 */
export class Child {
  readonly #place: string;
  readonly #packageName: PackageName;
  readonly #memoryMb: number;
  readonly #process: ChildProcess;
  readonly #ended: Promise<void>;
  /** Why it is of no more use. */
  #fault: Error | undefined;
  #waiting: { readonly resolve: (reply: Reply) => void; readonly reject: (error: Error) => void } | undefined;
  #words = '';

  constructor({ place, packageName, memoryMb, signal }: ChildOptions) {
    this.#place = place;
    this.#packageName = packageName;
    this.#memoryMb = memoryMb;
    // A checkout runs its sources, a published package its built files.
    const name = import.meta.url.endsWith('.ts') ? './child.ts' : './odbc-child.js';
    this.#process = fork(new URL(name, import.meta.url), [], {
      serialization: 'advanced',
      // Rows are the driver's memory; what is made of them here is a batch.
      execArgv: [`--max-old-space-size=${memoryMb}`, '--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // IBM's driver gives texts in the code page of the machine's language otherwise.
      env: { ...process.env, DB2CODEPAGE: '1208' },
    });
    this.#process.stderr?.on('data', (chunk: Buffer) => {
      this.#words = (this.#words + chunk.toString()).slice(-mostWords);
    });
    this.#process.on('message', (reply: Reply) => this.#take(reply));
    this.#process.on('error', (error) => this.#fail(this.#crashed(error.message)));
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#ended = promise;
    const onAbort = () => this.kill(signal.reason);
    this.#process.on('exit', (code, by) => {
      signal.removeEventListener('abort', onAbort);
      // Its last words arrive a moment later.
      setTimeout(() => {
        this.#fail(this.#crashed(by === null ? `exit code ${code}` : `signal ${by}`));
        resolve();
      }, 20);
    });
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  }

  get isUsable(): boolean {
    return this.#fault === undefined;
  }

  /** Asks for something that gives rows. */
  async rows(request: Request): Promise<Rows> {
    const reply = await this.#ask(request);
    if (reply.kind !== 'rows') throw new Error(`Expected rows, found ${reply.kind}.`);
    return reply;
  }

  /** Asks for something that gives nothing. */
  async done(request: Request): Promise<void> {
    await this.#ask(request);
  }

  /** Tells the driver to end what it does. Whether it obeys is seen by the answer to what is under way. */
  cancel(): void {
    if (this.#waiting !== undefined && this.#process.connected)
      this.#process.send({ op: 'cancel' } satisfies Interruption, () => undefined);
  }

  /** Ends it at once: there is nothing in it to be saved. The server ends the session when its connection is gone. */
  kill(reason: Error): void {
    this.#fail(reason);
    this.#process.kill('SIGKILL');
  }

  async close(): Promise<void> {
    this.kill(new SourceError('source/closed', 'The connection was closed.', { place: { file: this.#place } }));
    await this.#ended;
  }

  async #ask(request: Request): Promise<Exclude<Reply, { readonly kind: 'fault' | 'missing' | 'memory' }>> {
    if (this.#fault !== undefined) throw this.#fault;
    if (this.#waiting !== undefined) throw new Error('A connection is used for one query at a time.');
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    this.#waiting = { resolve, reject };
    this.#process.send(request, (error) => {
      if (error !== null) this.#fail(this.#crashed(error.message));
    });
    const reply = await promise;
    switch (reply.kind) {
      case 'fault':
        throw faultOfStates(reply.states, reply.message, this.#place);
      case 'missing':
        throw sqlFault(
          'sql/driver-missing',
          `The package ${this.#packageName} could not be loaded: ${reply.message}. Install it again: ${installations[this.#packageName].command}`,
          { name: this.#place },
        );
      case 'memory':
        throw this.#tooLarge();
      default:
        return reply;
    }
  }

  #take(reply: Reply): void {
    if (reply.kind === 'memory') {
      this.kill(this.#tooLarge());
      return;
    }
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve(reply);
  }

  #fail(reason: Error): void {
    this.#fault ??= reason;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.reject(this.#fault);
  }

  #crashed(how: string): Error {
    if (/heap out of memory|allocation failed|bad_alloc/i.test(this.#words)) return this.#tooLarge();
    return sqlFault(
      'sql/driver-crashed',
      `The process with the ODBC driver has ended (${how}). Try again; if it happens each time, use another version of the driver.`,
      { name: this.#place },
    );
  }

  #tooLarge(): Error {
    return sqlFault(
      'sql/too-large',
      `The ODBC driver took more than ${this.#memoryMb} MB (memoryMb). Declare the key of the query, so that it is read in pages, or raise the limit.`,
      { name: this.#place },
    );
  }
}

const mostWords = 4096;
