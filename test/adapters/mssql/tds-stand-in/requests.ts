/** Stand-in for SQL Server, in tests: what clients send. */

export interface LoginRequest {
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly application: string;
  readonly packetSize: number;
  readonly readOnlyIntent: boolean;
  /** The client wants to log in by NTLM or Kerberos. */
  readonly integrated: boolean;
  /** A token of Entra ID. */
  readonly token: string | undefined;
}

/** A statement, with the values of its parameters by their names. */
export interface Statement {
  readonly text: string;
  readonly parameters: ReadonlyMap<string, string | bigint | null>;
}

export function readLogin(data: Buffer): LoginRequest {
  const field = (at: number) => {
    const start = data.readUInt16LE(at);
    return data.subarray(start, start + 2 * data.readUInt16LE(at + 2));
  };
  return {
    user: field(40).toString('utf16le'),
    password: Buffer.from(field(44).map(plain)).toString('utf16le'),
    application: field(48).toString('utf16le'),
    database: field(68).toString('utf16le'),
    packetSize: data.readUInt32LE(8),
    readOnlyIntent: (data[26] & 0x20) !== 0,
    integrated: (data[25] & 0x80) !== 0,
    token: tokenIn(data),
  };
}

/** Of the features that a client names behind its login, the one with a token: a number, a length, a byte of options and the text. */
function tokenIn(data: Buffer): string | undefined {
  if ((data[27] & 0x10) === 0) return undefined;
  let at = data.readUInt32LE(data.readUInt16LE(56));
  for (; at < data.length && data[at] !== 0xff; at += 5 + data.readUInt32LE(at + 1))
    if (data[at] === 2) return data.toString('utf16le', at + 10, at + 10 + data.readUInt32LE(at + 6));
  return undefined;
}

/** Passwords are only disguised: which is why the session has to be encrypted before. */
function plain(byte: number): number {
  const turned = byte ^ 0xa5;
  return ((turned << 4) | (turned >> 4)) & 255;
}

export function readBatch(data: Buffer): Statement {
  return { text: data.toString('utf16le', data.readUInt32LE(0)), parameters: new Map() };
}

/** A call of sp_executesql: the statement, the declarations of its parameters, and their values. */
export function readCall(data: Buffer): Statement {
  const from = { at: data.readUInt32LE(0) };
  const nameLength = take(data, from, 2).readUInt16LE();
  if (nameLength === 0xffff) take(data, from, 2);
  else take(data, from, 2 * nameLength);
  take(data, from, 2);
  const values: [string, string | bigint | null][] = [];
  while (from.at < data.length) values.push(readParameter(data, from));
  const [[, text], , ...rest] = values;
  return { text: String(text), parameters: new Map(rest.map(([name, value]) => [name.replace('@', ''), value])) };
}

function readParameter(data: Buffer, from: { at: number }): [string, string | bigint | null] {
  const name = take(data, from, 2 * take(data, from, 1)[0]).toString('utf16le');
  take(data, from, 1);
  const type = take(data, from, 1)[0];
  if (type === 0x26) {
    take(data, from, 1);
    const length = take(data, from, 1)[0];
    return [name, length === 0 ? null : take(data, from, length).readBigInt64LE()];
  }
  if (type !== 0xe7) throw new Error(`The stand-in takes texts and whole numbers, not type ${type}.`);
  const longest = take(data, from, 2).readUInt16LE();
  take(data, from, 5);
  return [name, longest === 0xffff ? readChunks(data, from) : readShort(data, from)];
}

function readShort(data: Buffer, from: { at: number }): string | null {
  const length = take(data, from, 2).readUInt16LE();
  return length === 0xffff ? null : take(data, from, length).toString('utf16le');
}

function readChunks(data: Buffer, from: { at: number }): string | null {
  if (take(data, from, 8).readBigUInt64LE() === 0xffffffffffffffffn) return null;
  const chunks: Buffer[] = [];
  for (let length = take(data, from, 4).readUInt32LE(); length > 0; length = take(data, from, 4).readUInt32LE())
    chunks.push(take(data, from, length));
  return Buffer.concat(chunks).toString('utf16le');
}

function take(data: Buffer, from: { at: number }, length: number): Buffer {
  const start = from.at;
  from.at += length;
  return data.subarray(start, from.at);
}
