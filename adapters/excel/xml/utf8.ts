import { excerpt } from '../../../core/adapter/printable.ts';
import { SourceError } from '../../../core/errors/errors.ts';

/**
 * XML in UTF-8, whatever it is written in: as its mark, its first bytes or its declaration say. Nearly all of it is UTF-8 already,
 * and passes as it is.
 */
export async function* utf8Of(file: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let decoder: Decoder | undefined;
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (head === undefined) yield decoder === undefined ? chunk : encoded(decoder, chunk);
    else {
      head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
      if (head.length < declarationBytes) continue;
      decoder = decoderFor(file, head);
      yield decoder === undefined ? head : encoded(decoder, head);
      head = undefined;
    }
  }
  if (head !== undefined && head.length > 0) {
    decoder = decoderFor(file, head);
    yield decoder === undefined ? head : encoded(decoder, head);
  }
  if (decoder !== undefined) yield Buffer.from(decoder.decode());
}

/** Undefined: it is UTF-8. */
function decoderFor(file: string, head: Buffer): Decoder | undefined {
  const [first, second, third, fourth] = head;
  const isWide =
    first === 0 && second === 0 ? 'UTF-32' : first === 0xff && second === 0xfe && third === 0 && fourth === 0;
  if (isWide) throw unknownEncoding(file, 'UTF-32');
  if ((first === 0xff && second === 0xfe) || (first === lessThan && second === 0)) return new TextDecoder('utf-16le');
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === lessThan)) return new TextDecoder('utf-16be');
  const declared = /^(?:\xef\xbb\xbf)?<\?xml[^>]*encoding\s*=\s*["']([^"']*)/.exec(
    head.subarray(0, declarationBytes).toString('latin1'),
  )?.[1];
  // What is declared to be UTF-16 and is none is UTF-8: some writers change the bytes and leave the declaration.
  if (declared === undefined || /^(utf-?8|us-ascii|utf-?16(le|be)?)$/i.test(declared)) return undefined;
  try {
    return new TextDecoder(declared);
  } catch {
    throw unknownEncoding(file, declared);
  }
}

function encoded(decoder: Decoder, chunk: Buffer): Buffer {
  return Buffer.from(decoder.decode(chunk, { stream: true }));
}

function unknownEncoding(file: string, found: string): SourceError {
  return new SourceError(
    'source/encoding',
    `Expected UTF-8 inside the book, found ${excerpt(found)}. Save it again with a spreadsheet program.`,
    { place: { file } },
  );
}

type Decoder = InstanceType<typeof TextDecoder>;

const declarationBytes = 200;
const lessThan = 0x3c;
