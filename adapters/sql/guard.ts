import { type Cell, cellAt } from '../../core/adapter/batch.ts';
import type { Connections } from './connections.ts';
import type { Datasets } from './datasets.ts';

/**
 * Holds what stands in a database against what can be relied on, before the first row of a dataset is read and again after the last:
 * it throws if the rows would say something else than they seem to.
 */
export type Guard = (asked: Asked) => Promise<void>;

export interface Asked {
  /** What is read. */
  readonly dataset: string;
  /** The parameters of its query. */
  readonly parameters: readonly string[];
  readonly when: 'before' | 'after';
  /** The first rows of another query of the product, in the state that the dataset is read in; undefined if this database can't give it. */
  readonly rowsOf: (dataset: string, most: number) => Promise<readonly ReadonlyMap<string, Cell>[] | undefined>;
  readonly note: (sentence: string) => void;
}

/** Reads for a guard, by the connections of the source. */
export function rowsFor(datasets: Datasets, connections: Connections, name: string): Asked['rowsOf'] {
  return async (dataset, most) => {
    const readable = await datasets.query(dataset);
    if (readable === undefined) return undefined;
    const { query, columns } = readable;
    const rows: ReadonlyMap<string, Cell>[] = [];
    for await (const batch of connections.read(query, columns, `${name}/${dataset}`)) {
      for (let row = 0; row < batch.rows && rows.length < most; row++)
        rows.push(
          new Map(columns.map((column, at) => [column.name.toLowerCase(), cellAt(batch, row * batch.width + at)])),
        );
      if (rows.length >= most) break;
    }
    return rows;
  };
}
