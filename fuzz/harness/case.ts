import type { Random } from './random.ts';
import type { Reading } from './reading.ts';

/** A file that was made up, and what its reading has to keep. */
export interface FuzzCase {
  /** What is the matter with it: the line of the report that it counts for. */
  readonly label: string;
  /** Its name, whose ending is that of its format. */
  readonly name: string;
  readonly bytes: Buffer;
  /** How many steps made it, such as mutations: a smaller case leaves some out. */
  readonly steps: number;
  /** What the reading got wrong of what is known about the file. */
  readonly judge: (reading: Reading) => Verdict;
}

export interface Verdict {
  /** Rows of the truth: read as they are, rejected with a reason, and differing or missing without a word. */
  readonly exact: number;
  readonly rejected: number;
  readonly wrong: number;
  /** The first thing that is wrong, for people. */
  readonly what?: string;
}

/** How a case is made smaller: fewer rows, and only some of the steps. */
export interface Reduction {
  readonly scale: number;
  readonly keep: (step: number) => boolean;
}

export const whole: Reduction = { scale: 1, keep: () => true };

/** A kind of file that is made up. The same random numbers and reduction give the same case. */
export interface Fuzzer {
  readonly name: string;
  readonly make: (random: Random, reduction: Reduction) => FuzzCase | Promise<FuzzCase>;
  /** Whether rows that are read wrongly fail the run, not only what breaks a promise; the labels that do. */
  readonly strict: (label: string) => boolean;
}
