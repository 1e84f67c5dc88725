import { getCompileCacheDir } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { Job } from './job.ts';
import type { ToWorker } from './worker.ts';

export interface WorkerThread {
  readonly thread: Worker;
  /** Rejected when the thread ends, by whatever cause. */
  readonly ended: Promise<never>;
}

/** Threads that map, started before there is a job for them: they load their code while a large file is being looked at. */
export class Crew {
  readonly #waiting: WorkerThread[];

  /** `adapter`: where the adapter of the job to come is imported from. */
  constructor(threads: number, adapter: string) {
    this.#waiting = Array.from({ length: threads }, () => startWorker(adapter));
  }

  /** A thread with a job, which whoever takes it ends. Undefined if all are taken. */
  take(job: Job): WorkerThread | undefined {
    const worker = this.#waiting.shift();
    return worker && withJob(worker, job);
  }

  /** Ends the threads that nobody has taken. */
  async dismiss(): Promise<void> {
    await Promise.all(this.#waiting.splice(0).map(({ thread }) => thread.terminate()));
  }
}

/** A thread that is started for a job. */
export function workerFor(job: Job): WorkerThread {
  return withJob(startWorker(job.adapter), job);
}

function withJob(worker: WorkerThread, job: Job): WorkerThread {
  const message: ToWorker = { kind: 'job', job };
  worker.thread.postMessage(message);
  return worker;
}

function startWorker(adapter: string): WorkerThread {
  // A checkout runs its sources, a published package its built files.
  const name = import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js';
  const thread = new Worker(new URL(name, import.meta.url), {
    workerData: { adapter },
    env: workerEnvironment(),
    // Rows live for a batch: a small heap is collected often and keeps the whole run small.
    resourceLimits: { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 8 },
  });
  const { promise: ended, reject } = Promise.withResolvers<never>();
  thread.on('error', (error) => reject(new Error(`A worker thread has ended: ${error.message}`, { cause: error })));
  thread.on('exit', (code) => reject(new Error(`A worker thread has ended with code ${code}.`)));
  // Between two parts nobody waits for it.
  ended.catch(() => undefined);
  return { thread, ended };
}

/** Threads take compiled code from where this one does: compiling it again costs time, and 15 MB a thread. */
function workerEnvironment(): NodeJS.ProcessEnv {
  const cache = process.env.NODE_COMPILE_CACHE ?? getCompileCacheDir();
  return cache === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: cache };
}
