import { parentPort, workerData } from 'node:worker_threads';
import type { Adapter, Part } from '../adapter/contract.ts';
import { type Job, openJob } from './job.ts';
import { mapOnePart } from './map-one-part.ts';
import type { PartResult } from './part-result.ts';
import { type ThreadError, toThreadError } from './thread-error.ts';

/** A thread that maps parts, one at a time, as they come. It is ended from outside. */

export type ToWorker = { readonly part: Part };
export type FromWorker =
  | { readonly kind: 'rows'; readonly rows: number }
  | { readonly kind: 'result'; readonly result: PartResult }
  | { readonly kind: 'failed'; readonly error: ThreadError };

const port = parentPort;
if (port !== null) {
  const { job }: { readonly job: Job } = workerData;
  // Nothing aborts in here: the main thread ends this one as a whole.
  const { signal } = new AbortController();
  const imported: { readonly default: Adapter } = await import(job.adapter);
  const open = openJob(job, imported.default, signal);
  open.catch(() => undefined);
  const send = (message: FromWorker): void => port.postMessage(message);
  port.on('message', async ({ part }: ToWorker) => {
    try {
      const result = await mapOnePart(await open, part, (rows) => send({ kind: 'rows', rows }), signal);
      send({ kind: 'result', result });
    } catch (error) {
      send({ kind: 'failed', error: toThreadError(error) });
    }
  });
}
