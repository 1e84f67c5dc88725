import type { Part } from '../adapter/contract.ts';
import { type Crew, type WorkerThread, workerFor } from './crew.ts';
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
  /** Threads that have been started already. */
  readonly crew?: Crew;
  /** Is given each part that has been mapped, once it does not keep a thread waiting. `order` counts the parts of the source from 0. */
  readonly onPart: (order: number, part: PartResult) => void;
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
  { progress, signal, onPart }: MapOptions,
): Promise<readonly PartResult[]> {
  const results: PartResult[] = [];
  const waiting = [...known];
  while (!results.some(isDoubtful)) {
    const part = waiting.shift() ?? (await nextOf(more));
    if (part === undefined) break;
    const result = await mapOnePart(open, part, progress, signal);
    onPart(results.length, result);
    results.push(result);
  }
  return results;
}

interface Ordered<P> {
  readonly part: P;
  readonly order: number;
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
  let handedOut = 0;
  const nextPart = (): Promise<Ordered<Part> | undefined> => {
    const next = turn.then(async () => {
      // A part that is to be mapped again makes the others so, too.
      if (results.some(isDoubtful)) return undefined;
      const part = waiting.shift() ?? (await nextOf(more));
      return part && { part, order: handedOut++ };
    });
    turn = next.catch(() => undefined);
    return next;
  };
  const workers: WorkerThread[] = [];
  /** One thread's life: it is started when there is a part for it, and maps one part after the other. */
  const work = async (): Promise<void> => {
    let worker: WorkerThread | undefined;
    let mapped: Ordered<PartResult> | undefined;
    const tell = () => mapped && options.onPart(mapped.order, mapped.part);
    for (let next = await nextPart(); next !== undefined; next = await nextPart()) {
      options.signal.throwIfAborted();
      if (worker === undefined) {
        worker = options.crew?.take(job) ?? workerFor(job);
        workers.push(worker);
      }
      const result = mapIn(worker, next.part, options);
      tell();
      mapped = { part: await result, order: next.order };
      results.push(mapped.part);
    }
    tell();
  };
  const end = async (): Promise<unknown> => Promise.all(workers.map(({ thread }) => thread.terminate()));
  try {
    await Promise.all(Array.from({ length: options.workers }, work));
  } catch (error) {
    // What they are writing is about to be removed.
    await end();
    throw error;
  }
  // They have closed what they wrote, and go by themselves.
  void end();
  return results.sort((a, b) => a.part - b.part);
}

function isDoubtful({ doubt }: PartResult): boolean {
  return doubt !== undefined;
}

async function nextOf(parts: AsyncIterator<Part>): Promise<Part | undefined> {
  const next = await parts.next();
  return next.done ? undefined : next.value;
}

/** Sends a part to a worker and waits for its result, its failure or the abort. */
function mapIn({ thread, ended }: WorkerThread, part: Part, { progress, signal }: MapOptions): Promise<PartResult> {
  const { promise, resolve, reject } = Promise.withResolvers<PartResult>();
  const onMessage = (message: FromWorker): void => {
    if (message.kind === 'rows') progress(message.rows);
    else if (message.kind === 'result') resolve(message.result);
    else reject(fromThreadError(message.error));
  };
  const onAbort = (): void => reject(signal.reason);
  thread.on('message', onMessage);
  ended.catch(reject);
  signal.addEventListener('abort', onAbort, { once: true });
  const message: ToWorker = { kind: 'part', part };
  thread.postMessage(message);
  return promise.finally(() => {
    thread.off('message', onMessage);
    signal.removeEventListener('abort', onAbort);
  });
}
