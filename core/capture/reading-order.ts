import type { Dataset } from '../adapter/contract.ts';

/** What a column of a dataset identifies. */
export interface Relation {
  readonly column: number;
  /** What its values identify. */
  readonly what: string;
}

/** What the columns of a dataset identify, as it says itself; or a column that a person has named. */
export function relationsOf({ columns, disclosure }: Dataset, by: string | undefined): readonly Relation[] {
  const column = (name: string) => columns.findIndex((each) => each.name === name);
  const shared = by === undefined ? -1 : column(by);
  if (shared >= 0) return [{ column: shared, what: '' }];
  return [...(disclosure?.related ?? [])].flatMap(([name, what]) => {
    const at = column(name);
    return at < 0 ? [] : [{ column: at, what }];
  });
}

export interface Reading {
  readonly dataset: Dataset;
  /** What its rows decide for all others. */
  readonly lead: string | undefined;
}

/** For each thing that is shared: the dataset that has one row of each, or else the first one; then those that share it. */
export function readingOrder(
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
