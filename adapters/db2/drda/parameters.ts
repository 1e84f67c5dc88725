import type { ColumnType } from '../../../core/adapter/contract.ts';
import type { SqlColumn } from '../../sql/driver.ts';
import { sqlFault } from '../../sql/faults.ts';
import { cp } from './code-points.ts';
import { object, u8, u16 } from './write.ts';

type Value = string | number | bigint | null;

const groupOfColumns = 0xd0;
/** The rows of SQLDTA: one, of that group. */
const oneRow = Buffer.from([0x06, 0x71, 0xe4, groupOfColumns, 0x00, 0x01]);
const mostFields = 84;
const bigint = 0x17;
const text = 0x3f;
const mostTextBytes = 32_672;

/**
 * The values of parameters with their description: whole numbers of eight bytes where the statement wants a number, and otherwise texts in UTF-8. What it wants
 * it has said; a server does not make numbers of texts, nor texts of numbers.
 */
export function parameterData(values: readonly Value[], wanted: readonly Pick<SqlColumn, 'type'>[]): Buffer {
  const fields = values.map((value, index) => fieldOf(value, wanted.at(index)?.type));
  const groups: Buffer[] = [];
  for (let from = 0; from < fields.length; from += mostFields) {
    const some = fields.slice(from, from + mostFields);
    const head = from === 0 ? [0x76, groupOfColumns] : [0x7f, 0x00];
    groups.push(
      u8(3 + 3 * some.length),
      Buffer.from(head),
      ...some.flatMap(({ type, length }) => [u8(type), u16(length)]),
    );
  }
  const descriptor = object(cp.FDODSC, ...groups, oneRow);
  const data = object(cp.FDODTA, u8(0), ...fields.flatMap(({ bytes }) => bytes));
  return object(cp.SQLDTA, descriptor, data);
}

interface FieldData {
  readonly type: number;
  readonly length: number;
  readonly bytes: readonly Buffer[];
}

function fieldOf(value: Value, wanted: ColumnType | undefined): FieldData {
  const isNumber = wanted === undefined ? typeof value !== 'string' : wanted === 'integer' || wanted === 'decimal';
  if (value === null)
    return isNumber && wanted !== undefined ? { ...wholeNumber, bytes: [absent] } : { ...letters, bytes: [absent] };
  if (isNumber && /^-?\d{1,18}$/.test(String(value))) {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64BE(BigInt(value));
    return { ...wholeNumber, bytes: [present, bytes] };
  }
  const written = Buffer.from(String(value), 'utf8');
  if (written.length > mostTextBytes)
    throw sqlFault('sql/unsupported', `Expected parameters of at most ${mostTextBytes} bytes, found a longer one.`);
  return { ...letters, bytes: [present, u16(written.length), written] };
}

const present = u8(0);
const absent = u8(0xff);
const wholeNumber = { type: bigint, length: 8 } as const;
const letters = { type: text, length: mostTextBytes } as const;
