import type { SourceError } from '../../../core/errors/errors.ts';
import { sqlFault } from '../../sql/faults.ts';
import { cp } from './code-points.ts';
import { type Description, readDescription } from './describe.ts';
import { type Field, readLayout } from './layout.ts';
import { type Login, type LoginOptions, logIn } from './login.ts';
import { parameterData } from './parameters.ts';
import { kindOf, type ServerKind } from './products.ts';
import type { Reply } from './read.ts';
import { objectsOf } from './read.ts';
import { faultOf, refusalOf } from './refusals.ts';
import { type Isolation, sectionOf } from './section.ts';
import { outcomeOf } from './sqlca.ts';
import { Wire, type WireOptions } from './wire.ts';
import { object, type Request, u8, u16, u32 } from './write.ts';

type Value = string | number | bigint | null;

/** A block of rows as it came, and the long values that belong to it. */
export interface Block {
  readonly rows: readonly Buffer[];
  readonly long: readonly Buffer[];
  readonly isLast: boolean;
}

export interface OpenQuery {
  readonly fields: readonly Field[];
  readonly first: Block;
  readonly id: Buffer;
}

const blockBytes = 256 << 10;
/** All long values come with their rows. */
const everyLongValue = 2;
const yes = 0xf1;
/** What is described of a statement: not its columns, but its parameters. */
const input = 1;

/** A session with a database: one statement at a time, in one section of the package. */
export class Session {
  readonly login: Login;
  readonly kind: ServerKind;
  readonly wire: Wire;
  readonly #place: string;
  readonly #section: Buffer;

  static async open(wireOptions: WireOptions, loginOptions: LoginOptions, isolation: Isolation): Promise<Session> {
    const wire = await Wire.open(wireOptions);
    try {
      return new Session(wire, await logIn(wire, loginOptions), loginOptions, isolation);
    } catch (error) {
      wire.close();
      throw error;
    }
  }

  private constructor(wire: Wire, login: Login, { database, place }: LoginOptions, isolation: Isolation) {
    this.wire = wire;
    this.login = login;
    this.kind = kindOf(login.productId);
    this.#place = place;
    this.#section = sectionOf(database, isolation);
  }

  /** Runs a statement that gives no rows, such as SET. */
  async execute(text: string): Promise<void> {
    await this.#ask([{ command: object(cp.EXCSQLIMM, this.#section), objects: [statement(text)] }]);
  }

  /** Ends the transaction, and with it the locks of a reader. */
  async commit(): Promise<void> {
    await this.#ask([{ command: object(cp.RDBCMM) }]);
  }

  async rollback(): Promise<void> {
    await this.#ask([{ command: object(cp.RDBRLLBCK) }]);
  }

  /** The columns that a query would give. No row is read. */
  async describe(text: string): Promise<Description> {
    const replies = await this.#ask([this.#prepare(text)]);
    const described = replies.find(({ codePoint }) => codePoint === cp.SQLDARD);
    if (described === undefined) return { outcome: { code: 0, state: '', words: [] }, columns: [] };
    return this.#described(described);
  }

  /** Prepares and opens a query, and gives its first block. */
  async query(text: string, parameters: readonly Value[]): Promise<OpenQuery> {
    const open = object(
      cp.OPNQRY,
      this.#section,
      object(cp.QRYBLKSZ, u32(blockBytes)),
      object(cp.MAXBLKEXT, u16(0)),
      object(cp.QRYCLSIMP, u8(1)),
    );
    const [before, objects] =
      parameters.length === 0 ? [[this.#prepare(text)], []] : [[], [await this.#bound(text, parameters)]];
    const replies = await this.#ask([...before, { command: open, objects }]);
    const opened = replies.find(({ codePoint }) => codePoint === cp.OPNQRYRM);
    const layout = replies.find(({ codePoint }) => codePoint === cp.QRYDSC);
    if (opened === undefined || layout === undefined) throw new Error('The query was not opened.');
    const id = objectsOf(opened.data).find(({ codePoint }) => codePoint === cp.QRYINSID)?.data ?? Buffer.alloc(8);
    return { fields: this.#layout(layout), first: blockOf(replies), id };
  }

  async next({ id }: OpenQuery): Promise<Block> {
    const command = object(
      cp.CNTQRY,
      this.#section,
      object(cp.QRYBLKSZ, u32(blockBytes)),
      object(cp.QRYINSID, id),
      object(cp.MAXBLKEXT, u16(0)),
      object(cp.RTNEXTDTA, u8(everyLongValue)),
    );
    return blockOf(await this.#ask([{ command }]));
  }

  /** Closes a query of which more rows could come. */
  async closeQuery({ id }: OpenQuery): Promise<void> {
    const replies = await this.wire.ask([{ command: object(cp.CLSQRY, this.#section, object(cp.QRYINSID, id)) }]);
    // The server closes it by itself when it has no more rows.
    if (!replies.some(({ codePoint }) => codePoint === cp.QRYNOPRM)) this.#checked(replies);
  }

  close(): void {
    this.wire.close();
  }

  #prepare(text: string): Request {
    return { command: object(cp.PRPSQLSTT, this.#section, object(cp.RTNSQLDA, u8(yes))), objects: [statement(text)] };
  }

  /** Prepares a statement, and gives its parameters in the types that it wants. */
  async #bound(text: string, parameters: readonly Value[]): Promise<Buffer> {
    const describe = object(cp.DSCSQLSTT, this.#section, object(cp.TYPSQLDA, u8(input)));
    const replies = await this.#ask([this.#prepare(text), { command: describe }]);
    // The first describes the columns.
    const [, described] = replies.filter(({ codePoint }) => codePoint === cp.SQLDARD);
    const wanted = described === undefined ? [] : this.#described(described).columns;
    return parameterData(parameters, wanted);
  }

  #layout({ data }: Reply): readonly Field[] {
    try {
      return readLayout(data);
    } catch (error) {
      throw error instanceof RangeError ? unreadable(error, this.#place) : error;
    }
  }

  #described({ data }: Reply): Description {
    const description = readDescription(data, this.login.isLittle, this.kind);
    if (description.outcome.code < 0) throw faultOf(this.kind.outcome(description.outcome), this.#place);
    return description;
  }

  /** @throws SourceError for the first reply that is a refusal with words, or else the first refusal. */
  async #ask(requests: readonly Request[]): Promise<readonly Reply[]> {
    try {
      return this.#checked(await this.wire.ask(requests, (reply) => this.#isFailure(reply)));
    } catch (error) {
      throw error instanceof RangeError ? unreadable(error, this.#place) : error;
    }
  }

  #isFailure({ codePoint, data }: Reply): boolean {
    const { isLittle } = this.login;
    if (codePoint === cp.SQLDARD) return outcomeOf(data, isLittle).code < 0;
    return refusalOf({ codePoint, data }, isLittle, this.#place) !== undefined;
  }

  #checked(replies: readonly Reply[]): readonly Reply[] {
    for (const reply of replies) if (reply.codePoint === cp.SQLDARD) this.#described(reply);
    const refusals = replies.flatMap((reply) => {
      const refusal = refusalOf(reply, this.login.isLittle, this.#place, this.kind.outcome);
      return refusal === undefined ? [] : [{ codePoint: reply.codePoint, refusal }];
    });
    const worst = refusals.find(({ codePoint }) => codePoint === cp.SQLCARD) ?? refusals[0];
    if (worst !== undefined) throw worst.refusal;
    return replies;
  }
}

function unreadable(cause: RangeError, place: string): SourceError {
  return sqlFault(
    'sql/failed',
    'The server describes its answer in a way that is not known here. Use one of IBM’s drivers.',
    {
      name: place,
      cause,
    },
  );
}

/** SQLSTT: the text in its code page of several bytes a letter, and none of one byte. */
function statement(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  return object(cp.SQLSTT, u8(0), u32(bytes.length), bytes, u8(0xff));
}

function blockOf(replies: readonly Reply[]): Block {
  const data = (wanted: number) => replies.flatMap(({ codePoint, data }) => (codePoint === wanted ? [data] : []));
  return {
    rows: data(cp.QRYDTA),
    long: data(cp.EXTDTA),
    isLast: replies.some(({ codePoint }) => codePoint === cp.ENDQRYRM),
  };
}
