import { createDecipheriv } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

/**
 * A stand-in for DB2 on Linux: it speaks the protocol as far as a reader asks for it, with the last byte of numbers first, and answers statements as a test
 * says. It knows no SQL, and is written from the standard: it shows what our side does, never what DB2 does.
 */
export interface Answer {
  readonly columns?: readonly StandInColumn[];
  /** The bytes of all rows, as blocks: a row may end in the next one. */
  readonly blocks?: readonly Buffer[];
  /** What its parameters are. */
  readonly parameters?: readonly StandInColumn[];
  /** The objects that follow the first block. */
  readonly long?: readonly Buffer[];
  /** Other triplets in front of the description of rows. */
  readonly triplets?: Buffer;
  /** In place of columns, or after the last block. */
  readonly failure?: Failure;
  /** The connection breaks where the last block would come. */
  readonly cut?: boolean;
}

export interface StandInColumn {
  readonly name: string;
  /** Of the SQLDA: even, or odd for a column that can be null. */
  readonly type: number;
  readonly length?: number;
  readonly precision?: number;
  readonly scale?: number;
  readonly codePage?: number;
  /** Of FD:OCA: type and length. */
  readonly field: readonly [type: number, length: number];
}

export interface Failure {
  readonly code: number;
  readonly state: string;
  readonly words: readonly string[];
}

export interface Script {
  readonly answer?: (sql: string) => Answer;
  /** The ways to log in that it takes; 3 is plain, 9 encrypted. */
  readonly mechanisms?: readonly number[];
  readonly password?: string;
  readonly securityCode?: number;
  /** In place of the opened database. */
  readonly refusal?: number;
  /** What comes with the refusal. */
  readonly outcome?: Failure;
  readonly typdefnam?: string;
  readonly codePages?: readonly [single: number, double: number, mixed: number];
  readonly tls?: { readonly key: string; readonly cert: string };
}

export interface StandIn {
  readonly port: number;
  readonly statements: string[];
  /** The commands in their order, by their numbers in hexadecimal. */
  readonly commands: string[];
  /** Parameters with their descriptions, in hexadecimal. */
  readonly bound: string[];
  readonly close: () => Promise<void>;
}

export async function startStandIn(script: Script): Promise<StandIn> {
  const sockets = new Set<Socket>();
  const statements: string[] = [];
  const commands: string[] = [];
  const bound: string[] = [];
  const serve = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    const answers = new Session(script, statements, commands, bound);
    let rest: Buffer = Buffer.alloc(0);
    socket.on('data', (bytes) => {
      rest = Buffer.concat([rest, bytes]);
      // A chain ends with a frame that has no other behind it.
      for (let at = 0; at + 6 <= rest.length && at + rest.readUInt16BE(at) <= rest.length; ) {
        const isLast = (rest[at + 3] & 0x40) === 0;
        at += rest.readUInt16BE(at);
        if (!isLast) continue;
        const reply = answers.to(rest.subarray(0, at));
        rest = rest.subarray(at);
        at = 0;
        if (reply === undefined) socket.destroy();
        else socket.write(reply);
      }
    });
  };
  const server = script.tls === undefined ? createServer(serve) : createTlsServer(script.tls, serve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected a port.');
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port: address.port, statements, commands, bound, close };
}

/** An open query, of which blocks are still to come. */
class Session {
  readonly #script: Script;
  readonly #statements: string[];
  readonly #commands: string[];
  readonly #bound: string[];
  #answer: Answer = {};
  #next = 0;
  #secret: Buffer = Buffer.alloc(0);

  constructor(script: Script, statements: string[], commands: string[], bound: string[]) {
    this.#script = script;
    this.#statements = statements;
    this.#commands = commands;
    this.#bound = bound;
  }

  /** Undefined: the connection breaks. */
  to(chain: Buffer): Buffer | undefined {
    const replies: { readonly correlation: number; readonly kind: number; readonly data: Buffer }[] = [];
    for (let at = 0; at < chain.length; at += chain.readUInt16BE(at)) {
      const correlation = chain.readUInt16BE(at + 4);
      const [command] = objects(chain.subarray(at + 6, at + chain.readUInt16BE(at)));
      const answered = this.#reply(command.codePoint, command.data);
      if (answered === undefined) return undefined;
      replies.push(...answered.map(([kind, data]) => ({ correlation, kind, data })));
      // What fails ends the chain.
      if (this.#answer.columns === undefined && command.codePoint === 0x2414) break;
    }
    return Buffer.concat(
      replies.map(({ correlation, kind, data }, index) => frame(kind, correlation, data, index < replies.length - 1)),
    );
  }

  #reply(codePoint: number, data: Buffer): readonly (readonly [kind: number, data: Buffer])[] | undefined {
    if (codePoint !== 0x2414 && codePoint !== 0x2412) this.#commands.push(codePoint.toString(16));
    const {
      mechanisms = [3],
      securityCode = 0,
      typdefnam = 'QTDSQLX86',
      codePages = [1208, 1200, 1208],
    } = this.#script;
    switch (codePoint) {
      case 0x1041:
        return [[2, object(0x1443, object(0x1147, ebcdic('QDB2/LINUXX8664')), object(0x115a, ebcdic('SQL11055')))]];
      case 0x106d: {
        const [wanted] = objects(data).filter((each) => each.codePoint === 0x11a2);
        const isTaken = mechanisms.includes(wanted.data.readUInt16BE(0));
        const client = objects(data).find((each) => each.codePoint === 0x11dc);
        if (client !== undefined) this.#secret = power(client.data, privateKey);
        const own = client === undefined ? [] : [object(0x11dc, publicKey)];
        return [
          [
            2,
            object(0x14ac, object(0x11a2, ...(isTaken ? [wanted.data] : mechanisms.map(u16))), ...(isTaken ? own : [])),
          ],
        ];
      }
      case 0x106e:
        return [
          [
            2,
            object(
              0x1219,
              object(0x1149, u16(0)),
              object(0x11a4, Buffer.from([this.#proves(data) ? securityCode : 0x0f])),
            ),
          ],
        ];
      case 0x2001: {
        if (this.#script.refusal !== undefined)
          return [
            [2, object(this.#script.refusal, object(0x1149, u16(8)))],
            ...(this.#script.outcome === undefined
              ? []
              : [[3, object(0x2408, outcome(this.#script.outcome))] as const]),
          ];
        const pages = [0x119c, 0x119d, 0x119e].map((each, index) => object(each, u16(codePages[index])));
        return [
          [
            2,
            object(
              0x2201,
              object(0x1149, u16(0)),
              object(0x112e, ebcdic('SQL11055')),
              object(0x002f, ebcdic(typdefnam)),
              object(0x0035, ...pages),
            ),
          ],
        ];
      }
      case 0x2414:
        return this.#prepared(data);
      case 0x200c:
        return [
          [2, object(0x2205, object(0x1149, u16(0)), object(0x215b, Buffer.alloc(8, 7)))],
          [3, this.#layout()],
          ...this.#block(),
        ];
      case 0x2008: {
        const { parameters = [] } = this.#answer;
        return [
          [3, object(0x2411, outcome(), Buffer.from([0xff]), i16(parameters.length), ...parameters.map(described))],
        ];
      }
      case 0x2412:
        this.#bound.push(data.toString('hex'));
        return [];
      case 0x2006:
        return this.#answer.cut === true && this.#next === (this.#answer.blocks?.length ?? 0)
          ? undefined
          : this.#block();
      case 0x200d:
      case 0x200a:
        return [];
      default:
        return [[3, object(0x2408, outcome())]];
    }
  }

  #proves(data: Buffer): boolean {
    const { password } = this.#script;
    if (password === undefined) return true;
    const said = objects(data);
    const plain = said.find(({ codePoint }) => codePoint === 0x11a1);
    if (plain !== undefined) return plain.data.equals(ebcdic(password));
    const [, hidden] = said.filter(({ codePoint }) => codePoint === 0x11dc);
    const key = this.#secret.subarray(12, 20);
    const cipher = createDecipheriv('des-ede3-cbc', Buffer.concat([key, key, key]), publicKey.subarray(12, 20));
    return Buffer.concat([cipher.update(hidden.data), cipher.final()]).equals(ebcdic(password));
  }

  #prepared(data: Buffer): readonly (readonly [number, Buffer])[] {
    const sql = data.subarray(5, 5 + data.readUInt32BE(1)).toString('utf8');
    this.#statements.push(sql);
    if (/^SET/.test(sql)) {
      this.#answer = { columns: [] };
      return [[3, object(0x2408, outcome())]];
    }
    this.#answer = this.#script.answer?.(sql) ?? {};
    this.#next = 0;
    const { columns, failure } = this.#answer;
    if (columns === undefined) return [[3, object(0x2411, outcome(failure), Buffer.from([0xff]), i16(0))]];
    return [[3, object(0x2411, outcome(), Buffer.from([0xff]), i16(columns.length), ...columns.map(described))]];
  }

  #layout(): Buffer {
    const { columns = [], triplets = Buffer.alloc(0) } = this.#answer;
    const fields = columns.map(({ field: [type, length] }) => Buffer.concat([Buffer.from([type]), u16(length)]));
    const group = Buffer.concat([Buffer.from([3 + 3 * fields.length, 0x76, 0xd0]), ...fields]);
    return object(0x241a, triplets, group, Buffer.from('0971e0540001d000010671f0e00000', 'hex'));
  }

  #block(): readonly (readonly [number, Buffer])[] {
    const { blocks = [], long = [], failure, cut } = this.#answer;
    const at = this.#next++;
    const data: (readonly [number, Buffer])[] = at < blocks.length ? [[3, object(0x241b, blocks[at])]] : [];
    if (at === 0) data.push(...long.map((each) => [3, object(0x146c, each)] as const));
    if (at < blocks.length - 1 || cut === true || (failure !== undefined && at < blocks.length)) return data;
    const end = failure ?? { code: 100, state: '02000', words: [] };
    return [...data, [2, object(0x220b, object(0x1149, u16(4)))], [3, object(0x2408, outcome(end))]];
  }
}

function described({ name, type, length = 0, precision = 0, scale = 0, codePage = 0 }: StandInColumn): Buffer {
  const wide = Buffer.alloc(8);
  wide.writeBigInt64LE(BigInt(length));
  const nothing = Buffer.alloc(2);
  return Buffer.concat([
    ...[i16(precision), i16(scale), wide, i16(type), u16(codePage), Buffer.from([0]), i16(0)],
    ...[short(name), nothing, nothing, nothing, nothing, nothing, Buffer.from([0xff, 0xff])],
  ]);
}

/** SQLCAGRP. */
function outcome(failure?: Failure): Buffer {
  if (failure === undefined) return Buffer.from([0xff]);
  const words = Buffer.concat(
    failure.words.flatMap((word, index) => [...(index === 0 ? [] : [Buffer.from([0xff])]), Buffer.from(word)]),
  );
  return Buffer.concat([
    ...[Buffer.from([0]), i32(failure.code), Buffer.from(failure.state), Buffer.from('SQLTEST '), Buffer.from([0])],
    ...[
      Buffer.alloc(24),
      Buffer.from('           '),
      Buffer.alloc(2),
      u16(words.length),
      words,
      Buffer.alloc(2),
      Buffer.from([0xff]),
    ],
  ]);
}

export const u16 = (value: number) => Buffer.from([value >> 8, value & 0xff]);
export const short = (text: string | Buffer) => Buffer.concat([u16(Buffer.from(text).length), Buffer.from(text)]);

export function i16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16LE(value);
  return bytes;
}

export function i32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

function object(codePoint: number, ...data: readonly Buffer[]): Buffer {
  const all = Buffer.concat(data);
  return all.length + 4 < 0x8000
    ? Buffer.concat([u16(all.length + 4), u16(codePoint), all])
    : Buffer.concat([u16(0x8008), u16(codePoint), u16(all.length >> 16), u16(all.length & 0xffff), all]);
}

/** In pieces, where it is long. */
function frame(kind: number, correlation: number, data: Buffer, isChained: boolean): Buffer {
  const head = Buffer.concat([Buffer.from([0xd0, kind | (isChained ? 0x40 : 0)]), u16(correlation)]);
  const first = data.subarray(0, 0x7ff9);
  const pieces = [u16((first.length + 6) | (data.length > first.length ? 0x8000 : 0)), head, first];
  for (let at = first.length; at < data.length; at += 0x7ffd) {
    const piece = data.subarray(at, at + 0x7ffd);
    pieces.push(u16((piece.length + 2) | (at + piece.length < data.length ? 0x8000 : 0)), piece);
  }
  return Buffer.concat(pieces);
}

function objects(data: Buffer): { readonly codePoint: number; readonly data: Buffer }[] {
  const found = [];
  for (let at = 0; at < data.length; at += data.readUInt16BE(at))
    found.push({ codePoint: data.readUInt16BE(at + 2), data: data.subarray(at + 4, at + data.readUInt16BE(at)) });
  return found;
}

const letters = new Map<string, number>();
for (const [first, code] of [
  ['A', 0xc1],
  ['J', 0xd1],
  ['S', 0xe2],
  ['a', 0x81],
  ['j', 0x91],
  ['s', 0xa2],
  ['0', 0xf0],
] as const)
  for (let index = 0; index < (first === 'S' || first === 's' ? 8 : first === '0' ? 10 : 9); index++)
    letters.set(String.fromCharCode(first.charCodeAt(0) + index), code + index);
for (const [letter, code] of [
  [' ', 0x40],
  ['/', 0x61],
  [';', 0x5e],
  ['}', 0xd0],
  ['{', 0xc0],
  ['=', 0x7e],
] as const)
  letters.set(letter, code);

function ebcdic(text: string): Buffer {
  return Buffer.from([...text].map((letter) => letters.get(letter) ?? 0));
}

const prime = BigInt('0xc62112d73ee613f0947ab31f0f6846a1bff5b3a4ca0d60bc1e4c7a0d8c16b3e3');
const base = Buffer.from('4690fa1f7b9e1d4442c86c9114603fdecf071edcec5f626e21e256aed9ea34e4', 'hex');
const privateKey = 123_456_789_012_345_678_901n;
const publicKey = power(base, privateKey);

function power(number: Buffer, exponent: bigint): Buffer {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % prime;
    if (bit === '1') result = (result * BigInt(`0x${number.toString('hex')}`)) % prime;
  }
  return Buffer.from(result.toString(16).padStart(64, '0'), 'hex');
}
