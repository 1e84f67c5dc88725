import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { markText } from '../adapter/annotation.ts';
import { cellAt, cellText } from '../adapter/batch.ts';
import type { Part, Source } from '../adapter/contract.ts';
import { rejectColumns } from '../mapping/columns.ts';
import { fileNames } from '../package/manifest.ts';
import type { Compression } from './blocks.ts';
import { guarded } from './formula-guard.ts';
import { dots } from './issue.ts';
import { writeAll } from './part-file.ts';
import type { PartResult, PlacedBlock } from './part-result.ts';
import type { Processed } from './pipeline.ts';
import { linesOf } from './read-blocks.ts';
import { rowDigest } from './row-digest.ts';

/**
 * Writes the rejected rows of an import: of one dataset a file, of several a folder with a file for each that has some, called as
 * its mapping is. False if there are none.
 */
export async function writeAllRejects(
  path: string,
  processed: Processed,
  source: Source,
  to: { readonly compression: Compression; readonly contentDigest: string },
): Promise<boolean> {
  const { datasets } = processed;
  if (datasets.length === 1) return (await writeRejects(path, processed, 0, source, to)) > 0;
  const names = fileNames(datasets.map(({ program }) => program.mapping.name));
  mkdirSync(path);
  let rows = 0;
  for (const [index, name] of names.entries())
    rows += await writeRejects(join(path, `${name}.csv`), processed, index, source, to);
  return rows > 0;
}

/** How many late rejects are looked for in one reading of the source. */
const rejectsAtOnce = 1_000_000;

/**
 * Writes the rejected rows of a dataset with all their columns, as csv that can be corrected and imported again: in UTF-8 with its mark, without
 * which spreadsheet programs take it for something else, and with no cell that they would take for a formula. Each row bears a mark
 * that names the package, by its content digest. Rows that were rejected only when the parts were put together are read once
 * more from the source. Gives how many there are; no file if none.
 */
export async function writeRejects(
  path: string,
  { datasets, finalized }: Processed,
  index: number,
  source: Source,
  { compression, contentDigest }: { readonly compression: Compression; readonly contentDigest: string },
): Promise<number> {
  const { dataset, program, parts } = datasets[index];
  const by = datasets.length > 1 ? { mapping: program.mapping.name } : {};
  const { lateRejects: late } = finalized.datasets[index];
  if (parts.every(({ rejects }) => rejects.blocks.length === 0) && late === 0) return 0;
  const file = openSync(path, 'wx');
  let rows = 0;
  const write = (cells: readonly (string | null)[]): void =>
    writeAll(file, Buffer.from(`${cells.map(csvCell).join(',')}\r\n`));
  const writeRow = (position: number, cells: readonly (string | null)[], reasons: string, text: string | null) => {
    const mark = markText({ position, digest: rowDigest(cells), package: contentDigest, ...by, imported: false });
    write([...cells, dataset.origin(position), reasons, text, mark]);
    rows++;
  };
  try {
    writeAll(file, Buffer.from('\ufeff'));
    write([...dataset.columns.map(({ name }) => name), ...rejectColumns]);
    for (const { position, reasons, cells, text } of earlyRejects(parts, compression)) {
      writeRow(position, cells ?? dataset.columns.map(() => null), reasons.join('; '), text ?? null);
    }
    const masked = program.columns.maskedIndexes;
    const wanted = { blocks: finalized.lateRejects.blocks, index, count: late };
    for await (const { position, codes, cells } of lateRejects(wanted, dataset.name, source, compression)) {
      const shown = cells.map((cell, index) => (cell !== null && masked.has(index) ? dots : cell));
      writeRow(position, shown, codes, null);
    }
  } finally {
    closeSync(file);
  }
  return rows;
}

interface EarlyReject {
  readonly position: number;
  readonly reasons: readonly string[];
  readonly cells?: readonly (string | null)[];
  readonly text?: string;
}

function* earlyRejects(parts: readonly PartResult[], compression: Compression): Generator<EarlyReject> {
  for (const { folder, rejects } of parts) {
    const blocks = rejects.blocks.map((block): PlacedBlock => ({ ...block, path: `${folder}/${rejects.file}` }));
    for (const line of linesOf(blocks, compression)) yield JSON.parse(line);
  }
}

interface LateReject {
  readonly position: number;
  readonly codes: string;
  readonly cells: readonly (string | null)[];
}

/** Those of one dataset among the lines of all. */
interface Late {
  readonly blocks: readonly PlacedBlock[];
  readonly index: number;
  readonly count: number;
}

async function* lateRejects(
  late: Late,
  dataset: string,
  source: Source,
  compression: Compression,
): AsyncGenerator<LateReject> {
  for (let skip = 0; skip < late.count; skip += rejectsAtOnce) {
    const wanted = wantedRows(late, skip, compression);
    for await (const part of source.parts(dataset)) {
      const rows = wanted.get(part.number);
      if (rows !== undefined) yield* rowsOf(source, part, rows);
    }
  }
}

interface LateLine {
  readonly dataset: number;
  readonly part: number;
  readonly position: number;
  readonly code: string;
}

/** By part, the codes of the rows at their positions. */
function wantedRows(
  { blocks, index }: Late,
  skip: number,
  compression: Compression,
): ReadonlyMap<number, ReadonlyMap<number, string>> {
  const wanted = new Map<number, Map<number, string>>();
  let at = 0;
  for (const line of linesOf(blocks, compression)) {
    const { dataset, part, position, code }: LateLine = JSON.parse(line);
    if (dataset !== index || at++ < skip) continue;
    if (at > skip + rejectsAtOnce) break;
    const rows = wanted.get(part) ?? new Map<number, string>();
    rows.set(position, code);
    wanted.set(part, rows);
  }
  return wanted;
}

async function* rowsOf(source: Source, part: Part, rows: ReadonlyMap<number, string>): AsyncGenerator<LateReject> {
  for await (const batch of source.read(part)) {
    for (let row = 0; row < batch.rows; row++) {
      const position = batch.positions[row];
      const codes = rows.get(position);
      if (codes === undefined) continue;
      const cells = Array.from({ length: batch.width }, (_, column) => cellAt(batch, row * batch.width + column));
      yield { position, codes, cells: cells.map((cell) => (cell === null ? null : cellText(cell))) };
    }
  }
}

function csvCell(cell: string | null): string {
  if (cell === null) return '';
  return quoted(guarded(cell));
}

function quoted(cell: string): string {
  return cell === '' || /[",\r\n;\t|]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
