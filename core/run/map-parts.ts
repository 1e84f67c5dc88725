import { setTimeout } from 'node:timers/promises';
import type { Part } from '../adapter/contract.ts';
import { type Crew, type WorkerThread, workerFor } from './crew.ts';
import type { OpenJob } from './job.ts';
import { mapOnePart } from './map-one-part.ts';
import type { PartResult } from './part-result.ts';
import { fromThreadError } from './thread-error.ts';
import type { FromWorker, ToWorker } from './worker.ts';

export interface MapOptions {
  /** How many threads map at once, this one among them. The result does not depend on it. */
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
    // A few parts are quicker here than a thread starts.
    const isSmall = second.done || (open.dataset.bytes !== undefined && open.dataset.bytes < threadedBytes);
    const workers = Math.min(options.workers, open.dataset.readers ?? options.workers);
    if (isSmall || workers < 2) return await mapHere(open, known, parts, options);
    return await mapInWorkers(open, known, parts, { ...options, workers });
  } finally {
    await parts.return?.();
  }
}

/** Smaller datasets are mapped by one thread: starting another one and warming its code costs more than it brings. */
export const threadedBytes = 6 << 24;

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

const longestWait = 1000;

interface Ordered<P> {
  readonly part: P;
  readonly order: number;
}

/** This thread maps, too: its code is warm, and in between it finds where the next parts begin. */
async function mapInWorkers(
  open: OpenJob,
  known: readonly Part[],
  more: AsyncIterator<Part>,
  options: MapOptions,
): Promise<readonly PartResult[]> {
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const queue = new PartQueue(known, more);
  const results: PartResult[] = [];
  const workers: WorkerThread[] = [];
  /** One thread's life: it maps one part after the other. */
  const work = async (map: (part: Part) => Promise<PartResult>): Promise<void> => {
    let mapped: Ordered<PartResult> | undefined;
    const tell = () => mapped && options.onPart(mapped.order, mapped.part);
    for (let next = await queue.next(); next !== undefined; next = await queue.next()) {
      signal.throwIfAborted();
      const result = map(next.part);
      tell();
      mapped = { part: await result, order: next.order };
      results.push(mapped.part);
      // A part that is to be mapped again makes the others so, too.
      if (isDoubtful(mapped.part)) queue.end();
    }
    tell();
  };
  const others = options.workers - 1;
  const here = work(async (part) => {
    await queue.fill(others);
    return mapOnePart(open, part, options.progress, signal);
  });
  const there = Array.from({ length: others }, () => {
    let worker: WorkerThread | undefined;
    return work((part) => {
      // It is started when there is a part for it.
      if (worker === undefined) {
        worker = options.crew?.take(open.job) ?? workerFor(open.job);
        workers.push(worker);
      }
      return mapIn(worker, part, options);
    });
  });
  const end = async (): Promise<unknown> => Promise.all(workers.map(({ thread }) => thread.terminate()));
  try {
    await Promise.all([here, ...there]);
  } catch (error) {
    // What they are writing is about to be removed. This thread may be waiting for a source that does not answer.
    stop.abort(error);
    await Promise.all([
      end(),
      Promise.race([here.catch(() => undefined), setTimeout(longestWait, undefined, { ref: false })]),
    ]);
    throw error;
  }
  // They have closed what they wrote, and go by themselves.
  void end();
  return results.sort((a, b) => a.part - b.part);
}

interface Ordered<P> {
  readonly part: P;
  readonly order: number;
}

/** The parts of a source in their order, each for whoever asks next. */
class PartQueue {
  readonly #waiting: Part[];
  readonly #more: AsyncIterator<Part>;
  #turn: Promise<unknown> = Promise.resolve();
  #handedOut = 0;
  #ended = false;

  constructor(known: readonly Part[], more: AsyncIterator<Part>) {
    this.#waiting = [...known];
    this.#more = more;
  }

  next(): Promise<Ordered<Part> | undefined> {
    return this.#inTurn(async () => {
      if (this.#ended) return undefined;
      const part = this.#waiting.shift() ?? (await nextOf(this.#more));
      return part && { part, order: this.#handedOut++ };
    });
  }

  /** Looks for so many parts ahead, so that nobody waits for one while this thread is busy. */
  fill(count: number): Promise<void> {
    return this.#inTurn(async () => {
      while (!this.#ended && this.#waiting.length < count) {
        const part = await nextOf(this.#more);
        if (part === undefined) return;
        this.#waiting.push(part);
      }
    });
  }

  end(): void {
    this.#ended = true;
  }

  /** The iterator is asked once at a time. */
  #inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(act);
    this.#turn = result.catch(() => undefined);
    return result;
  }
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
