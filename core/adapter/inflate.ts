import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { SourceError } from '../errors/errors.ts';
import { printable } from './printable.ts';

/** The content of a gzip, chunk by chunk; all its members if it has several. Frees everything when the reader stops. */
export async function* inflate(stored: AsyncIterable<Buffer>, path: string): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: 1 << 16 });
  // The error arrives at the loop below; the callback is there because pipeline demands one.
  pipeline(Readable.from(stored, { highWaterMark: 1 }), gunzip, () => {});
  try {
    // Leaving this loop, by its end or by a reader that stops, destroys the stream and what feeds it.
    for await (const chunk of gunzip) yield chunk;
  } catch (cause) {
    throw isZlibFault(cause) ? damaged(path, cause) : cause;
  }
}

function isZlibFault(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}

function damaged(path: string, cause: Error): SourceError {
  return new SourceError(
    'source/damaged',
    `Expected a whole gzip, found one that is damaged or cut off (${cause.message}). Fetch the file again.`,
    { place: { file: printable(path) }, cause },
  );
}
