import { type FileHandle, open, rm } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';
import type { Entry } from 'yauzl';
import type { StoredPart, Zip } from '../zip/zip.ts';

/** Copies a zip part by part. What is not changed keeps its packed bytes; what is, is packed as it comes. */

/** The new content of parts, by `Zip.parts` names; null leaves a part out. Names that the zip does not have are added. */
export interface Changes {
  readonly parts: ReadonlyMap<string, () => Promise<Content> | Content>;
  /** Written last, in this order: their content may depend on what was written before. */
  readonly last: readonly string[];
}

export type Content = Buffer | AsyncIterable<Buffer>;

/** @throws ZipTooLarge past 4 GiB, which would need another format; then there is no file. */
export async function copyZip(zip: Zip, path: string, { parts, last }: Changes): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  let done = false;
  try {
    const writer = new ZipWriter(file);
    const own = new Map<string, Entry>();
    for (const stored of zip.stored()) {
      own.set(stored.part, stored.entry);
      if (last.includes(stored.part)) continue;
      const change = parts.get(stored.part);
      if (change === undefined) await writer.copy(stored);
      else await writer.add(nameOf(stored.entry), await change());
    }
    const more = [...parts.keys()].filter((part) => !own.has(part) && !last.includes(part));
    for (const part of [...more, ...last]) {
      const change = parts.get(part);
      const entry = own.get(part);
      if (change !== undefined) await writer.add(entry === undefined ? part : nameOf(entry), await change());
    }
    await writer.finish();
    await file.sync();
    done = true;
  } finally {
    await file.close();
    if (!done) await rm(path, { force: true });
  }
}

export class ZipTooLarge extends Error {
  override readonly name = 'ZipTooLarge';
}

function nameOf({ fileNameRaw, generalPurposeBitFlag }: Entry): string {
  return fileNameRaw.toString((generalPurposeBitFlag & utf8Names) === 0 ? 'latin1' : 'utf8');
}

/** What the directory at the end says of a part. */
interface Written {
  readonly name: Buffer;
  readonly flags: number;
  readonly method: number;
  readonly time: number;
  readonly date: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly attributes: number;
  readonly offset: number;
}

class ZipWriter {
  readonly #file: FileHandle;
  readonly #written: Written[] = [];
  #at = 0;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  async copy({ entry, packed }: StoredPart): Promise<void> {
    const written: Written = {
      name: entry.fileNameRaw,
      // Sizes and checksum stand in front, where they are known.
      flags: entry.generalPurposeBitFlag & ~descriptorFollows,
      method: entry.compressionMethod,
      time: entry.lastModFileTime,
      date: entry.lastModFileDate,
      crc: entry.crc32,
      packed: entry.compressedSize,
      size: entry.uncompressedSize,
      attributes: entry.externalFileAttributes,
      offset: this.#at,
    };
    await this.#append(localHeader(written));
    for await (const chunk of packed()) await this.#append(chunk);
    this.#written.push(written);
  }

  async add(name: string, content: Content): Promise<void> {
    const empty = { flags: utf8Names, method: deflated, time: 0, date: firstDay, attributes: 0 };
    const base = { ...empty, name: Buffer.from(name), offset: this.#at };
    let [crc, packed, size] = [0, 0, 0];
    await this.#append(localHeader({ ...base, crc, packed, size }));
    const count = async function* (): AsyncGenerator<Buffer> {
      for await (const chunk of Buffer.isBuffer(content) ? [content] : content) {
        crc = crc32(chunk, crc);
        size += chunk.length;
        yield chunk;
      }
    };
    const deflate = createDeflateRaw({ level: 4, chunkSize: 1 << 16 });
    const source = Readable.from(count(), { highWaterMark: 2 });
    let failed: unknown;
    pipeline(source, deflate, (error) => {
      failed = error ?? undefined;
    });
    try {
      for await (const chunk of deflate) {
        packed += chunk.length;
        await this.#append(chunk);
      }
    } catch (error) {
      throw failed ?? error;
    }
    const written = { ...base, crc, packed, size };
    const header = localHeader(written);
    await this.#file.write(header, 0, header.length, base.offset);
    this.#written.push(written);
  }

  async finish(): Promise<void> {
    const begin = this.#at;
    for (const each of this.#written) await this.#append(directoryHeader(each));
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(this.#written.length, 8);
    end.writeUInt16LE(this.#written.length, 10);
    end.writeUInt32LE(this.#at - begin, 12);
    end.writeUInt32LE(begin, 16);
    await this.#append(end);
  }

  async #append(bytes: Buffer): Promise<void> {
    if (this.#at + bytes.length > mostBytes) throw new ZipTooLarge('The copy would be larger than 4 GiB.');
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, this.#at + done);
      done += bytesWritten;
    }
    this.#at += bytes.length;
  }
}

function localHeader({ name, size, packed, ...rest }: Written): Buffer {
  if (size > mostBytes) throw new ZipTooLarge('A part of it is larger than 4 GiB.');
  const header = Buffer.alloc(30 + name.length);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  writeFacts(header, 6, { name, size, packed, ...rest });
  name.copy(header, 30);
  return header;
}

function directoryHeader(written: Written): Buffer {
  const { name, attributes, offset } = written;
  const header = Buffer.alloc(46 + name.length);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(20, 6);
  writeFacts(header, 8, written);
  header.writeUInt32LE(attributes, 38);
  header.writeUInt32LE(offset, 42);
  name.copy(header, 46);
  return header;
}

/** What both headers say in the same order. */
function writeFacts(header: Buffer, at: number, { flags, method, time, date, crc, packed, size, name }: Written): void {
  header.writeUInt16LE(flags, at);
  header.writeUInt16LE(method, at + 2);
  header.writeUInt16LE(time, at + 4);
  header.writeUInt16LE(date, at + 6);
  header.writeUInt32LE(crc, at + 8);
  header.writeUInt32LE(packed, at + 12);
  header.writeUInt32LE(size, at + 16);
  header.writeUInt16LE(name.length, at + 20);
}

const mostBytes = 0xfffffffe;
const descriptorFollows = 1 << 3;
const utf8Names = 1 << 11;
const deflated = 8;
/** 1 January 1980, where the dates of a zip begin. */
const firstDay = (1 << 5) | 1;
