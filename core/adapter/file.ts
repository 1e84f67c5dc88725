import type { Stats } from 'node:fs';
import { access, type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { configError, SourceError } from '../errors/errors.ts';
import { didYouMean } from '../errors/suggest.ts';
import type { OpenContext, SourceIdentity, SourceName } from './contract.ts';
import { FileDigest } from './file-digest.ts';
import { inflate } from './inflate.ts';
import { printable } from './printable.ts';
import { type ReadAt, readerOf } from './read-at.ts';

/** What all adapters of files share: a regular file, opened for reading, known by the digest of its bytes. */
export interface InputFile {
  readonly path: string;
  /** The name without folders, printable: the first half of every origin. */
  readonly name: string;
  /** Its size on disk. */
  readonly bytes: number;
  readonly gzip: boolean;
  /** The first 64 KiB of its content, inflated if it is a gzip. */
  readonly head: Buffer;
  /** What it is called. What it is, `identify` tells. */
  readonly identity: SourceName;
  /** Its name and the digest of its bytes. Those that nobody has read in order by then are read. */
  readonly identify: () => Promise<SourceIdentity>;
  /** Aborted by the context or by `close`. */
  readonly signal: AbortSignal;
  /** Reads stored bytes at an offset into a buffer; gives how many came, 0 at the end. */
  readonly readAt: ReadAt;
  /** The same for whoever reads them in order: if the identity will be asked for, they are hashed on the way. */
  readonly readOn: ReadAt;
  /** The content from its beginning, inflated if it is a gzip, in chunks that are nobody else's. */
  readonly content: () => AsyncGenerator<Buffer>;
  /** @throws SourceError `source/changed` if size or time of change are no longer what they were when it was opened. */
  readonly checkUnchanged: () => Promise<void>;
  /** May be called twice, and while a read is under way, which then fails with `source/closed`. */
  readonly close: () => Promise<void>;
}

export interface FileOptions {
  /** Is shown the whole content once, in order, before anything else; not if the context knows the identity already. The chunks are not to be kept. */
  readonly examine?: (head: Buffer, isGzip: boolean) => ((chunk: Buffer) => void) | undefined;
  /** Whoever reads it reads all of it once more, by `readOn`: until then it need not be hashed. */
  readonly readsAgain?: true;
}

export const headBytes = 1 << 16;

/**
 * Opens a file.
 * @throws ConfigError if no path is given, SourceError if the file can not be read.
 */
export async function openFile(
  path: string | undefined,
  context: OpenContext,
  options: FileOptions = {},
): Promise<InputFile> {
  if (path === undefined || path === '') throw configError('option/missing', 'path: expected the path of a file.');
  context.signal.throwIfAborted();
  const handle = await openRegular(path);
  try {
    const file = await describe(path, handle, context, options);
    await warnOfLocks(path, context);
    return file;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function openRegular(path: string): Promise<FileHandle> {
  const place = { file: printable(path) };
  try {
    // Before opening: to open a pipe would wait for somebody who writes to it.
    const stats = await stat(path);
    if (!stats.isFile()) {
      const found = stats.isDirectory() ? 'a folder' : 'a device or a pipe';
      throw new SourceError('source/not-a-file', `Expected a file, found ${found}. Name the file.`, { place });
    }
    return await open(path, 'r');
  } catch (error) {
    throw error instanceof SourceError ? error : await openFault(path, error);
  }
}

async function openFault(path: string, cause: unknown): Promise<SourceError> {
  const place = { file: printable(path) };
  const code = errorCode(cause);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const beside = (await readdir(dirname(path)).catch(() => [])).filter((name) => name !== basename(path));
    const suggestion = didYouMean(basename(path), beside);
    return new SourceError('source/not-found', `There is no such file.${printable(suggestion)}`, { place, cause });
  }
  if (code === 'EBUSY' || (process.platform === 'win32' && (code === 'EPERM' || code === 'EACCES'))) {
    return new SourceError('source/locked', 'Another program has locked the file. Close it there, or import a copy.', {
      place,
      cause,
      retryable: true,
    });
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new SourceError('source/no-permission', 'This account may not read the file. Grant it read access.', {
      place,
      cause,
    });
  }
  return readFault(path, cause);
}

function readFault(path: string, cause: unknown): SourceError {
  const code = errorCode(cause) ?? 'unknown cause';
  return new SourceError('source/read-failed', `The file could not be read (${code}). Check the drive.`, {
    place: { file: printable(path) },
    cause,
    retryable: true,
  });
}

async function describe(
  path: string,
  handle: FileHandle,
  context: OpenContext,
  { examine, readsAgain }: FileOptions,
): Promise<InputFile> {
  const opened = await handle.stat();
  const name = printable(basename(path));
  const closing = new AbortController();
  const signal = AbortSignal.any([context.signal, closing.signal]);
  const read = readerOf(handle, signal);
  const readAt: ReadAt = async (into, at, length, offset) => {
    try {
      return await read(into, at, length, offset);
    } catch (error) {
      signal.throwIfAborted();
      throw readFault(path, error);
    }
  };
  const digest = new FileDigest(readAt);
  const hashing: ReadAt = async (into, at, length, offset) => {
    const came = await readAt(into, at, length, offset);
    await digest.see(into.subarray(at, at + came), offset);
    return came;
  };
  const readOn = context.identify ? hashing : readAt;
  const magic = Buffer.alloc(2);
  await readAt(magic, 0, 2, 0);
  const gzip = magic[0] === 0x1f && magic[1] === 0x8b;
  const stored = () => storedChunks(readOn, 'fresh');
  const content = () => (gzip ? inflate(stored(), path) : stored());
  const head = await firstBytes(content());
  const checkUnchanged = async () => {
    signal.throwIfAborted();
    await compareStats(path, handle, opened);
  };
  const identity = context.identity ?? { kind: 'file', name };
  const watch = context.identity === undefined ? examine?.(head, gzip) : undefined;
  if (watch !== undefined) {
    for await (const chunk of gzip ? content() : storedChunks(readsAgain ? readAt : readOn, 'shared')) watch(chunk);
    await checkUnchanged();
  }
  const identify = async () => {
    if (identity.id !== undefined) return { ...identity, id: identity.id };
    const whole = await digest.whole();
    await checkUnchanged();
    return { ...identity, id: `sha256:${whole}` };
  };
  const close = async () => {
    if (closing.signal.aborted) return;
    closing.abort(
      new SourceError('source/closed', 'The source was closed while it was being read.', { place: { file: name } }),
    );
    await handle.close();
  };
  const reading = { readAt, readOn, content };
  return { path, name, bytes: opened.size, gzip, head, identity, identify, signal, ...reading, checkUnchanged, close };
}

/** `shared` chunks are only good until the next one: a pass over a large file then takes no more than one. */
async function* storedChunks(readAt: ReadAt, memory: 'fresh' | 'shared'): AsyncGenerator<Buffer> {
  let chunk = Buffer.allocUnsafeSlow(chunkBytes);
  for (let offset = 0; ; ) {
    if (memory === 'fresh' && offset > 0) chunk = Buffer.allocUnsafeSlow(chunkBytes);
    const length = await readAt(chunk, 0, chunkBytes, offset);
    if (length === 0) return;
    offset += length;
    yield chunk.subarray(0, length);
  }
}

const chunkBytes = 1 << 18;

async function firstBytes(content: AsyncGenerator<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const chunk of content) {
    pieces.push(chunk);
    length += chunk.length;
    if (length >= headBytes) break;
  }
  return Buffer.concat(pieces, Math.min(length, headBytes));
}

async function compareStats(path: string, handle: FileHandle, opened: Stats): Promise<void> {
  const now = await handle.stat();
  if (now.size === opened.size && now.mtimeMs === opened.mtimeMs) return;
  throw new SourceError('source/changed', 'The file changed while it was read. Import it again when it is complete.', {
    place: { file: printable(path) },
    retryable: true,
  });
}

/** Says that an office program has the file open: what it has not saved yet will not be read. */
async function warnOfLocks(path: string, { warn }: OpenContext): Promise<void> {
  if (warn === undefined) return;
  const name = basename(path);
  const locks = [
    ['LibreOffice', `.~lock.${name}#`],
    ['Excel', `~$${name}`],
  ] as const;
  for (const [program, lock] of locks) {
    const present = await access(join(dirname(path), lock)).then(
      () => true,
      () => false,
    );
    if (present) warn(`${program} has ${printable(name)} open: changes that are not saved there are not read.`);
  }
}

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
