import { type Batch, batchRows, type Cell } from './batch.ts';
import type { Column, Dataset, Source } from './contract.ts';

/** A source of rows at hand: the rows of a test, or of a program. One dataset, one part. */
export function memorySource(name: string, columns: readonly Column[], rows: readonly (readonly Cell[])[]): Source {
  const dataset: Dataset = {
    name,
    columns,
    rowsEstimate: rows.length,
    origin: (position) => `${name} row ${position}`,
  };
  return {
    identity: { kind: 'memory', name, id: name },
    discover: async () => [dataset],
    async *parts() {
      yield { dataset: name, number: 0 };
    },
    async *read() {
      for (let first = 0; first < rows.length; first += batchRows)
        yield batchOf(rows.slice(first, first + batchRows), columns.length, first);
    },
    close: async () => undefined,
  };
}

function batchOf(rows: readonly (readonly Cell[])[], width: number, first: number): Batch {
  return {
    layout: 'cells',
    rows: rows.length,
    width,
    positions: rows.map((_, index) => first + index + 1),
    cells: rows.flat(),
  };
}

/** The same source, but no more than its first rows, in whatever parts they lie. To be read once, part after part. */
export function limited({ readAgain: _, ...source }: Source, rows: number): Source {
  let left = rows;
  return {
    ...source,
    async *parts(dataset) {
      for await (const part of source.parts(dataset, rows)) {
        if (left <= 0) return;
        yield part;
      }
    },
    async *read(part) {
      for await (const batch of source.read(part, left)) {
        if (left <= 0) return;
        const taken = Math.min(left, batch.rows);
        left -= taken;
        yield taken < batch.rows ? { ...batch, rows: taken } : batch;
        if (left <= 0) return;
      }
    },
  };
}
