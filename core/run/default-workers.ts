import { availableParallelism } from 'node:os';

/** How many threads map at once if nobody says: more than four wait for the disk and for each other. */
export function defaultWorkers(): number {
  return Math.min(availableParallelism(), 4);
}
