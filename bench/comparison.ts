import type { Measured } from './measure.ts';

/** One line of the bench. */
export interface Comparison {
  readonly work: string;
  readonly against: string;
  /** What the ratio should be at least; null where the line is there to be looked at. */
  readonly goal: number | null;
  /** How many times as good Tributary is; null where the other one is missing. */
  readonly ratio: number | null;
  readonly own: Measured;
  readonly other?: Measured | undefined;
  /** Why there is no ratio. */
  readonly reason?: string | undefined;
}

/** As much of it as `--json` writes: seconds and memory are those of Tributary. */
export function jsonLine({ work, against, goal, ratio, own }: Comparison): Record<string, unknown> {
  return { work, against, goal, ratio, seconds: own.seconds, peakMegabytes: own.peakMegabytes };
}
