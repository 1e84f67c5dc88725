import type { Batch } from '../../core/adapter/batch.ts';
import type { Part } from '../../core/adapter/contract.ts';
import type { EncodingName } from '../../core/adapter/encoding.ts';
import type { InputFile } from '../../core/adapter/file.ts';
import { SourceError } from '../../core/errors/errors.ts';
import { ColumnTree } from './columns.ts';
import { readColumns } from './columnwise.ts';
import { utf8Content } from './content.ts';
import type { Layout } from './layout.ts';
import { batchOf, type Fill, type FoundRow, LineRows, rowsAtOnce } from './line-rows.ts';
import { LineReader, lines } from './lines.ts';
import { RowAssembler, type RowSink, type Wanted } from './rows.ts';
import { RecordPath, walkFile } from './walk.ts';

/** Readers of lines that wait for another part: what they have learnt stays. */
export type IdleReaders = Map<string, LineRows[]>;

/** The rows of a part, by what it says of the file. */
export async function* readPart(file: InputFile, { range = {} }: Part, idle: IdleReaders): AsyncGenerator<Batch> {
  if (range.bytes !== file.bytes) {
    throw new SourceError(
      'source/changed',
      `Expected a file of ${range.bytes} bytes, found ${file.bytes}. Import it again.`,
      { place: { file: file.name }, retryable: true },
    );
  }
  const layout: Layout = JSON.parse(String(range.layout));
  const columns = String(range.columns);
  const paths: string[][] = JSON.parse(columns);
  const encoding = range.encoding === 'utf-16le' || range.encoding === 'utf-16be' ? range.encoding : 'utf-8';
  const tree = ColumnTree.of(paths, file.name);
  if (layout.kind === 'lines' && encoding === 'utf-8') {
    const { offset, length, firstLine = 1 } = range;
    const fill = offset === undefined ? fillFrom(file.content()) : stretch(file, Number(offset), Number(length));
    const waiting = idle.get(columns) ?? [];
    idle.set(columns, waiting);
    const reader = waiting.pop() ?? new LineRows(tree);
    yield* reader.read(fill, Number(firstLine));
    waiting.push(reader);
    return;
  }
  const most = rowsAtOnce(paths.length);
  let waiting: FoundRow[] = [];
  for await (const found of readRecords(file, layout, encoding, { tree, wants: 'rows' })) {
    for (const row of found) {
      waiting.push(row);
      if (waiting.length < most) continue;
      yield batchOf(waiting, paths.length);
      waiting = [];
    }
  }
  if (waiting.length > 0) yield batchOf(waiting, paths.length);
}

/** The records of the file, an array for each chunk of it. */
export async function* readRecords(
  file: InputFile,
  layout: Layout,
  encoding: EncodingName,
  { tree, wants }: { readonly tree: ColumnTree; readonly wants: Wanted },
): AsyncGenerator<readonly FoundRow[]> {
  let position = 0;
  if (layout.kind === 'columns') {
    for await (const rows of readColumns(file, encoding, layout.members))
      yield rows.map((row) => ({ row, fault: undefined, position: ++position }));
    return;
  }
  if (layout.kind === 'lines') {
    const reader = new LineReader(tree, wants);
    for await (const some of lines(utf8Content(file, encoding)))
      yield some.map((line) => ({ ...reader.read(line), position: line.number }));
    return;
  }
  let found: FoundRow[] = [];
  const sink: RowSink = (row, fault) => found.push({ row, fault, position: ++position });
  const records = new RecordPath(layout.kind === 'list' ? layout.path : undefined, new RowAssembler(tree, sink, wants));
  const walk = walkFile(
    file,
    encoding,
    (kind, scanner) => records.push(kind, scanner),
    () => position,
  );
  for await (const _ of walk) {
    yield found;
    found = [];
  }
}

/** The stored bytes of a range. */
export function stretch(file: InputFile, offset: number, length: number): Fill {
  let at = 0;
  return async (into) => {
    const came = await file.readAt(into, 0, Math.min(into.length, length - at), offset + at);
    at += came;
    return came;
  };
}

/** Chunks as they come. */
export function fillFrom(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Fill {
  const iterator = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  let rest: Uint8Array = new Uint8Array(0);
  return async (into) => {
    while (rest.length === 0) {
      const { done, value } = await iterator.next();
      if (done === true) return 0;
      rest = value;
    }
    const taken = rest.subarray(0, into.length);
    into.set(taken);
    rest = rest.subarray(taken.length);
    return taken.length;
  };
}
