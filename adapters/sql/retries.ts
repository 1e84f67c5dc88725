import { setTimeout } from 'node:timers/promises';
import { SourceError } from '../../core/errors/errors.ts';

export interface RetriesOptions {
  /** How often in a row the reading of a part is tried again. */
  readonly most: number;
  /** The wait before the first try; each further one is twice as long. */
  readonly milliseconds: number;
  readonly signal: AbortSignal;
  readonly note: (sentence: string) => void;
}

/** Reads that failed for a reason that may pass are tried again, a few times, after waits that end with the run. */
export class Retries {
  /** Of all parts. */
  count = 0;
  readonly #options: RetriesOptions;
  readonly #ofPart = new Map<string, number>();

  constructor(options: RetriesOptions) {
    this.#options = options;
  }

  /** Waits for the next try; false if there is none. `how`: what is done then, as the end of a sentence. */
  async next(part: string, error: unknown, how: string): Promise<boolean> {
    const { most, milliseconds, signal, note } = this.#options;
    const tried = this.#ofPart.get(part) ?? 0;
    if (signal.aborted || tried >= most || !(error instanceof SourceError) || !mayPass(error)) return false;
    const wait = Math.min(milliseconds * 2 ** tried, longestWait);
    this.#ofPart.set(part, tried + 1);
    this.count++;
    note(`${part}: ${error.faults[0].code}; ${how} in ${wait / 1000} s (try ${tried + 1} of ${most}).`);
    await setTimeout(wait, undefined, { signal });
    return true;
  }
}

const longestWait = 600_000;

/** A change of the schema passes, too, but not within a run: the mapping was held against other columns. */
function mayPass({ retryable, faults: [{ code }] }: SourceError): boolean {
  return retryable && code.startsWith('sql/') && code !== 'sql/schema-changed';
}
