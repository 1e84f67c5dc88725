import { close, constants, fstat, open, read } from 'node:fs';
import { promisify } from 'node:util';
import { fromFdPromise } from 'yauzl';
import { StorageError } from '../errors/errors.ts';

/** The central directory of a zip, and its stored bytes. Names in it are only ever compared, never used as paths. */
export interface ZipDirectory {
  readonly entries: ReadonlyMap<string, ZipEntry>;
  /** Bytes of an entry, from an offset within it. */
  readonly read: (entry: ZipEntry, offset: number, bytes: number) => Promise<Buffer>;
  readonly close: () => void;
}

export interface ZipEntry {
  readonly name: string;
  readonly bytes: number;
  readonly crc32: number;
  /** Where its bytes start in the file. */
  readonly start: number;
}

/** More members than any package has. */
const mostEntries = 1000;

/**
 * Opens a zip whose members are all stored as they are.
 * @throws StorageError `package/unreadable` for anything else.
 */
export async function openDirectory(path: string): Promise<ZipDirectory> {
  // Without waiting, or a named pipe would keep us for ever.
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
  const file = await promisify(open)(path, flags).catch((cause) => Promise.reject(unreadable(path, cause)));
  let closeFile = () => close(file);
  try {
    const found = await promisify(fstat)(file);
    if (!found.isFile()) throw new Error('it is not a file');
    const zip = await fromFdPromise(file, { autoClose: false, strictFileNames: true });
    closeFile = () => zip.close();
    // Closing is the last thing that is done with it: a fault of that has nobody to go to.
    zip.on('error', () => {});
    if (zip.entryCount > mostEntries) throw new Error(`it has ${zip.entryCount} members`);
    const entries = new Map<string, ZipEntry>();
    let stored = 0;
    for await (const entry of zip.eachEntry()) {
      if (entry.isEncrypted() || entry.compressionMethod !== 0) throw new Error('a member is not stored as it is');
      if (entries.has(entry.fileName)) throw new Error('two members have one name');
      const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
      stored += entry.compressedSize;
      // Members that lie over each other are how a small file claims to be a huge one.
      if (stored > found.size) throw new Error('its members are larger than the file');
      entries.set(entry.fileName, {
        name: entry.fileName,
        bytes: entry.compressedSize,
        crc32: entry.crc32,
        start: fileDataStart,
      });
    }
    let closed = false;
    return {
      entries,
      read: async (entry, offset, bytes) => {
        // The number of a closed file may be another file's by now.
        if (closed) throw unreadable(path, new Error('it has been closed'));
        return readAt(file, path, entry, offset, bytes);
      },
      close: () => {
        if (!closed) closeFile();
        closed = true;
      },
    };
  } catch (error) {
    closeFile();
    throw unreadable(path, error);
  }
}

export function unreadable(path: string, cause: unknown): StorageError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StorageError(
    'package/unreadable',
    `Expected a package, and it can not be read: ${reason}. Check the path; a damaged package is imported again from its source.`,
    { cause, place: { file: path } },
  );
}

async function readAt(file: number, path: string, entry: ZipEntry, offset: number, bytes: number): Promise<Buffer> {
  if (offset + bytes > entry.bytes) throw unreadable(path, new Error(`${entry.name} ends too early`));
  const buffer = Buffer.allocUnsafe(bytes);
  for (let done = 0; done < bytes; ) {
    const position = entry.start + offset + done;
    const { bytesRead } = await promisify(read)(file, buffer, done, bytes - done, position).catch((error) =>
      Promise.reject(unreadable(path, error)),
    );
    if (bytesRead === 0) throw unreadable(path, new Error(`the file ends within ${entry.name}`));
    done += bytesRead;
  }
  return buffer;
}
