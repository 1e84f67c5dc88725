import type { Packed } from './repeated.ts';

/** An entry of a zip as its writer wants it to look. What is not said is true. */
export interface MadeEntry {
  readonly name: string | Buffer;
  readonly content: Packed;
  /** 0: stored, 8: deflated. */
  readonly method?: 0 | 8;
  readonly crc?: number;
  /** What the directory claims. */
  readonly claims?: { readonly packed?: number; readonly unpacked?: number; readonly offset?: number };
  /** What its own header claims. */
  readonly local?: { readonly name?: string; readonly packed?: number; readonly unpacked?: number };
  /** Its mode in Unix: 0o120777 is a symbolic link. */
  readonly mode?: number;
  /** It stands in the directory alone, and points at the bytes of the entry with this number. */
  readonly shares?: number;
  /** Extra fields of the directory. */
  readonly extra?: Buffer;
}

export interface MadeEnd {
  readonly count?: number;
  readonly directoryBytes?: number;
  readonly directoryAt?: number;
  /** Stands between the directory and its end. */
  readonly before?: Buffer;
}

/** A zip, byte by byte, with all the lies that a real one can't tell. */
export function zipBytes(entries: readonly MadeEntry[], end: MadeEnd = {}): readonly Buffer[] {
  const chunks: Buffer[] = [];
  let length = 0;
  const add = (...more: readonly Buffer[]) => {
    for (const chunk of more) {
      chunks.push(chunk);
      length += chunk.length;
    }
  };
  const offsets: number[] = [];
  for (const entry of entries) {
    offsets.push(entry.shares === undefined ? length : offsets[entry.shares]);
    if (entry.shares === undefined) add(localHeader(entry), ...entry.content.chunks);
  }
  const directoryAt = length;
  for (const [index, entry] of entries.entries()) add(directoryEntry(entry, offsets[index]));
  const directoryBytes = length - directoryAt;
  if (end.before !== undefined) add(end.before);
  const last = Buffer.alloc(22);
  last.writeUInt32LE(0x06054b50, 0);
  last.writeUInt16LE((end.count ?? entries.length) & 0xffff, 8);
  last.writeUInt16LE((end.count ?? entries.length) & 0xffff, 10);
  last.writeUInt32LE(end.directoryBytes ?? directoryBytes, 12);
  last.writeUInt32LE(end.directoryAt ?? directoryAt, 16);
  add(last);
  return chunks;
}

function localHeader({ name, content, method = 8, crc = 0, local = {} }: MadeEntry): Buffer {
  const written = Buffer.from(local.name ?? name);
  const header = Buffer.alloc(30 + written.length);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(method, 8);
  header.writeUInt32LE(crc, 14);
  header.writeUInt32LE((local.packed ?? content.packed) >>> 0, 18);
  header.writeUInt32LE((local.unpacked ?? content.unpacked) >>> 0, 22);
  header.writeUInt16LE(written.length, 26);
  written.copy(header, 30);
  return header;
}

function directoryEntry(
  { name, content, method = 8, crc = 0, claims = {}, mode = 0, extra = Buffer.alloc(0) }: MadeEntry,
  at: number,
): Buffer {
  const written = Buffer.from(name);
  const header = Buffer.alloc(46 + written.length + extra.length);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(0x0314, 4);
  header.writeUInt16LE(20, 6);
  header.writeUInt16LE(method, 10);
  header.writeUInt32LE(crc, 16);
  header.writeUInt32LE((claims.packed ?? content.packed) >>> 0, 20);
  header.writeUInt32LE((claims.unpacked ?? content.unpacked) >>> 0, 24);
  header.writeUInt16LE(written.length, 28);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE((mode << 16) >>> 0, 38);
  header.writeUInt32LE(claims.offset ?? at, 42);
  written.copy(header, 46);
  extra.copy(header, 46 + written.length);
  return header;
}

/** The extra field of a zip64: sizes and the offset as numbers of eight bytes. */
export function zip64Extra(...numbers: readonly bigint[]): Buffer {
  const field = Buffer.alloc(4 + numbers.length * 8);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(numbers.length * 8, 2);
  for (const [index, number] of numbers.entries()) field.writeBigUInt64LE(number, 4 + index * 8);
  return field;
}

/** The end of a zip64 and its locator, as they stand before the usual end. */
export function zip64End(count: bigint, directoryBytes: bigint, directoryAt: bigint, endAt: bigint): Buffer {
  const end = Buffer.alloc(76);
  end.writeUInt32LE(0x06064b50, 0);
  end.writeBigUInt64LE(44n, 4);
  end.writeBigUInt64LE(count, 24);
  end.writeBigUInt64LE(count, 32);
  end.writeBigUInt64LE(directoryBytes, 40);
  end.writeBigUInt64LE(directoryAt, 48);
  end.writeUInt32LE(0x07064b50, 56);
  end.writeBigUInt64LE(endAt, 64);
  end.writeUInt32LE(1, 72);
  return end;
}
