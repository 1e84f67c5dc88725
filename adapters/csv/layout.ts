import { nameColumns } from '../../core/adapter/columns.ts';
import type { Column } from '../../core/adapter/contract.ts';
import { convert, type EncodingName, sniffEncoding } from '../../core/adapter/encoding.ts';
import type { InputFile } from '../../core/adapter/file.ts';
import { printable } from '../../core/adapter/printable.ts';
import { configError, SourceError } from '../../core/errors/errors.ts';
import { backslash, type Dialect, doubleQuote, maxRecordBytes, singleQuote } from './dialect.ts';
import { encodingOf, isConverted } from './encoding.ts';
import { findHeader } from './header.ts';
import { skipLeading } from './leading.ts';
import type { SampleRecord } from './sample.ts';
import { delimiterBytes } from './sniff.ts';
import { type StatedDialect, solveDialect } from './solve.ts';

/** How a text file is written, and where its rows begin: stated by the options, or found from its first records. */
export interface Layout {
  readonly encoding: EncodingName;
  readonly dialect: Dialect;
  readonly columns: readonly Column[];
  /** Where the first row begins: in the content, converted to UTF-8 where it has to be, and on which line. */
  readonly offset: number;
  readonly firstLine: number;
  /** The record with the column names, where it can be told from a row if it comes again. */
  readonly repeat: Buffer | undefined;
}

/** What the options of the adapter may say of it. */
export interface Stated {
  readonly encoding: EncodingName | undefined;
  readonly delimiter: string | undefined;
  readonly quote: 'auto' | 'double' | 'single' | 'none';
  readonly escape: 'auto' | 'doubled' | 'backslash';
  readonly header: 'auto' | 'first' | 'none';
  readonly headerRows: number | undefined;
  readonly skipLines: number | undefined;
}

/** Who is told of what was found: `warn` of lines that are no rows, `note` of all else. */
export interface Said {
  readonly note: (sentence: string) => void;
  readonly warn: (sentence: string) => void;
}

/** `validUtf8`: all bytes of the file have been seen, and are valid in UTF-8. */
export async function layoutOf(
  file: InputFile,
  values: Stated,
  validUtf8: boolean,
  { note, warn }: Said,
): Promise<Layout> {
  const { encoding, mark } = encodingFor(file, values.encoding, validUtf8, note);
  const { text } = encodingOf(encoding);
  for (let most = file.head.length; ; most *= 8) {
    const { sample: content, whole } = await readSample(file, encoding, mark, most);
    const leading = skipLeading(content, values.skipLines);
    const sample = content.subarray(leading.bytes);
    const stated = statedDialect(values, leading.delimiter);
    const { fit, because } = solveDialect(sample, stated, { whole, most: evidenceRecords, text });
    const isShort = fit.records.length < fewRecords && !whole && most <= maxRecordBytes * 2;
    if (isShort) continue;
    if (fit.records.length === 0) throw noRecord(file, whole);
    const header = findHeader(fit.records, fit.width, {
      header: values.header,
      headerRows: values.headerRows,
      skipped: values.skipLines !== undefined,
    });
    for (const sentence of [...leading.because, ...because]) note(sentence);
    for (const sentence of header.because) warn(sentence);
    const named = header.rows === 0 ? header.names : nameColumns(header.names, note);
    const body = fit.records[header.body];
    const last = fit.records[header.body - 1];
    const before = mark + leading.bytes;
    return {
      encoding,
      dialect: fit.dialect,
      columns: named.map((name) => ({ name, type: 'text' }) as const),
      offset: before + (body?.from ?? last.next),
      firstLine: leading.lines + (body?.line ?? last.nextLine),
      repeat: header.rows === 1 && fit.width > 1 ? repeatOf(sample, fit.records, header.preamble) : undefined,
    };
  }
}

/** How many records the evidence comes from, and below how many a longer sample is read. */
const evidenceRecords = 200;
const fewRecords = 5;

function encodingFor(
  file: InputFile,
  stated: EncodingName | undefined,
  validUtf8: boolean,
  note: (sentence: string) => void,
): { encoding: EncodingName; mark: number } {
  const evidence = sniffEncoding(file.head);
  const found = evidence.open && !validUtf8 ? 'windows-1252' : evidence.encoding;
  const encoding = stated ?? found;
  if (stated === undefined) {
    note(
      `The encoding is ${found}: ${found === evidence.encoding ? evidence.because : 'it has bytes that are not valid in UTF-8'}.`,
    );
  }
  return { encoding, mark: isConverted(encoding) || evidence.encoding !== encoding ? 0 : evidence.mark };
}

function statedDialect(values: Stated, leading: Uint8Array | undefined): StatedDialect {
  const quote = { auto: undefined, double: doubleQuote, single: singleQuote, none: -1 }[values.quote];
  const escapedBy = { auto: undefined, doubled: -1, backslash }[values.escape];
  const delimiter = values.delimiter === undefined ? leading : delimiterBytes(values.delimiter);
  if (
    (values.delimiter !== undefined && delimiter === undefined) ||
    (delimiter !== undefined && delimiter[0] === quote)
  ) {
    throw configError(
      'option/wrong-value',
      `delimiter: expected comma, semicolon, tab, pipe, space or up to four signs, got ${JSON.stringify(printable(values.delimiter ?? ''))}.`,
    );
  }
  return { delimiter, quote, escapedBy };
}

/** A header that its first row repeats is data: then nothing is left out. */
function repeatOf(sample: Buffer, records: readonly SampleRecord[], at: number): Buffer | undefined {
  const { from, end } = records[at];
  const header = Buffer.from(sample.subarray(from, end));
  const next = records[at + 1];
  return next !== undefined && header.equals(sample.subarray(next.from, next.end)) ? undefined : header;
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

function noRecord(file: InputFile, whole: boolean): SourceError {
  const place = { file: file.name };
  return whole
    ? new SourceError('source/empty', 'Expected a line with column names, found an empty file. Check the export.', {
        place,
      })
    : new SourceError('source/unknown-format', 'Expected lines of text, found none in the first megabyte.', { place });
}
