import { type Batch, type Cell, cellAt } from '../adapter/batch.ts';
import type { Dataset, Source } from '../adapter/contract.ts';
import type { CapturedRow } from './row-line.ts';

/**
 * Which rows are captured: of datasets whose rows belong together those of the same devices, or whatever it is that they share; of
 * others the first ones. The datasets are read in an order in which what leads comes first.
 */
export interface Chosen {
  readonly dataset: Dataset;
  readonly rows: AsyncIterable<CapturedRow>;
}

/** The rows of each dataset that are chosen, in its order; each is to be read to its end before the next one is asked for. */
export function* chooseRows(
  source: Source,
  datasets: readonly Dataset[],
  { rows, by, onBroken }: ChooseOptions,
): Generator<Chosen> {
  const relations = new Map(datasets.map((dataset) => [dataset, relationsOf(dataset, by)]));
  const known = new Map<string, Set<string>>();
  for (const { dataset, lead } of readingOrder(datasets, relations)) {
    const own = relations.get(dataset) ?? [];
    const first = own.find(({ what }) => known.has(what));
    const bound =
      first === undefined ? undefined : { column: first.column, values: known.get(first.what) ?? new Set() };
    yield { dataset, rows: chosen(source, dataset, { rows, own, known, lead, bound, onBroken }) };
  }
}

export interface ChooseOptions {
  /** How many rows, or devices where datasets share them. */
  readonly rows: number;
  /** A column that datasets share, whatever they say of themselves. */
  readonly by?: string;
  /** Is told of a row that could not be decoded: it is left out. */
  readonly onBroken: (dataset: string) => void;
}

interface Relation {
  readonly column: number;
  /** What its values identify. */
  readonly what: string;
}

function relationsOf({ columns, disclosure }: Dataset, by: string | undefined): readonly Relation[] {
  const column = (name: string) => columns.findIndex((each) => each.name === name);
  const shared = by === undefined ? -1 : column(by);
  if (shared >= 0) return [{ column: shared, what: '' }];
  return [...(disclosure?.related ?? [])].flatMap(([name, what]) => {
    const at = column(name);
    return at < 0 ? [] : [{ column: at, what }];
  });
}

interface Reading {
  readonly dataset: Dataset;
  /** What its rows decide for all others. */
  readonly lead: string | undefined;
}

/** For each thing that is shared: the dataset that has one row of each, or else the first one; then those that share it. */
function readingOrder(
  datasets: readonly Dataset[],
  relations: ReadonlyMap<Dataset, readonly Relation[]>,
): readonly Reading[] {
  const order: Reading[] = [];
  const left = new Set(datasets);
  const take = (dataset: Dataset, lead?: string) => {
    if (left.delete(dataset)) order.push({ dataset, lead });
  };
  const shares = (dataset: Dataset, what: string) =>
    relations.get(dataset)?.some((each) => each.what === what) === true;
  const keyed = (dataset: Dataset) =>
    relations.get(dataset)?.filter(({ column }) => dataset.columns[column].name === dataset.key) ?? [];
  const things = [...datasets.flatMap(keyed), ...datasets.flatMap((each) => relations.get(each) ?? [])];
  for (const what of new Set(things.map((each) => each.what))) {
    const sharing = datasets.filter((dataset) => shares(dataset, what));
    const isBound = sharing.some((dataset) => !left.has(dataset));
    const lead = sharing.find((dataset) => keyed(dataset).some((each) => each.what === what)) ?? sharing[0];
    if (!isBound) take(lead, what);
    for (const dataset of sharing) take(dataset);
  }
  for (const dataset of left) take(dataset);
  return order;
}

interface Choice extends Pick<ChooseOptions, 'rows' | 'onBroken'> {
  readonly own: readonly Relation[];
  readonly known: Map<string, Set<string>>;
  readonly lead: string | undefined;
  readonly bound: { readonly column: number; readonly values: ReadonlySet<string> } | undefined;
}

async function* chosen(source: Source, dataset: Dataset, choice: Choice): AsyncGenerator<CapturedRow> {
  const { own, known, bound, onBroken } = choice;
  const gathered = own.filter(({ column }) => column !== bound?.column);
  let taken = 0;
  for await (const part of source.parts(dataset.name)) {
    for await (const batch of source.read(part)) {
      for (let row = 0; row < batch.rows; row++) {
        if (batch.broken?.has(row)) {
          onBroken(dataset.name);
          continue;
        }
        const cells = cellsOf(batch, row);
        if (bound !== undefined) {
          if (!bound.values.has(shared(cells[bound.column]))) continue;
        } else if (isFull(cells, taken, choice)) {
          if (isOver(dataset, choice)) return;
          continue;
        }
        taken++;
        for (const { column, what } of gathered) gather(known, what, cells[column]);
        yield { position: batch.positions[row], cells };
      }
    }
  }
}

/** A dataset that leads gives all rows of so many things; one that shares nothing gives so many rows. */
function isFull(cells: readonly Cell[], taken: number, { own, known, lead, rows }: Choice): boolean {
  const relation = own.find(({ what }) => what === lead);
  if (relation === undefined || lead === undefined) return taken >= rows;
  const values = known.get(lead);
  return values !== undefined && values.size >= rows && !values.has(shared(cells[relation.column]));
}

/** Whether rows of what was chosen can not come any more. */
function isOver({ columns, key }: Dataset, { own, lead }: Choice): boolean {
  const relation = own.find(({ what }) => what === lead);
  return relation === undefined || lead === undefined || columns[relation.column].name === key;
}

function gather(known: Map<string, Set<string>>, what: string, cell: Cell): void {
  if (cell === null) return;
  const values = known.get(what) ?? new Set();
  known.set(what, values.add(shared(cell)));
}

/** As columns are joined by: without case and blanks at the end. */
function shared(cell: Cell): string {
  return cell === null ? '\0' : String(cell).trimEnd().toLowerCase();
}

function cellsOf(batch: Batch, row: number): readonly Cell[] {
  const cells = new Array<Cell>(batch.width);
  for (let column = 0; column < batch.width; column++) {
    const cell = cellAt(batch, row * batch.width + column);
    // The memory of a batch is used again.
    cells[column] = cell instanceof Uint8Array ? Uint8Array.from(cell) : cell;
  }
  return cells;
}
