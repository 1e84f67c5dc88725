import { batchRows, type Cell, type CellBatch } from '../../core/adapter/batch.ts';
import {
  type Adapter,
  type BrokenRow,
  type Dataset,
  defineAdapter,
  type Part,
  type Source,
} from '../../core/adapter/contract.ts';
import { findDataset } from '../../core/adapter/datasets.ts';
import { convert, type EncodingName, sniffEncoding } from '../../core/adapter/encoding.ts';
import { type InputFile, openFile } from '../../core/adapter/file.ts';
import { SourceError } from '../../core/errors/errors.ts';
import { option } from '../../core/options/option.ts';
import { ColumnTree } from './columns.ts';
import { findLayout, type Layout, recognizeJson } from './layout.ts';
import { LineReader, lines } from './lines.ts';
import { type Row, RowAssembler } from './rows.ts';
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
    return jsonSource(file, values.rows, context.note ?? (() => {}));
  },
});
export default adapter;

/** What the first pass finds out, and the part carries to whoever reads it. */
interface Survey {
  readonly layout: Layout;
  readonly encoding: EncodingName;
  readonly tree: ColumnTree;
  readonly dataset: Dataset;
}

function jsonSource(file: InputFile, rows: string | undefined, note: (sentence: string) => void): Source {
  let surveyed: Promise<Survey> | undefined;
  const survey = () => {
    surveyed ??= surveyFile(file, rows, note);
    return surveyed;
  };
  return {
    identity: file.identity,
    discover: async () => [(await survey()).dataset],
    async *parts(name) {
      const { layout, encoding, tree, dataset } = await survey();
      findDataset([dataset], name, file.name);
      const range = {
        layout: JSON.stringify(layout),
        columns: JSON.stringify(tree.paths),
        encoding,
        bytes: file.bytes,
      };
      yield { dataset: datasetName, number: 0, range };
    },
    async *read(part) {
      findDataset([{ name: datasetName }], part.dataset, file.name);
      yield* readPart(file, part);
      await file.checkUnchanged();
    },
    close: file.close,
  };
}

async function surveyFile(
  file: InputFile,
  rows: string | undefined,
  note: (sentence: string) => void,
): Promise<Survey> {
  const { encoding: found, because } = sniffEncoding(file.head);
  const encoding = found.startsWith('utf-') ? found : 'utf-8';
  if (encoding !== 'utf-8') note(`The encoding is ${encoding}: ${because}.`);
  const layout = await findLayout(file, encoding, rows, note);
  const tree = new ColumnTree(file.name);
  let count = 0;
  for await (const some of readRows(file, layout, encoding, tree)) count += some.length;
  if (tree.paths.length === 0) {
    throw new SourceError(
      'source/empty',
      `Expected objects with keys, found ${count} values without any. Check the export.`,
      {
        place: { file: file.name },
      },
    );
  }
  const dataset = {
    name: datasetName,
    columns: tree.names(note).map((name) => ({ name, type: 'text' }) as const),
    rowsEstimate: count,
    bytes: file.bytes,
    plainNumbers: true as const,
    origin: (position: number) => `${file.name}:${position}`,
  };
  return { layout, encoding, tree, dataset };
}

interface FoundRow {
  readonly row: Row;
  readonly fault: BrokenRow | undefined;
  readonly position: number;
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

async function* readPart(file: InputFile, { range = {} }: Part): AsyncGenerator<CellBatch> {
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

/** Bounds the batches of wide files. */
const maxCells = 1 << 17;

function batchOf(found: readonly FoundRow[], width: number): CellBatch {
  const cells: Cell[] = [];
  const broken = new Map<number, BrokenRow>();
  found.forEach(({ row, fault }, index) => {
    for (let column = 0; column < width; column++) cells.push(row[column] ?? null);
    if (fault !== undefined) broken.set(index, fault);
  });
  const batch = {
    layout: 'cells',
    rows: found.length,
    width,
    positions: found.map(({ position }) => position),
    cells,
  } as const;
  return broken.size === 0 ? batch : { ...batch, broken };
}
