import { createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer } from 'node:tls';
import { type Identity, selfSigned } from './certificate.ts';
import { accountIn, challengeToken } from './ntlm.ts';
import { type Message, MessageReader, MessageWriter, packetType } from './packets.ts';
import { type LoginRequest, readLogin, type Statement } from './requests.ts';
import type { Answer } from './script.ts';
import { StandInSession } from './session.ts';
import { encryptInside } from './tls-in-tds.ts';
import * as tokens from './tokens.ts';

/** Stand-in for SQL Server, in tests: speaks TDS 7.4 (and 8.0) over a real socket, so that the real driver can be held to its promises. */
export interface StandIn {
  readonly port: number;
  /** The certificate, as the authority that it is signed by. */
  readonly certificate: string;
  readonly logins: readonly LoginRequest[];
  readonly statements: readonly Statement[];
  readonly sessions: () => number;
  readonly close: () => Promise<void>;
}

export interface StandInOptions {
  readonly answer?: Answer;
  /** `none`: the server can't encrypt; `inside`: TLS within the protocol; `strict`: TLS before it (TDS 8.0). */
  readonly encryption?: 'none' | 'inside' | 'strict';
  /** Without it, one for localhost and 127.0.0.1. */
  readonly identity?: Identity;
  readonly user?: string;
  readonly password?: string;
  /** What the server says to everybody who logs in. */
  readonly refusal?: tokens.ServerMessage;
}

export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const { identity = selfSigned('localhost') } = options;
  const logins: LoginRequest[] = [];
  const statements: Statement[] = [];
  const sockets = new Set<Socket>();
  const accept = (stream: Duplex) => greet(stream, { options, identity, logins, statements });
  const server: Server =
    options.encryption === 'strict'
      ? createTlsServer({ ...identity, ALPNProtocols: ['tds/8.0'] }, accept)
      : createServer({ noDelay: true }, accept);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The stand-in has no port.');
  return {
    port: address.port,
    certificate: identity.cert,
    logins,
    statements,
    sessions: () => sockets.size,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

interface Greeting {
  readonly options: StandInOptions;
  readonly identity: Identity;
  readonly logins: LoginRequest[];
  readonly statements: Statement[];
}

/** The first message asks what the server is and whether it encrypts; the next one, perhaps encrypted, logs in. */
function greet(stream: Duplex, greeting: Greeting): void {
  const reader = new MessageReader();
  stream.on('error', () => {});
  const onData = (chunk: Buffer) => {
    for (const message of reader.take(chunk)) {
      if (message.type !== packetType.prelogin) {
        stream.off('data', onData);
        void logIn(stream, message, greeting);
        return;
      }
      const inside = greeting.options.encryption === 'inside' && wantsEncryption(message.data);
      void send(stream, preloginReply(inside ? 1 : 2));
      if (!inside) continue;
      stream.off('data', onData);
      logInInside(stream, greeting);
      return;
    }
  };
  stream.on('data', onData);
}

function logInInside(stream: Duplex, greeting: Greeting): void {
  const secure = encryptInside(stream, greeting.identity);
  const reader = new MessageReader();
  secure.on('error', () => {});
  const onData = (chunk: Buffer) => {
    for (const message of reader.take(chunk)) {
      secure.off('data', onData);
      void logIn(secure, message, greeting);
    }
  };
  secure.on('data', onData);
}

async function logIn(stream: Duplex, { data }: Message, { options, logins, statements }: Greeting): Promise<void> {
  const login = readLogin(data);
  logins.push(login);
  const { user = 'reader', password = 'right', answer = () => undefined } = options;
  const asked = login.integrated ? await accountOf(stream) : login.user;
  const isRight = login.token === undefined ? asked === user : login.token === password;
  if (
    options.refusal !== undefined ||
    !isRight ||
    !(login.integrated || password === (login.token ?? login.password))
  ) {
    const message = { number: 18456, message: `Login failed for user '${asked}'.`, class: 14, ...options.refusal };
    await send(stream, tokens.errorToken(message), tokens.doneToken(tokens.done.error));
    stream.end();
    return;
  }
  const packetSize = Math.min(Math.max(login.packetSize, 512), 32767);
  const session = new StandInSession(stream, answer, packetSize, statements);
  stream.on('data', (chunk: Buffer) => session.take(chunk));
  await send(
    stream,
    tokens.databaseToken(login.database || 'master'),
    tokens.packetSizeToken(packetSize),
    tokens.loginAckToken(),
    ...(login.token === undefined ? [] : [tokens.tokenTakenToken()]),
    tokens.doneToken(tokens.done.final),
  );
}

/** Asks who it is that logs in by NTLM. */
async function accountOf(stream: Duplex): Promise<string> {
  await send(stream, challengeToken());
  const reader = new MessageReader();
  return await new Promise((resolve) => {
    const onData = (chunk: Buffer) => {
      const [message] = reader.take(chunk);
      if (message === undefined) return;
      stream.off('data', onData);
      resolve(accountIn(message.data));
    };
    stream.on('data', onData);
  });
}

async function send(stream: Duplex, ...parts: readonly Buffer[]): Promise<void> {
  const reply = new MessageWriter(stream, 4096);
  for (const part of parts) await reply.write(part);
  reply.end();
}

/** Version and encryption: 1 is on, 2 is not supported. */
function preloginReply(encryption: number): Buffer {
  return Buffer.from([0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 255, 16, 0, 16, 0, 0, 0, encryption]);
}

function wantsEncryption(data: Buffer): boolean {
  for (let at = 0; data[at] !== 255 && at < data.length; at += 5)
    if (data[at] === 1) return data[data.readUInt16BE(at + 1)] !== 2;
  return false;
}
