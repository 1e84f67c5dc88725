import * as sheetjs from '@e965/xlsx';
import type { Random } from '../harness/random.ts';

/** Changes to the container of an xls: its header, the table of its sectors, its directory. */
export type ChangeBook = (book: Buffer, random: Random) => Buffer;

const odd: readonly number[] = [
  0, 1, 2, 0x7fff, 0xffff, 0x7fffffff, 0xfffffffa, 0xfffffffc, 0xfffffffd, 0xfffffffe, 0xffffffff,
];

export const hostileOle: readonly ChangeBook[] = [
  number(() => 0, 0x18, 0x4c, 2),
  number(() => 0, 0x1e, 0x22, 2),
  number(() => 0, 0x2c, 0x4c, 4),
  number((book) => sector(book.readUInt32LE(0x4c)), 0, 512, 4),
  number((book) => sector(book.readUInt32LE(0x30)), 0, 512, 4),
  number((book) => sector(book.readUInt32LE(0x3c)), 0, 512, 4),
  // A sector that follows itself, or one before it.
  (book, random) => write(book, sector(book.readUInt32LE(0x4c)) + random.int(0, 20) * 4, random.int(0, 20), 4),
  (book, random) => book.subarray(0, 512 + random.int(0, book.length >> 9) * 512),
  (book, random) => {
    const from = sector(random.int(0, (book.length >> 9) - 1));
    const to = sector(random.int(0, (book.length >> 9) - 1));
    const changed = Buffer.from(book);
    book.copy(changed, to, from, Math.min(from + 512, book.length));
    return changed;
  },
];

function number(start: (book: Buffer) => number, from: number, to: number, size: 2 | 4): ChangeBook {
  return (book, random) =>
    write(book, start(book) + random.int(from / size, to / size - 1) * size, random.pick(odd), size);
}

function sector(index: number): number {
  return (index + 1) * 512;
}

function write(book: Buffer, at: number, value: number, size: 2 | 4): Buffer {
  if (at < 0 || at + size > book.length) return book;
  const changed = Buffer.from(book);
  if (size === 2) changed.writeUInt16LE(value & 0xffff, at);
  else changed.writeUInt32LE(value >>> 0, at);
  return changed;
}

/** The stream of records in an xls; a book of the oldest versions is nothing else. */
export function withRecords(book: Buffer, change: (records: Buffer) => Buffer): Buffer {
  if (book.readUInt32BE(0) !== 0xd0cf11e0) return change(book);
  const container = sheetjs.CFB.read(book, { type: 'buffer' });
  const path = container.FullPaths.findIndex((each: string) => /(Workbook|Book)$/i.test(each));
  if (path < 0) return book;
  const entry = container.FileIndex[path];
  const content = change(Buffer.from(entry.content));
  entry.content = content;
  entry.size = content.length;
  const written: unknown = sheetjs.CFB.write(container, { type: 'buffer' });
  return Buffer.isBuffer(written) ? written : book;
}
