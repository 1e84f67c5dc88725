/** Part of a stand-in for Oracle Database: what is agreed before a login, and the login by the verifier of 12c. */
import { createCipheriv, createDecipheriv, createHash, pbkdf2Sync, randomBytes } from 'node:crypto';
import { type Reader, Writer } from './wire.ts';

const verifier12c = 0x4815;
/** So few that tests are quick; a server has 4096 of the first. */
const rounds = { verifier: 64, session: 3 };
const fields12_1 = 7;

/** Versions, character sets (AL32UTF8 and AL16UTF16) and capabilities: those of 12.1, which leave out what came later. */
export function protocolReply(): Buffer {
  const compiled = Buffer.alloc(53);
  compiled[7] = fields12_1;
  const running = Buffer.from([2, 1, 0, 0, 0, 0, 4]);
  const forms = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0x07, 0xd0]);
  const writer = new Writer().u8(1, 6, 0).raw(Buffer.from('A stand-in for Oracle\0')).u16le(873).u8(0).u16le(0);
  return writer.u16be(forms.length).raw(forms).bytes(compiled).bytes(running).done();
}

/** The zone of the database is UTC; all types are taken as the client has them. */
export function dataTypesReply(): Buffer {
  return new Writer()
    .u8(2)
    .raw(Buffer.from([0x80, 0, 0, 0, 60, 60, 0x80, 0, 0, 0, 0]))
    .u16be(0)
    .done();
}

export interface Account {
  readonly user: string;
  readonly password: string;
}

/** What the client says of itself in one of the two messages of a login. */
export function readLogin(reader: Reader): { user: string; values: Map<string, string> } {
  reader.skip('u8', 'int', 'int', 'u8');
  const pairs = reader.int();
  reader.skip('u8', 'u8');
  const user = (reader.bytes() ?? '').toString();
  const values = new Map<string, string>();
  for (let pair = 0; pair < pairs; pair += 1) {
    const key = reader.text();
    values.set(key, reader.text());
    reader.int();
  }
  return { user, values };
}

/** The secrets of one login, from the question to the answer. */
export class Login {
  private readonly salt = randomBytes(16);
  private readonly mixing = randomBytes(16);
  private readonly ours = randomBytes(32);
  private readonly hash: Buffer;
  private readonly account: Account;

  constructor(account: Account) {
    this.account = account;
    const salt = Buffer.concat([this.salt, Buffer.from('AUTH_PBKDF2_SPEEDY_KEY')]);
    const key = pbkdf2Sync(account.password, salt, rounds.verifier, 64, 'sha512');
    this.hash = createHash('sha512').update(key).update(this.salt).digest().subarray(0, 32);
  }

  question(verifier = verifier12c): Buffer {
    const writer = new Writer().u8(8).int(5);
    writer.pair('AUTH_SESSKEY', hex(encrypt(this.hash, this.ours)));
    writer.pair('AUTH_VFR_DATA', hex(this.salt), verifier);
    writer.pair('AUTH_PBKDF2_CSK_SALT', hex(this.mixing));
    writer.pair('AUTH_PBKDF2_VGEN_COUNT', String(rounds.verifier));
    writer.pair('AUTH_PBKDF2_SDER_COUNT', String(rounds.session));
    return writer.done();
  }

  /** What the server says after a right password; undefined after a wrong one. */
  answer(values: ReadonlyMap<string, string>, facts: ReadonlyMap<string, string>): Buffer | undefined {
    const theirs = decrypt(this.hash, Buffer.from(values.get('AUTH_SESSKEY') ?? '', 'hex'));
    const both = hex(Buffer.concat([theirs, this.ours]));
    const key = pbkdf2Sync(both, this.mixing, rounds.session, 32, 'sha512');
    const given = decrypt(key, Buffer.from(values.get('AUTH_PASSWORD') ?? '', 'hex'));
    const password = given.subarray(16, given.length - (given.at(-1) ?? 0)).toString();
    if (password !== this.account.password) return undefined;
    const proof = encrypt(key, Buffer.concat([randomBytes(16), Buffer.from('SERVER_TO_CLIENT')]));
    const writer = new Writer()
      .u8(8)
      .int(facts.size + 1)
      .pair('AUTH_SVR_RESPONSE', hex(proof));
    for (const [name, value] of facts) writer.pair(name, value);
    return writer.done();
  }
}

const noVector = Buffer.alloc(16);

function encrypt(key: Buffer, value: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-cbc', key, noVector).setAutoPadding(false);
  return Buffer.concat([cipher.update(value), cipher.final()]);
}

function decrypt(key: Buffer, value: Buffer): Buffer {
  const cipher = createDecipheriv('aes-256-cbc', key, noVector).setAutoPadding(false);
  return Buffer.concat([cipher.update(value), cipher.final()]);
}

function hex(value: Buffer): string {
  return value.toString('hex').toUpperCase();
}
