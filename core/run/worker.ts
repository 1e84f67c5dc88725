import { parentPort, workerData } from 'node:worker_threads';
import type { Adapter, Part } from '../adapter/contract.ts';
import { type Job, type OpenJob, openJob } from './job.ts';
import { mapOnePart } from './map-one-part.ts';
import type { PartResult } from './part-result.ts';
import { type ThreadError, toThreadError } from './thread-error.ts';

/** A thread that is given one job, and maps its parts, one at a time, as they come. It is ended from outside. */

export type ToWorker = { readonly kind: 'job'; readonly job: Job } | { readonly kind: 'part'; readonly part: Part };
export type FromWorker =
  | { readonly kind: 'rows'; readonly rows: number }
  | { readonly kind: 'result'; readonly result: PartResult }
  | { readonly kind: 'failed'; readonly error: ThreadError };

/** How many rows are told at once. */
const rowsAtOnce = 10_000;

const port = parentPort;
if (port !== null) {
  const { adapter }: { readonly adapter: string } = workerData;
  // Nothing aborts in here: the main thread ends this one as a whole.
  const { signal } = new AbortController();
  const imported: { readonly default: Adapter } = await import(adapter);
  const send = (message: FromWorker): void => port.postMessage(message);
  let open: Promise<OpenJob> | undefined;
  port.on('message', async (message: ToWorker) => {
    if (message.kind === 'job') {
      open = openJob(message.job, imported.default, signal);
      open.catch(() => undefined);
      return;
    }
    try {
      if (open === undefined) throw new TypeError('A part came before its job.');
      const rows = gathered((count) => send({ kind: 'rows', rows: count }));
      const result = await mapOnePart(await open, message.part, rows.add, signal);
      rows.rest();
      send({ kind: 'result', result });
    } catch (error) {
      send({ kind: 'failed', error: toThreadError(error) });
    }
  });
}

/** Progress in few words: a message for each batch would cost more than mapping its rows. */
function gathered(say: (rows: number) => void): { readonly add: (rows: number) => void; readonly rest: () => void } {
  let rows = 0;
  const rest = (): void => {
    if (rows !== 0) say(rows);
    rows = 0;
  };
  const add = (more: number): void => {
    rows += more;
    // What is thrown away is told by fewer.
    if (rows >= rowsAtOnce || rows < 0) rest();
  };
  return { add, rest };
}
