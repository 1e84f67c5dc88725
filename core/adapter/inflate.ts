import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { SourceError } from '../errors/errors.ts';
import { printable } from './printable.ts';

/** What no honest gzip exceeds: past `ratioFrom` bytes it unfolds to at most `ratio` times what was packed so far. */
export const inflateLimits = { ratio: 250, ratioFrom: 64 * (1 << 20) } as const;

/** The content of a gzip, chunk by chunk; all its members if it has several. Frees everything when the reader stops. */
export async function* inflate(stored: AsyncIterable<Buffer>, path: string): AsyncGenerator<Buffer> {
  let taken = 0;
  let count = 0;
  const counted = async function* () {
    for await (const chunk of stored) {
      taken += chunk.length;
      yield chunk;
    }
  };
  const gunzip = createGunzip({ chunkSize: 1 << 16 });
  // The error arrives at the loop below; the callback is there because pipeline demands one.
  pipeline(Readable.from(counted(), { highWaterMark: 1 }), gunzip, () => {});
  try {
    // Leaving this loop, by its end or by a reader that stops, destroys the stream and what feeds it.
    for await (const chunk of gunzip) {
      count += chunk.length;
      if (count > inflateLimits.ratioFrom && count > taken * inflateLimits.ratio) throw bomb(path, count, taken);
      yield chunk;
    }
  } catch (cause) {
    throw isZlibFault(cause) ? damaged(path, cause) : cause;
  }
}

function isZlibFault(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}

function bomb(path: string, count: number, taken: number): SourceError {
  return new SourceError(
    'source/too-large',
    `Expected a gzip that unfolds to at most ${inflateLimits.ratio} times its size, found ${count} bytes in ${taken}. If the file is honest, unpack it and import that.`,
    { place: { file: printable(path) } },
  );
}

function damaged(path: string, cause: Error): SourceError {
  return new SourceError(
    'source/damaged',
    `Expected a whole gzip, found one that is damaged or cut off (${cause.message}). Fetch the file again.`,
    { place: { file: printable(path) }, cause },
  );
}
