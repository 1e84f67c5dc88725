import { isAscii, isUtf8 } from 'node:buffer';
import { type Batch, batchRows, type Cell } from '../../core/adapter/batch.ts';
import type { BrokenRow } from '../../core/adapter/contract.ts';
import type { ColumnTree } from './columns.ts';
import { lineBlocks } from './line-blocks.ts';
import { LineReader } from './lines.ts';
import { QuickLines } from './quick-lines.ts';
import type { Row } from './rows.ts';

/** Bounds the batches of wide files. */
export const maxCells = 1 << 17;

/** A row as the slow way finds it. */
export interface FoundRow {
  readonly row: Row;
  readonly fault: BrokenRow | undefined;
  readonly position: number;
}

/** A range of whole lines. */
export interface LineRange {
  readonly offset: number;
  readonly length: number;
  readonly firstLine: number;
}

/** Collects the columns of all lines into the tree, and cuts the file into ranges of about `size` bytes. */
export async function surveyLines(
  chunks: AsyncIterable<Uint8Array>,
  tree: ColumnTree,
  size: number,
): Promise<{ readonly rows: number; readonly ranges: readonly LineRange[] }> {
  const slow = new LineReader(tree, 'columns');
  let quick = new QuickLines(tree.seen, 1);
  let rows = 0;
  const ranges: LineRange[] = [];
  let start = { offset: 0, firstLine: 1 };
  let end = 0;
  for await (const block of lineBlocks(chunks, 1)) {
    if (block.offset >= start.offset + size) {
      ranges.push({ ...start, length: block.offset - start.offset });
      start = { offset: block.offset, firstLine: block.line };
    }
    end = block.offset + block.to;
    const { bytes, to, overlong } = block;
    const isSound = !overlong && isUtf8(bytes.subarray(0, to));
    let number = block.line;
    for (let from = 0; from < to; number++) {
      const [begin, lineEnd] = [from, endOfLine(bytes, from, to)];
      from = lineEnd + 1;
      if (!isFilled(bytes, begin, lineEnd)) continue;
      rows++;
      if (isSound && quick.read(bytes, begin, lineEnd, 0)) continue;
      slow.read({ number, bytes: bytes.subarray(begin, lineEnd), overlong });
      if (tree.seen.length === quick.width) continue;
      tree.fill(quick.filled);
      quick = new QuickLines(tree.seen, 1);
    }
  }
  tree.fill(quick.filled);
  ranges.push({ ...start, length: end - start.offset });
  return { rows, ranges };
}

/** The rows of lines whose columns are known. */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  tree: ColumnTree,
  firstLine: number,
): AsyncGenerator<Batch> {
  const { paths } = tree;
  const most = Math.max(1, Math.min(batchRows, Math.floor(maxCells / paths.length)));
  const slow = new LineReader(tree, 'rows');
  const quick = new QuickLines(paths, most);
  const positions = new Float64Array(most);
  for await (const { bytes, to, line, overlong } of lineBlocks(chunks, firstLine)) {
    const ascii = isAscii(bytes.subarray(0, to));
    const isSound = !overlong && (ascii || isUtf8(bytes.subarray(0, to)));
    let rows = 0;
    let odd: FoundRow[] = [];
    let number = line;
    for (let from = 0; from < to; number++) {
      const [begin, end] = [from, endOfLine(bytes, from, to)];
      from = end + 1;
      if (!isFilled(bytes, begin, end)) continue;
      if (isSound && quick.read(bytes, begin, end, rows)) {
        if (odd.length > 0) yield batchOf(odd, paths.length);
        odd = [];
        positions[rows++] = number;
        if (rows < most) continue;
        yield quick.batch(bytes, rows, positions, ascii);
        rows = 0;
        continue;
      }
      if (rows > 0) yield quick.batch(bytes, rows, positions, ascii);
      rows = 0;
      odd.push({ ...slow.read({ number, bytes: bytes.subarray(begin, end), overlong }), position: number });
      if (odd.length < most) continue;
      yield batchOf(odd, paths.length);
      odd = [];
    }
    if (rows > 0) yield quick.batch(bytes, rows, positions, ascii);
    if (odd.length > 0) yield batchOf(odd, paths.length);
  }
}

function endOfLine(bytes: Buffer, from: number, to: number): number {
  const feed = bytes.indexOf(10, from);
  return feed < 0 || feed > to ? to : feed;
}

function isFilled(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] > 32) return true;
  return false;
}

export function batchOf(found: readonly FoundRow[], width: number): Batch {
  const cells: Cell[] = [];
  const broken = new Map<number, BrokenRow>();
  found.forEach(({ row, fault }, index) => {
    for (let column = 0; column < width; column++) cells.push(row[column] ?? null);
    if (fault !== undefined) broken.set(index, fault);
  });
  const positions = found.map(({ position }) => position);
  const batch = { layout: 'cells', rows: found.length, width, positions, cells } as const;
  return broken.size === 0 ? batch : { ...batch, broken };
}
