import type { Batch } from '../../core/adapter/batch.ts';
import { SourceError } from '../../core/errors/errors.ts';
import type { Readable } from './datasets.ts';
import type { Dialect } from './driver.ts';

/** A dataset of which the server gives the first rows alone, where the dialect can say so. */
export function firstRows(readable: Readable, rows: number, { limit }: Dialect): Readable {
  const { query } = readable;
  // A comment may end the query.
  return { ...readable, isImmutable: false, query: { ...query, text: limit(`${query.text}\n`, rows).trimEnd() } };
}

/** The first rows; or all, if the server refuses a query that asks for the first. */
export async function* orAll(
  first: AsyncIterable<Batch>,
  all: () => Promise<AsyncIterable<Batch>>,
): AsyncGenerator<Batch> {
  let hasCome = false;
  try {
    for await (const batch of first) {
      hasCome = true;
      yield batch;
    }
  } catch (error) {
    if (hasCome || !(error instanceof SourceError) || !refusals.has(error.faults[0].code)) throw error;
    yield* await all();
  }
}

/** What a server may say to a query that it can not take; it is asked again whether that is so of the query itself. */
const refusals: ReadonlySet<string> = new Set([
  'sql/failed',
  'sql/unsupported',
  'sql/missing-object',
  'sql/missing-column',
  'sql/missing-right',
  'sql/schema-changed',
]);
