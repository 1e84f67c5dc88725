import type { InputFile } from '../../core/adapter/file.ts';
import { SourceError } from '../../core/errors/errors.ts';
import type { Book } from './book.ts';
import { damaged, refusedDeclaration, tooLarge } from './faults.ts';
import { openWholeBook } from './legacy/book.ts';
import { limits } from './limits.ts';
import { isOds, openOdsBook } from './ods/book.ts';
import { openOoxmlBook } from './ooxml/book.ts';
import { mainPart } from './ooxml/workbook.ts';
import { containerOf } from './recognize.ts';
import type { HeadSink } from './table/head.ts';
import { type Bytes, openZip, type Zip } from './zip/zip.ts';

/** Opens a book by what its bytes are; its name counts for nothing. */
export async function openBook(file: InputFile, warn: (sentence: string) => void, head: () => HeadSink): Promise<Book> {
  switch (containerOf(file.head)) {
    case 'zip':
      return openZipped(file, warn, head);
    case 'ole':
    case 'biff':
      return openWholeBook(file.name, await wholeContent(file), file.signal);
    case 'xml':
      return openWholeBook(file.name, wholeXml(file, await wholeContent(file)), file.signal);
    case 'html':
      throw unknownFormat(file.name, 'a web page that is named like one');
    default:
      throw unknownFormat(file.name, 'something else');
  }
}

async function openZipped(file: InputFile, warn: (sentence: string) => void, head: () => HeadSink): Promise<Book> {
  const zip = await openZip(await bytesOf(file));
  if (await isOds(zip)) return openOdsBook(zip, head);
  const main = await mainPart(zip);
  if (main === undefined || !/\.(xml|bin)$/i.test(main)) throw unknownFormat(file.name, 'a zip of something else');
  if (main.endsWith('.xml')) return openOoxmlBook(zip, main, warn);
  await checkWhole(zip);
  return openWholeBook(file.name, await wholeContent(file), file.signal);
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
async function wholeContent(file: InputFile): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const chunk of file.content()) {
    length += chunk.length;
    if (length > limits.wholeFileBytes)
      throw tooLarge(
        file.name,
        'a larger file',
        `${limits.wholeFileBytes >> 20} MiB in a format that is read whole, unlike xlsx`,
      );
    pieces.push(chunk);
  }
  return Buffer.concat(pieces, length);
}

/** Unpacks all parts once and counts, because the library that reads them does not. */
async function checkWhole(zip: Zip): Promise<void> {
  let count = 0;
  for (const part of zip.parts()) {
    for await (const chunk of zip.content(part)) {
      count += chunk.length;
      if (count > limits.wholeInflatedBytes)
        throw tooLarge(
          zip.name,
          'more',
          `${limits.wholeInflatedBytes >> 20} MiB unpacked in a format that is read whole, unlike xlsx`,
        );
    }
  }
}

/** The library takes what is there: that it is whole, and declares nothing, is seen to here. */
function wholeXml(file: InputFile, bytes: Buffer): Buffer {
  if (/<!(DOCTYPE|ENTITY)/i.test(bytes.toString('latin1'))) throw refusedDeclaration(file.name);
  if (!/<\/(\w+:)?Workbook\s*>\s*$/.test(bytes.toString('latin1', Math.max(0, bytes.length - 200))))
    throw damaged(file.name, 'its end is missing');
  return bytes;
}

function unknownFormat(file: string, found: string): SourceError {
  return new SourceError(
    'source/unknown-format',
    `Expected a spreadsheet, found ${found}. Open it in a spreadsheet program and save it as xlsx.`,
    { place: { file } },
  );
}
