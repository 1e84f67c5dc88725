/**
 * A stand-in for Oracle Database: it speaks the protocol as far as node-oracledb's thin mode asks for it, and answers statements as a
 * test says. It knows no SQL. Nothing of it is tried against a real server: it shows what our side does, never what Oracle does.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { mark, Packets, packetType, sendAccept, sendMarker, sendMessage, sendRefuse } from './packets.ts';
import type { AnswerCell, AnswerColumn, Failure } from './replies.ts';
import { Session } from './session.ts';

/** What a statement gives. */
export interface Answer {
  readonly columns?: readonly AnswerColumn[];
  readonly rows?: Iterable<readonly AnswerCell[]>;
  /** An error in place of an answer, or of the row after the last one. */
  readonly failure?: Failure;
  /** After the last row the connection breaks. */
  readonly cut?: boolean;
  /** There is no answer until the client breaks off: from the beginning, or from the row after the last. */
  readonly hangs?: boolean;
  /** Says nothing even to a break. */
  readonly deaf?: boolean;
}

export interface Script {
  readonly user?: string;
  readonly password?: string;
  readonly services?: readonly string[];
  /** Facts that a login tells: `AUTH_VERSION_NO` and so on. */
  readonly facts?: ReadonlyMap<string, string>;
  /** In place of the verifier of 12c. */
  readonly verifier?: number;
  /** An error in place of a login. */
  readonly refusal?: Failure;
  /** The code of the listener's refusal, in place of a connection. */
  readonly refuses?: number;
  /** Accepts connections and says nothing. */
  readonly silent?: boolean;
  /** It speaks TLS alone. */
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly answer?: (sql: string, parameters: readonly (string | null)[]) => Answer | undefined;
}

export interface StandIn {
  readonly port: number;
  /** Every statement that was executed, in order; `describe` before those that were only described. */
  readonly statements: readonly string[];
  readonly told: { readonly module: string[]; readonly action: string[] };
  /** How many rows were sent, and how many connections are open. */
  readonly sent: { rows: number; connections: number; breaks: number };
  readonly close: () => Promise<void>;
}

/** Starts one on a port of the loopback address. */
export async function startStandIn(script: Script = {}): Promise<StandIn> {
  const sockets = new Set<Socket>();
  const log: Log = { statements: [], told: { module: [], action: [] }, sent: { rows: 0, connections: 0, breaks: 0 } };
  const onSocket = (socket: Socket) => {
    sockets.add(socket);
    log.sent.connections += 1;
    socket.on('close', () => {
      sockets.delete(socket);
      log.sent.connections -= 1;
    });
    socket.on('error', () => {});
    serve(socket, script, log);
  };
  const server = script.tls === undefined ? createServer(onSocket) : createTlsServer(script.tls, onSocket);
  const port = await listen(server);
  return {
    port,
    ...log,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** What a stand-in remembers for its test. */
export interface Log {
  readonly statements: string[];
  readonly told: { module: string[]; action: string[] };
  readonly sent: { rows: number; connections: number; breaks: number };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

function serve(socket: Socket, script: Script, log: Log): void {
  const packets = new Packets();
  const session = new Session(script, log, (message) => sendMessage(socket, message));
  session.cut = () => socket.destroy();
  let connectData = '';
  socket.on('data', (bytes: Buffer) => {
    if (script.silent) return;
    for (const { type, body } of packets.push(bytes)) {
      if (type === packetType.connect) connectData = body.subarray(66).toString();
      else if (type === packetType.marker) onMarker(socket, session, log, body[2]);
      else if (type === packetType.data && !packets.large) connectData += body.subarray(2).toString();
      else if (type === packetType.data) session.take(body.subarray(2));
      if (!packets.large && connectData !== '') {
        const refusal = refusalOf(connectData, script);
        packets.large = true;
        if (refusal === undefined) sendAccept(socket);
        else sendRefuse(socket, refusal);
      }
    }
  });
}

/** A break is echoed, and after a reset the call that was broken off ends with ORA-01013. */
function onMarker(socket: Socket, session: Session, log: Log, which: number | undefined): void {
  if (session.deaf) return;
  if (which === mark.reset) {
    sendMarker(socket, mark.reset);
    session.brokenOff();
  } else {
    log.sent.breaks += 1;
    sendMarker(socket, mark.break);
  }
}

function refusalOf(connectData: string, { refuses, services = ['STANDIN'] }: Script): number | undefined {
  if (refuses !== undefined) return refuses;
  const service = /\(SERVICE_NAME=([^)]*)\)/i.exec(connectData)?.[1];
  const sid = /\(SID=([^)]*)\)/i.exec(connectData)?.[1];
  if (service !== undefined) return services.includes(service) ? undefined : 12514;
  return sid !== undefined && services.includes(sid) ? undefined : 12505;
}
