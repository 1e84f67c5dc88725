import type { InputFile } from '../../core/adapter/file.ts';
import { SourceError } from '../../core/errors/errors.ts';
import { limits } from './limits.ts';
import { openOoxmlBook } from './ooxml/book.ts';
import { mainPart } from './ooxml/workbook.ts';
import { containerOf } from './recognize.ts';
import type { Book } from './table/row-sink.ts';
import { type Bytes, openZip, tooLarge } from './zip/zip.ts';

/** Opens a book by what its bytes are; its name counts for nothing. */
export async function openBook(file: InputFile, note: (sentence: string) => void): Promise<Book> {
  const container = containerOf(file.head);
  if (container !== 'zip') throw unknownFormat(file.name, 'neither');
  const zip = await openZip(await bytesOf(file));
  const main = await mainPart(zip);
  return openOoxmlBook(zip, main, note);
}

/** A zip is read from its end, so one inside a gzip is unpacked into memory first. */
async function bytesOf(file: InputFile): Promise<Bytes> {
  const { name, signal } = file;
  if (!file.gzip) return { name, signal, size: file.bytes, readAt: file.readAt };
  const whole = await wholeContent(file);
  return {
    name,
    signal,
    size: whole.length,
    readAt: async (into, at, length, offset) => {
      signal.throwIfAborted();
      return whole.copy(into, at, offset, Math.min(offset + length, whole.length));
    },
  };
}

/** All bytes of a file of a format that can only be read whole. */
export async function wholeContent(file: InputFile): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const chunk of file.content()) {
    length += chunk.length;
    if (length > limits.wholeFileBytes)
      throw tooLarge(file.name, 'a larger file', `${limits.wholeFileBytes} bytes in a book of this format`);
    pieces.push(chunk);
  }
  return Buffer.concat(pieces, length);
}

function unknownFormat(file: string, found: string): SourceError {
  return new SourceError(
    'source/unknown-format',
    `Expected a spreadsheet, found ${found}. Open it in a spreadsheet program and save it as xlsx.`,
    {
      place: { file },
    },
  );
}
