import { Worker } from 'node:worker_threads';
import type { Part } from '../adapter/contract.ts';
import type { OpenJob } from './job.ts';
import { mapOnePart } from './map-one-part.ts';
import type { PartResult } from './part-result.ts';
import { fromThreadError } from './thread-error.ts';
import type { FromWorker, ToWorker } from './worker.ts';

export interface MapOptions {
  /** How many threads map at once. The result does not depend on it. */
  readonly workers: number;
  readonly progress: (rows: number) => void;
  readonly signal: AbortSignal;
}

/** Maps all parts of the dataset, as their borders become known, and gives the results in the order of the parts. */
export async function mapParts(open: OpenJob, options: MapOptions): Promise<readonly PartResult[]> {
  const parts = open.source.parts(open.dataset.name)[Symbol.asyncIterator]();
  const first = await parts.next();
  const second = first.done ? first : await parts.next();
  try {
    const known = [first, second].flatMap((each) => (each.done ? [] : [each.value]));
    // A single part is quicker here than a thread starts.
    if (second.done || options.workers < 2) return await mapHere(open, known, parts, options);
    return await mapInWorkers(open, known, parts, options);
  } finally {
    await parts.return?.();
  }
}

async function mapHere(
  open: OpenJob,
  known: readonly Part[],
  more: AsyncIterator<Part>,
  { progress, signal }: MapOptions,
): Promise<readonly PartResult[]> {
  const results: PartResult[] = [];
  for (const part of known) results.push(await mapOnePart(open, part, progress, signal));
  for (let next = await more.next(); !next.done; next = await more.next()) {
    results.push(await mapOnePart(open, next.value, progress, signal));
  }
  return results;
}

async function mapInWorkers(
  { job }: OpenJob,
  known: readonly Part[],
  more: AsyncIterator<Part>,
  options: MapOptions,
): Promise<readonly PartResult[]> {
  const waiting = [...known];
  const results: PartResult[] = [];
  // Workers take turns at the iterator: each asks for the next part only when it is free.
  let turn: Promise<unknown> = Promise.resolve();
  const nextPart = (): Promise<Part | undefined> => {
    const next = turn.then(async () => {
      const ready = waiting.shift();
      if (ready !== undefined) return ready;
      const found = await more.next();
      return found.done ? undefined : found.value;
    });
    turn = next.catch(() => undefined);
    return next;
  };
  const workers = Array.from({ length: options.workers }, () => startWorker(job));
  try {
    await Promise.all(
      workers.map(async (worker) => {
        for (let part = await nextPart(); part !== undefined; part = await nextPart()) {
          options.signal.throwIfAborted();
          results.push(await mapIn(worker, part, options));
        }
      }),
    );
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return results.sort((a, b) => a.part - b.part);
}

function startWorker(job: OpenJob['job']): Worker {
  // A checkout runs its sources, a published package its built files.
  const name = import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js';
  return new Worker(new URL(name, import.meta.url), {
    workerData: { job },
    // Rows live for a batch: a small heap is collected often and keeps the whole run small.
    resourceLimits: { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 16 },
  });
}

/** Sends a part to a worker and waits for its result, its failure or the abort. */
function mapIn(worker: Worker, part: Part, { progress, signal }: MapOptions): Promise<PartResult> {
  const { promise, resolve, reject } = Promise.withResolvers<PartResult>();
  const onMessage = (message: FromWorker): void => {
    if (message.kind === 'rows') progress(message.rows);
    else if (message.kind === 'result') resolve(message.result);
    else reject(fromThreadError(message.error));
  };
  const onError = (error: Error): void =>
    reject(new Error(`A worker thread has ended: ${error.message}`, { cause: error }));
  const onAbort = (): void => reject(signal.reason);
  worker.on('message', onMessage).on('error', onError);
  signal.addEventListener('abort', onAbort, { once: true });
  const message: ToWorker = { part };
  worker.postMessage(message);
  return promise.finally(() => {
    worker.off('message', onMessage).off('error', onError);
    signal.removeEventListener('abort', onAbort);
  });
}
