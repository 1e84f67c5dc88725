import { type Batch, batchRows } from '../../core/adapter/batch.ts';
import type { Part } from '../../core/adapter/contract.ts';
import type { EncodingName } from '../../core/adapter/encoding.ts';
import type { InputFile } from '../../core/adapter/file.ts';
import { SourceError } from '../../core/errors/errors.ts';
import { ColumnTree } from './columns.ts';
import { readColumns } from './columnwise.ts';
import { utf8Content } from './content.ts';
import type { Layout } from './layout.ts';
import { batchOf, type FoundRow, maxCells, readLines } from './line-rows.ts';
import { LineReader, lines } from './lines.ts';
import { RowAssembler, type RowSink, type Wanted } from './rows.ts';
import { RecordPath, walkFile } from './walk.ts';

/** The rows of a part, by what it says of the file. */
export async function* readPart(file: InputFile, { range = {} }: Part): AsyncGenerator<Batch> {
  if (range.bytes !== file.bytes) {
    throw new SourceError(
      'source/changed',
      `Expected a file of ${range.bytes} bytes, found ${file.bytes}. Import it again.`,
      { place: { file: file.name }, retryable: true },
    );
  }
  const layout: Layout = JSON.parse(String(range.layout));
  const paths: string[][] = JSON.parse(String(range.columns));
  const encoding = range.encoding === 'utf-16le' || range.encoding === 'utf-16be' ? range.encoding : 'utf-8';
  const tree = ColumnTree.of(paths, file.name);
  if (layout.kind === 'lines' && encoding === 'utf-8') {
    const { offset, length, firstLine = 1 } = range;
    const chunks = offset === undefined ? file.content() : stretch(file, Number(offset), Number(length));
    yield* readLines(chunks, tree, Number(firstLine));
    return;
  }
  const most = Math.max(1, Math.min(batchRows, Math.floor(maxCells / paths.length)));
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
export async function* stretch(file: InputFile, offset: number, length: number): AsyncGenerator<Buffer> {
  const chunk = Buffer.allocUnsafeSlow(1 << 18);
  for (let at = 0; at < length; ) {
    const came = await file.readAt(chunk, 0, Math.min(chunk.length, length - at), offset + at);
    if (came === 0) return;
    yield chunk.subarray(0, came);
    at += came;
  }
}
