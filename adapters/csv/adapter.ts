import { type Adapter, defineAdapter, type OpenContext, type Part, type Source } from '../../core/adapter/contract.ts';
import { findDataset } from '../../core/adapter/datasets.ts';
import { convert, encodingNames, sniffEncoding, watchUtf8 } from '../../core/adapter/encoding.ts';
import { type InputFile, openFile } from '../../core/adapter/file.ts';
import { SourceError } from '../../core/errors/errors.ts';
import { type OptionValues, option } from '../../core/options/option.ts';
import { type Decoder, RecordDecoder } from './decode.ts';
import { PlainDecoder } from './decode-plain.ts';
import { isUsual, partBytes } from './dialect.ts';
import { encodingOf, isConverted } from './encoding.ts';
import { findFooter, noteFooter } from './footer.ts';
import { type Layout, layoutOf } from './layout.ts';
import { scanRanges } from './scan.ts';
import { recognizeText } from './sniff.ts';
import { TailWatch, tailOf } from './tail.ts';
import { type Fill, fillBut, fillFromChunks, Window } from './window.ts';

const options = {
  path: option.text({ path: true, summary: 'The file; a gzip is inflated.', example: 'hosts.csv' }),
  encoding: option.choice({
    choices: encodingNames,
    summary: 'How characters are written; found from the bytes if it is not given.',
  }),
  delimiter: option.text({
    summary:
      'What separates fields: comma, semicolon, tab, pipe, space, or up to four signs; found from the records if it is not given.',
    example: 'semicolon',
  }),
  quote: option.choice({
    choices: ['auto', 'double', 'single', 'none'],
    default: 'auto',
    summary: 'What encloses fields that hold delimiters or line ends; auto finds it from the records.',
  }),
  escape: option.choice({
    choices: ['auto', 'doubled', 'backslash'],
    default: 'auto',
    summary: 'How a quote stands inside a quoted field; auto finds it from the records.',
  }),
  skipLines: option.integer({
    minimum: 0,
    maximum: 1000,
    summary: 'How many lines before the column names are left out; titles and notes are found if it is not given.',
  }),
  header: option.choice({
    choices: ['auto', 'first', 'none'],
    default: 'auto',
    summary: 'Whether the first record names the columns; if none does, they are called Column 1, Column 2 and so on.',
  }),
  headerRows: option.integer({
    minimum: 1,
    maximum: 5,
    summary: 'How many records name the columns, joined as in Disk / Size; found if it is not given.',
  }),
  footer: option.choice({
    choices: ['auto', 'none'],
    default: 'auto',
    summary: 'Whether last lines that are clearly a footer are left out; with none, they are read as rows.',
  }),
};

/** The one dataset of a text file. */
const datasetName = 'rows';

/** Text with separators. Sniffs how it is written, proves where it can be cut, and decodes the pieces to bytes with offsets. */
const adapter: Adapter<typeof options> = defineAdapter({
  name: 'csv',
  summary: 'Text files with separators: csv, tsv and their like, also gzipped.',
  module: import.meta.url,
  options,
  recognize: recognizeText,
  open: (values, context) => openCsv(values, context, partBytes),
});
export default adapter;

/** The adapter's `open` with another size of parts: tests need borders in small files. */
export async function openCsv(
  values: OptionValues<typeof options>,
  context: OpenContext,
  size: number,
): Promise<Source> {
  const utf8 = watchUtf8();
  const tail = new TailWatch();
  const file = await openFile(values.path, context, {
    examine: (head) => {
      const isOpen = values.encoding === undefined && sniffEncoding(head).open;
      return (chunk) => {
        if (isOpen) utf8.push(chunk);
        tail.push(chunk);
      };
    },
  });
  // What is left out is said to everybody, how the file is written to those who ask.
  const said = { note: once(context.note), warn: once(context.warn ?? context.note) };
  try {
    const layout = await layoutOf(file, values, utf8.valid(), said);
    const footer = async () => (values.footer === 'none' ? 0 : await footerBytes(file, layout, tail, said.warn));
    return csvSource(file, layout, { size, footer, warn: said.warn });
  } catch (error) {
    await file.close();
    throw error;
  }
}

interface Reading {
  /** About how large parts are. */
  readonly size: number;
  /** How many bytes at the end of the content are a footer. */
  readonly footer: () => Promise<number>;
  readonly warn: (sentence: string) => void;
}

/** What is found each time that parts are made is said once. */
function once(say: (sentence: string) => void = () => {}): (sentence: string) => void {
  const said = new Set<string>();
  return (sentence) => {
    if (!said.has(sentence)) say(sentence);
    said.add(sentence);
  };
}

async function footerBytes(
  file: InputFile,
  { encoding, dialect, columns, offset }: Layout,
  watch: TailWatch,
  warn: (sentence: string) => void,
): Promise<number> {
  const tail = await tailOf(file, watch, encoding, offset);
  const footer = findFooter(tail, dialect, columns.length, encodingOf(encoding).text);
  if (footer.bytes > 0) warn(noteFooter(footer));
  return footer.bytes;
}

function csvSource(file: InputFile, layout: Layout, { size, footer, warn }: Reading): Source {
  const { encoding, columns } = layout;
  const onRepeats = (count: number) => {
    const [times, rows] =
      count === 1 ? ['once', 'That record is no row'] : [`${count} times`, 'Those records are no rows'];
    warn(`The column names come again ${times}. ${rows}.`);
  };
  const dataset = {
    name: datasetName,
    columns,
    bytes: file.bytes,
    ...(file.gzip ? {} : { rowsEstimate: estimateRows(file) }),
    origin: (line: number) => `${file.name}:${line}`,
  };
  return {
    identity: file.identity,
    discover: async () => [dataset],
    async *parts(name) {
      findDataset([dataset], name, file.name);
      const rest = { encoding, bytes: file.bytes };
      const { offset, firstLine } = layout;
      const left = await footer();
      if (file.gzip || isConverted(encoding)) {
        yield { dataset: datasetName, number: 0, range: { offset, firstLine, footer: left, ...rest } };
        return;
      }
      const window = new Window(fillFromFile(file, offset, file.bytes - left), {
        base: offset,
        size: scanBytes,
      });
      let number = 0;
      for await (const range of scanRanges(window, layout.dialect, {
        size,
        firstLine,
        repeat: layout.repeat,
        onRepeats,
      })) {
        yield { dataset: datasetName, number: number++, range: { ...range, ...rest } };
      }
      await file.checkUnchanged();
    },
    async *read(part) {
      findDataset([dataset], part.dataset, file.name);
      yield* readPart(file, layout, part, onRepeats);
      await file.checkUnchanged();
    },
    close: file.close,
  };
}

/** As many rows as there are lines, if all are as long as the first ones. */
function estimateRows({ head, bytes }: InputFile): number {
  let lines = 0;
  for (let at = head.indexOf(10); at >= 0; at = head.indexOf(10, at + 1)) lines++;
  return Math.max(0, Math.round((bytes / Math.max(head.length, 1)) * lines) - 1);
}

async function* readPart(
  file: InputFile,
  { dialect, columns, repeat }: Layout,
  { range = {} }: Part,
  onRepeats: (count: number) => void,
) {
  const offset = Number(range.offset);
  const encoding = encodingNames.find((name) => name === range.encoding);
  if (encoding === undefined || !Number.isSafeInteger(offset))
    throw new TypeError('The part is not one of a csv file.');
  if (range.bytes !== file.bytes) {
    throw new SourceError(
      'source/changed',
      `Expected a file of ${range.bytes} bytes, found ${file.bytes}. Import it again.`,
      {
        place: { file: file.name },
        retryable: true,
      },
    );
  }
  const Decoding = isUsual(dialect) ? RecordDecoder : PlainDecoder;
  const decoder = new Decoding(dialect, encodingOf(encoding), {
    width: columns.length,
    firstLine: Number(range.firstLine),
    repeat,
  });
  if (range.length !== undefined) {
    const end = offset + Number(range.length);
    yield* decode(fillFromFile(file, offset, end), decoder, offset);
    return;
  }
  const content = isConverted(encoding) ? convert(file.content(), encoding) : file.content();
  try {
    yield* decode(fillBut(fillFromChunks(content, offset), Number(range.footer ?? 0)), decoder, offset);
    if (decoder.repeats > 0) onRepeats(decoder.repeats);
  } finally {
    await content.return(undefined);
  }
}

async function* decode(fill: Fill, decoder: Decoder, base: number) {
  const window = new Window(fill, { base, size: decodeBytes });
  while (!window.last) {
    await window.advance(decoder.at);
    decoder.at = 0;
    do {
      const batch = decoder.next(window);
      if (batch !== undefined) yield batch;
    } while (!decoder.needsMore);
  }
}

const scanBytes = 1 << 20;
const decodeBytes = 1 << 18;

function fillFromFile(file: InputFile, from: number, end: number): Fill {
  let offset = from;
  return async (into, at, length) => {
    const came = await file.readAt(into, at, Math.min(length, end - offset), offset);
    offset += came;
    return came;
  };
}
