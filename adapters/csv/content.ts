import { convert, type EncodingName } from '../../core/adapter/encoding.ts';
import type { InputFile } from '../../core/adapter/file.ts';
import { isConverted } from './encoding.ts';
import { unwrapLines } from './wrapped.ts';

/** What stands between the bytes of a file and its records. */
export interface Form {
  readonly encoding: EncodingName;
  /** Bytes of a byte order mark. A content that is converted comes without. */
  readonly mark: number;
  /** Each line was enclosed in quotes once more. */
  readonly wrapped: boolean;
}

/** The content is read from its beginning and converted, so that offsets are not those of the file. */
export function isRewritten({ encoding, wrapped }: Form): boolean {
  return wrapped || isConverted(encoding);
}

/** The content as its records are decoded from it: in UTF-8 or a code page. */
export function contentOf(file: InputFile, form: Form): AsyncGenerator<Uint8Array> {
  return rewritten(file.content(), form);
}

/** The same for any bytes of it. */
export function rewritten(
  chunks: AsyncGenerator<Uint8Array>,
  { encoding, mark, wrapped }: Form,
): AsyncGenerator<Uint8Array> {
  const converted = isConverted(encoding) ? convert(chunks, encoding) : chunks;
  return wrapped ? unwrapLines(isConverted(encoding) ? converted : behindMark(converted, mark)) : converted;
}

async function* behindMark(chunks: AsyncGenerator<Uint8Array>, mark: number): AsyncGenerator<Uint8Array> {
  let skip = mark;
  for await (const chunk of chunks) {
    yield chunk.subarray(Math.min(skip, chunk.length));
    skip = Math.max(0, skip - chunk.length);
  }
}
