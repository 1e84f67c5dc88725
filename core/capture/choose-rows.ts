import { type Batch, type Cell, cellAt } from '../adapter/batch.ts';
import type { Dataset, Source } from '../adapter/contract.ts';
import { type Relation, readingOrder, relationsOf } from './reading-order.ts';
import type { CapturedRow } from './row-line.ts';

/**
 * Which rows are captured: of datasets whose rows belong together those of the same devices, or whatever it is that they share; of
 * others the first ones. The datasets are read in an order in which what leads comes first.
 */
export interface Chosen {
  readonly dataset: Dataset;
  /** It is not wanted, but what is chosen may have the names in these rows. */
  readonly isForNames: boolean;
  readonly rows: AsyncIterable<CapturedRow>;
}

/** The rows of each dataset that are chosen, in its order; each is to be read to its end before the next one is asked for. */
export function* chooseRows(
  source: Source,
  datasets: readonly Dataset[],
  { rows, by, others, onBroken }: ChooseOptions,
): Generator<Chosen> {
  const relations = new Map(datasets.map((dataset) => [dataset, relationsOf(dataset, by)]));
  const known = new Map<string, Set<string>>();
  for (const { dataset, lead } of readingOrder(datasets, relations)) {
    const own = relations.get(dataset) ?? [];
    const bound = boundBy(own, known);
    yield { dataset, isForNames: false, rows: chosen(source, dataset, { rows, own, known, lead, bound, onBroken }) };
  }
  for (const dataset of others.filter(hasNames)) {
    const own = relationsOf(dataset, by);
    const bound = boundBy(own, known);
    if (bound === undefined) continue;
    const choice = { rows, own: [], known, lead: undefined, bound, onBroken: () => undefined };
    yield { dataset, isForNames: true, rows: chosen(source, dataset, choice) };
  }
}

function hasNames({ disclosure }: Dataset): boolean {
  return [...(disclosure?.personal.values() ?? [])].some((kind) => kind !== 'ip');
}

interface Bound {
  readonly column: number;
  readonly values: ReadonlySet<string>;
  /** The largest of them that is a number. */
  readonly most: number;
}

/** The first of what a dataset shares that is known. */
function boundBy(own: readonly Relation[], known: ReadonlyMap<string, ReadonlySet<string>>): Bound | undefined {
  const relation = own.find(({ what }) => known.has(what));
  const values = relation === undefined ? undefined : known.get(relation.what);
  if (relation === undefined || values === undefined) return undefined;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) if (/^\d{1,15}$/.test(value)) most = Math.max(most, Number(value));
  return { column: relation.column, values, most };
}

export interface ChooseOptions {
  /** How many rows, or devices where datasets share them. */
  readonly rows: number;
  /** A column that datasets share, whatever they say of themselves. */
  readonly by?: string;
  /** Datasets that are not wanted: their names are learnt, as far as their rows belong to the chosen ones. */
  readonly others: readonly Dataset[];
  /** Is told of a row that could not be decoded: it is left out. */
  readonly onBroken: (dataset: string) => void;
}

interface Choice extends Pick<ChooseOptions, 'rows' | 'onBroken'> {
  readonly own: readonly Relation[];
  readonly known: Map<string, Set<string>>;
  readonly lead: string | undefined;
  readonly bound: Bound | undefined;
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
          const cell = cells[bound.column];
          if (!bound.values.has(shared(cell))) {
            if (typeof cell === 'number' && cell > bound.most && isOrdered(dataset, bound.column)) return;
            continue;
          }
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
function isOver(dataset: Dataset, { own, lead }: Choice): boolean {
  const relation = own.find(({ what }) => what === lead);
  return relation === undefined || lead === undefined || isOrdered(dataset, relation.column);
}

function isOrdered({ columns, key, disclosure }: Dataset, column: number): boolean {
  const { name } = columns[column];
  return name === key || name === disclosure?.ordered;
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
