import type { InputFile } from '../../core/adapter/file.ts';
import type { Secret } from '../../core/options/option.ts';
import { openBiffBook } from './biff/book.ts';
import type { Book } from './book.ts';
import { decryptOds } from './encrypted/ods.ts';
import { decryptPackage, isEncryptedPackage } from './encrypted/ooxml.ts';
import { decryptXls } from './encrypted/xls.ts';
import { tooLarge, unknownFormat } from './faults.ts';
import { openPage } from './html/book.ts';
import { openMht } from './html/mht.ts';
import { limits } from './limits.ts';
import { isOds, openFlatOdsBook, openOdsBook } from './ods/book.ts';
import { type Compound, openCompound } from './ole/compound.ts';
import { openOoxmlBook } from './ooxml/book.ts';
import { mainPart } from './ooxml/workbook.ts';
import { openDbf } from './plain/dbf.ts';
import { openDif } from './plain/dif.ts';
import { openSylk } from './plain/sylk.ts';
import { containerOf } from './recognize.ts';
import type { HeadSink } from './table/head.ts';
import { openXlsbBook } from './xlsb/book.ts';
import { openXml2003Book } from './xml2003/book.ts';
import { type Bytes, openZip, type Zip } from './zip/zip.ts';

export interface BookOptions {
  readonly warn: (sentence: string) => void;
  /** Takes the head of a sheet that is passed while the book is opened. */
  readonly head: () => HeadSink;
  readonly password: Secret | undefined;
}

/** Opens a book by what its bytes are; its name counts for nothing. */
export async function openBook(file: InputFile, options: BookOptions): Promise<Book> {
  switch (containerOf(file.head)) {
    case 'zip':
      return openZipped(file, await openZip(await bytesOf(file)), options);
    case 'ole':
      return openContainer(file, await wholeContent(file), options);
    case 'biff':
      return openBiffBook(file.name, decryptXls(file.name, await wholeContent(file), options.password), options.warn);
    case 'xml':
      return openXml2003Book(file, options.head);
    case 'fods':
      return openFlatOdsBook(file, options.head);
    case 'html':
      return openPage(file.name, await wholeContent(file));
    case 'mht':
      return openMht(file.name, await wholeContent(file));
    case 'sylk':
      return openSylk(file.name, await wholeContent(file, limits.wholeTextBytes));
    case 'dif':
      return openDif(file.name, await wholeContent(file, limits.wholeTextBytes));
    case 'dbf':
      return openDbf(file.name, await wholeContent(file), options.warn);
    default:
      throw unknownFormat(file.name, 'something else');
  }
}

async function openZipped(file: InputFile, zip: Zip, { warn, head, password }: BookOptions): Promise<Book> {
  if (await isOds(zip)) return openOdsBook(await decryptOds(zip, password), head);
  const main = await mainPart(zip);
  if (main === undefined || !/\.(xml|bin)$/i.test(main)) throw unknownFormat(file.name, 'a zip of something else');
  if (main.endsWith('.xml')) return openOoxmlBook(zip, main, warn);
  return openXlsbBook(zip, main, warn);
}

/** What lies in a container of OLE: an xls, or an xlsx that is encrypted. */
async function openContainer(file: InputFile, bytes: Buffer, options: BookOptions): Promise<Book> {
  const container = openCompound(file.name, bytes);
  if (isEncryptedPackage(container)) {
    const plain = decryptPackage(file.name, container, options.password);
    return unannotated(await openZipped(file, await openZip(bytesIn(file, plain)), options));
  }
  // A book that was saved for both generations has both streams.
  const stream = container.stream('Workbook') ?? container.stream('Book');
  if (stream === undefined) throw unknownFormat(file.name, foreign(container));
  return openBiffBook(file.name, decryptXls(file.name, stream, options.password), options.warn);
}

/** No copy of what a password protects is written without it. */
function unannotated(book: Book): Book {
  return { ...book, sheets: book.sheets.map(({ annotate: _, ...sheet }) => sheet) };
}

function foreign({ names }: Compound): string {
  const known = (name: string) => names.some((each) => each.toLowerCase() === name.toLowerCase());
  if (known('WordDocument')) return 'a text document of Word';
  return known('PowerPoint Document') ? 'a presentation of PowerPoint' : 'a container of something else';
}

/** A zip is read from its end, so one inside a gzip is unpacked into memory first. */
async function bytesOf(file: InputFile): Promise<Bytes> {
  const { name, signal } = file;
  if (!file.gzip) return { name, signal, size: file.bytes, readAt: file.readAt };
  return bytesIn(file, await wholeContent(file));
}

function bytesIn({ name, signal }: InputFile, whole: Buffer): Bytes {
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
async function wholeContent(file: InputFile, most: number = limits.wholeFileBytes): Promise<Buffer> {
  const tooMuch = () =>
    tooLarge(file.name, 'a larger file', `${most >> 20} MiB in a format that is read whole, unlike xlsx`);
  if (!file.gzip && file.bytes > most) throw tooMuch();
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const chunk of file.content()) {
    length += chunk.length;
    if (length > most) throw tooMuch();
    pieces.push(chunk);
  }
  return Buffer.concat(pieces, length);
}
