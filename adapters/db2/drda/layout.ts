import { sqlFault } from '../../sql/faults.ts';
import { Bytes } from './bytes.ts';

/** How the values of a row lie in the bytes of an answer: FD:OCA, as far as databases use it (QRYDSC). */
export interface Field {
  /** The type of DRDA without the bit that says whether it can be null. */
  readonly type: number;
  readonly isNullable: boolean;
  /** Bytes, or letters; of decimals precision and scale. */
  readonly length: number;
  /** The code page, where it is another one than that of the database. */
  readonly codePage: number | undefined;
}

const groupOfColumns = 0xd0;
const nullableGroup = 0x76;
const goesOn = 0x7f;
const metadata = 0x78;
const scalar = 0x70;
const rows = 0x71;

export function readLayout(data: Buffer): readonly Field[] {
  const bytes = new Bytes(data);
  const fields: Field[] = [];
  /** Types that are not the usual ones of their numbers. */
  const own = new Map<number, { readonly type: number; readonly codePage: number }>();
  let type = 0;
  while (bytes.left > 0) {
    const triplet = new Bytes(bytes.take(bytes.u8() - 1));
    const kind = triplet.u8();
    const id = triplet.u8();
    if (kind === metadata) type = triplet.buffer[triplet.buffer.length - 1];
    else if (kind === scalar) {
      triplet.u8();
      triplet.take(2);
      own.set(id, { type, codePage: triplet.u16() });
    } else if (kind === nullableGroup && id === groupOfColumns) readFields(triplet, own, fields);
    else if (kind === goesOn) readFields(triplet, own, fields);
    else if (kind !== rows && kind !== nullableGroup)
      throw sqlFault('sql/unsupported', `Expected rows of columns, found a description of another kind (${kind}).`);
  }
  return fields;
}

function readFields(
  triplet: Bytes,
  own: ReadonlyMap<number, { readonly type: number; readonly codePage: number }>,
  fields: Field[],
): void {
  while (triplet.left >= 3) {
    const id = triplet.u8();
    const length = triplet.u16();
    const other = own.get(id);
    const type = other?.type ?? id;
    fields.push({ type: type & ~1, isNullable: (type & 1) === 1, length, codePage: other?.codePage });
  }
}
