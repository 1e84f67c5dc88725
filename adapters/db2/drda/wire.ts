import { readFileSync } from 'node:fs';
import { connect as connectSocket, type Socket } from 'node:net';
import { connect as connectTls, TLSSocket } from 'node:tls';
import { printable } from '../../../core/adapter/printable.ts';
import { configError, SourceError } from '../../../core/errors/errors.ts';
import { sqlFault } from '../../sql/faults.ts';
import { FrameReader, type Reply } from './read.ts';
import { frames, type Request } from './write.ts';

export interface WireOptions {
  readonly host: string;
  readonly port: number;
  /** Encrypted from the first byte on; `ca`: the file of the authority. */
  readonly tls: { readonly ca: string | undefined } | undefined;
  /** Printable: what the faults are about. */
  readonly place: string;
  readonly signal: AbortSignal;
}

const keepAliveMilliseconds = 60_000;

/** A socket to a server that speaks DRDA. One chain of requests is asked at a time, and answered as a whole. */
export class Wire {
  readonly #socket: Socket;
  readonly #place: string;
  readonly #reader = new FrameReader();
  #waiting: { readonly resolve: () => void; readonly reject: (error: Error) => void } | undefined;
  /** Why it is of no more use. */
  #fault: Error | undefined;

  /** @throws SourceError `sql/unreachable`, `sql/encryption` */
  static async open(options: WireOptions): Promise<Wire> {
    const { tls, place, signal } = options;
    signal.throwIfAborted();
    const socket = socketOf(options);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once(tls === undefined ? 'connect' : 'secureConnect', resolve);
    socket.once('error', (error) => reject(unopened(error, place)));
    try {
      await promise;
      return new Wire(socket, place, signal);
    } catch (error) {
      socket.destroy();
      throw error;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  private constructor(socket: Socket, place: string, signal: AbortSignal) {
    this.#socket = socket;
    this.#place = place;
    socket.setNoDelay(true);
    // What lies between forgets sessions that say nothing while a query runs.
    socket.setKeepAlive(true, keepAliveMilliseconds);
    socket.on('data', (bytes) => {
      this.#reader.push(bytes);
      this.#waiting?.resolve();
    });
    const onAbort = () => this.close(signal.reason);
    socket.on('error', (error) => this.#fail(this.#dropped(error.message)));
    socket.on('close', () => {
      signal.removeEventListener('abort', onAbort);
      this.#fail(this.#dropped('the server has closed the connection'));
    });
    signal.addEventListener('abort', onAbort, { once: true });
  }

  get isUsable(): boolean {
    return this.#fault === undefined;
  }

  /** This end of it. */
  get local(): { readonly address: string; readonly port: number } {
    return { address: this.#socket.localAddress ?? '', port: this.#socket.localPort ?? 0 };
  }

  /** `TLSv1.3`; undefined without encryption. */
  get encryption(): string | undefined {
    return this.#socket instanceof TLSSocket ? (this.#socket.getProtocol() ?? undefined) : undefined;
  }

  /**
   * The objects of all replies to a chain of requests.
   * @param isFailure Of a reply: what follows in the chain is then not carried out, and perhaps not answered.
   */
  async ask(
    requests: readonly Request[],
    isFailure: (reply: Reply) => boolean = () => false,
  ): Promise<readonly Reply[]> {
    if (this.#fault !== undefined) throw this.#fault;
    this.#socket.write(frames(requests));
    const replies: Reply[] = [];
    for (;;) {
      const frame = await this.#next();
      for (const reply of frame.replies) replies.push(reply);
      if (frame.isChained) continue;
      if (frame.correlation >= requests.length || replies.some(isFailure)) return replies;
    }
  }

  async #next() {
    for (;;) {
      if (this.#fault !== undefined) throw this.#fault;
      try {
        const frame = this.#reader.next();
        if (frame !== undefined) return frame;
      } catch (error) {
        // Where one reply ends and the next begins is no longer known.
        this.close(error instanceof SourceError ? error : this.#dropped('its replies can not be read'));
        continue;
      }
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      this.#waiting = { resolve, reject };
      await promise;
    }
  }

  close(reason?: Error): void {
    this.#fail(
      reason ?? new SourceError('source/closed', 'The connection was closed.', { place: { file: this.#place } }),
    );
    this.#socket.destroy();
  }

  #fail(reason: Error): void {
    this.#fault ??= reason;
    this.#waiting?.reject(this.#fault);
    this.#waiting = undefined;
  }

  #dropped(how: string): Error {
    return sqlFault('sql/dropped', `The connection to the server broke: ${how}. Run it again.`, { name: this.#place });
  }
}

function socketOf({ host, port, tls }: WireOptions): Socket {
  if (tls === undefined) return connectSocket({ host, port });
  const ca = tls.ca === undefined ? {} : { ca: authorityOf(tls.ca) };
  // An address is no name that a certificate is asked for by SNI.
  return connectTls({ host, port, ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }), ...ca });
}

function authorityOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw configError(
      'option/wrong-value',
      `ca: expected a PEM file that can be read, found none at ${printable(path)}.`,
      {
        cause,
      },
    );
  }
}

const network = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
]);

function unopened(error: Error & { readonly code?: string }, place: string): SourceError {
  if (network.has(error.code ?? ''))
    return sqlFault('sql/unreachable', `No connection to the server (${error.code}). Check host and port.`, {
      name: place,
      cause: error,
    });
  return sqlFault(
    'sql/encryption',
    `No encrypted connection: ${error.message}. Check the port, and whether ca names the certificate of the server or of its authority.`,
    { name: place, cause: error },
  );
}
