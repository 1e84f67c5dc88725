import { isLineEnd, lineEndBytes } from './walk.ts';

/** What stands before anything that is read as records. */
export interface Leading {
  readonly bytes: number;
  readonly lines: number;
  /** What a first line such as `sep=;` says: Excel writes and reads it. */
  readonly delimiter?: Uint8Array;
  readonly because: readonly string[];
}

/** The lines that the options leave out, or a line that names the delimiter. */
export function skipLeading(sample: Buffer, skipLines: number | undefined): Leading {
  let bytes = 0;
  let lines = 0;
  while (lines < (skipLines ?? 0) && bytes < sample.length) {
    bytes = behindLine(sample, bytes);
    lines++;
  }
  const end = behindLine(sample, bytes);
  const named = /^"?sep=([^"\r\n]{1,2})"?[\r\n]*$/i.exec(sample.toString('latin1', bytes, Math.min(end, bytes + 16)));
  if (named === null) return { bytes, lines, because: [] };
  const delimiter = Buffer.from(named[1], 'latin1');
  return {
    bytes: end,
    lines: lines + 1,
    delimiter,
    because: [`The first line names the delimiter: ${JSON.stringify(named[1])}.`],
  };
}

function behindLine(bytes: Buffer, from: number): number {
  let p = from;
  while (p < bytes.length && !isLineEnd(bytes[p])) p++;
  return p < bytes.length ? p + lineEndBytes(bytes, p, bytes.length) : p;
}
