import { pipeline, Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import yauzl, { type Entry } from 'yauzl';
import { excerpt } from '../../../core/adapter/printable.ts';
import { SourceError } from '../../../core/errors/errors.ts';
import { damaged, passwordFault, tooLarge } from '../faults.ts';
import { limits } from '../limits.ts';

/** Bytes that can be read from anywhere: a file, or a book that was inflated into memory. */
export interface Bytes {
  readonly name: string;
  readonly size: number;
  readonly signal: AbortSignal;
  readonly readAt: (into: Uint8Array, at: number, length: number, offset: number) => Promise<number>;
}

/** The parts of a zip, by name. Names are only ever compared, never used as paths. */
export interface Zip {
  readonly name: string;
  readonly has: (part: string) => boolean;
  /** The inflated size of a part as the writer claims it: for estimates only. */
  readonly claimedSize: (part: string) => number;
  /** The names of all parts, in lower case. */
  readonly parts: () => Iterable<string>;
  /**
   * The inflated bytes of a part, counted while they come out.
   * @throws SourceError `source/damaged`, `source/too-large`, `source/password`.
   */
  readonly content: (part: string) => AsyncGenerator<Buffer>;
  /** Every part as it lies there, packed, in the order of the directory. */
  readonly stored: () => Iterable<StoredPart>;
}

/** A part with its packed bytes, for copies in which they stay as they are. */
export interface StoredPart {
  /** As `Zip.parts` gives it. */
  readonly part: string;
  readonly entry: Entry;
  readonly packed: () => AsyncGenerator<Buffer>;
}

/** Reads the directory at the end of a zip, so that its parts may stand in any order. */
export async function openZip(bytes: Bytes): Promise<Zip> {
  const entries = new Map<string, Entry | 'repeated'>();
  const places: Place[] = [];
  const zip = await readDirectory(bytes, (entry) => {
    const name = partName(
      yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false),
    );
    entries.set(name, entries.has(name) ? 'repeated' : entry);
    const begin = entry.relativeOffsetOfLocalHeader;
    places.push({ begin, end: begin + localHeaderBytes + entry.compressedSize });
  });
  checkPlaces(bytes, places);
  return {
    name: bytes.name,
    has: (part) => entries.has(partName(part)),
    claimedSize: (part) => {
      const entry = entries.get(partName(part));
      return entry === undefined || entry === 'repeated' ? 0 : entry.uncompressedSize;
    },
    parts: () => entries.keys(),
    content: (part) => {
      const entry = entries.get(partName(part));
      if (entry === undefined) throw damaged(bytes.name, `its part ${excerpt(part)} is missing`);
      if (entry === 'repeated') throw damaged(bytes.name, `it has two parts named ${excerpt(part)}`);
      return inflated(bytes, zip, entry, part);
    },
    *stored() {
      for (const [part, entry] of entries) {
        if (entry === 'repeated') throw damaged(bytes.name, `it has two parts named ${excerpt(part)}`);
        yield { part, entry, packed: () => packedBytes(bytes, zip, entry) };
      }
    },
  };
}

/** From its own header to the end of its packed bytes. */
interface Place {
  readonly begin: number;
  readonly end: number;
}

/** Parts that share their bytes are the trick of bombs that unfold without a high ratio. */
function checkPlaces({ name, size }: Bytes, places: Place[]): void {
  let last = 0;
  for (const { begin, end } of places.sort((a, b) => a.begin - b.begin)) {
    if (begin < last) throw damaged(name, 'its parts overlap');
    if (end > size) throw damaged(name, 'a part ends behind the end of the file');
    last = end;
  }
}

/** The fewest that the header of a part has; its name comes behind. */
const localHeaderBytes = 30;

/** Writers differ in case, slashes and a leading slash. */
function partName(name: string): string {
  return name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase();
}

async function readDirectory(bytes: Bytes, each: (entry: Entry) => void): Promise<yauzl.ZipFile> {
  try {
    const zip = await yauzl.fromRandomAccessReaderPromise(new BytesReader(bytes), bytes.size, {
      autoClose: false,
      decodeStrings: false,
      validateEntrySizes: false,
    });
    if (zip.entryCount > limits.parts) throw tooLarge(bytes.name, `${zip.entryCount}`, `${limits.parts} parts`);
    for await (const entry of zip.eachEntry()) each(entry);
    return zip;
  } catch (error) {
    throw zipFault(bytes, error);
  }
}

class BytesReader extends yauzl.RandomAccessReader {
  readonly #bytes: Bytes;
  constructor(bytes: Bytes) {
    super();
    this.#bytes = bytes;
  }
  override read(into: Buffer, at: number, length: number, offset: number, done: (error: Error | null) => void): void {
    readFully(this.#bytes, into, at, length, offset).then(() => done(null), done);
  }
  override close(done: (error: Error | null) => void): void {
    done(null);
  }
}

async function readFully(bytes: Bytes, into: Buffer, at: number, length: number, offset: number): Promise<void> {
  for (let done = 0; done < length; ) {
    const count = await bytes.readAt(into, at + done, length - done, offset + done);
    if (count === 0) throw new Error('unexpected end of file');
    done += count;
  }
}

async function* inflated(bytes: Bytes, zip: yauzl.ZipFile, entry: Entry, part: string): AsyncGenerator<Buffer> {
  if (entry.isEncrypted()) throw passwordFault(bytes.name);
  const stored = entry.compressionMethod === 0;
  if (!stored && entry.compressionMethod !== 8)
    throw damaged(bytes.name, `${excerpt(part)} is packed in a way that books are not`);
  let count = 0;
  let checksum = 0;
  try {
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    let taken = 0;
    const packed = storedChunks(bytes, fileDataStart, entry.compressedSize, (length) => {
      taken += length;
    });
    for await (const chunk of stored ? packed : unpack(packed)) {
      count += chunk.length;
      checksum = crc32(chunk, checksum);
      checkSize(bytes.name, part, count, taken);
      yield chunk;
    }
  } catch (error) {
    throw zipFault(bytes, error);
  }
  if (checksum !== entry.crc32) throw damaged(bytes.name, `the checksum of ${excerpt(part)} does not match`);
}

async function* packedBytes(bytes: Bytes, zip: yauzl.ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  try {
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    yield* storedChunks(bytes, fileDataStart, entry.compressedSize, () => {});
  } catch (error) {
    throw zipFault(bytes, error);
  }
}

async function* storedChunks(
  bytes: Bytes,
  start: number,
  size: number,
  take: (length: number) => void,
): AsyncGenerator<Buffer> {
  for (let done = 0; done < size; ) {
    const chunk = Buffer.allocUnsafeSlow(Math.min(packedChunkBytes, size - done));
    await readFully(bytes, chunk, 0, chunk.length, start + done);
    done += chunk.length;
    take(chunk.length);
    yield chunk;
  }
}

const packedChunkBytes = 1 << 18;
/** One chunk is unpacked by another thread while one is read; they are objects, so that none are joined. */
const inflateOptions = { chunkSize: 1 << 19, readableObjectMode: true, readableHighWaterMark: 2 };

async function* unpack(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const inflate = createInflateRaw(inflateOptions);
  // The error arrives at the loop below; the callback is there because pipeline demands one.
  pipeline(Readable.from(packed, { highWaterMark: 2 }), inflate, () => {});
  try {
    for await (const chunk of inflate) yield chunk;
  } finally {
    inflate.destroy();
  }
}

/** What the directory says about sizes is the writer's claim; these are the bytes that came out, and went in so far. */
function checkSize(name: string, part: string, count: number, taken: number): void {
  if (count > limits.ratioFrom && count > taken * limits.ratio)
    throw tooLarge(name, `more in ${excerpt(part)}`, `${limits.ratio} times the packed size`);
  if (count > limits.partBytes) throw tooLarge(name, `more in ${excerpt(part)}`, `${limits.partBytes} bytes in a part`);
}

function zipFault(bytes: Bytes, error: unknown): unknown {
  bytes.signal.throwIfAborted();
  if (error instanceof SourceError || !(error instanceof Error)) return error;
  if (/encrypt/.test(error.message)) return passwordFault(bytes.name);
  return damaged(bytes.name, error.message.replace(/\.$/, ''), error);
}
