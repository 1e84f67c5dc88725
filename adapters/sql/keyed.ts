import type { Batch } from '../../core/adapter/batch.ts';
import { cellAt } from '../../core/adapter/batch.ts';
import type { SqlColumn } from './driver.ts';
import { sqlFault } from './faults.ts';

/**
 * Rows whose place is the value of their key, so that an origin finds the row in the database again, whatever was read with it. All values
 * are larger than `after`.
 */
export async function* byKey(
  batches: AsyncIterable<Batch>,
  columns: readonly SqlColumn[],
  key: string,
  what: string,
  after = 0,
): AsyncGenerator<Batch> {
  const column = columns.findIndex(({ name }) => name === key);
  let latest = after;
  for await (const batch of batches) {
    const positions = new Float64Array(batch.rows);
    for (let row = 0; row < batch.rows; row++) {
      const value = cellAt(batch, row * batch.width + column);
      if (typeof value !== 'number' || value <= latest)
        throw sqlFault(
          'sql/bad-key',
          `Expected values of the key ${key} that are whole numbers and grow, found ${value} after ${latest}. Order the query by its key, or declare none.`,
          { name: what },
        );
      positions[row] = value;
      latest = value;
    }
    yield { ...batch, positions };
  }
}
