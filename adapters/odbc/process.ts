import { type ChildProcess, fork } from 'node:child_process';
import { SourceError } from '../../core/errors/errors.ts';
import { sqlFault } from '../sql/faults.ts';
import type { Interruption, TooLarge } from '../sql/serve.ts';

export interface DriverProcessOptions {
  /** The file of this project that is run: it serves by adapters/sql/serve.ts. */
  readonly file: URL;
  /** Printable: what the faults are about. */
  readonly place: string;
  /** What is in it, as messages name it: `ODBC driver`. */
  readonly driver: string;
  readonly memoryMb: number;
  /** A sentence on what to do where the memory is not enough. */
  readonly whenTooLarge: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/**
 * A child process that has a native driver. Whatever becomes of it, who waits for an answer gets one: a driver that crashes, hangs or
 * grows is a named fault.
 */
export class DriverProcess<Request extends object, Reply extends object> {
  readonly #options: DriverProcessOptions;
  readonly #process: ChildProcess;
  readonly #ended: Promise<void>;
  /** Why it is of no more use. */
  #fault: Error | undefined;
  #waiting: { readonly resolve: (reply: Reply) => void; readonly reject: (error: Error) => void } | undefined;
  #words = '';

  constructor(options: DriverProcessOptions) {
    const { file, memoryMb, env, signal } = options;
    this.#options = options;
    this.#process = fork(file, [], {
      serialization: 'advanced',
      // Rows are the driver's memory; what is made of them here is a batch.
      execArgv: [`--max-old-space-size=${memoryMb}`, '--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env,
    });
    this.#process.stderr?.on('data', (chunk: Buffer) => {
      this.#words = (this.#words + chunk.toString()).slice(-mostWords);
    });
    this.#process.on('message', (reply: Reply | TooLarge) => this.#take(reply));
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

  /** Asks for something, and gives the answer. One question at a time. */
  async ask(request: Request): Promise<Reply> {
    if (this.#fault !== undefined) throw this.#fault;
    if (this.#waiting !== undefined) throw new Error('A connection is used for one query at a time.');
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    this.#waiting = { resolve, reject };
    this.#process.send(request, (error) => {
      if (error !== null) this.#fail(this.#crashed(error.message));
    });
    return await promise;
  }

  /** Tells the driver to end what it does. Whether it obeys is seen by the answer to what is under way. */
  interrupt(): void {
    if (this.#waiting !== undefined) this.#tell({ op: 'cancel' });
  }

  /** Ends it at once: there is nothing in it to be saved. */
  kill(reason: Error): void {
    this.#fail(reason);
    this.#process.kill('SIGKILL');
  }

  /** Ends it at once, or asks it to take its leave of the server first, for which it has so many milliseconds. */
  async close(leaveMilliseconds = 0): Promise<void> {
    const reason = new SourceError('source/closed', 'The connection was closed.', {
      place: { file: this.#options.place },
    });
    if (leaveMilliseconds > 0 && this.isUsable) {
      this.#fail(reason);
      this.#tell({ op: 'leave' });
      const late = setTimeout(() => this.kill(reason), leaveMilliseconds);
      await this.#ended;
      clearTimeout(late);
    }
    this.kill(reason);
    await this.#ended;
  }

  #tell(message: Interruption): void {
    if (this.#process.connected) this.#process.send(message, () => undefined);
  }

  #take(reply: Reply | TooLarge): void {
    if ('megabytes' in reply) {
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
      `The process with the ${this.#options.driver} has ended (${how}). Try again; if it happens each time, use another version of the driver.`,
      { name: this.#options.place },
    );
  }

  #tooLarge(): Error {
    const { driver, memoryMb, whenTooLarge, place } = this.#options;
    return sqlFault('sql/too-large', `The ${driver} took more than ${memoryMb} MB (memoryMb). ${whenTooLarge}`, {
      name: place,
    });
  }
}

const mostWords = 4096;
