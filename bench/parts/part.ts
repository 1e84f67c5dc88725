import type { Comparison } from '../comparison.ts';
import type { Measured, Run } from '../measure.ts';
import type { Workplace } from '../workplace.ts';

/** A part of the bench: some work of Tributary, and who does the same or less. */
export type Part = (place: Workplace) => readonly Comparison[];

/** Somebody who does the same work, or a part of it, and how many times as fast Tributary should be. */
export interface Rival {
  readonly run: Run;
  readonly goal: number | null;
}

/** Measures one work beside its rivals, all in turns. */
export function race(place: Workplace, work: string, own: Run, rivals: readonly Rival[]): readonly Comparison[] {
  const [ours, ...theirs] = place.measure([own, ...rivals.map(({ run }) => run)]);
  return rivals.map(({ run, goal }, index) => asFast(work, present(ours), { run, goal, measured: theirs[index] }));
}

/** How many times as fast Tributary is. */
export function asFast(
  work: string,
  own: Measured,
  { run, goal, measured }: Rival & { readonly measured: Measured | undefined },
): Comparison {
  return {
    work,
    against: run.label,
    goal,
    ratio: measured === undefined ? null : measured.seconds.median / own.seconds.median,
    own,
    other: measured,
    reason: run.missing,
  };
}

/** How many times the bytes of Tributary the other one wrote: 1.25 times as many as the other one is a ratio of 0.8. */
export function asSmall(work: string, own: Measured, against: string, other: Measured): Comparison {
  return { work: `${work}, size`, against, goal: 0.8, ratio: (other.bytes ?? 0) / (own.bytes ?? 0), own, other };
}

/** What has no reason to be missing. */
export function present(measured: Measured | undefined): Measured {
  if (measured === undefined) throw new Error('A run that is always there was not measured.');
  return measured;
}
