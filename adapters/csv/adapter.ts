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
import { type Layout, layoutOf } from './layout.ts';
import { scanRanges } from './scan.ts';
import { recognizeText } from './sniff.ts';
import { type Fill, fillFromChunks, Window } from './window.ts';

const options = {
  path: option.text({ path: true, summary: 'The file; a gzip is inflated.', example: 'hosts.csv' }),
  encoding: option.choice({
    choices: encodingNames,
    summary: 'How characters are written; found from the bytes if it is not given.',
  }),
  delimiter: option.text({
    summary:
      'What separates fields: comma, semicolon, tab, pipe, or the character itself; found from the records if it is not given.',
    example: 'semicolon',
  }),
  quote: option.choice({
    choices: ['double', 'single', 'none'],
    default: 'double',
    summary: 'What encloses fields that hold delimiters or line ends.',
  }),
  header: option.choice({
    choices: ['first', 'none'],
    default: 'first',
    summary: 'Whether the first record names the columns; if none does, they are called Column 1, Column 2 and so on.',
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
  const file = await openFile(values.path, context, {
    examine: (head) => (values.encoding === undefined && sniffEncoding(head).open ? utf8.push : undefined),
  });
  try {
    const layout = await layoutOf(file, values, utf8.valid(), context.note ?? (() => {}));
    return csvSource(file, layout, size);
  } catch (error) {
    await file.close();
    throw error;
  }
}

function csvSource(file: InputFile, layout: Layout, size: number): Source {
  const { encoding, columns } = layout;
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
      if (file.gzip || isConverted(encoding)) {
        yield { dataset: datasetName, number: 0, range: { offset, firstLine, ...rest } };
        return;
      }
      const window = new Window(fillFromFile(file, offset, file.bytes), {
        base: offset,
        size: scanBytes,
      });
      let number = 0;
      for await (const range of scanRanges(window, layout.dialect, { size, firstLine })) {
        yield { dataset: datasetName, number: number++, range: { ...range, ...rest } };
      }
      await file.checkUnchanged();
    },
    async *read(part) {
      findDataset([dataset], part.dataset, file.name);
      yield* readPart(file, layout, part);
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

async function* readPart(file: InputFile, { dialect, columns }: Layout, { range = {} }: Part) {
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
  });
  if (range.length !== undefined) {
    const end = offset + Number(range.length);
    yield* decode(fillFromFile(file, offset, end), decoder, offset);
    return;
  }
  const content = isConverted(encoding) ? convert(file.content(), encoding) : file.content();
  try {
    yield* decode(fillFromChunks(content, offset), decoder, offset);
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
