import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { access, type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { configError, SourceError } from '../errors/errors.ts';
import { didYouMean } from '../errors/suggest.ts';
import type { OpenContext, SourceIdentity } from './contract.ts';
import { inflate } from './inflate.ts';
import { printable } from './printable.ts';

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
  readonly identity: SourceIdentity;
  /** Aborted by the context or by `close`. */
  readonly signal: AbortSignal;
  /** Reads stored bytes at an offset into a buffer; gives how many came, 0 at the end. */
  readonly readAt: (into: Uint8Array, at: number, length: number, offset: number) => Promise<number>;
  /** The content from its beginning, inflated if it is a gzip, in chunks that are nobody else's. */
  readonly content: () => AsyncGenerator<Buffer>;
  /** @throws SourceError `source/changed` if size or time of change are no longer what they were when it was opened. */
  readonly checkUnchanged: () => Promise<void>;
  /** May be called twice, and while a read is under way, which then fails with `source/closed`. */
  readonly close: () => Promise<void>;
}

export interface FileOptions {
  /** Is shown the whole content once, in order, while the file is hashed; not if the context knows the identity already. */
  readonly examine?: (head: Buffer) => ((chunk: Buffer) => void) | undefined;
}

export const headBytes = 1 << 16;

/**
 * Opens a file and computes its identity, streaming.
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
  { examine }: FileOptions,
): Promise<InputFile> {
  const opened = await handle.stat();
  const name = printable(basename(path));
  const closing = new AbortController();
  const signal = AbortSignal.any([context.signal, closing.signal]);
  const readAt: InputFile['readAt'] = async (into, at, length, offset) => {
    signal.throwIfAborted();
    try {
      return (await handle.read(into, at, length, offset)).bytesRead;
    } catch (error) {
      signal.throwIfAborted();
      throw readFault(path, error);
    }
  };
  const magic = Buffer.alloc(2);
  await readAt(magic, 0, 2, 0);
  const gzip = magic[0] === 0x1f && magic[1] === 0x8b;
  const stored = (memory: 'fresh' | 'shared') => storedChunks(readAt, memory);
  const content = () => (gzip ? inflate(stored('fresh'), path) : stored('fresh'));
  const head = await firstBytes(content());
  const checkUnchanged = async () => {
    signal.throwIfAborted();
    await compareStats(path, handle, opened);
  };
  const identity =
    context.identity ?? (await identify(name, stored, checkUnchanged, { gzip, content, watch: examine?.(head) }));
  const close = async () => {
    if (closing.signal.aborted) return;
    closing.abort(
      new SourceError('source/closed', 'The source was closed while it was being read.', { place: { file: name } }),
    );
    await handle.close();
  };
  return { path, name, bytes: opened.size, gzip, head, identity, signal, readAt, content, checkUnchanged, close };
}

/** `shared` chunks are only good until the next one: a pass over a large file then takes no more than one. */
async function* storedChunks(readAt: InputFile['readAt'], memory: 'fresh' | 'shared'): AsyncGenerator<Buffer> {
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

/** Hashes the stored bytes and shows the content to whoever wants to examine it: one pass if they are the same. */
async function identify(
  name: string,
  stored: (memory: 'fresh' | 'shared') => AsyncGenerator<Buffer>,
  checkUnchanged: () => Promise<void>,
  {
    gzip,
    content,
    watch,
  }: { gzip: boolean; content: () => AsyncGenerator<Buffer>; watch: ((chunk: Buffer) => void) | undefined },
): Promise<SourceIdentity> {
  const hash = createHash('sha256');
  for await (const chunk of stored('shared')) {
    hash.update(chunk);
    if (!gzip) watch?.(chunk);
  }
  if (gzip && watch !== undefined) for await (const chunk of content()) watch(chunk);
  await checkUnchanged();
  return { kind: 'file', name, id: `sha256:${hash.digest('hex')}` };
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
