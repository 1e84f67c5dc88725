/** Part of a stand-in for Oracle Database: the calls that a client makes. */
import { numberText, oracleType } from './values.ts';
import type { Reader } from './wire.ts';

/** A statement, or a cursor again; with the values of its parameters as texts. */
export interface Execute {
  readonly call: 'execute';
  readonly cursor: number;
  /** Empty if the cursor has it. */
  readonly sql: string;
  readonly describeOnly: boolean;
  readonly defines: boolean;
  readonly fetch: number;
  readonly parameters: readonly (string | null)[];
}
export type Call =
  | Execute
  | { readonly call: 'fetch'; readonly cursor: number; readonly rows: number }
  | { readonly call: 'loginFirst' | 'loginSecond' }
  | { readonly call: 'ping' | 'commit' | 'rollback' | 'logoff' };

/** What a client tells of itself on the way. */
export interface Told {
  readonly module?: string;
  readonly action?: string;
  readonly closed: readonly number[];
}

const simple = new Map<number, Call>([
  [118, { call: 'loginFirst' }],
  [115, { call: 'loginSecond' }],
  [147, { call: 'ping' }],
  [14, { call: 'commit' }],
  [15, { call: 'rollback' }],
  [9, { call: 'logoff' }],
]);
const option = { define: 0x10, execute: 0x20, fetch: 0x40 } as const;

/** One call with what was put before it. `types` has the types of parameters that a cursor got when it was made. */
export function readCall(reader: Reader, types: Map<number, readonly number[]>): { call: Call; told: Told } {
  let told: Told = { closed: [] };
  for (let kind = reader.u8(); kind === 17; kind = reader.u8()) told = { ...told, ...readPiggyback(reader) };
  const code = reader.u8();
  reader.skip('u8');
  const known = simple.get(code);
  if (known !== undefined) return { call: known, told };
  if (code === 5) return { call: { call: 'fetch', cursor: reader.int(), rows: reader.int() }, told };
  if (code === 94) return { call: readExecute(reader, types), told };
  if (code === 78 || code === 4) return { call: readAgain(reader, types), told };
  throw new Error(`The stand-in does not know the call ${code}.`);
}

function readPiggyback(reader: Reader): Partial<Told> {
  const code = reader.u8();
  reader.skip('u8');
  if (code === 105 || code === 120) {
    reader.skip('u8');
    const closed = Array.from({ length: reader.int() }, () => reader.int());
    return code === 105 ? { closed } : {};
  }
  if (code === 135) return readNames(reader);
  throw new Error(`The stand-in does not know what was put before the call: ${code}.`);
}

/** Module and action of the session, among four others. */
function readNames(reader: Reader): Partial<Told> {
  reader.skip('u8', 'u8', 'int');
  const first = [0, 1, 2, 3].map(() => readLength(reader));
  reader.skip('u8', 'int');
  const information = readLength(reader);
  reader.skip('u8', 'int', 'u8', 'int');
  const lengths = [...first, information, readLength(reader)];
  const [, module, action] = lengths.map((length) => (length > 0 ? (reader.bytes() ?? '').toString() : undefined));
  return { ...(module === undefined ? {} : { module }), ...(action === undefined ? {} : { action }) };
}

function readLength(reader: Reader): number {
  reader.skip('u8');
  return reader.int();
}

function readExecute(reader: Reader, types: Map<number, readonly number[]>): Execute {
  const options = reader.int();
  const cursor = reader.int();
  reader.skip('u8');
  const hasText = reader.int() > 0;
  reader.skip('u8', 'int', 'u8', 'u8', 'u8');
  const fetch = reader.int();
  reader.skip('int', 'u8');
  const parameters = reader.int();
  reader.skip('u8', 'u8', 'u8', 'u8', 'u8', 'u8');
  const defines = reader.int();
  reader.skip('int', 'u8', 'u8', 'u8', 'int', 'u8', 'int', 'int', 'u8', 'int', 'u8');
  const sql = hasText ? (reader.bytes() ?? '').toString() : '';
  for (let number = 0; number < 13; number += 1) reader.int();
  const bound = Array.from({ length: parameters }, () => readType(reader));
  for (let column = 0; column < defines; column += 1) readType(reader);
  types.set(cursor, bound);
  return {
    call: 'execute',
    cursor,
    sql,
    describeOnly: (options & (option.execute | option.define)) === 0,
    defines: (options & option.define) !== 0,
    fetch: (options & option.fetch) === 0 ? 0 : fetch,
    parameters: readValues(reader, bound),
  };
}

function readAgain(reader: Reader, types: Map<number, readonly number[]>): Execute {
  const cursor = reader.int();
  const fetch = reader.int();
  reader.skip('int', 'int');
  const parameters = readValues(reader, types.get(cursor) ?? []);
  return { call: 'execute', cursor, sql: '', describeOnly: false, defines: false, fetch, parameters };
}

function readType(reader: Reader): number {
  const type = reader.u8();
  reader.skip('u8', 'u8', 'u8', 'int', 'int', 'int', 'int', 'int', 'int', 'u8', 'int');
  return type;
}

function readValues(reader: Reader, types: readonly number[]): (string | null)[] {
  if (types.length === 0) return [];
  reader.skip('u8');
  return types.map((type) => {
    const bytes = reader.bytes();
    if (bytes === null) return null;
    return type === oracleType.number ? numberText(bytes) : bytes.toString();
  });
}
