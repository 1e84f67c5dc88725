import type { Secret } from '../../../core/options/option.ts';
import { sqlFault } from '../../sql/faults.ts';
import { agreement } from './agreement.ts';
import { cp } from './code-points.ts';
import { decodeName, encodeName } from './names.ts';
import { objectsOf, type Reply } from './read.ts';
import { refusalOf } from './refusals.ts';
import type { Wire } from './wire.ts';
import { object, u16 } from './write.ts';

/** What a server has said while it was logged in to. */
export interface Login {
  /** `SQL11055` of DB2 11.5.5, `CSS10140` of Derby: maker, version, release, modification. */
  readonly productId: string;
  /** `QDB2/LINUXX8664`. */
  readonly serverClass: string;
  readonly release: string;
  /** Its numbers have their last byte first. */
  readonly isLittle: boolean;
  /** The code pages of its texts of one byte a letter, and of several. */
  readonly codePages: CodePages;
}

export interface CodePages {
  readonly single: number;
  readonly double: number;
  readonly mixed: number;
}

export interface LoginOptions {
  readonly database: string;
  readonly user: string;
  readonly password: Secret;
  /** User and password are encrypted by themselves. */
  readonly isHidden: boolean;
  readonly place: string;
}

/** The levels that are spoken. Level 7 of the SQL manager is that of DRDA 3: servers of all later ones speak it. */
const managers = [
  [cp.AGENT, 7],
  [cp.SQLAM, 7],
  [cp.RDB, 7],
  [cp.SECMGR, 7],
  [cp.CMNTCPIP, 5],
] as const;

/** Maker, version, release and modification of a client. */
const ownProduct = 'TRB01000';
/** Ways to show user and password. */
const plain = 3;
const encrypted = 9;
const unicode = { single: 1208, double: 1200, mixed: 1208 };

/** Exchanges attributes, logs in, and opens the database. */
export async function logIn(wire: Wire, options: LoginOptions): Promise<Login> {
  const { database, place } = options;
  const excsat = object(
    cp.EXCSAT,
    object(cp.EXTNAM, encodeName('Tributary')),
    object(cp.SRVNAM, encodeName('Tributary')),
    object(cp.SRVRLSLV, encodeName(ownProduct)),
    object(cp.MGRLVLLS, ...managers.flatMap(([manager, level]) => [u16(manager), u16(level)])),
    object(cp.SRVCLSNM, encodeName('Tributary')),
  );
  const attributes = parametersOf(await wire.ask([{ command: excsat }]), cp.EXCSATRD, place);
  const rdbnam = object(cp.RDBNAM, encodeName(database.padEnd(18, ' ')));
  await prove(wire, rdbnam, options);
  const serverClass = decodeName(attributes.get(cp.SRVCLSNM) ?? Buffer.alloc(0));
  // Derby answers its own client alone.
  const product = serverClass === 'Apache Derby' ? 'DNC10140' : ownProduct;
  const open = object(
    cp.ACCRDB,
    rdbnam,
    object(cp.RDBACCCL, u16(cp.SQLAM)),
    object(cp.PRDID, encodeName(product)),
    object(cp.TYPDEFNAM, encodeName('QTDSQLASC')),
    object(cp.CRRTKN, encodeName(sessionNameOf(wire)), now()),
    object(
      cp.TYPDEFOVR,
      object(cp.CCSIDSBC, u16(unicode.single)),
      object(cp.CCSIDDBC, u16(unicode.double)),
      object(cp.CCSIDMBC, u16(unicode.mixed)),
    ),
  );
  const opened = parametersOf(await wire.ask([{ command: open }]), cp.ACCRDBRM, place);
  const said = (codePoint: number) => decodeName(opened.get(codePoint) ?? Buffer.alloc(0));
  return {
    productId: said(cp.PRDID),
    serverClass,
    release: decodeName(attributes.get(cp.SRVRLSLV) ?? Buffer.alloc(0)),
    isLittle: isLittle(said(cp.TYPDEFNAM), place),
    codePages: codePagesOf(opened.get(cp.TYPDEFOVR)),
  };
}

/** Shows who logs in: in the way that is wanted, or encrypted, if the server wants that. */
async function prove(wire: Wire, rdbnam: Buffer, { user, password, isHidden, place }: LoginOptions): Promise<void> {
  const agreed = agreement();
  const ask = async (mechanism: number) => {
    const token = mechanism === encrypted ? [object(cp.SECTKN, agreed.token)] : [];
    const command = object(cp.ACCSEC, object(cp.SECMEC, u16(mechanism)), rdbnam, ...token);
    const access = parametersOf(await wire.ask([{ command }]), cp.ACCSECRD, place);
    return { offered: numbersOf(access.get(cp.SECMEC)), token: access.get(cp.SECTKN) };
  };
  const wanted = isHidden ? encrypted : plain;
  let { offered, token } = await ask(wanted);
  const mechanism = offered.includes(wanted) ? wanted : encrypted;
  // Where it takes another way alone, it says so.
  if (mechanism !== wanted && offered.includes(encrypted)) ({ offered, token } = await ask(encrypted));
  if (!offered.includes(mechanism) || (mechanism === encrypted && token === undefined))
    throw sqlFault(
      'sql/login',
      `Expected a server that takes user and password, plain or encrypted by DES, found one that wants another way (${offered.join(', ')}). Use one of IBM’s drivers.`,
      { name: place },
    );
  const written = [encodeName(user), encodeName(password.reveal())];
  const shown =
    token === undefined || mechanism === plain
      ? [object(cp.USRID, written[0]), object(cp.PASSWORD, written[1])]
      : written.map((each) => object(cp.SECTKN, agreed.encrypt(each, token)));
  const check = object(cp.SECCHK, object(cp.SECMEC, u16(mechanism)), rdbnam, ...shown);
  parametersOf(await wire.ask([{ command: check }]), cp.SECCHKRM, place);
}

function numbersOf(data: Buffer = Buffer.alloc(0)): readonly number[] {
  return Array.from({ length: data.length >> 1 }, (_, index) => data.readUInt16BE(index * 2));
}

/** The parameters of the reply that is expected. @throws SourceError for any other one. */
function parametersOf(replies: readonly Reply[], wanted: number, place: string): ReadonlyMap<number, Buffer> {
  const refusals = replies
    .toSorted((a, b) => Number(b.codePoint === cp.SQLCARD) - Number(a.codePoint === cp.SQLCARD))
    .flatMap((reply) => refusalOf(reply, reply.codePoint === cp.SQLCARD && looksLittle(reply.data), place) ?? []);
  // What comes with an outcome says more than the refusal itself, if its number is known.
  const refusal = refusals.find(({ faults: [{ code }] }) => code !== 'sql/failed') ?? refusals[0];
  if (refusal !== undefined) throw refusal;
  const found = replies.find(({ codePoint }) => codePoint === wanted);
  if (found === undefined)
    throw sqlFault('sql/failed', 'Expected a server that speaks DRDA, found other replies. Check host and port.', {
      name: place,
    });
  return new Map(objectsOf(found.data).map(({ codePoint, data }) => [codePoint, data]));
}

/** Before the database is open a server has not said how it writes numbers; those of SQLCODE are small. */
function looksLittle(outcome: Buffer): boolean {
  return outcome.length >= 5 && Math.abs(outcome.readInt32LE(1)) < Math.abs(outcome.readInt32BE(1));
}

/** Which formats the numbers of a server have. Those of mainframes are others than IEEE's. */
function isLittle(typdefnam: string, place: string): boolean {
  if (typdefnam === 'QTDSQLX86') return true;
  if (typdefnam === 'QTDSQLASC') return false;
  throw sqlFault(
    'sql/unsupported',
    `Expected a DB2 on Linux, Unix or Windows, found one with data of ${typdefnam}. Use one of IBM’s drivers.`,
    { name: place },
  );
}

function codePagesOf(data: Buffer | undefined): CodePages {
  const found = new Map(objectsOf(data ?? Buffer.alloc(0)).map((each) => [each.codePoint, each.data.readUInt16BE(0)]));
  return {
    single: found.get(cp.CCSIDSBC) ?? unicode.single,
    double: found.get(cp.CCSIDDBC) ?? unicode.double,
    mixed: found.get(cp.CCSIDMBC) ?? found.get(cp.CCSIDSBC) ?? unicode.mixed,
  };
}

/**
 * What the server calls the session in its lists and traces: address and port in hexadecimal, each with a letter in front where there would be a
 * digit, and the time.
 */
function sessionNameOf({ local: { address, port } }: Wire): string {
  const numbers = /^(?:::ffff:)?(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address)?.slice(1) ?? ['0', '0', '0', '0'];
  const host = numbers.map((number) => hex(Number(number), 2)).join('');
  return `${lettered(host)}.${lettered(hex(port, 4))}`;
}

const hex = (number: number, digits: number) => number.toString(16).toUpperCase().padStart(digits, '0');
const lettered = (text: string) => text.replace(/^\d/, (digit) => 'GHIJKLMNOP'[Number(digit)]);

function now(): Buffer {
  const bytes = Buffer.alloc(6);
  bytes.writeUIntBE(Date.now(), 0, 6);
  return bytes;
}
