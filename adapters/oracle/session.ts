import type { Socket } from 'node:net';
import { sqlFault } from '../sql/faults.ts';
import { atMost, within } from '../sql/waiting.ts';
import { oracleFault } from './faults.ts';
import type { ColumnMetadata, OracleConnection, Oracledb, ResultSet } from './package.ts';
import { destroyAll } from './sockets.ts';

/** One session of the server, of which every wait has a limit. A call that takes too long is broken off; the session can be used again. */
export class Session {
  readonly server: string;
  readonly package: Oracledb;
  readonly connection: OracleConnection;
  private readonly sockets: ReadonlySet<Socket>;
  private readonly signal: AbortSignal;
  private closing: Promise<void> | undefined;

  constructor({ server, package: package_, connection, sockets, signal }: SessionParts) {
    this.server = server;
    this.package = package_;
    this.connection = connection;
    this.sockets = sockets;
    this.signal = signal;
  }

  /** Runs one call to the server. `waitsFor` completes the sentence "The server did not … in 5 s". */
  async call<Result>(run: () => Promise<Result>, { milliseconds, waitsFor, query }: CallOptions): Promise<Result> {
    this.signal.throwIfAborted();
    const promise = run();
    let settled = false;
    const watched = promise.finally(() => {
      settled = true;
    });
    const late = () =>
      sqlFault('sql/timeout', `The server did not ${waitsFor} in ${milliseconds / 1000} s.`, { name: this.server });
    try {
      return await within(watched, { milliseconds, signal: this.signal, late });
    } catch (error) {
      if (!settled) await this.breakOff(promise);
      if (this.signal.aborted) throw this.signal.reason;
      throw oracleFault(error, { server: this.server, ...(query === undefined ? {} : { query }) });
    }
  }

  /** The rows of a short query of ours, as texts: what the server says of itself. */
  async ask(text: string, limit: number): Promise<readonly (readonly (string | null)[])[]> {
    const options = { outFormat: this.package.OUT_FORMAT_ARRAY, fetchTypeHandler: this.asTexts };
    const run = () => this.connection.execute(text, [], options);
    const { rows = [] } = await this.call(run, { milliseconds: limit, waitsFor: 'answer', query: text });
    return rows.map((row) => row.map((cell) => (cell === null || cell === undefined ? null : String(cell))));
  }

  private readonly asTexts = ({ dbTypeName }: ColumnMetadata) =>
    dbTypeName === 'NUMBER' ? { type: this.package.STRING } : undefined;

  /** Ends a query whose rows nobody wants. */
  async end(rows: ResultSet): Promise<void> {
    await atMost(patience, rows.close());
  }

  /** Ends the session: politely if it is idle and the server answers, else by its socket. */
  close(): Promise<void> {
    this.closing ??= this.leave();
    return this.closing;
  }

  private async leave(): Promise<void> {
    await atMost(patience, this.connection.close());
    destroyAll(this.sockets);
  }

  /** Asks the server to stop a call; if it does not, the connection ends. */
  private async breakOff(call: Promise<unknown>): Promise<void> {
    const broken = this.connection.break().catch(() => undefined);
    if (!(await atMost(patience, Promise.all([broken, call])))) {
      if (
        await atMost(
          0,
          call.catch(() => undefined),
        )
      )
        return;
      destroyAll(this.sockets);
    }
  }
}

interface SessionParts {
  readonly server: string;
  readonly package: Oracledb;
  readonly connection: OracleConnection;
  readonly sockets: ReadonlySet<Socket>;
  readonly signal: AbortSignal;
}

interface CallOptions {
  readonly milliseconds: number;
  readonly waitsFor: string;
  readonly query?: string;
}

/** How long something that is only tidied up may take. */
const patience = 800;
