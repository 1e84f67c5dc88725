import { convert, type EncodingName, sniffEncoding } from '../../core/adapter/encoding.ts';
import type { InputFile } from '../../core/adapter/file.ts';
import { printable } from '../../core/adapter/printable.ts';
import { configError, SourceError } from '../../core/errors/errors.ts';
import { backslash, type Dialect, doubleQuote, maxRecordBytes, singleQuote } from './dialect.ts';
import { encodingOf, isConverted } from './encoding.ts';
import type { Fit } from './fit.ts';
import { skipLeading } from './leading.ts';
import { firstRecords } from './sample.ts';
import { delimiterBytes } from './sniff.ts';
import { type StatedDialect, solveDialect } from './solve.ts';
import { findTables, type Sampled, type StatedTables, type Table } from './tables.ts';

/** How a text file is written, and which tables it has: stated by the options, or found from its first records. */
export interface Layout {
  readonly encoding: EncodingName;
  readonly dialect: Dialect;
  /** One at least. Their offsets are those of the content, converted to UTF-8 where it has to be; only the last one's end may be open. */
  readonly tables: readonly Table[];
}

/** What the options of the adapter may say of it. */
export interface Stated extends StatedTables {
  readonly encoding: EncodingName | undefined;
  readonly delimiter: string | undefined;
  readonly quote: 'auto' | 'double' | 'single' | 'none';
  readonly escape: 'auto' | 'doubled' | 'backslash';
}

/** `validUtf8`: all bytes of the file have been seen, and are valid in UTF-8. */
export async function layoutOf(
  file: InputFile,
  values: Stated,
  validUtf8: boolean,
  note: (sentence: string) => void,
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
    for (const sentence of [...leading.because, ...because]) note(sentence);
    const records = await allRecords(file, { encoding, mark, whole, fit, text, skipped: leading.bytes, sample });
    const tables = findTables(records, fit, values);
    return {
      encoding,
      dialect: fit.dialect,
      tables: tables.map((table) => moved(table, mark + leading.bytes, leading.lines)),
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

interface Beginning {
  readonly encoding: EncodingName;
  readonly mark: number;
  readonly skipped: number;
  readonly sample: Buffer;
  readonly whole: boolean;
  readonly fit: Fit;
  readonly text: (bytes: Uint8Array) => string;
}

/** All records of a small file: what its tables are is decided from the whole. Of a large one, those of its first bytes. */
async function allRecords(
  file: InputFile,
  { encoding, mark, skipped, sample, whole, fit, text }: Beginning,
): Promise<Sampled> {
  const longer =
    whole || file.bytes > wholeBytes ? { sample, whole } : await longerSample(file, encoding, mark, skipped);
  const records = firstRecords(longer.sample, fit.dialect, { whole: longer.whole, most: mostRecords, text });
  return { ...longer, whole: longer.whole && records.length < mostRecords, records };
}

async function longerSample(
  file: InputFile,
  encoding: EncodingName,
  mark: number,
  skipped: number,
): Promise<{ sample: Buffer; whole: boolean }> {
  const { sample, whole } = await readSample(file, encoding, mark, wholeBytes * 2);
  return { sample: sample.subarray(skipped), whole };
}

/** A file up to this size is looked at as a whole, and so many records of it. */
const wholeBytes = 1 << 19;
const mostRecords = 50_000;

/** The table where it stands in the content. */
function moved(table: Table, bytes: number, lines: number): Table {
  return {
    ...table,
    offset: table.offset + bytes,
    firstLine: table.firstLine + lines,
    end: table.end === undefined ? undefined : table.end + bytes,
    blanked: table.blanked.map(([from, to]) => [from + bytes, to + bytes]),
  };
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
