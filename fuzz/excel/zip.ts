import { crc32, deflateRawSync } from 'node:zlib';

/** A zip as its parts, so that each of its headers can be given another value than the true one. */
export interface Entry {
  readonly name: string;
  readonly content: Buffer;
  readonly stored?: boolean;
  /** Sizes and checksum stand behind the content, not before it. */
  readonly descriptor?: boolean;
  /** Values of headers that are not true, by field. */
  readonly lies?: Lies;
}

export interface Lies {
  readonly packed?: number;
  readonly size?: number;
  readonly crc?: number;
  readonly method?: number;
  readonly flags?: number;
  readonly offset?: number;
  readonly centralName?: string;
}

export interface Archive {
  readonly entries: readonly Entry[];
  readonly comment?: string;
  readonly before?: Buffer;
  /** What the end of the directory says, if it is not true. */
  readonly count?: number;
  readonly directoryOffset?: number;
}

export function writeZip({ entries, comment = '', before = Buffer.alloc(0), count, directoryOffset }: Archive): Buffer {
  const pieces: Buffer[] = [before];
  const central: Buffer[] = [];
  let at = before.length;
  for (const entry of entries) {
    const written = writeEntry(entry, at);
    pieces.push(written.local);
    central.push(written.central);
    at += written.local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE((count ?? entries.length) & 0xffff, 8);
  end.writeUInt16LE((count ?? entries.length) & 0xffff, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE((directoryOffset ?? at) >>> 0, 16);
  end.writeUInt16LE(Buffer.byteLength(comment), 20);
  return Buffer.concat([...pieces, directory, end, Buffer.from(comment)]);
}

function writeEntry({ name, content, stored, descriptor, lies = {} }: Entry, at: number) {
  const packed = stored ? content : deflateRawSync(content);
  const flags = lies.flags ?? (descriptor ? 0x808 : 0x800);
  const method = lies.method ?? (stored ? 0 : 8);
  const sizes = [lies.crc ?? crc32(content), lies.packed ?? packed.length, lies.size ?? content.length];
  const fixed = (sign: number, length: number, start: number, values: readonly number[]): Buffer => {
    const header = Buffer.alloc(length);
    header.writeUInt32LE(sign, 0);
    header.writeUInt16LE(20, start);
    header.writeUInt16LE(flags, start + 2);
    header.writeUInt16LE(method, start + 4);
    header.writeUInt16LE(0x21, start + 8);
    writeNumbers(header, start + 10, values);
    return header;
  };
  const bytes = Buffer.from(name);
  const local = fixed(0x04034b50, 30, 4, descriptor ? [0, 0, 0] : sizes);
  local.writeUInt16LE(bytes.length, 26);
  const tail = Buffer.alloc(descriptor ? 16 : 0);
  if (descriptor) writeNumbers(tail, 0, [0x08074b50, ...sizes]);
  const shown = Buffer.from(lies.centralName ?? name);
  const header = fixed(0x02014b50, 46, 6, sizes);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(shown.length, 28);
  header.writeUInt32LE((lies.offset ?? at) >>> 0, 42);
  return { local: Buffer.concat([local, bytes, packed, tail]), central: Buffer.concat([header, shown]) };
}

function writeNumbers(into: Buffer, at: number, values: readonly number[]): void {
  for (const [index, value] of values.entries()) into.writeUInt32LE(value >>> 0, at + index * 4);
}
