import { markColumn, parseMark, type RowMark, textColumn } from '../adapter/annotation.ts';
import { type Batch, type Cell, cellAt, cellText } from '../adapter/batch.ts';
import type { BrokenRow, Dataset, Part, Source } from '../adapter/contract.ts';
import { configError } from '../errors/errors.ts';
import { rejectColumns } from '../mapping/columns.ts';
import { unguarded } from './formula-guard.ts';
import { rowDigest } from './row-digest.ts';

/** A row of a file that came back: its cells as they were given out, and its mark if it has one. */
interface CameBack {
  readonly position: number;
  readonly mark: RowMark | undefined;
  readonly cells: readonly Cell[];
  readonly broken: BrokenRow | undefined;
}

/** What came back in a file. */
export interface MarkedFile {
  /** How many rows have a mark, and how many of these are as they were. */
  readonly marked: number;
  readonly unchanged: number;
  /** Rows that bear no mark in a file that should have nothing else: they were added by hand. */
  readonly added: readonly number[];
  readonly addedCount: number;
}

/** The dataset without what an import has added to it, and the rows that bear marks. */
export interface MarkedDataset {
  readonly dataset: Dataset;
  /** The marks stand beside the columns of a file that has rows without marks, too. */
  readonly isCopy: boolean;
  /** The first mark in it; undefined if there is none. */
  readonly first: () => Promise<RowMark | undefined>;
  /**
   * Compares all rows with what they were. `of`: the content digest of the package; `mapping`: which of its mappings their marks name.
   * @throws ConfigError `package/other-marks`, `package/moved-rows`.
   */
  readonly examine: (of: string, mapping: string | undefined, signal: AbortSignal) => Promise<MarkedFile>;
  /** A source of the rows that are to be imported: those that were rejected, and those that were changed. */
  readonly source: (identity: Source['identity']) => Source;
}

export async function markedDataset(source: Source, dataset: Dataset): Promise<MarkedDataset> {
  const { columns } = dataset;
  const at = columns.findIndex(({ name }) => name === markColumn);
  const marks = at < 0 ? await source.marked?.(dataset.name) : undefined;
  const own = columns.flatMap(({ name }, index) => (rejectColumns.some((each) => each === name) ? [] : [index]));
  const textAt = columns.findIndex(({ name }) => name === textColumn);
  const plain: Dataset = {
    ...dataset,
    columns: own.map((index) => ({
      ...columns[index],
      name: at < 0 ? columns[index].name : unguarded(columns[index].name),
    })),
    ...(dataset.address === undefined
      ? {}
      : { address: (position: number, column: number) => dataset.address?.(position, own[column]) ?? '' }),
  };
  const rowAt = (batch: Batch, row: number): CameBack => {
    const first = row * batch.width;
    const cell = (index: number): Cell => {
      const found = cellAt(batch, first + index);
      // Only a csv has guards; a book is as the people have written it.
      return typeof found === 'string' && at >= 0 ? unguarded(found) : found;
    };
    const position = batch.positions[row];
    const written = at < 0 ? marks?.markOf(position) : cellText(cell(at));
    const cells = own.map(cell);
    const text = textAt < 0 ? '' : cellText(cell(textAt));
    const unread = text !== '' && cells.every((each) => each === null || each === '');
    return {
      position,
      mark: written === undefined ? undefined : parseMark(written),
      cells,
      broken: batch.broken?.get(row) ?? (unread ? stillBroken(text) : undefined),
    };
  };
  const parts = () => source.parts(dataset.name);
  const rows = async function* (): AsyncGenerator<CameBack> {
    for await (const part of parts())
      for await (const batch of source.read(part)) for (let row = 0; row < batch.rows; row++) yield rowAt(batch, row);
  };
  return {
    dataset: plain,
    isCopy: at < 0,
    first: async () => {
      if (at < 0) return marks?.first === undefined ? undefined : parseMark(marks.first);
      for await (const { mark } of rows()) if (mark !== undefined) return mark;
      return undefined;
    },
    examine: (of, mapping, signal) => examine(rows, { of, mapping }, at >= 0, dataset, signal),
    source: (identity) => ({
      identity,
      discover: async () => [plain],
      parts: source.parts,
      close: source.close,
      ...(source.annotator === undefined ? {} : { annotator: source.annotator }),
      read: (part) => wantedRows(source, part, rowAt, { columns: own, guarded: at >= 0 }),
    }),
  };
}

async function examine(
  rows: () => AsyncIterable<CameBack>,
  { of, mapping }: { readonly of: string; readonly mapping: string | undefined },
  nothingElse: boolean,
  { origin }: Dataset,
  signal: AbortSignal,
): Promise<MarkedFile> {
  const changed = new Map<string, number>();
  let [marked, unchanged, addedCount] = [0, 0, 0];
  const added: number[] = [];
  for await (const { position, mark, cells, broken } of rows()) {
    signal.throwIfAborted();
    if (mark === undefined) {
      if (nothingElse && broken === undefined && ++addedCount <= mostNamed) added.push(position);
      continue;
    }
    marked++;
    if (!of.startsWith(mark.package)) {
      throw configError(
        'package/other-marks',
        `Expected rows of the package with the content ${of.slice(0, mark.package.length)}…, found one of ${mark.package}… in ${origin(position)}. Import the corrections of each package by themselves.`,
      );
    }
    if (mark.mapping !== mapping) {
      throw configError(
        'package/other-marks',
        `Expected rows of ${mapping ?? 'one mapping'}, found one of ${mark.mapping ?? 'another one'} in ${origin(position)}. Import the corrections of each mapping by themselves.`,
      );
    }
    if (digestOf(cells) === mark.digest) unchanged++;
    else changed.set(mark.digest, position);
  }
  if (!nothingElse && changed.size > 0) await refuseMoved(rows, changed, origin, signal);
  return { marked, unchanged, added, addedCount };
}

/** A row without a mark that is what a marked one was: the marks were left behind when rows were sorted. */
async function refuseMoved(
  rows: () => AsyncIterable<CameBack>,
  changed: ReadonlyMap<string, number>,
  origin: (position: number) => string,
  signal: AbortSignal,
): Promise<void> {
  for await (const { position, mark, cells } of rows()) {
    signal.throwIfAborted();
    const stood = mark === undefined ? changed.get(digestOf(cells)) : undefined;
    if (stood === undefined) continue;
    throw configError(
      'package/moved-rows',
      `Expected each mark beside its row, found the row of ${origin(stood)} in ${origin(position)}, without its mark. Sort all columns together, or correct the copy again without sorting.`,
    );
  }
}

function digestOf(cells: readonly Cell[]): string {
  return rowDigest(cells.map((cell) => (cell === null ? null : cellText(cell))));
}

async function* wantedRows(
  source: Source,
  part: Part,
  rowAt: (batch: Batch, row: number) => CameBack,
  choice: CellChoice,
): AsyncGenerator<Batch> {
  for await (const batch of source.read(part)) {
    const rows: number[] = [];
    const broken = new Map<number, BrokenRow>();
    for (let row = 0; row < batch.rows; row++) {
      const each = rowAt(batch, row);
      if (!isWanted(each, choice)) continue;
      if (each.broken !== undefined) broken.set(rows.length, each.broken);
      rows.push(row);
    }
    if (rows.length > 0) yield chosenRows(batch, rows, broken, choice);
  }
}

/** A row of a csv that can't be read may have had a mark. */
function isWanted({ mark, broken, cells }: CameBack, { guarded }: CellChoice): boolean {
  if (mark === undefined) return guarded && broken !== undefined;
  return !(mark.imported && digestOf(cells) === mark.digest);
}

interface CellChoice {
  readonly columns: readonly number[];
  /** Texts may have an apostrophe before them that was added. */
  readonly guarded: boolean;
}

/** Some rows and columns of a batch, in its own layout: what it says of its cells stays. */
function chosenRows(
  batch: Batch,
  rows: readonly number[],
  broken: ReadonlyMap<number, BrokenRow>,
  { columns, guarded }: CellChoice,
): Batch {
  const cells = rows.flatMap((row) => columns.map((column) => row * batch.width + column));
  const repaired = rows.flatMap((row, index) => {
    const found = batch.repaired?.get(row);
    return found === undefined ? [] : [[index, found] as const];
  });
  const facts = {
    rows: rows.length,
    width: columns.length,
    positions: rows.map((row) => batch.positions[row]),
    broken,
    repaired: new Map(repaired),
  };
  if (batch.layout === 'cells') {
    const plain = (cell: Cell) => (guarded && typeof cell === 'string' ? unguarded(cell) : cell);
    return { layout: 'cells', ...facts, cells: cells.map((cell) => plain(batch.cells[cell])) };
  }
  const starts = Uint32Array.from(cells, (cell) => {
    const text = guarded ? cellAt(batch, cell) : null;
    return batch.starts[cell] + (typeof text === 'string' && unguarded(text) !== text ? 1 : 0);
  });
  const ends = Uint32Array.from(cells, (cell) => batch.ends[cell]);
  const kinds = Uint8Array.from(cells, (cell) => batch.kinds[cell]);
  const { valueAt } = batch;
  const values = valueAt === undefined ? {} : { valueAt: (index: number) => valueAt(cells[index]) };
  return { ...batch, ...facts, starts, ends, kinds, ...values };
}

function stillBroken(text: string): BrokenRow {
  const expected = `the cells of the record that stands under ${textColumn}`;
  return { code: 'row/broken-record', expected, found: 'none of them', text };
}

const mostNamed = 5;
