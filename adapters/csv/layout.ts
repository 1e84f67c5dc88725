import { nameColumns } from '../../core/adapter/columns.ts';
import type { Column } from '../../core/adapter/contract.ts';
import { convert, type EncodingName, sniffEncoding } from '../../core/adapter/encoding.ts';
import type { InputFile } from '../../core/adapter/file.ts';
import { printable } from '../../core/adapter/printable.ts';
import { configError, SourceError } from '../../core/errors/errors.ts';
import { type Dialect, maxRecordBytes } from './dialect.ts';
import { encodingOf, isConverted } from './encoding.ts';
import { firstRecords } from './first-records.ts';
import { type DelimiterEvidence, delimiterByte, sniffDelimiter } from './sniff.ts';

/** How a text file is written, and where its rows begin: stated by the options, or found from its first records. */
export interface Layout {
  readonly encoding: EncodingName;
  readonly dialect: Dialect;
  readonly columns: readonly Column[];
  /** Where the first row begins: in the content, converted to UTF-8 where it has to be, and on which line. */
  readonly offset: number;
  readonly firstLine: number;
}

/** What the options of the adapter may say of it. */
export interface Stated {
  readonly encoding: EncodingName | undefined;
  readonly delimiter: string | undefined;
  readonly quote: 'double' | 'single' | 'none';
  readonly header: 'first' | 'none';
}

/** `validUtf8`: all bytes of the file have been seen, and are valid in UTF-8. */
export async function layoutOf(
  file: InputFile,
  values: Stated,
  validUtf8: boolean,
  note: (sentence: string) => void,
): Promise<Layout> {
  const evidence = sniffEncoding(file.head);
  const found = evidence.open && !validUtf8 ? 'windows-1252' : evidence.encoding;
  const encoding = values.encoding ?? found;
  if (values.encoding === undefined) {
    note(
      `The encoding is ${found}: ${found === evidence.encoding ? evidence.because : 'it has bytes that are not valid in UTF-8'}.`,
    );
  }
  const mark = isConverted(encoding) || evidence.encoding !== encoding ? 0 : evidence.mark;
  const quote = { double: 34, single: 39, none: -1 }[values.quote];
  for (let most = file.head.length; ; most *= 8) {
    const { sample, whole } = await readSample(file, encoding, mark, most);
    const { delimiter, because } = chooseDelimiter(sample, whole, quote, values.delimiter);
    const dialect = { delimiter, quote, maxRecordBytes };
    const [first] = firstRecords(sample, dialect, { whole, most: 1 });
    if (first === undefined && !whole && most <= maxRecordBytes * 2) continue;
    if (first === undefined) throw noRecord(file, whole);
    if (because !== '') note(because);
    const given = first.fields.map((field) => encodingOf(encoding).text(field));
    const named = values.header === 'first' ? nameColumns(given, note) : given.map((_, index) => `Column ${index + 1}`);
    const columns = named.map((name) => ({ name, type: 'text' }) as const);
    const behind =
      values.header === 'first'
        ? { offset: first.next + mark, firstLine: first.nextLine }
        : { offset: mark, firstLine: 1 };
    return { encoding, dialect, columns, ...behind };
  }
}

/** The beginning of the content as UTF-8 or in its code page, without a byte order mark. */
async function readSample(
  file: InputFile,
  encoding: EncodingName,
  mark: number,
  most: number,
): Promise<{ sample: Buffer; whole: boolean }> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const content = isConverted(encoding) ? convert(file.content(), encoding) : file.content();
  for await (const chunk of content) {
    pieces.push(chunk);
    length += chunk.length;
    if (length > most) break;
  }
  return { sample: Buffer.concat(pieces).subarray(mark), whole: length <= most };
}

function chooseDelimiter(sample: Buffer, whole: boolean, quote: number, given: string | undefined): DelimiterEvidence {
  if (given === undefined) return sniffDelimiter(sample, quote, whole);
  const delimiter = delimiterByte(given);
  if (delimiter !== undefined && delimiter !== quote) return { delimiter, because: '' };
  throw configError(
    'option/wrong-value',
    `delimiter: expected comma, semicolon, tab, pipe or one ASCII character, got ${JSON.stringify(printable(given))}.`,
  );
}

function noRecord(file: InputFile, whole: boolean): SourceError {
  const place = { file: file.name };
  return whole
    ? new SourceError('source/empty', 'Expected a line with column names, found an empty file. Check the export.', {
        place,
      })
    : new SourceError('source/unknown-format', 'Expected lines of text, found none in the first megabyte.', { place });
}
