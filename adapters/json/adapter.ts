import { type Batch, batchRows } from '../../core/adapter/batch.ts';
import { type Adapter, type Dataset, defineAdapter, type Part, type Source } from '../../core/adapter/contract.ts';
import { findDataset } from '../../core/adapter/datasets.ts';
import { convert, type EncodingName, sniffEncoding } from '../../core/adapter/encoding.ts';
import { type InputFile, openFile } from '../../core/adapter/file.ts';
import { SourceError } from '../../core/errors/errors.ts';
import { option } from '../../core/options/option.ts';
import { ColumnTree } from './columns.ts';
import { findLayout, type Layout, recognizeJson } from './layout.ts';
import { batchOf, type FoundRow, type LineRange, maxCells, readLines, surveyLines } from './line-rows.ts';
import { LineReader, lines } from './lines.ts';
import { RowAssembler } from './rows.ts';
import { damaged, fileTokens } from './tokens.ts';

const options = {
  path: option.text({ path: true, summary: 'The file; a gzip is inflated.', example: 'hosts.json' }),
  rows: option.text({
    summary:
      'The path of the array that holds the records, its keys separated by dots; found if there is only one array of objects.',
    example: 'data.items',
  }),
};

/** The one dataset of a JSON file. */
const datasetName = 'rows';

/** JSON in its usual forms. A first pass finds where the records are and which keys they have; a second one reads them. */
const adapter: Adapter<typeof options> = defineAdapter({
  name: 'json',
  summary:
    'JSON files: an array of objects, an object with one, one object a line, or one after another, also gzipped.',
  module: import.meta.url,
  options,
  recognize: recognizeJson,
  async open(values, context) {
    const file = await openFile(values.path, context);
    const { note = () => {}, found } = context;
    return jsonSource(file, { rows: values.rows, note, found });
  },
});
export default adapter;

/** What the first pass finds out, and the part carries to whoever reads it. */
interface Found {
  readonly layout: Layout;
  readonly encoding: EncodingName;
  readonly paths: readonly (readonly string[])[];
  /** Where it can be cut, if it can. */
  readonly ranges: readonly LineRange[];
  readonly count: number;
}

interface Survey extends Omit<Found, 'paths'> {
  readonly tree: ColumnTree;
  readonly dataset: Dataset;
}

/** The survey of the same file by another thread. */
function parseFound(text: string): Found {
  return JSON.parse(text);
}

function datasetOf(file: InputFile, tree: ColumnTree, count: number, note: (sentence: string) => void): Dataset {
  return {
    name: datasetName,
    columns: tree.names(note).map((name) => ({ name, type: 'text' }) as const),
    rowsEstimate: count,
    bytes: file.bytes,
    plainNumbers: true as const,
    origin: (position: number) => `${file.name}:${position}`,
  };
}

interface Opened {
  readonly rows: string | undefined;
  readonly note: (sentence: string) => void;
  /** What the survey of another thread has found. */
  readonly found: string | undefined;
}

function jsonSource(file: InputFile, { rows, note, found }: Opened): Source {
  let surveyed: Promise<Survey> | undefined;
  let known = found;
  const survey = () => {
    surveyed ??= (async () => {
      const all = found === undefined ? await surveyFile(file, rows, note) : parseFound(found);
      const { paths, ...rest } = all;
      known ??= JSON.stringify(all);
      const tree = ColumnTree.of(paths, file.name);
      return { ...rest, tree, dataset: datasetOf(file, tree, rest.count, known === found ? () => {} : note) };
    })();
    return surveyed;
  };
  return {
    identity: file.identity,
    get found() {
      return known;
    },
    discover: async () => [(await survey()).dataset],
    async *parts(name) {
      const { layout, encoding, tree, ranges, dataset } = await survey();
      findDataset([dataset], name, file.name);
      const range = {
        layout: JSON.stringify(layout),
        columns: JSON.stringify(tree.paths),
        encoding,
        bytes: file.bytes,
      };
      if (ranges.length === 0) yield { dataset: datasetName, number: 0, range };
      for (const [number, each] of ranges.entries())
        yield { dataset: datasetName, number, range: { ...range, ...each } };
    },
    async *read(part) {
      findDataset([{ name: datasetName }], part.dataset, file.name);
      yield* readPart(file, part);
      await file.checkUnchanged();
    },
    close: file.close,
  };
}

async function surveyFile(file: InputFile, rows: string | undefined, note: (sentence: string) => void): Promise<Found> {
  const { encoding: found, because } = sniffEncoding(file.head);
  const encoding = found.startsWith('utf-') ? found : 'utf-8';
  if (encoding !== 'utf-8') note(`The encoding is ${encoding}: ${because}.`);
  const layout = await findLayout(file, encoding, rows, note);
  const tree = new ColumnTree(file.name);
  const isLines = layout.kind === 'lines' && encoding === 'utf-8';
  let count = 0;
  let ranges: readonly LineRange[] = [];
  if (isLines) {
    const found = await surveyLines(file.gzip ? file.content() : stretch(file, 0, file.bytes), tree, partBytes);
    count = found.rows;
    // What is inflated can only be read from its beginning.
    if (!file.gzip) ranges = found.ranges;
  } else for await (const some of readRows(file, layout, encoding, tree)) count += some.length;
  if (tree.paths.length === 0) {
    throw new SourceError(
      'source/empty',
      `Expected objects with keys, found ${count} values without any. Check the export.`,
      {
        place: { file: file.name },
      },
    );
  }
  return { layout, encoding, paths: tree.paths, ranges, count };
}

/** The rows of the file, an array for each chunk of it. */
async function* readRows(
  file: InputFile,
  layout: Layout,
  encoding: EncodingName,
  tree: ColumnTree,
): AsyncGenerator<readonly FoundRow[]> {
  if (layout.kind === 'lines') {
    const reader = new LineReader(tree);
    for await (const some of lines(encoding === 'utf-8' ? file.content() : convert(file.content(), encoding))) {
      yield some.map((line) => ({ ...reader.read(line), position: line.number }));
    }
    return;
  }
  let found: FoundRow[] = [];
  let position = 0;
  const path = layout.kind === 'array' ? layout.path : undefined;
  const assembler = new RowAssembler(tree, path, (row, fault) => found.push({ row, fault, position: ++position }));
  for await (const tokens of fileTokens(file, encoding)) {
    for (const token of tokens) assembler.push(token);
    yield found;
    found = [];
  }
  if (!assembler.atTop) throw damaged(file, file.bytes, 'an end inside a value');
}

async function* readPart(file: InputFile, { range = {} }: Part): AsyncGenerator<Batch> {
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
  const layout: Layout = JSON.parse(String(range.layout));
  const paths: string[][] = JSON.parse(String(range.columns));
  const encoding = range.encoding === 'utf-16le' || range.encoding === 'utf-16be' ? range.encoding : 'utf-8';
  if (layout.kind === 'lines' && encoding === 'utf-8') {
    const { offset, length, firstLine = 1 } = range;
    const chunks = offset === undefined ? file.content() : stretch(file, Number(offset), Number(length));
    yield* readLines(chunks, ColumnTree.of(paths, file.name), Number(firstLine));
    return;
  }
  const most = Math.max(1, Math.min(batchRows, Math.floor(maxCells / paths.length)));
  let waiting: FoundRow[] = [];
  for await (const found of readRows(file, layout, encoding, ColumnTree.of(paths, file.name))) {
    for (const row of found) {
      waiting.push(row);
      if (waiting.length < most) continue;
      yield batchOf(waiting, paths.length);
      waiting = [];
    }
  }
  if (waiting.length > 0) yield batchOf(waiting, paths.length);
}

/** The stored bytes of a range. */
async function* stretch(file: InputFile, offset: number, length: number): AsyncGenerator<Buffer> {
  const chunk = Buffer.allocUnsafeSlow(1 << 18);
  for (let at = 0; at < length; ) {
    const came = await file.readAt(chunk, 0, Math.min(chunk.length, length - at), offset + at);
    if (came === 0) return;
    yield chunk.subarray(0, came);
    at += came;
  }
}

/** About how large parts are: a constant, so that they come from the source alone. */
const partBytes = 1 << 24;
