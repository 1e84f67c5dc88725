import { sqlFault } from '../sql/faults.ts';
import { faultOfStates } from './faults.ts';
import { DriverProcess } from './process.ts';
import type { PackageName, Reply, Request, Rows } from './protocol.ts';
import { installations } from './settings.ts';

export interface ChildOptions {
  /** Printable: what the faults are about. */
  readonly place: string;
  readonly packageName: PackageName;
  readonly memoryMb: number;
  readonly signal: AbortSignal;
}

/** The child process of a connection by ODBC: what it is asked, and the faults that it answers with. */
export class Child {
  readonly #place: string;
  readonly #packageName: PackageName;
  readonly #process: DriverProcess<Request, Exclude<Reply, { readonly kind: 'memory' }>>;

  constructor({ place, packageName, memoryMb, signal }: ChildOptions) {
    this.#place = place;
    this.#packageName = packageName;
    this.#process = new DriverProcess({
      place,
      memoryMb,
      signal,
      // A checkout runs its sources, a published package its built files.
      file: new URL(import.meta.url.endsWith('.ts') ? './child.ts' : './odbc-child.js', import.meta.url),
      // IBM's driver gives texts in the code page of the machine's language otherwise.
      env: { ...process.env, DB2CODEPAGE: '1208' },
      driver: 'ODBC driver',
      whenTooLarge: 'Declare the key of the query, so that it is read in pages, or raise the limit.',
    });
  }

  get isUsable(): boolean {
    return this.#process.isUsable;
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
    this.#process.interrupt();
  }

  /** Ends it at once: there is nothing in it to be saved. The server ends the session when its connection is gone. */
  kill(reason: Error): void {
    this.#process.kill(reason);
  }

  close(): Promise<void> {
    return this.#process.close();
  }

  async #ask(request: Request): Promise<Exclude<Reply, { readonly kind: 'fault' | 'missing' | 'memory' }>> {
    const reply = await this.#process.ask(request);
    if (reply.kind === 'fault') throw faultOfStates(reply.states, reply.message, this.#place);
    if (reply.kind !== 'missing') return reply;
    throw sqlFault(
      'sql/driver-missing',
      `The package ${this.#packageName} could not be loaded: ${reply.message}. Install it again: ${installations[this.#packageName].command}`,
      { name: this.#place },
    );
  }
}
