import { cp } from './code-points.ts';
import { object, u8, u16 } from './write.ts';

type Value = string | number | bigint | null;

const groupOfColumns = 0xd0;
/** The rows of SQLDTA: one, of that group. */
const oneRow = Buffer.from([0x06, 0x71, 0xe4, groupOfColumns, 0x00, 0x01]);
const mostFields = 84;
const bigint = 0x17;
const text = 0x3f;
/** Longer texts are sent by themselves. */
const mostTextBytes = 32_672;

/** The values of parameters with their description: whole numbers of eight bytes, and texts in UTF-8. */
export function parameterData(values: readonly Value[]): Buffer {
  const fields = values.map(fieldOf);
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

const present = u8(0);

function fieldOf(value: Value): FieldData {
  if (value === null) return { type: text, length: mostTextBytes, bytes: [u8(0xff)] };
  if (typeof value === 'string') {
    const written = Buffer.from(value, 'utf8');
    if (written.length > mostTextBytes) throw new RangeError('A parameter has more than 32,672 bytes.');
    return { type: text, length: mostTextBytes, bytes: [present, u16(written.length), written] };
  }
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return { type: bigint, length: 8, bytes: [present, bytes] };
}
