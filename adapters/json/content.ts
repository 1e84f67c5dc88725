import { isUtf8 } from 'node:buffer';
import { convert, type EncodingName } from '../../core/adapter/encoding.ts';
import type { InputFile } from '../../core/adapter/file.ts';
import { SourceError } from '../../core/errors/errors.ts';
import { JsonFault, type JsonScanner } from './scanner.ts';

/** The content as UTF-8, without a byte order mark. */
export async function* utf8Content(file: InputFile, encoding: EncodingName): AsyncGenerator<Buffer> {
  let isFirst = true;
  for await (const chunk of encoding === 'utf-8' ? file.content() : convert(file.content(), encoding)) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    yield isFirst ? bytes.subarray(markBytes(bytes)) : bytes;
    isFirst = false;
  }
}

export function markBytes(bytes: Buffer): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/** The same, held to its encoding. @throws SourceError `source/encoding` */
export async function* checkedContent(file: InputFile, encoding: EncodingName): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of utf8Content(file, encoding)) {
    const joined = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const whole = joined.length - cutBytes(joined);
    const bytes = joined.subarray(0, whole);
    if (!isUtf8(bytes)) throw notUtf8(file);
    rest = joined.subarray(whole);
    yield bytes;
  }
  if (rest.length > 0) throw notUtf8(file);
}

/** How many bytes at the end belong to a character that goes on behind them. */
function cutBytes(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

function notUtf8(file: InputFile): SourceError {
  return new SourceError(
    'source/encoding',
    'Expected text in UTF-8, found bytes that are not. Export it as UTF-8, as JSON demands.',
    { place: { file: file.name } },
  );
}

/** The error for a fault of the text as a whole, at the place where the scanner stands. `rows`: how many records came before it. */
export function faultAt(file: InputFile, scanner: JsonScanner, rows: number, error: unknown): unknown {
  if (!(error instanceof JsonFault)) return error;
  const place = { file: file.name, ...scanner.place };
  const came = rows === 0 ? '' : ` ${rows === 1 ? '1 record comes' : `${rows} records come`} before it.`;
  return error.isTooLarge
    ? new SourceError('source/too-large', `Expected JSON as programs export it, found ${error.message}.${came}`, {
        place,
        cause: error,
      })
    : new SourceError(
        'source/damaged',
        `Expected JSON, found ${error.message}.${came} Fetch or export the file again.`,
        {
          place,
          cause: error,
        },
      );
}
